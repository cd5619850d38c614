/*
 * The meta pages of LMDB's file, and its length. LMDB takes the file to be as long as it says: reading a page behind
 * its end is a SIGBUS, which ends the host. So the length is held against the meta page at every open.
 *
 * There are two meta pages, 0 and 1, and each commit writes the older one, so one of them is whole at any moment. When
 * that write fails, LMDB writes the page once more, with the old transaction and last page but the *new* trees, and never
 * uses it again. So an older page may make no sense: of it is asked only what LMDB asks when it opens the file.
 *
 * A whole file can be shorter than its last page asks for: pages that a transaction took and gave back are never
 * written. Then every page that is missing is in the tree of free pages, and that is what is looked for.
 *
 *   meta page     flag 8; behind the page's header (pages.h) 16 magic 0xBEEFC0DE (4), 20 data version (4), 24 address,
 *                 32 map size, 40 the tree of free pages, 88 the tree of tables, 136 last page, 144 transaction.
 *                 Of the two, the one with the higher transaction holds, or else page 0: its number is that of the
 *                 transaction modulo 2, by which LMDB finds it.
 *
 * All of it is as the machine has its numbers: the other byte order, and words of 4 bytes, by which the header has 12 and the
 * magic comes earlier, are refused by their names. So are pages of another size than this system would make: LMDB would
 * take them, but it is nowhere tested that the two get on.
 */
#include "store/lmdb/pages.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"

#define MAGIC         UINT32_C(0xBEEFC0DE)
#define MAGIC_SWAPPED UINT32_C(0xDEC0EFBE)
#define DATA_VERSION  1
#define PAGE_LEAST    256
#define PAGE_MOST     32768
#define META_TRIES    8 /* times that the file is looked at again because a writer changed it meanwhile */

enum {
    AT_MAGIC_OF_32_BITS = 12,
    AT_MAGIC = 16,
    AT_VERSION = 20,
    AT_MAP_SIZE = 32,
    AT_FREE_PAGES = 40,
    AT_TABLES = 88,
    AT_LAST_PAGE = 136,
    AT_TRANSACTION = 144,
    META_SIZE = 152
};

void nnreg_tree_read(struct nnreg_lmdb_tree *tree, const unsigned char record[NNREG_TREE_SIZE])
{
    tree->flags = (unsigned)nnreg_page_number(record + NNREG_TREE_FLAGS, 2);
    tree->depth = (unsigned)nnreg_page_number(record + NNREG_TREE_DEPTH, 2);
    tree->branch_pages = nnreg_page_number(record + NNREG_TREE_BRANCHES, 8);
    tree->leaf_pages = nnreg_page_number(record + NNREG_TREE_LEAVES, 8);
    tree->overflow_pages = nnreg_page_number(record + NNREG_TREE_OVERFLOWS, 8);
    tree->entries = nnreg_page_number(record + NNREG_TREE_ENTRIES, 8);
    tree->root = nnreg_page_number(record + NNREG_TREE_ROOT, 8);
}

void nnreg_tree_write(unsigned char record[NNREG_TREE_SIZE], const struct nnreg_lmdb_tree *tree)
{
    nnreg_page_put(record + NNREG_TREE_PAGE_SIZE, 0, 4);
    nnreg_page_put(record + NNREG_TREE_FLAGS, tree->flags, 2);
    nnreg_page_put(record + NNREG_TREE_DEPTH, tree->depth, 2);
    nnreg_page_put(record + NNREG_TREE_BRANCHES, tree->branch_pages, 8);
    nnreg_page_put(record + NNREG_TREE_LEAVES, tree->leaf_pages, 8);
    nnreg_page_put(record + NNREG_TREE_OVERFLOWS, tree->overflow_pages, 8);
    nnreg_page_put(record + NNREG_TREE_ENTRIES, tree->entries, 8);
    nnreg_page_put(record + NNREG_TREE_ROOT, tree->root, 8);
}

/* --------------------------------------------------------------------------------------------- the meta pages -- */

static bool is_page_size(uint64_t size)
{
    return size >= PAGE_LEAST && size <= PAGE_MOST && (size & (size - 1)) == 0;
}

/* As large as LMDB would make them here. */
static uint64_t own_page_size(void)
{
    long size = sysconf(_SC_PAGESIZE);

    return size < PAGE_MOST ? (uint64_t)size : PAGE_MOST;
}

