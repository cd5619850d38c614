/*
 * What the nodes of leaf pages hold.
 *
 *   a value         in the node, or, with flag 1, the number of a page: it begins behind that page's header, and goes on
 *                   over as many pages as the header says. They may be more than it needs: a value that shrinks in the
 *                   transaction that wrote it keeps its pages
 *   a table         in the tree of tables, with flag 2: the record of its tree, 48 bytes
 *   free pages      transaction -> count, then that many page numbers, the highest first. The value may be longer: LMDB
 *                   makes room for a list before it knows how long that will be
 */
#include "store/lmdb/pages.h"

#include <stdio.h>

#include "base/alloc.h"

#define NUMBER 8 /* bytes of a page's number in a list */

/* ------------------------------------------------------------------------------------------------- overflow -- */

/* Takes the pages of a value that has its own, and looks at their header. `*page`: the first. */
static nnreg_status use_overflow(uint64_t *page, struct nnreg_pages_tree *tree,
                                 const struct nnreg_pages_level *level, const struct nnreg_pages_node *node)
{
    struct nnreg_pages *pages = tree->pages;
    uint64_t from = level->number;
    uint64_t needed = (NNREG_PAGE_HEADER - 1 + node->size) / pages->meta->page_size + 1, covered, number, i;
    unsigned char header[NNREG_PAGE_HEADER];
    nnreg_status status;

    *page = nnreg_page_number(node->value, NUMBER);
    status = nnreg_pages_use(pages, tree, from, *page);
    if (status == NNREG_OK)
        status = nnreg_pages_read(pages, *page, 0, header, sizeof header);
    if (status != NNREG_OK)
        return status;
    number = nnreg_page_number(header + NNREG_PAGE_NUMBER, 8);
    covered = nnreg_page_number(header + NNREG_PAGE_COVERED, 4);
    if (number != *page)
        return nnreg_pages_fail(pages, tree, *page, "says it is page %llu", (unsigned long long)number);
    if (nnreg_page_number(header + NNREG_PAGE_FLAGS, 2) != NNREG_PAGE_OVERFLOW)
        return nnreg_pages_fail(pages, tree, *page, "has the flags 0x%llx, and is to hold a value",
                                (unsigned long long)nnreg_page_number(header + NNREG_PAGE_FLAGS, 2));
    if (covered < needed)
        return nnreg_pages_fail(pages, tree, *page, "has %llu pages for a value that needs %llu",
                                (unsigned long long)covered, (unsigned long long)needed);
    for (i = 1; i < covered && status == NNREG_OK; i++)
        status = nnreg_pages_use(pages, tree, *page, *page + i);
    tree->found.overflow_pages += covered;
    return status == NNREG_OK && pages->copy != NULL
               ? nnreg_pages_copy_value(pages, level, node, *page, covered)
               : status;
}

/* --------------------------------------------------------------------------------------------- lists of free -- */

/* A list of free pages while it is read: from a node, or from pages of its own, piece by piece. */
struct list {
    struct nnreg_pages_tree *tree;
    uint64_t page;              /* that the value begins in */
    const unsigned char *value; /* in the node; NULL: elsewhere */
    uint64_t last;              /* number seen */
};

/* `count` numbers of the value from `first` on, at most a piece. */
static nnreg_status list_piece(const unsigned char **numbers, struct list *list, uint64_t first,
                               uint64_t count)
{
    struct nnreg_pages *pages = list->tree->pages;

    if (list->value != NULL) {
        *numbers = list->value + first * NUMBER;
        return NNREG_OK;
    }
    *numbers = pages->piece;
    return nnreg_pages_read(pages, list->page, NNREG_PAGE_HEADER + first * NUMBER, pages->piece,
                            (size_t)count * NUMBER);
}

static nnreg_status free_page(struct list *list, uint64_t page)
{
    struct nnreg_pages *pages = list->tree->pages;

    if (page < 2 || page > pages->meta->last_page)
        return nnreg_pages_fail(pages, list->tree, list->page,
                                "calls page %llu free, and there is none to be free",
                                (unsigned long long)page);
    if (page >= list->last)
        return nnreg_pages_fail(pages, list->tree, list->page,
                                "has a list of free pages with %llu behind %llu", (unsigned long long)page,
                                (unsigned long long)list->last);
    if (!nnreg_pages_take(pages, page))
        return nnreg_pages_fail(pages, list->tree, list->page,
                                "calls page %llu free, which is in use or was called so before",
                                (unsigned long long)page);
    pages->absent_free += page >= pages->whole;
    list->last = page;
    return NNREG_OK;
}

