/*
 * A store's file before LMDB maps it. LMDB takes the file to be as long as it says: reading a page behind its end is a
 * SIGBUS, which ends the host. So the length is held against the meta pages at every open. LMDB's file (data version
 * 1) is pages of one size; all numbers are in the byte order of the machine, page numbers and sizes 8 bytes:
 *
 *   page header   0 number, 8 unused (2), 10 flags (2), 12 end of the slots (2), 14 begin of the nodes (2)
 *   meta page     pages 0 and 1, flag 8; behind the header 16 magic 0xBEEFC0DE (4), 20 data version (4), 24 address,
 *                 32 map size, 40 the tree of free pages, 88 the tree of tables, 136 last page, 144 transaction.
 *                 Of the two, the one with the higher transaction holds.
 *   tree          0 page size (4; in the tree of free pages only), 6 depth (2), 40 root page, all ones for none
 *   branch, leaf  flag 1 or 2; behind the header a slot (2) for each node: where it is in the page
 *   node          0 size, low half (2), 2 high half (2), 4 flags (2), 6 key size (2), 8 key, then the value. In a
 *                 branch the first three are the number of a page. With flag 1 the value is the number of the page
 *                 that it begins in, behind the header, and goes on from.
 *   free pages    a tree of transaction -> count, then that many page numbers
 *
 * A whole file can be shorter than its last page asks for: pages that a transaction took and gave back are never
 * written. Then every page that is missing is in the tree of free pages, and that is what is looked for.
 */
#include "store/kv_internal.h"

#include "base/cursor.h"
#include "base/fsio.h"

#define MAGIC         UINT32_C(0xBEEFC0DE)
#define MAGIC_SWAPPED UINT32_C(0xDEC0EFBE)
#define DATA_VERSION  1
#define META_SIZE     152
#define PAGE_HEADER   16
#define NO_PAGE       UINT64_MAX
#define PAGE_LEAST    256
#define PAGE_MOST     65536
#define DEPTH         32 /* of a tree; LMDB's own limit */
#define TRIES         8  /* times that the file is looked at again because a writer changed it meanwhile */

enum { BRANCH = 1, LEAF = 2, OVERFLOWS = 4, META = 8, NODE_ELSEWHERE = 1 };

static uint64_t number(struct nnreg_cursor *cursor, size_t width)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return nnreg_cursor_big(cursor, width);
#else
    return nnreg_cursor_little(cursor, width);
#endif
}

static uint64_t number_at(struct nnreg_cursor *cursor, uint64_t offset, size_t width)
{
    if (!nnreg_cursor_ok(cursor))
        return 0;
    if (offset > cursor->size) {
        nnreg_cursor_fail(cursor, cursor->size, "is cut short");
        return 0;
    }
    nnreg_cursor_seek(cursor, offset);
    return number(cursor, width);
}

/* --------------------------------------------------------------------------------------------- the meta pages -- */

static nnreg_status read_meta(struct nnreg_kv_meta *meta, struct nnreg_cursor *cursor, uint64_t at,
                              struct nnreg_error *error)
{
    uint64_t magic = number_at(cursor, at + 16, 4), version = number_at(cursor, at + 20, 4);
    uint64_t flags = number_at(cursor, at + 10, 2);

    if (magic == MAGIC_SWAPPED)
        return nnreg_fail(error, NNREG_VERSION, "%s was made on a machine of the other byte order",
                          NNREG_KV_DATA);
    if (magic != MAGIC || (flags & META) == 0)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is no file of LMDB: it has no meta page at offset %llu",
                          NNREG_KV_DATA, (unsigned long long)at);
    if (version != DATA_VERSION)
        return nnreg_fail(error, NNREG_VERSION,
                          "%s has version %llu of LMDB's format; this library reads version %d",
                          NNREG_KV_DATA, (unsigned long long)version, DATA_VERSION);
    meta->page_size = number_at(cursor, at + 40, 4);
    meta->free_depth = (unsigned)number_at(cursor, at + 46, 2);
    meta->free_root = number_at(cursor, at + 80, 8);
    meta->main_root = number_at(cursor, at + 128, 8);
    meta->last_page = number_at(cursor, at + 136, 8);
    meta->transaction = number_at(cursor, at + 144, 8);
    if (meta->page_size < PAGE_LEAST || meta->page_size > PAGE_MOST ||
        (meta->page_size & (meta->page_size - 1)) != 0 || meta->last_page < 1 ||
        meta->last_page >= UINT64_MAX / PAGE_MOST || meta->free_depth > DEPTH ||
        (meta->free_root != NO_PAGE && meta->free_root > meta->last_page) ||
        (meta->main_root != NO_PAGE && meta->main_root > meta->last_page))
        return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the meta page at offset %llu makes no sense",
                          NNREG_KV_DATA, (unsigned long long)at);
    return NNREG_OK;
}

