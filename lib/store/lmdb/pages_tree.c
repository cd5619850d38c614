/*
 * One tree, from its root down to its leaves, in the order of the keys. Its depth says on which level the leaves are. A
 * branch's node leads to a page of which all keys are at least the node's own, and less than the next node's; the first
 * node has no key, and its page is bounded by what bounds the branch. LMDB finds keys by these bounds alone, so a page
 * in another's place would be an answer of "not found", or worse.
 */
#include "store/lmdb/pages.h"

#include "base/alloc.h"

/* As LMDB compares: bytes, and the shorter first; the tree of free pages has numbers for keys. */
static int order_of(enum nnreg_pages_kind kind, struct nnreg_slice a, struct nnreg_slice b)
{
    int order;

    if (kind == NNREG_PAGES_FREE) {
        uint64_t x = nnreg_page_number(a.content, 8), y = nnreg_page_number(b.content, 8);

        return (x > y) - (x < y);
    }
    order = memcmp(a.content, b.content, a.size < b.size ? a.size : b.size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static nnreg_status check_keys(struct nnreg_pages_tree *tree, const struct nnreg_pages_level *level,
                               bool leaf)
{
    struct nnreg_slice before = level->low;
    struct nnreg_pages_node node;
    unsigned i;

    for (i = leaf ? 0 : 1; i < level->count; i++) {
        int order = 1;

        nnreg_pages_node(&node, level, i);
        if (before.content != NULL)
            order = order_of(tree->kind, node.key, before);
        /* A leaf may begin with the very key that bounds it. */
        if (order < 0 || (order == 0 && (!leaf || i > 0)))
            return nnreg_pages_fail(tree->pages, tree, level->number,
                                    i > (leaf ? 0 : 1)
                                        ? "has the key of its node %u out of order"
                                        : "has a key in its node %u that is before what leads to the page",
                                    i);
        before = node.key;
    }
    if (before.content != NULL && level->high.content != NULL && level->count > (leaf ? 0 : 1) &&
        order_of(tree->kind, before, level->high) >= 0)
        return nnreg_pages_fail(tree->pages, tree, level->number,
                                "has a key in its node %u that is behind what leads to the page", i - 1);
    return NNREG_OK;
}

/* Whether pages of the level are leaves; and whether those are only noted, not read. */
static bool is_leaf(const struct nnreg_pages_tree *tree, unsigned level)
{
    return level + 1 == tree->record->depth;
}

static bool is_spared(const struct nnreg_pages_tree *tree, unsigned level)
{
    return !tree->pages->full && tree->kind == NNREG_PAGES_TABLE && level > 0 && is_leaf(tree, level);
}

static nnreg_status read_level(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level)
{
    bool leaf = is_leaf(tree, tree->level);
    size_t size = (size_t)tree->pages->meta->page_size;
    nnreg_status status;

    if (level->content == NULL)
        level->content = nnreg_alloc(size);
    if (level->content == NULL)
        return nnreg_fail_memory(tree->pages->error);
    level->count = level->next = 0;
    status = nnreg_pages_read(tree->pages, level->number, 0, level->content, size);
    if (status == NNREG_OK)
        status = nnreg_pages_check_nodes(tree, level, leaf);
    if (status == NNREG_OK)
        status = check_keys(tree, level, leaf);
    return status;
}

/* Goes down to a page; `from` leads to it. */
static nnreg_status descend(struct nnreg_pages_tree *tree, const struct nnreg_pages_tree *holder,
                            uint64_t from, uint64_t page, struct nnreg_slice low, struct nnreg_slice high)
{
    struct nnreg_pages_level *level = &tree->levels[tree->level];
    nnreg_status status = nnreg_pages_use(tree->pages, holder, from, page);

    if (is_leaf(tree, tree->level))
        tree->found.leaf_pages++;
    else
        tree->found.branch_pages++;
    if (status != NNREG_OK || is_spared(tree, tree->level))
        return status;
    level->number = page;
    level->low = low;
    level->high = high;
    status = read_level(tree, level);
    tree->level++;
    return status;
}

static nnreg_status step_branch(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level)
{
    struct nnreg_slice low = level->low, high = level->high;
    struct nnreg_pages_node node, next;
    unsigned i = level->next++;

    nnreg_pages_node(&node, level, i);
    if (i > 0)
        low = node.key;
    if (i + 1 < level->count) {
        nnreg_pages_node(&next, level, i + 1);
        high = next.key;
    }
    return descend(tree, tree, level->number, node.child, low, high);
}

static nnreg_status step_leaf(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level)
{
    tree->found.entries++;
    return nnreg_pages_check_value(tree, level, level->next++);
}

/* The next node of the lowest page on the way. */
static nnreg_status step(struct nnreg_pages_tree *tree)
{
    struct nnreg_pages_level *level = &tree->levels[tree->level - 1];

    if (level->next < level->count)
        return is_leaf(tree, tree->level - 1) ? step_leaf(tree, level) : step_branch(tree, level);
    tree->level--;
    return tree->pages->copy != NULL ? nnreg_pages_copy_level(tree, level) : NNREG_OK;
}

/* ------------------------------------------------------------------------------------------------- the counts -- */

static nnreg_status check_count(struct nnreg_pages_tree *tree, const char *what, uint64_t said,
                                uint64_t found)
{
    if (said == found)
        return NNREG_OK;
    return nnreg_pages_fail(tree->pages, tree->above, tree->record_page,
                            "counts %llu %s in %s, which has %llu", (unsigned long long)said, what,
                            tree->name, (unsigned long long)found);
}

static nnreg_status check_counts(struct nnreg_pages_tree *tree)
{
    const struct nnreg_lmdb_tree *said = tree->record, *found = &tree->found;
    nnreg_status status = check_count(tree, "branch pages", said->branch_pages, found->branch_pages);

    if (status == NNREG_OK)
        status = check_count(tree, "leaf pages", said->leaf_pages, found->leaf_pages);
    if (status != NNREG_OK || (said->depth > 1 && is_spared(tree, said->depth - 1)))
        return status; /* what only leaves tell was not counted */
    status = check_count(tree, "overflow pages", said->overflow_pages, found->overflow_pages);
    return status == NNREG_OK ? check_count(tree, "entries", said->entries, found->entries) : status;
}

nnreg_status nnreg_pages_walk(struct nnreg_pages_tree *tree)
{
    static const struct nnreg_slice unbounded = {NULL, 0};
    nnreg_status status = NNREG_OK;
    unsigned i;

    if (tree->record->depth > 0)
        status = descend(tree, tree->above, tree->record_page, tree->record->root, unbounded, unbounded);
    while (status == NNREG_OK && tree->level > 0)
        status = step(tree);
    if (status == NNREG_OK)
        status = check_counts(tree);
    for (i = 0; i < NNREG_LMDB_DEPTH; i++)
        nnreg_free(tree->levels[i].content);
    return status;
}
