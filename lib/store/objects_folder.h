/* A place for objects (objects.h) in a folder that several machines have, as on a file server. */
#ifndef NNREG_STORE_OBJECTS_FOLDER_H
#define NNREG_STORE_OBJECTS_FOLDER_H

#include "store/objects.h"

/* The folder stays the caller's, and may be closed after. */
nnreg_status nnreg_objects_folder_open(struct nnreg_object_store **store, int folder,
                                       struct nnreg_error *error);

#endif
