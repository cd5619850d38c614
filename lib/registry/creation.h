/*
 * A network while it is created, and what becomes of its files on the way (create_files.c). The creation itself is
 * create.c.
 *
 *     the caller's file      blobs/ab/cdef…                 in the store
 *     -----------------      --------------                 ------------
 *     stage:    copied to staging/SESSION/N, with its SHA-256 on the way; from here on the copy is what is read.
 *               A small file is copied into memory, and its way to the device is part of its install. An upload is its own copy
 *     sync:     the copy is on the device, and read-only
 *     install:  renamed to where files of its digest are, or found there already; nobody refers to it yet
 *     hold:     in the transaction: it still is there, and one more reference is counted
 *     take back: in a transaction of its own, after one that failed: unlinked where nobody refers to it
 */
#ifndef NNREG_REGISTRY_CREATION_H
#define NNREG_REGISTRY_CREATION_H

#include "bundle/bundle.h"
#include "codec/json.h"
#include "registry/events.h"
#include "registry/healing.h"
#include "registry/objects.h"
#include "store/blobs.h"
#include "store/staging.h"

/*
 * What is found of the names in the description while the model is in hand: tensor[i] is what the i-th name stands for, in the
 * order of nnreg_named_tensor_next, or NULL where the name stays.
 */
struct nnreg_renaming {
    char **tensor;
    size_t count;
    bool failed; /* no memory */
};

struct nnreg_creation {
    nnreg *registry;
    nnreg_findings *findings;
    const char *text; /* the description */
    size_t length;
    struct nnreg_call_options options;
    struct nnreg_bundle_files files; /* the caller's; from staging on, where their copies are */
    struct nnreg_staging staging;
    struct nnreg_staged *staged; /* staged[i] is files.file[i]; its number is 0 for one that is dropped */
    size_t staged_count;
    struct nnreg_json json; /* the description, parsed, between inspecting and judging */
    nnreg_status verdict;   /* NNREG_REFUSED: what was found by inspecting the copies is an error */
    struct nnreg_network network;
    struct nnreg_bytes tensors; /* what its framework keeps of them */
    struct nnreg_renaming renaming;
    uint64_t total, before; /* bytes in all, and in the files before the present one: for the progress */
    struct nnreg_healing healing;
    bool unreadable; /* a file of the caller's could not be opened */
};

/* Lists the files of a bundle and judges them by their names, without opening any. NNREG_REFUSED, with findings. */
nnreg_status nnreg_creation_list(struct nnreg_creation *creation, const nnreg_bundle *bundle,
                                 struct nnreg_error *error);

/* Copies the files. A failure is the caller's file's where creation->unreadable is set. */
nnreg_status nnreg_creation_stage(struct nnreg_creation *creation, struct nnreg_error *error);

/*
 * Reads the copies whole, from names to weights. What is wrong with them is no failure here: it goes to the findings, and what
 * follows from them is left to nnreg_creation_judge.
 */
nnreg_status nnreg_creation_inspect(struct nnreg_creation *creation, struct nnreg_error *error);

/* Whether the copies are accepted; those that are become the record that will be stored. */
nnreg_status nnreg_creation_judge(struct nnreg_creation *creation, struct nnreg_error *error);

struct nnreg_framework;

/*
 * The names of the description that are no tensors' own, asked of the model's facts, and put into the record that was made of
 * that description (create_names.c).
 */
void nnreg_renaming_find(struct nnreg_renaming *renaming, const struct nnreg_framework *framework,
                         const void *facts, const struct nnreg_network *network);
nnreg_status nnreg_renaming_apply(struct nnreg_renaming *renaming, struct nnreg_network *network,
                                  struct nnreg_error *error);
void nnreg_renaming_free(struct nnreg_renaming *renaming);

/* Waits until the copies are on the device. */
nnreg_status nnreg_creation_sync(struct nnreg_creation *creation, struct nnreg_error *error);

/*
 * Moves the copies into place. Before the transaction: the device is waited for, and what is there already is compared, by
 * each writer for itself, not by all in the store's lock.
 */
nnreg_status nnreg_creation_install(struct nnreg_creation *creation, struct nnreg_error *error);

/* In the transaction, any number of times, before the records: sees to it that the files are there. */
nnreg_status nnreg_creation_hold(struct nnreg_kv_txn *txn, struct nnreg_creation *creation,
                                 struct nnreg_error *error);

/*
 * The records, with their indexes and events: the network and its task, which get their ids. Counts the files as used. `more`
 * (may be NULL) is told by the event of the network, too.
 */
nnreg_status nnreg_creation_put(struct nnreg_event_writer *events, struct nnreg_creation *creation,
                                const struct nnreg_change_record *more, struct nnreg_error *error);

/* After a transaction that failed: removes the files that it has left in place without anybody who uses them. */
void nnreg_creation_take_back(struct nnreg_creation *creation);

/* Ends the session of staging, with what is left in it. Harmless where none was begun. */
void nnreg_creation_discard(struct nnreg_creation *creation);

/* What the registry's own files cannot be is no mistake of the caller's: a copy that is gone is not "not found". */
nnreg_status nnreg_creation_own_failure(nnreg_status status);

/* Forgets all that was read and judged: everything but the session and its files. */
void nnreg_creation_forget(struct nnreg_creation *creation);

#endif
