/*
 * Healing: a create that brings in a file which is damaged where it is stored puts its fresh copy in that place
 * (store/files/install.c), and every network that had been served the damaged one has an event for it, in the transaction of
 * the create. So who follows the history knows which networks to load again, and who reads it which disk to look at.
 *
 *     nnreg_healing_begin(&healing, kv, staged, count, error);  before the files are installed
 *     … install …
 *     nnreg_healing_find(&healing, kv, staged, count, error);   whom was it damaged for?
 *     … in the write transaction, behind the create: nnreg_healing_tell(&healing, &events, id, error); …
 *     nnreg_healing_free(&healing);
 *
 * A stored file that is missing is damage when a network uses it that was there before its place was looked at: its
 * reference has been there all the time, and a file with a reference is not removed. Without such a network it is a new
 * file.
 *
 * Damage that was noted (damage.h) before the place was looked at is healed also where the stored file turned out to be the same
 * as the copy: somebody has put it right by hand, and byte for byte the same is the proof.
 */
#ifndef NNREG_REGISTRY_HEALING_H
#define NNREG_REGISTRY_HEALING_H

#include "registry/hurt.h"

struct nnreg_healing {
    struct nnreg_hurt hurt; /* `until`: networks of this id and above came after the look began */
    size_t noted;           /* the first so many files were noted as damaged before */
};

nnreg_status nnreg_healing_begin(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                 const struct nnreg_staged *staged, size_t count, struct nnreg_error *error);
/* `staged`: those that were installed; one with `number` 0 was not staged. */
nnreg_status nnreg_healing_find(struct nnreg_healing *healing, struct nnreg_kv *kv,
                                const struct nnreg_staged *staged, size_t count, struct nnreg_error *error);
/*
 * An event for each network that is still there; `healer` is the one whose copy took the place. The files are not noted as damaged
 * any more.
 */
nnreg_status nnreg_healing_tell(const struct nnreg_healing *healing, struct nnreg_event_writer *events,
                                uint64_t healer, struct nnreg_error *error);
/* Tells the host's log of it, behind the transaction. */
void nnreg_healing_log(const struct nnreg_healing *healing, const nnreg *registry, uint64_t healer);
/* Harmless on a zeroed one, and twice. */
void nnreg_healing_free(struct nnreg_healing *healing);

#endif
