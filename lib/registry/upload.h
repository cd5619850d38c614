/* An upload as a create sees it. */
#ifndef NNREG_REGISTRY_UPLOAD_H
#define NNREG_REGISTRY_UPLOAD_H

#include "nnreg.h"
#include "store/received.h"

/* Its file; of an upload that was added to a bundle one that has ended. */
struct nnreg_received *nnreg_upload_received(const nnreg_upload *upload);

#endif
