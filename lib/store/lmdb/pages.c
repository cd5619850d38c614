/*
 * The check of a data file's pages, before LMDB follows them. LMDB believes what a page says: a number of a page behind
 * the end is a SIGBUS, a slot that points out of its page a SIGSEGV, a page of one table in the tree of another a
 * wrong answer. It has no checksums, so what is looked at here is the structure: everything that LMDB follows. Damage
 * inside a key or a value, which no structure shows, is found by the registry's own checks of records and indexes.
 *
 * Three things are walked: the tree of tables and each table in it; then the tree of free pages. Every page may be come
 * to once, in use or free, which a bit for each page shows; so no damage can make the walk go round for ever. Pages
 * that are neither are let be: they are lost, and hurt nobody.
 */
#include "store/lmdb/pages.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/fsio.h"

nnreg_status nnreg_pages_fail(struct nnreg_pages *pages, const struct nnreg_pages_tree *tree, uint64_t page,
                              const char *format, ...)
{
    char mistake[256];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(mistake, sizeof mistake, format, arguments);
    va_end(arguments);
    return nnreg_fail(pages->error, NNREG_CORRUPT, "%s is damaged: page %llu (at byte %llu), %s%s, %s",
                      NNREG_LMDB_DATA, (unsigned long long)page,
                      (unsigned long long)(page * pages->meta->page_size), tree == NULL ? "" : "of ",
                      tree == NULL ? "a meta page" : tree->name, mistake);
}

/* --------------------------------------------------------------------------------------------------- reading -- */

static nnreg_status tell_progress(struct nnreg_pages *pages)
{
    if (pages->progress == NULL || pages->read - pages->told < NNREG_PIECE)
        return NNREG_OK;
    pages->told = pages->read;
    if (pages->progress(pages->context, pages->stage, pages->read, pages->size) != 0)
        return nnreg_fail(pages->error, NNREG_CANCELLED, "cancelled");
    return NNREG_OK;
}

nnreg_status nnreg_pages_read(struct nnreg_pages *pages, uint64_t page, uint64_t offset, void *content,
                              size_t size)
{
    struct nnreg_error cause = NNREG_ERROR_INIT;
    size_t got;
    nnreg_status status =
        nnreg_fs_read(&got, pages->fd, page * pages->meta->page_size + offset, content, size, &cause);

    if (status != NNREG_OK)
        return nnreg_fail(pages->error, status, "%s: page %llu: %s", NNREG_LMDB_DATA,
                          (unsigned long long)page, cause.text);
    if (got < size)
        return nnreg_fail(pages->error, NNREG_CORRUPT,
                          "%s was cut short while it was read: page %llu is gone", NNREG_LMDB_DATA,
                          (unsigned long long)page);
    pages->read += size;
    return tell_progress(pages);
}

/* ---------------------------------------------------------------------------------------------------- taking -- */

bool nnreg_pages_take(struct nnreg_pages *pages, uint64_t page)
{
    unsigned char bit = (unsigned char)(1u << page % 8);
    bool taken = (pages->taken[page / 8] & bit) != 0;

    pages->taken[page / 8] |= bit;
    return !taken;
}

nnreg_status nnreg_pages_use(struct nnreg_pages *pages, const struct nnreg_pages_tree *holder, uint64_t from,
                             uint64_t page)
{
    const char *mistake = NULL;

    if (page < 2)
        mistake = "which is a meta page";
    else if (page > pages->meta->last_page)
        mistake = "which is behind the last page";
    else if (page >= pages->whole)
        mistake = "which is behind the end of the file";
    else if (!nnreg_pages_take(pages, page))
        mistake = "which something else leads to as well";
    if (mistake == NULL)
        return NNREG_OK;
    return nnreg_pages_fail(pages, holder, from, "leads to page %llu, %s", (unsigned long long)page, mistake);
}

/* ---------------------------------------------------------------------------------------------------- the check -- */

/* *copied_root: where a copy has it. NULL: none is made. */
static nnreg_status walk_tree(struct nnreg_pages *pages, enum nnreg_pages_kind kind, uint64_t *copied_root)
{
    struct nnreg_pages_tree *tree = nnreg_alloc_zero(1, sizeof *tree);
    nnreg_status status;

    if (tree == NULL)
        return nnreg_fail_memory(pages->error);
    tree->pages = pages;
    tree->kind = kind;
    tree->record = kind == NNREG_PAGES_FREE ? &pages->meta->free_pages : &pages->meta->tables;
    tree->record_page = pages->meta->number;
    (void)snprintf(tree->name, sizeof tree->name, "the tree of %s",
                   kind == NNREG_PAGES_FREE ? "free pages" : "tables");
    status = nnreg_pages_walk(tree);
    if (copied_root != NULL)
        *copied_root = tree->copied_root;
    nnreg_free(tree);
    return status;
}

static nnreg_status cut_short(const struct nnreg_pages *pages)
{
    return nnreg_fail(pages->error, NNREG_CORRUPT,
                      "%s is cut short: it has %llu bytes, and its pages need %llu", NNREG_LMDB_DATA,
                      (unsigned long long)pages->size,
                      (unsigned long long)((pages->meta->last_page + 1) * pages->meta->page_size));
}

