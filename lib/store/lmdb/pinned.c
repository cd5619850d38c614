/*
 * What an old state keeps. LMDB's table of free pages has under each transaction the pages that this one made superfluous. A
 * write uses those of transactions before the oldest state that is read, and makes the file longer when these do not do. So what
 * a snapshot keeps from being used again are the pages that came free from its state on.
 *
 * When it was begun stands nowhere. But its pages are all there, as long as it is: among those that the transaction behind its
 * state has made superfluous is the leaf of the tree of tables, of which each commit writes another, and that says how many
 * entries a table had then. Of a table whose entries are numbered and have a time, that is a time (registry/statistics.c).
 */
#include <errno.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "store/lmdb/pages.h"

#define NUMBER 8 /* bytes of a key, and of a number in a value */

/* --------------------------------------------------------------------------------------------------- what is free -- */

static int add_freed(struct nnreg_lmdb_freed *freed, uint64_t state, const MDB_val *value)
{
    struct nnreg_lmdb_freed_entry *grown =
        nnreg_array_room(freed->entries, &freed->room, freed->count + 1, sizeof *grown);

    if (grown == NULL)
        return ENOMEM;
    freed->entries = grown;
    grown += freed->count++;
    grown->state = state;
    grown->pages = nnreg_page_number(value->mv_data, NUMBER);
    return MDB_SUCCESS;
}

int nnreg_lmdb_read_freed(struct nnreg_lmdb_freed *freed, struct nnreg_lmdb_env *env, MDB_txn *txn)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    int code = mdb_cursor_open(txn, 0, &cursor);

    if (code != MDB_SUCCESS)
        return code;
    code = nnreg_mdb_seek(env, cursor, &key, &value, MDB_FIRST);
    while (code == MDB_SUCCESS) {
        if (key.mv_size == NUMBER && value.mv_size >= NUMBER)
            code = add_freed(freed, nnreg_page_number(key.mv_data, NUMBER), &value);
        if (code == MDB_SUCCESS)
            code = nnreg_mdb_seek(env, cursor, &key, &value, MDB_NEXT);
    }
    if (!atomic_load(&env->stuck))
        mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? MDB_SUCCESS : code;
}

/* The newest state's own are in use by the one before, which anybody may be about to read. */
uint64_t nnreg_lmdb_freed_between(const struct nnreg_lmdb_freed *freed, uint64_t from, uint64_t before)
{
    uint64_t pages = 0;
    size_t i;

    for (i = 0; i < freed->count; i++)
        if (freed->entries[i].state >= from && freed->entries[i].state < before)
            pages += freed->entries[i].pages;
    return pages;
}

/* ----------------------------------------------------------------------------------------------- what a table had -- */

struct old_leaf {
    struct nnreg_pages pages;
    struct nnreg_pages_tree tree;
    struct nnreg_pages_level level;
};

static bool begin_leaf(struct old_leaf *leaf, const struct nnreg_lmdb_meta *meta)
{
    memset(leaf, 0, sizeof *leaf);
    leaf->pages.meta = meta;
    leaf->tree.pages = &leaf->pages;
    leaf->tree.kind = NNREG_PAGES_TABLES;
    leaf->tree.record = &meta->tables;
    leaf->pages.spans = nnreg_alloc_zero(NNREG_PAGES_SPANS(&leaf->pages), sizeof *leaf->pages.spans);
    leaf->level.content = nnreg_alloc((size_t)meta->page_size);
    return leaf->pages.spans != NULL && leaf->level.content != NULL;
}

static void end_leaf(struct old_leaf *leaf)
{
    nnreg_free(leaf->pages.spans);
    nnreg_free(leaf->level.content);
}

/* Whether the page is a leaf with that table in it. It may be no leaf, or, when its reader has gone, anything. */
static bool find_table(uint64_t *entries, struct old_leaf *leaf, uint64_t page, int fd, const char *table)
{
    size_t got, page_size = (size_t)leaf->pages.meta->page_size;
    struct nnreg_pages_node node;
    struct nnreg_lmdb_tree tree;
    unsigned i;

    leaf->level.number = page;
    if (page > leaf->pages.meta->last_page ||
        nnreg_fs_read(&got, fd, page * page_size, leaf->level.content, page_size, NULL) != NNREG_OK ||
        got < page_size || nnreg_pages_check_nodes(&leaf->tree, &leaf->level, true) != NNREG_OK)
        return false;
    for (i = 0; i < leaf->level.count; i++) {
        nnreg_pages_node(&node, &leaf->level, i);
        if (node.flags != NNREG_NODE_TABLE || node.size != NNREG_TREE_SIZE ||
            node.key.size != strlen(table) || memcmp(node.key.content, table, node.key.size) != 0)
            continue;
        nnreg_tree_read(&tree, node.value);
        *entries = tree.entries;
        return true;
    }
    return false;
}

/* The pages that a transaction has made superfluous, as LMDB keeps them: their count, and the pages. */
static bool freed_by(MDB_val *value, struct nnreg_lmdb_env *env, MDB_txn *txn, uint64_t transaction)
{
    size_t number = (size_t)transaction;
    MDB_val key = {sizeof number, &number};
    MDB_cursor *cursor;
    int code = mdb_cursor_open(txn, 0, &cursor);

    if (code != MDB_SUCCESS)
        return false;
    code = nnreg_mdb_seek(env, cursor, &key, value, MDB_SET);
    if (!atomic_load(&env->stuck))
        mdb_cursor_close(cursor);
    return code == MDB_SUCCESS && value->mv_size >= NUMBER;
}

bool nnreg_lmdb_old_entries(uint64_t *entries, struct nnreg_lmdb_env *env, MDB_txn *txn,
                            const struct nnreg_lmdb_meta *meta, uint64_t state, const char *table)
{
    struct old_leaf leaf;
    MDB_val value;
    bool found = false;
    uint64_t i, count;

    if (!freed_by(&value, env, txn, state + 1))
        return false;
    count = nnreg_page_number(value.mv_data, NUMBER);
    if (count > value.mv_size / NUMBER - 1)
        return false;
    if (begin_leaf(&leaf, meta))
        for (i = 1; i <= count && !found; i++)
            found = find_table(entries, &leaf,
                               nnreg_page_number((const unsigned char *)value.mv_data + i * NUMBER, NUMBER),
                               env->file, table);
    end_leaf(&leaf);
    return found;
}