/* Whether the page was made on a machine like this one. */
static nnreg_status check_machine(const unsigned char page[META_SIZE], struct nnreg_error *error)
{
    uint64_t magic = nnreg_page_number(page + AT_MAGIC, 4);
    uint64_t earlier = nnreg_page_number(page + AT_MAGIC_OF_32_BITS, 4);

    if (magic == MAGIC_SWAPPED)
        return nnreg_fail(error, NNREG_UNSUPPORTED, "%s was made on a machine of the other byte order",
                          NNREG_LMDB_DATA);
    if (magic != MAGIC && (earlier == MAGIC || earlier == MAGIC_SWAPPED))
        return nnreg_fail(error, NNREG_UNSUPPORTED, "%s was made on a 32-bit machine", NNREG_LMDB_DATA);
    return NNREG_OK;
}

/* What LMDB asks of both pages. `at` is where the page is. */
static nnreg_status check_identity(const unsigned char page[META_SIZE], uint64_t at,
                                   struct nnreg_error *error)
{
    uint64_t magic = nnreg_page_number(page + AT_MAGIC, 4), version = nnreg_page_number(page + AT_VERSION, 4);
    nnreg_status status = check_machine(page, error);

    if (status != NNREG_OK)
        return status;
    if (magic != MAGIC || (nnreg_page_number(page + NNREG_PAGE_FLAGS, 2) & NNREG_PAGE_META) == 0)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is no file of LMDB: it has no meta page at offset %llu",
                          NNREG_LMDB_DATA, (unsigned long long)at);
    if (version != DATA_VERSION)
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "%s has version %llu of LMDB's format; this library reads version %d",
                          NNREG_LMDB_DATA, (unsigned long long)version, DATA_VERSION);
    return NNREG_OK;
}

static void decode_meta(struct nnreg_lmdb_meta *meta, const unsigned char page[META_SIZE])
{
    meta->page_size = nnreg_page_number(page + AT_FREE_PAGES + NNREG_TREE_PAGE_SIZE, 4);
    meta->map_size = nnreg_page_number(page + AT_MAP_SIZE, 8);
    nnreg_tree_read(&meta->free_pages, page + AT_FREE_PAGES);
    nnreg_tree_read(&meta->tables, page + AT_TABLES);
    meta->last_page = nnreg_page_number(page + AT_LAST_PAGE, 8);
    meta->transaction = nnreg_page_number(page + AT_TRANSACTION, 8);
}

static const char *mistake_in_tree(const struct nnreg_lmdb_tree *tree, uint64_t last_page)
{
    if (tree->depth > NNREG_LMDB_DEPTH)
        return "says that a tree has more than 32 levels";
    if (tree->root != NNREG_LMDB_NO_PAGE && (tree->root > last_page || tree->root < 2))
        return "says that a tree begins at a page that cannot be";
    if ((tree->root == NNREG_LMDB_NO_PAGE) != (tree->depth == 0))
        return "says that a tree has levels and no pages, or pages and no levels";
    return NULL;
}

/* What is wrong with the page that holds: all that LMDB will use. `page_size` is by where the page was found. */
static const char *mistake_in_meta(const struct nnreg_lmdb_meta *meta, uint64_t page_size)
{
    const char *mistake;

    if (meta->page_size != page_size)
        return "says another size of pages than the first";
    if (meta->transaction % 2 != meta->number)
        return "has the transaction of the other one"; /* by which LMDB then would take the other one's trees */
    if (meta->last_page < 1 || meta->last_page >= UINT64_MAX / PAGE_MOST)
        return "says that the last page is one that cannot be";
    mistake = mistake_in_tree(&meta->free_pages, meta->last_page);
    if (mistake == NULL)
        mistake = mistake_in_tree(&meta->tables, meta->last_page);
    if (mistake == NULL && ((meta->free_pages.flags & NNREG_TREE_DUPLICATES) != 0 || meta->tables.flags != 0))
        mistake = "gives a tree flags that it does not have";
    return mistake;
}

static nnreg_status damaged_meta(uint64_t at, const char *mistake, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "%s is damaged: the meta page at offset %llu %s", NNREG_LMDB_DATA,
                      (unsigned long long)at, mistake);
}

/* The beginning of a page. *got: 0 when the file ends before its end. */
static nnreg_status read_meta_page(unsigned char page[META_SIZE], int fd, uint64_t at,
                                   struct nnreg_error *error)
{
    size_t got;
    nnreg_status status = nnreg_fs_read(&got, fd, at, page, META_SIZE, error);
    struct nnreg_error cause;

