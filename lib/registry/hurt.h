/*
 * Whom damaged files hurt: the networks that use them, and an event for each of them, when damage is noted (damage.c) and when it
 * is healed (healing.c). Looking for the networks reads all their records, so it is done in a snapshot where that will do.
 *
 *     nnreg_hurt_add(&hurt, digest, found, error); …           the files
 *     nnreg_hurt_find(&hurt, txn, error);                      the networks that use one of them
 *     … in the write transaction: nnreg_hurt_tell(&hurt, &events, …); …
 *     nnreg_hurt_free(&hurt);
 */
#ifndef NNREG_REGISTRY_HURT_H
#define NNREG_REGISTRY_HURT_H

#include "registry/events.h"
#include "store/blobs.h"

struct nnreg_hurt_file {
    nnreg_digest digest;
    enum nnreg_blob_found found; /* in its place */
    uint64_t size;               /* that it has to have: set when the networks are looked for */
    bool used;                   /* by one of them: likewise */
};

struct nnreg_hurt_network; /* a network that uses such files */

struct nnreg_hurt {
    uint64_t until; /* networks of this id and above are not looked at; 0: all are */
    struct nnreg_hurt_file *files;
    size_t file_count, file_room;
    struct nnreg_hurt_network *networks;
    size_t network_count, network_room;
};

/* A file that is in the list already stays as it is there. */
nnreg_status nnreg_hurt_add(struct nnreg_hurt *hurt, const nnreg_digest digest, enum nnreg_blob_found found,
                            struct nnreg_error *error);

/* Sorts the files by their digests, and looks for the networks; may run again. */
nnreg_status nnreg_hurt_find(struct nnreg_hurt *hurt, struct nnreg_kv_txn *txn, struct nnreg_error *error);

/*
 * An event for each network that is still there: "damage", or "heal" where `healer` is not 0: the network whose copy took the
 * place.
 */
nnreg_status nnreg_hurt_tell(const struct nnreg_hurt *hurt, struct nnreg_event_writer *events,
                             uint64_t healer, struct nnreg_error *error);

/* "heal" where nobody has healed them: they were found sound again, put right by other means (fsck_sound.c). */
nnreg_status nnreg_hurt_tell_sound(const struct nnreg_hurt *hurt, struct nnreg_event_writer *events,
                                   struct nnreg_error *error);

/* Harmless on a zeroed one, and twice. */
void nnreg_hurt_free(struct nnreg_hurt *hurt);

#endif
