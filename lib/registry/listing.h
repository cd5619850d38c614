/*
 * A page of a list on the way, shared by the files that make it: list.c puts it together; list_walk.c goes through a range
 * that is in order; list_look.c looks at records where a range is not, or does not answer every condition; list_places.c
 * keeps the places of the best in the meantime.
 */
#ifndef NNREG_REGISTRY_LISTING_H
#define NNREG_REGISTRY_LISTING_H

#include "registry/query.h"

struct nnreg_listing;

/* Called for each entry of the range that the scope lets in; *stop ends the walk. */
typedef nnreg_status nnreg_listing_visit(bool *stop, struct nnreg_listing *listing, uint64_t id,
                                         struct nnreg_slice key, struct nnreg_error *error);

struct nnreg_listing {
    nnreg_page *page;
    struct nnreg_selection *selection; /* of the page */
    unsigned char identity[16];
    struct nnreg_kv_txn *txn;
    bool descend;  /* the walk goes from high to low */
    size_t wanted; /* places to be kept: one more than the page has shows that there is another */
    struct nnreg_place_key *places;
    size_t count, room;
    uint64_t skip;     /* objects to pass over */
    bool past_end;     /* there are not so many */
    bool by_blocks;    /* the total comes from the counts of the blocks */
    uint64_t matching; /* of those that were looked at */
    uint64_t behind;   /* of them, those behind the cursor's position, in the walk's direction */
    bool out_of_memory;
    nnreg_listing_visit *visit; /* of the walk that is under way */
    bool block_known;
    uint64_t block; /* of ids that was asked for last, and its counts */
    struct nnreg_block counts;
};

/* -- list_places.c -- */

/* Whether a is behind b in the direction of the walk. */
bool nnreg_is_behind(const struct nnreg_listing *listing, const struct nnreg_place_key *a,
                     const struct nnreg_place_key *b);

/* Adds a place behind the others; false: there is no memory. */
bool nnreg_place_add(struct nnreg_listing *listing, struct nnreg_slice key);

/* Keeps a place if it is among the `wanted` first ones; places[0] is the last of those until they are sorted. */
void nnreg_place_keep(struct nnreg_listing *listing, const struct nnreg_place_key *place);
void nnreg_places_sort(struct nnreg_listing *listing);

/* -- list_walk.c -- */

/* Goes through the range in the direction of the walk. */
nnreg_status nnreg_listing_walk(struct nnreg_listing *listing, nnreg_listing_visit *visit,
                                struct nnreg_error *error);

/* NNREG_CORRUPT: a network's record and the tables disagree on whether it is public. */
nnreg_status nnreg_listing_check_scope(const struct nnreg_selection *selection, const void *record,
                                       struct nnreg_error *error);

/* The page of a range that is in order and answers all conditions. *before: there are objects on the other side. */
nnreg_status nnreg_list_in_order(struct nnreg_listing *listing, bool *before, struct nnreg_error *error);

/* -- list_look.c -- */

/* The page of any other range. */
nnreg_status nnreg_list_by_looking(struct nnreg_listing *listing, bool *before, struct nnreg_error *error);

#endif
