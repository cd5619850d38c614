/*
 * One page of a tree. The slots behind the header say where each node is; the nodes fill the other end of the page
 * without a gap, each beginning at an even place. LMDB follows slots and sizes as they are, so each is held against the
 * page here, and each two bytes of it against the nodes that claim them.
 */
#include "store/lmdb/pages.h"

static const unsigned char *page_node_at(const struct nnreg_pages_level *level, unsigned index)
{
    return level->content + nnreg_page_number(level->content + NNREG_PAGE_HEADER + 2 * (size_t)index, 2);
}

/* The number of 4 bytes that a node begins with: two halves in the machine's order, at any even place. */
static uint64_t halves(const unsigned char *node)
{
    uint64_t first = nnreg_page_number(node, 2), second = nnreg_page_number(node + 2, 2);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return first << 16 | second;
#else
    return second << 16 | first;
#endif
}

void nnreg_pages_node(struct nnreg_pages_node *node, const struct nnreg_pages_level *level, unsigned index)
{
    const unsigned char *at = page_node_at(level, index);

    node->flags = (unsigned)nnreg_page_number(at + NNREG_NODE_FLAGS, 2);
    node->key.content = at + NNREG_NODE_HEADER;
    node->key.size = (size_t)nnreg_page_number(at + NNREG_NODE_KEY_SIZE, 2);
    node->size = halves(at);
    node->child = (uint64_t)node->flags << 32 | node->size;
    node->value = at + NNREG_NODE_HEADER + node->key.size;
}

void nnreg_pages_set_child(struct nnreg_pages_level *level, unsigned index, uint64_t child)
{
    unsigned char *at = level->content + (page_node_at(level, index) - level->content);
    uint64_t low = child & 0xffff, high = child >> 16 & 0xffff;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    nnreg_page_put(at, high, 2);
    nnreg_page_put(at + 2, low, 2);
#else
    nnreg_page_put(at, low, 2);
    nnreg_page_put(at + 2, high, 2);
#endif
    nnreg_page_put(at + NNREG_NODE_FLAGS, child >> 32, 2);
}

/* Header and key, and in a leaf the value or the number of the page that has it. */
static uint64_t size_of(const struct nnreg_pages_node *node, bool leaf)
{
    uint64_t value = (node->flags & NNREG_NODE_ELSEWHERE) != 0 ? 8 : node->size;

    return NNREG_NODE_HEADER + node->key.size + (leaf ? value : 0);
}

/* ------------------------------------------------------------------------------------------------- the header -- */

static nnreg_status check_header(struct nnreg_pages_tree *tree, const struct nnreg_pages_level *level,
                                 bool leaf)
{
    struct nnreg_pages *pages = tree->pages;
    uint64_t number = nnreg_page_number(level->content + NNREG_PAGE_NUMBER, 8);
    uint64_t flags = nnreg_page_number(level->content + NNREG_PAGE_FLAGS, 2);

    if (number != level->number)
        return nnreg_pages_fail(pages, tree, level->number, "says it is page %llu",
                                (unsigned long long)number);
    if (flags != (leaf ? NNREG_PAGE_LEAF : NNREG_PAGE_BRANCH))
        return nnreg_pages_fail(
            pages, tree, level->number, "has the flags 0x%llx, and is a %s page on level %u of %u",
            (unsigned long long)flags, leaf ? "leaf" : "branch", tree->level + 1, tree->record->depth);
    return NNREG_OK;
}

/* The tree of free pages is changed while it is being written, so that a branch with one node may stay in it. */
static unsigned least_nodes(const struct nnreg_pages_tree *tree, bool leaf)
{
    return leaf || tree->kind == NNREG_PAGES_FREE ? 1 : 2;
}

static nnreg_status check_page_bounds(uint64_t *upper, struct nnreg_pages_tree *tree,
                                      struct nnreg_pages_level *level, bool leaf)
{
    uint64_t lower = nnreg_page_number(level->content + NNREG_PAGE_LOWER, 2);

