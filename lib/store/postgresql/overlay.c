/* See overlay.h. */
#include "store/postgresql/overlay.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/order.h"

#define PRIORITY_FACTOR UINT64_C(0x9e3779b97f4a7c15)

static int entry_order(nnreg_kv_table_id table, struct nnreg_slice key, const struct nnreg_pg_entry *entry)
{
    if (table != entry->table)
        return table < entry->table ? -1 : 1;
    return nnreg_order_bytes(key.content, key.size, entry->key, entry->key_size);
}

struct nnreg_pg_entry *nnreg_pg_overlay_find(const struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                             struct nnreg_slice key)
{
    struct nnreg_pg_entry *entry = overlay->root;

    while (entry != NULL) {
        int order = entry_order(table, key, entry);

        if (order == 0)
            return entry;
        entry = order < 0 ? entry->left : entry->right;
    }
    return NULL;
}

/* ---------------------------------------------------------------------------------------------------- the tree -- */

/* Parts a tree into the entries before a key, which is not in it, and those behind it. */
static void split_entries(struct nnreg_pg_entry *entry, const struct nnreg_pg_entry *at,
                          struct nnreg_pg_entry **before, struct nnreg_pg_entry **behind)
{
    struct nnreg_slice key = {at->key, at->key_size};

    while (entry != NULL)
        if (entry_order(at->table, key, entry) < 0) {
            *behind = entry;
            behind = &entry->left;
            entry = entry->left;
        } else {
            *before = entry;
            before = &entry->right;
            entry = entry->right;
        }
    *before = *behind = NULL;
}

/* Where a new entry has its place: at the first on the way down whose priority is lower. */
static void place_entry(struct nnreg_pg_overlay *overlay, struct nnreg_pg_entry *made)
{
    struct nnreg_slice key = {made->key, made->key_size};
    struct nnreg_pg_entry **link = &overlay->root;

    while (*link != NULL && (*link)->priority >= made->priority)
        link = entry_order(made->table, key, *link) < 0 ? &(*link)->left : &(*link)->right;
    split_entries(*link, made, &made->left, &made->right);
    *link = made;
}

struct nnreg_pg_entry *nnreg_pg_overlay_add(struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                            struct nnreg_slice key)
{
    struct nnreg_pg_entry *entry = nnreg_pg_overlay_find(overlay, table, key);

    if (entry != NULL)
        return entry;
    entry = nnreg_alloc_zero(1, sizeof *entry + key.size);
    if (entry == NULL)
        return NULL;
    overlay->random = nnreg_hash_mix(overlay->random + PRIORITY_FACTOR, PRIORITY_FACTOR);
    entry->priority = (uint32_t)(overlay->random >> 32);
    entry->table = table;
    entry->key_size = key.size;
    memcpy(entry->key, key.content, key.size);
    place_entry(overlay, entry);
    return entry;
}

struct nnreg_pg_entry *nnreg_pg_overlay_next(const struct nnreg_pg_overlay *overlay, nnreg_kv_table_id table,
                                             struct nnreg_slice from, bool or_equal, bool backwards)
{
    struct nnreg_pg_entry *entry = overlay->root, *found = NULL;
    bool all = from.size == 0 && !or_equal;

    while (entry != NULL) {
        int order = all && entry->table == table ? (backwards ? 1 : -1) : entry_order(table, from, entry);
        bool is_behind = backwards ? order > 0 : order < 0;

        if (order == 0 && or_equal)
            return entry;
        if (is_behind)
            found = entry;
        entry = is_behind == backwards ? entry->right : entry->left;
    }
    return found != NULL && found->table == table ? found : NULL;
}

/* Goes through the tree without a stack of its own: its depth is logarithmic. */
static bool each_below(struct nnreg_pg_entry *entry,
                       bool (*visit)(struct nnreg_pg_entry *entry, void *context), void *context)
{
    for (; entry != NULL; entry = entry->right)
        if (!each_below(entry->left, visit, context) || !visit(entry, context))
            return false;
    return true;
}

bool nnreg_pg_overlay_each(const struct nnreg_pg_overlay *overlay,
                           bool (*visit)(struct nnreg_pg_entry *entry, void *context), void *context)
{
    return each_below(overlay->root, visit, context);
}

/* Turned until there is nothing on the left, which needs no room for a stack. */
void nnreg_pg_overlay_free(struct nnreg_pg_overlay *overlay)
{
    struct nnreg_pg_entry *entry = overlay->root, *left;

    while (entry != NULL) {
        struct nnreg_pg_entry *right = entry->right;
        struct nnreg_pg_change *change = entry->change, *older;

        left = entry->left;
        if (left != NULL) {
            entry->left = left->right;
            left->right = entry;
            entry = left;
            continue;
        }
        for (; change != NULL; change = older) {
            older = change->older;
            nnreg_free(change);
        }
        nnreg_free(entry->value);
        nnreg_free(entry);
        entry = right;
    }
    overlay->root = NULL;
}

/* ------------------------------------------------------------------------------------------------- the entries -- */

bool nnreg_pg_entry_stored(struct nnreg_pg_entry *entry, const struct nnreg_slice *value)
{
    unsigned char *copy;

    if (entry->stored != NNREG_PG_NOT_ASKED)
        return true;
    if (value == NULL) {
        entry->stored = NNREG_PG_ABSENT;
        return true;
    }
    copy = nnreg_alloc(value->size);
    if (copy == NULL)
        return false;
    if (value->size > 0)
        memcpy(copy, value->content, value->size);
    entry->value = copy;
    entry->value_size = value->size;
    entry->stored = NNREG_PG_PRESENT;
    return true;
}

bool nnreg_pg_entry_seen(struct nnreg_slice *value, const struct nnreg_pg_entry *entry)
{
    const struct nnreg_pg_change *change = entry->change;

    if (change == NULL) {
        *value = (struct nnreg_slice){entry->value, entry->value_size};
        return entry->stored == NNREG_PG_PRESENT;
    }
    *value = (struct nnreg_slice){change->value, change->size};
    return !change->removed;
}

bool nnreg_pg_change(struct nnreg_pg_changes *changes, struct nnreg_pg_entry *entry,
                     const struct nnreg_slice *value)
{
    size_t size = value != NULL ? value->size : 0;
    struct nnreg_pg_change *change = nnreg_alloc(sizeof *change + size);

    if (change == NULL)
        return false;
    *change = (struct nnreg_pg_change){entry->change, changes->newest, entry, value == NULL, size};
    if (size > 0)
        memcpy(change->value, value->content, size);
    entry->change = changes->newest = change;
    return true;
}

/* Newest first, so that each is the newest of its entry. */
void nnreg_pg_changes_undo(struct nnreg_pg_changes *changes)
{
    struct nnreg_pg_change *change;

    while ((change = changes->newest) != NULL) {
        changes->newest = change->next;
        change->entry->change = change->older;
        nnreg_free(change);
    }
}

void nnreg_pg_changes_keep(struct nnreg_pg_changes *whole, struct nnreg_pg_changes *changes)
{
    struct nnreg_pg_change *oldest = changes->newest;

    if (oldest == NULL)
        return;
    while (oldest->next != NULL)
        oldest = oldest->next;
    oldest->next = whole->newest;
    whole->newest = changes->newest;
    changes->newest = NULL;
}
