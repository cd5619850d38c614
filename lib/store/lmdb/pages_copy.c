/*
 * A copy that the walk makes of what it looks at: pages one behind the other, in the order in which the walk is done with
 * them. It is done with a page after all that the page leads to; so when one is put into the copy, it is known already where
 * there those are, and its nodes can say so. The root of a tree is the last of its pages.
 *
 * What is in a page besides the numbers of pages goes over as it is: the copy has the same trees of the same depth.
 */
#include "base/fsio.h"
#include "store/lmdb/pages.h"

nnreg_status nnreg_pages_copy_flush(struct nnreg_pages *pages)
{
    struct nnreg_pages_copy *copy = pages->copy;
    nnreg_status status = NNREG_OK;

    if (copy->used > 0)
        status = nnreg_fs_write(copy->fd, copy->written, copy->piece, copy->used, pages->error);
    copy->written += copy->used;
    copy->used = 0;
    return status;
}

static nnreg_status append_to_copy(struct nnreg_pages *pages, const unsigned char *content, size_t size)
{
    struct nnreg_pages_copy *copy = pages->copy;
    nnreg_status status = copy->used + size > NNREG_PIECE ? nnreg_pages_copy_flush(pages) : NNREG_OK;

    memcpy(copy->piece + copy->used, content, size);
    copy->used += size;
    return status;
}

nnreg_status nnreg_pages_copy_level(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level)
{
    struct nnreg_pages *pages = tree->pages;
    uint64_t number = pages->copy->next++;

    nnreg_page_put(level->content + NNREG_PAGE_NUMBER, number, 8);
    if (tree->level == 0) {
        tree->copied_root = number;
    } else {
        struct nnreg_pages_level *above = &tree->levels[tree->level - 1];

        nnreg_pages_set_child(above, above->next - 1, number);
    }
    return append_to_copy(pages, level->content, (size_t)pages->meta->page_size);
}

nnreg_status nnreg_pages_copy_value(struct nnreg_pages *pages, const struct nnreg_pages_level *level,
                                    const struct nnreg_pages_node *node, uint64_t page, uint64_t count)
{
    uint64_t number = pages->copy->next, i;
    nnreg_status status = NNREG_OK;

    for (i = 0; i < count && status == NNREG_OK; i++) {
        status = nnreg_pages_read(pages, page + i, 0, pages->piece, (size_t)pages->meta->page_size);
        if (i == 0)
            nnreg_page_put(pages->piece + NNREG_PAGE_NUMBER, number, 8);
        if (status == NNREG_OK)
            status = append_to_copy(pages, pages->piece, (size_t)pages->meta->page_size);
    }
    pages->copy->next += count;
    nnreg_page_put(level->content + (node->value - level->content), number, 8);
    return status;
}

void nnreg_pages_move_table(const struct nnreg_pages_level *level, const struct nnreg_pages_node *node,
                            uint64_t root)
{
    if (nnreg_page_number(node->value + NNREG_TREE_DEPTH, 2) > 0)
        nnreg_page_put(level->content + (node->value - level->content) + NNREG_TREE_ROOT, root, 8);
}
