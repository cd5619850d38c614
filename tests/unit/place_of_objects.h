/*
 * A place for objects that does as it is told: a folder (store/objects_folder.h), and what a network and a server may do with a call
 * before it, behind it, and instead of it.
 */
#ifndef NNREG_TESTS_PLACE_OF_OBJECTS_H
#define NNREG_TESTS_PLACE_OF_OBJECTS_H

#include "store/objects.h"

enum place_call { PLACE_PUT, PLACE_SIZE, PLACE_GET, PLACE_REMOVE, PLACE_CALLS };

struct place_of_objects {
    struct nnreg_object_store base;
    struct nnreg_object_store *folder;
    unsigned calls[PLACE_CALLS]; /* so far */
    /* For the next call of each kind: it fails with this, */
    nnreg_status fails[PLACE_CALLS];
    bool done_all_the_same[PLACE_CALLS]; /* behind having been done */
    bool lies;                           /* a put answers well, and stores nothing */
    bool alters;                         /* a get brings other bytes */
    /* Called before and behind each call, if not NULL. */
    void (*between)(enum place_call call, bool before);
};

/* In the open folder `folder`. */
void place_open(struct place_of_objects *place, int folder);
void place_close(struct place_of_objects *place);

/* Objects there are, and the bytes of all. */
unsigned place_count(struct place_of_objects *place);

#endif