/* The pages that the file lacks are all called free, each once. */
static nnreg_status check_absent(const struct nnreg_pages *pages)
{
    uint64_t count = pages->meta->last_page + 1;

    return count > pages->whole && pages->absent_free != count - pages->whole ? cut_short(pages) : NNREG_OK;
}

/*
 * The bits for the pages are bounded by the file, whatever the meta page says: pages that are not in it must be in its
 * lists of free pages, at 8 bytes each.
 */
static nnreg_status begin_check(struct nnreg_pages *pages)
{
    uint64_t page_size = pages->meta->page_size;

    pages->whole = pages->size / page_size;
    if (pages->meta->last_page > pages->whole && pages->meta->last_page - pages->whole > pages->size / 8)
        return cut_short(pages);
    pages->taken = nnreg_alloc_zero((size_t)(pages->meta->last_page / 8 + 1), 1);
    pages->spans = nnreg_alloc_zero(NNREG_PAGES_SPANS(pages), sizeof *pages->spans);
    pages->piece = nnreg_alloc((size_t)page_size);
    if (pages->taken == NULL || pages->spans == NULL || pages->piece == NULL)
        return nnreg_fail_memory(pages->error);
    return NNREG_OK;
}

static void end_check(struct nnreg_pages *pages)
{
    nnreg_free(pages->taken);
    nnreg_free(pages->spans);
    nnreg_free(pages->piece);
}

nnreg_status nnreg_lmdb_check_pages(int fd, bool full, nnreg_progress *progress, void *context,
                                    struct nnreg_error *error)
{
    struct nnreg_lmdb_meta meta;
    struct nnreg_pages pages = {.fd = fd,
                                .full = full,
                                .meta = &meta,
                                .progress = progress,
                                .context = context,
                                .stage = "pages",
                                .error = error};
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_lmdb_read_meta(&meta, fd, error);

    if (status == NNREG_OK)
        status = nnreg_fs_stat_fd(&stat, fd, error);
    if (status != NNREG_OK)
        return status;
    pages.size = stat.size;
    status = begin_check(&pages);
    if (status == NNREG_OK)
        status = walk_tree(&pages, NNREG_PAGES_TABLES, NULL);
    if (status == NNREG_OK)
        status = walk_tree(&pages, NNREG_PAGES_FREE, NULL);
    if (status == NNREG_OK)
        status = check_absent(&pages);
    end_check(&pages);
    return status;
}

nnreg_status nnreg_lmdb_check_missing(const struct nnreg_lmdb_meta *meta, int fd, uint64_t size,
                                      struct nnreg_error *error)
{
    struct nnreg_pages pages = {.fd = fd, .meta = meta, .size = size, .error = error};
    nnreg_status status = begin_check(&pages);

    if (status == NNREG_OK)
        status = walk_tree(&pages, NNREG_PAGES_FREE, NULL);
    if (status == NNREG_OK)
        status = check_absent(&pages);
    end_check(&pages);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- packing -- */

/* What the copy's meta pages are to say. Nothing in it is free. */
static void describe_copy(struct nnreg_lmdb_meta *meta, uint64_t root, uint64_t pages)
{
    struct nnreg_lmdb_tree nothing = {.flags = meta->free_pages.flags, .root = NNREG_LMDB_NO_PAGE};

    meta->free_pages = nothing;
    meta->tables.root = meta->tables.depth > 0 ? root : NNREG_LMDB_NO_PAGE;
    meta->last_page = pages - 1;
}

static nnreg_status pack_tables(struct nnreg_pages *pages, uint64_t *root)
{
    nnreg_status status = begin_check(pages);

    if (status == NNREG_OK)
        status = walk_tree(pages, NNREG_PAGES_TABLES, root);
    if (status == NNREG_OK)
        status = nnreg_pages_copy_flush(pages);
    end_check(pages);
    return status;
}

nnreg_status nnreg_lmdb_pack_pages(struct nnreg_lmdb_meta *meta, int fd, int to, nnreg_progress *progress,
                                   void *context, struct nnreg_error *error)
{
    struct nnreg_pages_copy copy = {
        .fd = to, .next = 2, .piece = nnreg_alloc(NNREG_PIECE), .written = 2 * meta->page_size};
    struct nnreg_pages pages = {.fd = fd,
                                .full = true,
                                .meta = meta,
                                .progress = progress,
                                .context = context,
                                .stage = "copying",
                                .copy = &copy,
                                .error = error};
    struct nnreg_file_stat stat;
    uint64_t root = 0;
    nnreg_status status = copy.piece != NULL ? nnreg_fs_stat_fd(&stat, fd, error) : nnreg_fail_memory(error);

    if (status == NNREG_OK) {
        pages.size = stat.size;
        status = pack_tables(&pages, &root);
    }
    nnreg_free(copy.piece);
    if (status == NNREG_OK)
        describe_copy(meta, root, copy.next);
    return status;
}