    *upper = nnreg_page_number(level->content + NNREG_PAGE_UPPER, 2);
    if (lower < NNREG_PAGE_HEADER || lower > *upper || *upper > tree->pages->meta->page_size ||
        lower % 2 != 0 || *upper % 2 != 0)
        return nnreg_pages_fail(tree->pages, tree, level->number,
                                "has slots up to byte %llu and nodes from byte %llu on",
                                (unsigned long long)lower, (unsigned long long)*upper);
    level->count = (unsigned)((lower - NNREG_PAGE_HEADER) / 2);
    if (level->count < least_nodes(tree, leaf))
        return nnreg_pages_fail(tree->pages, tree, level->number, "has %u nodes, too few for a %s page",
                                level->count, leaf ? "leaf" : "branch");
    return NNREG_OK;
}

/* -------------------------------------------------------------------------------------------------- the nodes -- */

/* The bits of a word from `from` on, up to the end of the word or, before it, to `to`. */
static uint64_t mask_of(uint64_t from, uint64_t to)
{
    uint64_t mask = UINT64_MAX << from % 64;

    return to / 64 > from / 64 ? mask : mask & ~(UINT64_MAX << to % 64);
}

/* Claims the bytes from `from` to `to`, two to a bit, for a node; false: another has some of them. */
static bool claim(uint64_t *spans, uint64_t from, uint64_t to)
{
    from /= 2;
    to /= 2;
    while (from < to) {
        uint64_t mask = mask_of(from, to);

        if ((spans[from / 64] & mask) != 0)
            return false;
        spans[from / 64] |= mask;
        from = (from / 64 + 1) * 64;
    }
    return true;
}

/* The first key of a branch stands for everything before the second, and is not looked at. */
static bool key_size_is_right(const struct nnreg_pages_tree *tree, size_t size, bool leaf, unsigned index)
{
    if (!leaf && index == 0)
        return size <= NNREG_LMDB_LONGEST_KEY;
    return tree->kind == NNREG_PAGES_FREE ? size == 8 : size >= 1 && size <= NNREG_LMDB_LONGEST_KEY;
}

static nnreg_status check_node(uint64_t *size, struct nnreg_pages_tree *tree,
                               const struct nnreg_pages_level *level, unsigned index, bool leaf,
                               uint64_t upper)
{
    struct nnreg_pages *pages = tree->pages;
    uint64_t page_size = pages->meta->page_size;
    uint64_t at = (uint64_t)(page_node_at(level, index) - level->content);
    struct nnreg_pages_node node;

    if (at < upper || at > page_size - NNREG_NODE_HEADER || at % 2 != 0)
        return nnreg_pages_fail(pages, tree, level->number,
                                "has its node %u at byte %llu, where none can begin", index,
                                (unsigned long long)at);
    nnreg_pages_node(&node, level, index);
    if (!key_size_is_right(tree, node.key.size, leaf, index))
        return nnreg_pages_fail(pages, tree, level->number, "has a key of %zu bytes in its node %u",
                                node.key.size, index);
    *size = size_of(&node, leaf);
    *size += *size % 2;
    if (*size > page_size - at)
        return nnreg_pages_fail(pages, tree, level->number, "has a node %u that reaches over the page's end",
                                index);
    if (!claim(pages->spans, at, at + *size))
        return nnreg_pages_fail(pages, tree, level->number, "has a node %u that overlaps another", index);
    return NNREG_OK;
}

nnreg_status nnreg_pages_check_nodes(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level,
                                     bool leaf)
{
    struct nnreg_pages *pages = tree->pages;
    uint64_t upper = 0, size = 0, sum = 0;
    nnreg_status status = check_header(tree, level, leaf);
    unsigned i;

    if (status == NNREG_OK)
        status = check_page_bounds(&upper, tree, level, leaf);
    memset(pages->spans, 0, NNREG_PAGES_SPANS(pages) * sizeof *pages->spans);
    for (i = 0; i < level->count && status == NNREG_OK; i++) {
        status = check_node(&size, tree, level, i, leaf, upper);
        sum += size;
    }
    if (status == NNREG_OK && sum != pages->meta->page_size - upper)
        return nnreg_pages_fail(
            pages, tree, level->number, "has %llu bytes of nodes, and a place of %llu for them",
            (unsigned long long)sum, (unsigned long long)(pages->meta->page_size - upper));
    return status;
}
