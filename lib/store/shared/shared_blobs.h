/*
 * Stored files as objects (objects.h), for a registry that several machines share. The store's tables keep account: which object a
 * digest is, which objects are on their way in, and which nobody needs any more.
 *
 * An object's name is the digest and 128 random bits, and is never given out again, so that no delete that comes late, twice, or from a
 * process that was thought dead can meet a file that is in use:
 *
 *     nnreg_blobs_make_places   a transaction writes an intent for each file that is not there yet, with a time until when it holds
 *     nnreg_blobs_install       puts the object, and asks how large it is
 *     nnreg_blobs_hold          in the transaction that refers to the file: the intent is still there, and becomes the file's entry;
 *                               or somebody else's equal file is there by now, and the own object goes into the trash
 *     nnreg_blobs_give_up       for a create that failed: its intents go, and its objects into the trash
 *     nnreg_blobs_remove        in the transaction that finds nothing refers to it: the entry goes into the trash
 *     nnreg_shared_blobs_sweep  an intent that holds no longer goes into the trash; and objects that have been there for a while are
 *                               removed, and behind that their entries
 *
 * Each step that lets go of an object is a transaction, and the store runs these one after the other: a create either finds its
 * intent in its transaction, and then no sweep can have let go of the object, or finds it gone, and is refused. Clocks decide when an
 * intent is given up, never whether an object is in use. What a process leaves that is killed at any point is an intent, which a sweep
 * finds. An object that turns up behind its removal (a put that was thought lost, of a process that was killed) stays, unknown to the
 * tables, as waste; only a listing of the place finds it.
 *
 * Reading takes a copy into a local folder, under its digest, whole and verified, so that a stored file is a descriptor here as
 * anywhere: see cache.h.
 *
 * The tables are those behind NNREG_KV_TABLE_COUNT in keys.h: the store has to be opened with all of them. Files are opened also
 * within closures, for which the engine has to let a thread read beside what it has begun.
 */
#ifndef NNREG_STORE_SHARED_SHARED_BLOBS_H
#define NNREG_STORE_SHARED_SHARED_BLOBS_H

#include "store/blobs.h"
#include "store/kv.h"
#include "store/objects.h"

struct nnreg_shared_blobs_options {
    struct nnreg_kv *kv;                /* the caller's; open until nnreg_blobs_close */
    struct nnreg_object_store *objects; /* the same */
    int folder; /* a local one, for staging/ and cache/, which are made there; it may be closed after */
    uint64_t cache_size; /* bytes of copies that are kept, about; 0: its default */
    int64_t lease;       /* microseconds that an intent holds; 0: its default */
};

#define NNREG_SHARED_CACHE (UINT64_C(16) << 30)
#define NNREG_SHARED_LEASE (INT64_C(24) * 3600 * 1000000)

/* NNREG_INVALID_ARGUMENT: the store was opened without the tables. NNREG_IO, NNREG_NO_MEMORY, … */
nnreg_status nnreg_shared_blobs_open(struct nnreg_blobs **blobs,
                                     const struct nnreg_shared_blobs_options *options,
                                     struct nnreg_error *error);

struct nnreg_shared_sweep {
    uint64_t expired; /* intents that became trash */
    uint64_t removed; /* objects */
    uint64_t waiting; /* in the trash, not for long enough yet */
    uint64_t stayed;  /* could not be removed just now; the next sweep tries again */
};

/*
 * Lets go of what is in the trash for `grace` microseconds and longer. What cannot be removed is counted, and the first such failure
 * told by `why` (may be NULL); a failure of the store ends it.
 */
nnreg_status nnreg_shared_blobs_sweep(struct nnreg_shared_sweep *swept, struct nnreg_blobs *blobs,
                                      int64_t grace, struct nnreg_error *why, struct nnreg_error *error);

#endif
