/*
 * Slugs: the texts that public objects are found by. Networks have theirs, and specs theirs: the kind of an object says which two
 * tables hold them (objects.h), so a network and a spec may have the same slug.
 */
#ifndef NNREG_REGISTRY_SLUGS_H
#define NNREG_REGISTRY_SLUGS_H

#include "registry/objects.h"

struct nnreg_event_writer;

/* NNREG_CORRUPT: the tables do not have the object as public by the slug of its record, or as private without one. */
nnreg_status nnreg_slug_check(const struct nnreg_object_kind *kind, const void *record,
                              struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* NNREG_CONFLICT, with a text that names the slug, for an object that is public. */
nnreg_status nnreg_refuse_public(const struct nnreg_object_kind *kind, const void *record,
                                 struct nnreg_kv_txn *txn, struct nnreg_error *error);

/*
 * For a change that is asked for with NNREG_UNPUBLISH: makes the object private, with an event of its own, before the change itself
 * is made in the same transaction. The record is then what is stored. One that is private is left alone. The record stays the
 * caller's to clear, however this ends.
 */
nnreg_status nnreg_slug_withdraw(void *record, const struct nnreg_object_kind *kind,
                                 struct nnreg_event_writer *events, struct nnreg_error *error);

/*
 * The object that is to be changed: the one of that id; or where `slug` is not NULL the one that it leads to, of which *id is told.
 * The caller clears it when this succeeds.
 */
nnreg_status nnreg_slug_load_target(void *record, uint64_t *id, const struct nnreg_object_kind *kind,
                                    struct nnreg_kv_txn *txn, const char *slug, struct nnreg_error *error);

/*
 * The id of a public object. NNREG_NOT_FOUND with a text that names the slug. What is asked for is anybody's text: one that is
 * too long for a slug is not given to the store, whose keys have a limit, and is measured no further than that.
 */
nnreg_status nnreg_slug_find(uint64_t *id, const struct nnreg_object_kind *kind, struct nnreg_kv_txn *txn,
                             const char *slug, struct nnreg_error *error);

/* The whole object that a slug leads to, whose record must say so, too. The caller clears it when this succeeds. */
nnreg_status nnreg_slug_load_holder(void *record, const struct nnreg_object_kind *kind,
                                    struct nnreg_kv_txn *txn, const char *slug, uint64_t id,
                                    struct nnreg_error *error);

#endif
