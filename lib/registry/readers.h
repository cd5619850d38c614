/*
 * Who has an old state of the store open, and what that keeps: for the statistics, and for a word to the host's log when the
 * file grows because of it.
 */
#ifndef NNREG_REGISTRY_READERS_H
#define NNREG_REGISTRY_READERS_H

#include "registry/handle.h"

struct nnreg_readers {
    struct nnreg_reader *readers;
    size_t count, room;
};

/*
 * The snapshots that are open in any process, with bounds of when they were begun, and what the store tells of itself. `readers`
 * is zeroed before, and freed by the caller in any case.
 */
nnreg_status nnreg_readers_look(struct nnreg_readers *readers, struct nnreg_kv_statistics *store,
                                struct nnreg_kv *kv, struct nnreg_error *error);
void nnreg_readers_free(struct nnreg_readers *readers);

/* What to say of a file that has just grown, where an old snapshot keeps much of it; false: nothing. */
bool nnreg_readers_blamed(struct nnreg_error *words, struct nnreg_kv *kv);

#endif