    if (status != NNREG_OK) {
        cause.text[0] = '\0';
        if (error != NULL)
            cause = *error;
        return nnreg_fail(error, status, "%s: %s", NNREG_LMDB_DATA, cause.text);
    }
    memset(page + got, 0, META_SIZE - got);
    return NNREG_OK;
}

static nnreg_status check_first_size(uint64_t size, struct nnreg_error *error)
{
    if (size == 0)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is empty: somebody truncated it", NNREG_LMDB_DATA);
    if (size < META_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is no file of LMDB: it has %llu bytes", NNREG_LMDB_DATA,
                          (unsigned long long)size);
    return NNREG_OK;
}

/* Reads both pages, once. */
static nnreg_status read_both(unsigned char pages[2][META_SIZE], int fd, struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_stat_fd(&stat, fd, error);
    uint64_t page_size;

    if (status == NNREG_OK)
        status = check_first_size(stat.size, error);
    if (status == NNREG_OK)
        status = read_meta_page(pages[0], fd, 0, error);
    if (status == NNREG_OK)
        status = check_identity(pages[0], 0, error);
    if (status != NNREG_OK)
        return status;
    page_size = nnreg_page_number(pages[0] + AT_FREE_PAGES + NNREG_TREE_PAGE_SIZE, 4);
    if (!is_page_size(page_size))
        return damaged_meta(0, "says a size of pages that cannot be", error);
    if (page_size != own_page_size())
        return nnreg_fail(error, NNREG_UNSUPPORTED,
                          "%s was made on a machine with pages of %llu bytes; here they have %llu",
                          NNREG_LMDB_DATA, (unsigned long long)page_size,
                          (unsigned long long)own_page_size());
    if (stat.size < 2 * page_size)
        return nnreg_fail(error, NNREG_CORRUPT, "%s is cut short: it has %llu bytes, less than two pages",
                          NNREG_LMDB_DATA, (unsigned long long)stat.size);
    status = read_meta_page(pages[1], fd, page_size, error);
    return status == NNREG_OK ? check_identity(pages[1], page_size, error) : status;
}

/* A page that is written to while it is read can be half of each: so it is read until it is twice the same. */
static nnreg_status read_still(unsigned char pages[2][META_SIZE], int fd, struct nnreg_error *error)
{
    unsigned char before[2][META_SIZE];
    nnreg_status status = read_both(pages, fd, error);
    unsigned try;

    for (try = 0; try < META_TRIES && status == NNREG_OK; try++) {
        memcpy(before, pages, sizeof before);
        status = read_both(pages, fd, error);
        if (status == NNREG_OK && memcmp(before, pages, sizeof before) == 0)
            return NNREG_OK;
    }
    return status != NNREG_OK ? status
                              : nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at",
                                           NNREG_LMDB_DATA);
}

nnreg_status nnreg_lmdb_read_meta(struct nnreg_lmdb_meta *meta, int fd, struct nnreg_error *error)
{
    unsigned char pages[2][META_SIZE];
    nnreg_status status = read_still(pages, fd, error);
    uint64_t page_size;
    const char *mistake;

    if (status != NNREG_OK)
        return status;
    page_size = nnreg_page_number(pages[0] + AT_FREE_PAGES + NNREG_TREE_PAGE_SIZE, 4);
    meta->number =
        nnreg_page_number(pages[1] + AT_TRANSACTION, 8) > nnreg_page_number(pages[0] + AT_TRANSACTION, 8);
    decode_meta(meta, pages[meta->number]);
    mistake = mistake_in_meta(meta, page_size);
    /* A number that is too high makes the older page, with what was true before, the one that holds. */
    if (mistake == NULL &&
        meta->transaction - nnreg_page_number(pages[1 - meta->number] + AT_TRANSACTION, 8) > 1)
        mistake = "has a transaction that does not follow that of the other one";
    return mistake == NULL ? NNREG_OK : damaged_meta(meta->number * page_size, mistake, error);
}

nnreg_status nnreg_lmdb_read_state(struct nnreg_lmdb_meta *meta, int fd, uint64_t state,
                                   struct nnreg_error *error)
{
    unsigned char pages[2][META_SIZE];
    nnreg_status status = read_still(pages, fd, error);
    uint64_t page_size;
    const char *mistake;