/* The system's failure, where it was one; else what was wrong with the bytes. */
static nnreg_status cursor_status(const struct nnreg_cursor *cursor, nnreg_status status,
                                  struct nnreg_error *error)
{
    if (nnreg_cursor_ok(cursor) || cursor->status == NNREG_CORRUPT)
        return status;
    return nnreg_fail(error, cursor->status, "%s: %s", NNREG_KV_DATA, cursor->error.text);
}

/* The meta page that holds. */
static nnreg_status read_metas(struct nnreg_kv_meta *meta, int fd, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    struct nnreg_kv_meta second = {0};
    struct nnreg_cursor cursor;
    nnreg_status status = nnreg_fs_stat_fd(&stat, fd, error);

    if (status != NNREG_OK)
        return status;
    if (stat.size == 0)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is empty: somebody truncated it", NNREG_KV_DATA);
    if (stat.size < META_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is no file of LMDB: it has %llu bytes", NNREG_KV_DATA,
                          (unsigned long long)stat.size);
    status = nnreg_cursor_file(&cursor, fd, stat.size, error);
    if (status != NNREG_OK)
        return status;
    status = read_meta(meta, &cursor, 0, error);
    if (status == NNREG_OK && stat.size < 2 * meta->page_size)
        status = nnreg_fail(error, NNREG_CORRUPT, "%s is cut short: it has %llu bytes, less than two pages",
                            NNREG_KV_DATA, (unsigned long long)stat.size);
    if (status == NNREG_OK)
        status = read_meta(&second, &cursor, meta->page_size, error);
    status = cursor_status(&cursor, status, error);
    nnreg_cursor_free(&cursor);
    if (status == NNREG_OK && second.transaction > meta->transaction)
        *meta = second;
    return status;
}

/* ------------------------------------------------------------------------------------------ the free pages -- */

/* A walk through the tree of free pages, by descents: a page is read again for each of its nodes. */
struct walk {
    struct nnreg_cursor *cursor;
    const struct nnreg_kv_meta *meta;
    uint64_t first; /* pages from here on are counted */
    uint64_t found;
    uint64_t visited;
    unsigned level;
    struct {
        uint64_t page;
        uint64_t node; /* the next one */
    } path[DEPTH];
};

/* Counts the page numbers in a leaf's node. */
static void count_node(struct walk *walk, uint64_t page_at, uint64_t node_at)
{
    struct nnreg_cursor *cursor = walk->cursor;
    uint64_t flags = number_at(cursor, node_at + 4, 2);
    uint64_t value_at = node_at + 8 + number_at(cursor, node_at + 6, 2);
    uint64_t count, i;

    if ((flags & NODE_ELSEWHERE) != 0) {
        uint64_t page = number_at(cursor, value_at, 8);

        if (page > walk->meta->last_page)
            nnreg_cursor_fail(cursor, page_at, "names a page that cannot be");
        value_at = page * walk->meta->page_size + PAGE_HEADER;
    }
    count = number_at(cursor, value_at, 8);
    if (count > walk->meta->last_page)
        nnreg_cursor_fail(cursor, value_at, "names more pages than there are");
    for (i = 0; i < count && nnreg_cursor_ok(cursor); i++) {
        uint64_t page = number(cursor, 8);

        walk->found += page >= walk->first && page <= walk->meta->last_page;
    }
}

