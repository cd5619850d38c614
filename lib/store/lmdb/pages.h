/*
 * Between the files of the walk over a data file's pages (nnreg_lmdb_check_pages in internal.h), and the layout of
 * LMDB's file, data version 1, as doc/RECORDS.md tells it. All numbers are in the byte order of the machine.
 *
 *   pages.c        the check as a whole: what is in use, what is missing, what is told
 *   pages_tree.c   one tree, from its root down: keys within their bounds, counts
 *   pages_node.c   one page of a tree: its header, its slots, its nodes
 *   pages_value.c  what leaf pages lead to: values with pages of their own, tables, lists of free pages
 *   pages_copy.c   where the walk is to make a copy: what it has looked at, put one behind the other
 */
#ifndef NNREG_STORE_LMDB_PAGES_H
#define NNREG_STORE_LMDB_PAGES_H

#include <string.h>

#include "store/lmdb/internal.h"

/* A page: its header, then a slot of 2 bytes for each node; the nodes are at the other end. */
enum {
    NNREG_PAGE_NUMBER = 0,   /* 8 bytes */
    NNREG_PAGE_FLAGS = 10,   /* 2 */
    NNREG_PAGE_LOWER = 12,   /* 2: end of the slots */
    NNREG_PAGE_UPPER = 14,   /* 2: begin of the nodes */
    NNREG_PAGE_COVERED = 12, /* 4, in place of the last two: how many pages a value has */
    NNREG_PAGE_HEADER = 16
};
enum { NNREG_PAGE_BRANCH = 1, NNREG_PAGE_LEAF = 2, NNREG_PAGE_OVERFLOW = 4, NNREG_PAGE_META = 8 };

/* A node: 2 times 2 bytes of one number, its halves in the machine's order; flags; size of the key; the key. */
enum { NNREG_NODE_FLAGS = 4, NNREG_NODE_KEY_SIZE = 6, NNREG_NODE_HEADER = 8 };
enum { NNREG_NODE_ELSEWHERE = 1, NNREG_NODE_TABLE = 2 }; /* flags of a leaf's node */

/* The record of a tree. */
enum {
    NNREG_TREE_PAGE_SIZE = 0, /* 4 bytes; in a meta page's tree of free pages only */
    NNREG_TREE_FLAGS = 4,     /* 2 */
    NNREG_TREE_DEPTH = 6,     /* 2 */
    NNREG_TREE_BRANCHES = 8,  /* 8, as all that follow */
    NNREG_TREE_LEAVES = 16,
    NNREG_TREE_OVERFLOWS = 24,
    NNREG_TREE_ENTRIES = 32,
    NNREG_TREE_ROOT = 40,
    NNREG_TREE_SIZE = 48
};
#define NNREG_TREE_DUPLICATES 4 /* flag of a tree: a key can have several values */

/* The number of 2, 4 or 8 bytes that stands at `at`. */
static inline uint64_t nnreg_page_number(const unsigned char *at, size_t width)
{
    uint16_t two;
    uint32_t four;
    uint64_t eight;

    if (width == sizeof two)
        return memcpy(&two, at, sizeof two), two;
    if (width == sizeof four)
        return memcpy(&four, at, sizeof four), four;
    return memcpy(&eight, at, sizeof eight), eight;
}

/* Puts it there. */
static inline void nnreg_page_put(unsigned char *at, uint64_t number, size_t width)
{
    uint16_t two = (uint16_t)number;
    uint32_t four = (uint32_t)number;

    if (width == sizeof two)
        memcpy(at, &two, sizeof two);
    else if (width == sizeof four)
        memcpy(at, &four, sizeof four);
    else
        memcpy(at, &number, sizeof number);
}

void nnreg_tree_write(unsigned char record[NNREG_TREE_SIZE], const struct nnreg_lmdb_tree *tree);
void nnreg_tree_read(struct nnreg_lmdb_tree *tree, const unsigned char record[NNREG_TREE_SIZE]);

/* ------------------------------------------------------------------------------------------------ pages.c -- */

/* A check under way. */
struct nnreg_pages {
    int fd;
    bool full;
    const struct nnreg_lmdb_meta *meta;
    uint64_t size;        /* bytes of the file */
    uint64_t whole;       /* pages that are in it */
    uint64_t absent_free; /* free pages that are not */
    unsigned char *taken; /* a bit for each page: in use, or free */
    uint64_t *spans;      /* a bit for each two bytes of a page: belongs to a node */
    unsigned char *piece; /* a page of what is not in a tree's levels */
    uint64_t read;        /* bytes */
    uint64_t told;        /* of them at the last progress */
    nnreg_progress *progress;
    void *context;
    const char *stage;             /* of the progress */
    struct nnreg_pages_copy *copy; /* NULL: none is made */
    struct nnreg_error *error;
};