static nnreg_status read_list(struct list *list, uint64_t count)
{
    uint64_t most = list->tree->pages->meta->page_size / NUMBER, done, step, i;
    nnreg_status status = NNREG_OK;
    const unsigned char *numbers;

    for (done = 0; done < count && status == NNREG_OK; done += step) {
        step = count - done < most ? count - done : most;
        status = list_piece(&numbers, list, done + 1, step);
        for (i = 0; i < step && status == NNREG_OK; i++)
            status = free_page(list, nnreg_page_number(numbers + i * NUMBER, NUMBER));
    }
    return status;
}

static nnreg_status check_list(struct nnreg_pages_tree *tree, const struct nnreg_pages_level *level,
                               const struct nnreg_pages_node *node)
{
    struct list list = {tree, level->number, node->value, UINT64_MAX};
    uint64_t transaction = nnreg_page_number(node->key.content, 8), count;
    const unsigned char *numbers;
    nnreg_status status = NNREG_OK;

    if (transaction > tree->pages->meta->transaction)
        return nnreg_pages_fail(
            tree->pages, tree, level->number, "has pages freed by transaction %llu of %llu",
            (unsigned long long)transaction, (unsigned long long)tree->pages->meta->transaction);
    if (node->flags == NNREG_NODE_ELSEWHERE) {
        list.value = NULL;
        status = use_overflow(&list.page, tree, level, node);
    }
    if (status == NNREG_OK && node->size >= NUMBER)
        status = list_piece(&numbers, &list, 0, 1);
    if (status != NNREG_OK)
        return status;
    count = node->size >= NUMBER ? nnreg_page_number(numbers, NUMBER) : 0;
    if (node->size < NUMBER || node->size % NUMBER != 0 || count > node->size / NUMBER - 1)
        return nnreg_pages_fail(tree->pages, tree, list.page, "has a list of %llu free pages in %llu bytes",
                                (unsigned long long)count, (unsigned long long)node->size);
    return read_list(&list, count);
}

/* ------------------------------------------------------------------------------------------------ a table -- */

/* A table's name, which is whatever bytes are there, for a text. */
static void name_table(char name[64], struct nnreg_slice key)
{
    const unsigned char *bytes = key.content;
    size_t i, used = (size_t)snprintf(name, 64, "the table \"");

    for (i = 0; i < key.size && used < 61; i++)
        name[used++] = (char)(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?');
    (void)snprintf(name + used, 64 - used, "\"");
}

static nnreg_status check_table_record(struct nnreg_pages_tree *above, const struct nnreg_pages_tree *table)
{
    const struct nnreg_lmdb_tree *record = table->record;

    if (record->flags != 0)
        return nnreg_pages_fail(above->pages, above, table->record_page,
                                "gives %s the flags 0x%x; a table of a registry has none", table->name,
                                record->flags);
    if (record->depth > NNREG_LMDB_DEPTH || (record->depth == 0) != (record->root == NNREG_LMDB_NO_PAGE))
        return nnreg_pages_fail(above->pages, above, table->record_page,
                                "says that %s has %u levels, and begins at page %lld", table->name,
                                record->depth, (long long)record->root);
    return NNREG_OK;
}

static nnreg_status check_table(struct nnreg_pages_tree *above, const struct nnreg_pages_level *level,
                                unsigned index, const struct nnreg_pages_node *node)
{
    struct nnreg_lmdb_tree record;
    struct nnreg_pages_tree *table;
    nnreg_status status;

    if (node->flags != NNREG_NODE_TABLE || node->size != NNREG_TREE_SIZE)
        return nnreg_pages_fail(above->pages, above, level->number, "has a node %u that is no table", index);
    table = nnreg_alloc_zero(1, sizeof *table);
    if (table == NULL)
        return nnreg_fail_memory(above->pages->error);
    nnreg_tree_read(&record, node->value);
    table->pages = above->pages;
    table->kind = NNREG_PAGES_TABLE;
    table->record = &record;
    table->record_page = level->number;
    table->above = above;
    name_table(table->name, node->key);
    status = check_table_record(above, table);
    if (status == NNREG_OK)
        status = nnreg_pages_walk(table);
    if (status == NNREG_OK && above->pages->copy != NULL)
        nnreg_pages_move_table(level, node, table->copied_root);
    nnreg_free(table);
    return status;
}

nnreg_status nnreg_pages_check_value(struct nnreg_pages_tree *tree, const struct nnreg_pages_level *level,
                                     unsigned index)
{
    struct nnreg_pages_node node;
    uint64_t page;

    nnreg_pages_node(&node, level, index);
    if (tree->kind == NNREG_PAGES_TABLES)
        return check_table(tree, level, index, &node);
    if ((node.flags & ~(unsigned)NNREG_NODE_ELSEWHERE) != 0)
        return nnreg_pages_fail(tree->pages, tree, level->number, "has a node %u with the flags 0x%x", index,
                                node.flags);
    if (tree->kind == NNREG_PAGES_FREE)
        return check_list(tree, level, &node);
    return node.flags == NNREG_NODE_ELSEWHERE ? use_overflow(&page, tree, level, &node) : NNREG_OK;
}