static uint64_t child_page(struct nnreg_cursor *cursor, uint64_t node_at)
{
    uint64_t half0 = number_at(cursor, node_at, 2), half1 = number(cursor, 2), top = number(cursor, 2);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return top << 32 | half0 << 16 | half1;
#else
    return top << 32 | half1 << 16 | half0;
#endif
}

static void descend(struct walk *walk, uint64_t page)
{
    if (walk->level == DEPTH || page > walk->meta->last_page || walk->visited++ > walk->meta->last_page) {
        nnreg_cursor_fail(walk->cursor, nnreg_cursor_offset(walk->cursor), "names a page that cannot be");
        return;
    }
    walk->path[walk->level].page = page;
    walk->path[walk->level].node = 0;
    walk->level++;
}

/* The next node of the lowest page of the path. */
static void step(struct walk *walk)
{
    struct nnreg_cursor *cursor = walk->cursor;
    uint64_t at = walk->path[walk->level - 1].page * walk->meta->page_size;
    uint64_t node = walk->path[walk->level - 1].node++;
    uint64_t flags = number_at(cursor, at + 10, 2), end = number_at(cursor, at + 12, 2), node_at;

    if ((flags & (BRANCH | LEAF)) == 0 || (flags & (OVERFLOWS | META)) != 0) {
        nnreg_cursor_fail(cursor, at, "is no page of a tree");
        return;
    }
    if (PAGE_HEADER + 2 * node >= end) {
        walk->level--;
        return;
    }
    node_at = at + number_at(cursor, at + PAGE_HEADER + 2 * node, 2);
    if ((flags & LEAF) != 0)
        count_node(walk, at, node_at);
    else
        descend(walk, child_page(cursor, node_at));
}

/* Whether all pages from `first` on are free; false, too, when the tree that says so is damaged. */
static nnreg_status are_free(bool *yes, const struct nnreg_kv_meta *meta, int fd, uint64_t size,
                             uint64_t first, struct nnreg_error *error)
{
    struct nnreg_cursor cursor;
    struct walk walk = {.cursor = &cursor, .meta = meta, .first = first};
    nnreg_status status = nnreg_cursor_file(&cursor, fd, size, error);

    *yes = false;
    if (status != NNREG_OK)
        return status;
    if (meta->free_root != NO_PAGE)
        descend(&walk, meta->free_root);
    while (walk.level > 0 && nnreg_cursor_ok(&cursor))
        step(&walk);
    *yes = nnreg_cursor_ok(&cursor) && walk.found == meta->last_page + 1 - first;
    status = cursor_status(&cursor, NNREG_OK, error);
    nnreg_cursor_free(&cursor);
    return status;
}

/* ------------------------------------------------------------------------------------------------ the check -- */

static nnreg_status check_length(uint64_t *bytes, const struct nnreg_kv_meta *meta, int fd,
                                 struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status =
        nnreg_fs_stat_fd(&stat, fd, error); /* after the meta pages: a writer writes those last */
    bool whole;

    *bytes = (meta->last_page + 1) * meta->page_size;
    if (status != NNREG_OK || stat.size >= *bytes)
        return status;
    status = are_free(&whole, meta, fd, stat.size, stat.size / meta->page_size, error);
    if (status == NNREG_OK && !whole)
        status =
            nnreg_fail(error, NNREG_CORRUPT, "%s is cut short: it has %llu bytes, and its pages need %llu",
                       NNREG_KV_DATA, (unsigned long long)stat.size, (unsigned long long)*bytes);
    return status;
}

nnreg_status nnreg_kv_check_file(uint64_t *bytes, int fd, struct nnreg_error *error)
{
    struct nnreg_kv_meta meta;
    nnreg_status status = read_metas(&meta, fd, error);
    unsigned try;

    for (try = 0; try < TRIES && status == NNREG_OK; try++) {
        uint64_t seen = meta.transaction;

        status = check_length(bytes, &meta, fd, error);
        if (status != NNREG_CORRUPT)
            return status;
        /* Pages that were freed may have been used again while they were read: then the meta page is a newer one. */
        if (read_metas(&meta, fd, NULL) != NNREG_OK || meta.transaction == seen)
            return status;
        status = NNREG_OK;
    }
    return status != NNREG_OK ? status
                              : nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at",
                                           NNREG_KV_DATA);
}
