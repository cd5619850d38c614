/*
 * A page of a list on the way: what goes through a range (scan.c) and what picks the best of one (top_n.c) share. The
 * page's objects are kept as their keys in the order that is asked for, one more than the page has where there is one:
 * it shows that the list goes on.
 */
#ifndef NNREG_REGISTRY_LISTING_H
#define NNREG_REGISTRY_LISTING_H

#include "registry/page.h"
#include "registry/page_cursor.h"
#include "registry/plan.h"

struct nnreg_listing {
    nnreg_page *page;
    const struct nnreg_list_selection *selection; /* of the page */
    struct nnreg_plan plan;
    struct nnreg_page_cursor cursor;       /* that the query came with */
    unsigned char list[NNREG_CURSOR_LIST]; /* what its cursors have in them */
    bool listed;                           /* `list` is known */
    struct nnreg_kv_txn *txn;
    bool
        descend; /* the range is gone through from high to low: the query descends, or the page is the one before */
    size_t wanted; /* keys to be kept */
    struct nnreg_index_key *keys;
    size_t count, room;
    struct nnreg_slice value; /* of the entry that the scan is at */
    struct nnreg_slice
        *values; /* the records of the keys, in the transaction; NULL: they are still to be found */
    size_t values_room;
    uint64_t skip;     /* objects to pass over */
    bool past_end;     /* there are not so many */
    bool by_tables;    /* the total comes from how many entries the tables have */
    uint64_t matching; /* of those that were looked at */
    uint64_t behind;   /* of them, those behind the cursor's place, in the direction of the scan */
    bool out_of_memory;
    struct { /* the block of ids whose counts were asked for last */
        bool known;
        uint64_t number;
        struct nnreg_block counts;
    } block;
};

/* Whether a is behind b in the direction of the scan. */
bool nnreg_listing_is_behind(const struct nnreg_listing *listing, const struct nnreg_index_key *a,
                             const struct nnreg_index_key *b);

/* Room for one more key; false: there is no memory. */
bool nnreg_listing_room(struct nnreg_listing *listing);

/* Adds a key behind the others; false: there is no memory. */
bool nnreg_listing_add(struct nnreg_listing *listing, struct nnreg_slice key);

/* Keeps the value of the entry that the scan is at, for the last key. */
bool nnreg_listing_keep_value(struct nnreg_listing *listing);

/* What a listing has of its own. */
void nnreg_listing_free(struct nnreg_listing *listing);

#endif