    if (status != NNREG_OK)
        return status;
    page_size = nnreg_page_number(pages[0] + AT_FREE_PAGES + NNREG_TREE_PAGE_SIZE, 4);
    meta->number = state % 2;
    decode_meta(meta, pages[meta->number]);
    if (meta->transaction != state)
        return NNREG_NOT_FOUND;
    mistake = mistake_in_meta(meta, page_size);
    return mistake == NULL ? NNREG_OK : damaged_meta(meta->number * page_size, mistake, error);
}

/* ------------------------------------------------------------------------------------------------- writing one -- */

/* A page of zeroes, and in it what LMDB puts there. The page that comes before says the same, of a transaction before. */
static void encode_meta(unsigned char *page, const struct nnreg_lmdb_meta *meta, uint64_t number)
{
    uint64_t transaction = number == meta->number ? meta->transaction : meta->transaction - 1;

    memset(page, 0, (size_t)meta->page_size);
    nnreg_page_put(page + NNREG_PAGE_NUMBER, number, 8);
    nnreg_page_put(page + NNREG_PAGE_FLAGS, NNREG_PAGE_META, 2);
    nnreg_page_put(page + AT_MAGIC, MAGIC, 4);
    nnreg_page_put(page + AT_VERSION, DATA_VERSION, 4);
    nnreg_page_put(page + AT_MAP_SIZE, meta->map_size, 8);
    nnreg_tree_write(page + AT_FREE_PAGES, &meta->free_pages);
    nnreg_page_put(page + AT_FREE_PAGES + NNREG_TREE_PAGE_SIZE, meta->page_size, 4);
    nnreg_tree_write(page + AT_TABLES, &meta->tables);
    nnreg_page_put(page + AT_LAST_PAGE, meta->last_page, 8);
    nnreg_page_put(page + AT_TRANSACTION, transaction, 8);
}

nnreg_status nnreg_lmdb_write_meta(int fd, const struct nnreg_lmdb_meta *meta, struct nnreg_error *error)
{
    unsigned char *page = nnreg_alloc((size_t)meta->page_size);
    nnreg_status status = NNREG_OK;
    uint64_t number;

    if (page == NULL)
        return nnreg_fail_memory(error);
    for (number = 0; number < 2 && status == NNREG_OK; number++) {
        encode_meta(page, meta, number);
        status = nnreg_fs_write(fd, number * meta->page_size, page, (size_t)meta->page_size, error);
    }
    nnreg_free(page);
    return status;
}

/* --------------------------------------------------------------------------------------------------- length -- */

static nnreg_status check_length(uint64_t *bytes, const struct nnreg_lmdb_meta *meta, int fd,
                                 struct nnreg_error *error)
{
    struct nnreg_file_stat stat;
    nnreg_status status =
        nnreg_fs_stat_fd(&stat, fd, error); /* after the meta pages: a writer writes those last */

    *bytes = (meta->last_page + 1) * meta->page_size;
    if (status != NNREG_OK || stat.size >= *bytes)
        return status;
    status = nnreg_lmdb_check_missing(meta, fd, stat.size, error);
    if (status == NNREG_CORRUPT)
        status =
            nnreg_fail(error, NNREG_CORRUPT, "%s is cut short: it has %llu bytes, and its pages need %llu",
                       NNREG_LMDB_DATA, (unsigned long long)stat.size, (unsigned long long)*bytes);
    return status;
}

nnreg_status nnreg_lmdb_check_file(uint64_t *bytes, int fd, struct nnreg_error *error)
{
    struct nnreg_lmdb_meta meta, again;
    nnreg_status status = nnreg_lmdb_read_meta(&meta, fd, error);
    unsigned try;

    for (try = 0; try < META_TRIES && status == NNREG_OK; try++) {
        status = check_length(bytes, &meta, fd, error);
        if (status != NNREG_CORRUPT)
            return status;
        /* Pages that were freed may have been used again while they were read: then the meta page is a newer one. */
        if (nnreg_lmdb_read_meta(&again, fd, NULL) != NNREG_OK || again.transaction == meta.transaction)
            return status;
        meta = again;
        status = NNREG_OK;
    }
    return status != NNREG_OK ? status
                              : nnreg_fail(error, NNREG_BUSY, "%s is being changed too often to be looked at",
                                           NNREG_LMDB_DATA);
}