/* Words of `spans`. */
#define NNREG_PAGES_SPANS(pages) ((size_t)(pages)->meta->page_size / 128)

enum nnreg_pages_kind { NNREG_PAGES_FREE, NNREG_PAGES_TABLES, NNREG_PAGES_TABLE };

/* A page on the way from the root down. */
struct nnreg_pages_level {
    uint64_t number;
    unsigned char *content;
    unsigned count; /* nodes */
    unsigned next;  /* the node to go to next */
    struct nnreg_slice low,
        high; /* keys of a page above that bound those here: low <= key < high; NULL: none */
};

/* A tree under way. */
struct nnreg_pages_tree {
    struct nnreg_pages *pages;
    enum nnreg_pages_kind kind;
    const struct nnreg_lmdb_tree *record;
    uint64_t record_page;                 /* where that is */
    const struct nnreg_pages_tree *above; /* the tree that it is in; NULL: it is in a meta page */
    char name[64];                        /* "the table "networks"" */
    struct nnreg_lmdb_tree found;         /* what was counted */
    uint64_t copied_root;                 /* where a copy has its root */
    unsigned level;                       /* of `levels`, how many are on the way */
    struct nnreg_pages_level levels[NNREG_LMDB_DEPTH];
};

/* NNREG_CORRUPT, with a text that begins with the page and the tree. `tree` NULL: it is a meta page. */
nnreg_status nnreg_pages_fail(struct nnreg_pages *pages, const struct nnreg_pages_tree *tree, uint64_t page,
                              const char *format, ...) NNREG_PRINTF(4, 5);

/* Reads `size` bytes from the beginning of a page on, which is known to be in the file; tells the progress. */
nnreg_status nnreg_pages_read(struct nnreg_pages *pages, uint64_t page, uint64_t offset, void *content,
                              size_t size);

/* Notes a page as taken: false when it is already. */
bool nnreg_pages_take(struct nnreg_pages *pages, uint64_t page);

/*
 * Takes a page for use in a tree: `from` is the page (of the tree `holder`, or a meta page) that leads to it. It must
 * be one that can be, be in the file, and not be taken.
 */
nnreg_status nnreg_pages_use(struct nnreg_pages *pages, const struct nnreg_pages_tree *holder, uint64_t from,
                             uint64_t page);

/* ------------------------------------------------------------------------------------------- pages_tree.c -- */

/* Walks one tree, which has its kind, record, place and name. */
nnreg_status nnreg_pages_walk(struct nnreg_pages_tree *tree);

/* ------------------------------------------------------------------------------------------- pages_node.c -- */

/* Looks at one page as such: header, bounds, slots, nodes; sets level->count. After this its nodes can be read. */
nnreg_status nnreg_pages_check_nodes(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level,
                                     bool leaf);

struct nnreg_pages_node {
    struct nnreg_slice key;
    unsigned flags;
    uint64_t child;             /* in a branch */
    uint64_t size;              /* in a leaf: of the value */
    const unsigned char *value; /* … or the number of its first page */
};

void nnreg_pages_node(struct nnreg_pages_node *node, const struct nnreg_pages_level *level, unsigned index);

/* Has a branch's node lead to another page. */
void nnreg_pages_set_child(struct nnreg_pages_level *level, unsigned index, uint64_t child);

/* ------------------------------------------------------------------------------------------ pages_value.c -- */

/* Looks at what a node of a leaf page holds. */
nnreg_status nnreg_pages_check_value(struct nnreg_pages_tree *tree, const struct nnreg_pages_level *level,
                                     unsigned index);

/* ------------------------------------------------------------------------------------------- pages_copy.c -- */

/* Where a copy is. */
struct nnreg_pages_copy {
    int fd;
    uint64_t next;        /* page of the copy */
    unsigned char *piece; /* NNREG_PIECE bytes of it that are not written yet */
    size_t used;
    uint64_t written; /* bytes: where the piece begins in the file */
};

/* Puts a page, whose nodes lead to pages of the copy already, behind what the copy has; what led to it leads to that now. */
nnreg_status nnreg_pages_copy_level(struct nnreg_pages_tree *tree, struct nnreg_pages_level *level);
/* The same for the pages of a value. `node` is in a page of `level`. */
nnreg_status nnreg_pages_copy_value(struct nnreg_pages *pages, const struct nnreg_pages_level *level,
                                    const struct nnreg_pages_node *node, uint64_t page, uint64_t count);
/* What a node says of a table is said of the table's copy. */
void nnreg_pages_move_table(const struct nnreg_pages_level *level, const struct nnreg_pages_node *node,
                            uint64_t root);
/* Writes what is not written yet. */
nnreg_status nnreg_pages_copy_flush(struct nnreg_pages *pages);

#endif
