/*
 * What the tests of the walk over pages share: a store in which every kind of page occurs, as bytes in memory and in a
 * file; and where things are in it, by the layout of doc/RECORDS.md, written here a second time.
 */
#ifndef NNREG_TESTS_PAGES_FIXTURE_H
#define NNREG_TESTS_PAGES_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store_fixture.h"

#define PAGE 4096

/* The bytes of a closed store's data file. */
struct image {
    unsigned char *bytes;
    size_t size;
    size_t pages;    /* in the file */
    bool *is_free;   /* of each page that is numbered: by LMDB's own word */
    size_t numbered; /* pages by the meta page */
};

/*
 * Makes a store of several tables, with branches on two levels, values that have pages of their own, and things removed,
 * so that there are free pages; `snapshots`: with a snapshot open meanwhile, so that the tree of free pages branches.
 */
void image_make(struct image *image, struct scratch *scratch, bool snapshots);
void image_free(struct image *image);

/* Writes the image back over the file, to its length. */
void image_restore(const struct image *image, const struct scratch *scratch);

/* Runs the walk over the file as it is. */
nnreg_status image_check(const struct scratch *scratch, bool full, struct nnreg_error *error);

/* A number in the machine's order at a place in the image. */
uint64_t image_number(const struct image *image, uint64_t at, size_t width);

/* Places, as offsets in the file: of the newer meta page; of a table's record; of a page's node; of a node's value. */
uint64_t image_meta(const struct image *image);
uint64_t image_record(const struct image *image, const char *table);
uint64_t image_node(const struct image *image, uint64_t page, unsigned index);
uint64_t image_value(const struct image *image, uint64_t node);
uint64_t image_child(const struct image *image, uint64_t node);
unsigned image_nodes(const struct image *image, uint64_t page);
/* The page on a level of a tree (0 is the root), going down by the nodes `index`. `record`: the tree's. */
uint64_t image_page(const struct image *image, uint64_t record, unsigned level, unsigned index);

/* Whether the page has something that LMDB follows; not: free, or the inside of a value. */
bool image_is_structure(const struct image *image, uint64_t page);

#endif
