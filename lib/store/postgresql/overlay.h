/*
 * What a transaction knows of entries: of those it has asked for what the server has, and of those it has changed what it wants
 * them to be. Sorted by table and key, so that a walk can merge it with the rows of the server.
 *
 * A part of a write (kv_engine.h) sees the changes of those before it, and may be undone without them: so each change of an
 * entry stands on the one before, and each transaction has a list of its own changes. To undo a part takes off its changes; to
 * keep it gives them to the whole. What was borrowed by nnreg_kv_get stays to the end of the transaction.
 */
#ifndef NNREG_STORE_POSTGRESQL_OVERLAY_H
#define NNREG_STORE_POSTGRESQL_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/kv.h"

struct nnreg_pg_change {
    struct nnreg_pg_change *older; /* of the same entry */
    struct nnreg_pg_change *next;  /* of the same transaction, made before */
    struct nnreg_pg_entry *entry;
    bool removed;
    size_t size;
    unsigned char value[];
};

enum nnreg_pg_stored { NNREG_PG_NOT_ASKED, NNREG_PG_ABSENT, NNREG_PG_PRESENT };

struct nnreg_pg_entry {
    struct nnreg_pg_entry *left, *right;
    uint32_t priority; /* a treap: no node has one higher than that above it */
    nnreg_kv_table_id table;
    enum nnreg_pg_stored stored; /* whether the server has it */
    unsigned char *value;        /* … and what */
    size_t value_size;
    struct nnreg_pg_change *change; /* the newest; NULL: none */
    size_t key_size;
    unsigned char key[];
};

struct nnreg_pg_overlay {
    struct nnreg_pg_entry *root;
    uint64_t random;
};

struct nnreg_pg_changes {
    struct nnreg_pg_change *newest;
};

void nnreg_pg_overlay_free(struct nnreg_pg_overlay *overlay);
/* NULL: nothing is known of it. */
struct nnreg_pg_entry *nnreg_pg_overlay_find(const struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                             struct nnreg_slice key);
/* The same, made if it is not there. NULL: there is no memory. */
struct nnreg_pg_entry *nnreg_pg_overlay_add(struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                            struct nnreg_slice key);
/* What the server has: false, there is no memory. `content` NULL: nothing. */
bool nnreg_pg_entry_stored(struct nnreg_pg_entry *entry, const struct nnreg_slice *value);

/*
 * The first of a table whose key is > `from`, or >= with `or_equal`; backwards: the last that is <, or <=. `from` of size 0
 * without `or_equal`: of all. NULL: there is none.
 */
struct nnreg_pg_entry *nnreg_pg_overlay_next(const struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                             struct nnreg_slice from, bool or_equal, bool backwards);
/* Calls `visit` for each entry, in order, until it returns false. */
bool nnreg_pg_overlay_each(const struct nnreg_pg_overlay *overlay,
                           bool (*visit)(struct nnreg_pg_entry *entry, void *context), void *context);

/* Changes an entry. `value` NULL: it is removed. False: there is no memory. */
bool nnreg_pg_change(struct nnreg_pg_changes *changes, struct nnreg_pg_entry *entry,
                     const struct nnreg_slice *value);
/* Takes off the changes of a part, or hands them over to the whole. */
void nnreg_pg_changes_undo(struct nnreg_pg_changes *changes);
void nnreg_pg_changes_keep(struct nnreg_pg_changes *whole, struct nnreg_pg_changes *changes);

/* What a transaction sees: false: there is no such entry. Of one that it has not changed the server must have been asked. */
bool nnreg_pg_entry_seen(struct nnreg_slice *value, const struct nnreg_pg_entry *entry);

#endif
