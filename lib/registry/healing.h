/*
 * Healing: a create that brings in a file which is damaged where it is stored puts its fresh copy in that place
 * (store/files/install.c), and every network that had been served the damaged one has an event for it, in the transaction of
 * the create. So who follows the history knows which networks to load again, and who reads it which disk to look at.
 *
 *     nnreg_healing_begin(&healing, kv, error);                 before the files are installed
 *     … install …
 *     nnreg_healing_find(&healing, kv, staged, count, error);   whom was it damaged for?
 *     … in the write transaction, behind the create: nnreg_healing_tell(&healing, &events, id, error); …
 *     nnreg_healing_free(&healing);
 *
 * A stored file that is missing is damage when a network uses it that was there before its place was looked at: its
 * reference has been there all the time, and a file with a reference is not removed. Without such a network it is a new
 * file. Looking for the networks reads all their records, so it is done in a snapshot, and only after damage was found.
 */
#ifndef NNREG_REGISTRY_HEALING_H
#define NNREG_REGISTRY_HEALING_H

#include "registry/events.h"

struct nnreg_healed; /* a stored file that was not as it should be */
struct nnreg_hurt;   /* a network that uses such files */

struct nnreg_healing {
    uint64_t until; /* networks of this id and above came after the look began */
    struct nnreg_healed *files;
    size_t file_count;
    struct nnreg_hurt *networks;
    size_t network_count, network_room;
};

nnreg_status nnreg_healing_begin(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                 struct nnreg_error *error);
/* `staged`: those that were installed; one with `number` 0 was not staged. */
nnreg_status nnreg_healing_find(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                const struct nnreg_staged *staged, size_t count, struct nnreg_error *error);
/* An event for each network that is still there; `healer` is the one whose copy took the place. */
nnreg_status nnreg_healing_tell(const struct nnreg_healing *healing, struct nnreg_event_writer *events,
                                uint64_t healer, struct nnreg_error *error);
/* Harmless on a zeroed one, and twice. */
void nnreg_healing_free(struct nnreg_healing *healing);

#endif
