/*
 * What a list is asked for. The way from a query to a page:
 *
 *     query        the conditions, the order and the limit, checked: a selection                 query.c
 *     plan         which range of which table is gone through, and what the range leaves open     plan.c
 *     scan         going through a range; the page of one that is in order and leaves nothing open   scan.c
 *     top_n        the page of any other range: each record is held against the conditions            top_n.c
 *     listing      what the two have in common: the keys of the page's objects on the way             listing.c
 *     page         the page as its users see it                                                       page.c
 *     page_cursor  a place in the list as a text, by which the next page is asked for                  page_cursor.c
 *
 * list.c has all of it done in one snapshot.
 */
#ifndef NNREG_REGISTRY_QUERY_H
#define NNREG_REGISTRY_QUERY_H

#include "registry/objects.h"

/* A query that was checked. */
struct nnreg_list_selection {
    const struct nnreg_object_kind *kind;
    /* As it was given; its texts are the caller's, or the page's, whose ids are its own (nnreg_query_own_ids). */
    struct nnreg_query query;
    struct nnreg_where where[NNREG_LIMIT_WHERE]; /* what the query was given of them */
    int64_t since, before; /* of update_date: at or after, before; INT64_MIN and INT64_MAX where not given */
    int framework, status; /* values of the vocabularies, -1 where not given */
    bool by_digest;
    nnreg_digest digest; /* of a network's files, where by_digest */
    bool by_cursor;      /* and not by an offset */
};

/* Checks a query of objects of a kind. `given` may be NULL. NNREG_INVALID_ARGUMENT. */
nnreg_status nnreg_selection_take(struct nnreg_list_selection *selection, enum nnreg_object object,
                                  const struct nnreg_query *given, struct nnreg_error *error);

/*
 * Puts a copy of its own in place of the query's ids, to be freed: in their order and each once, so that they can be looked up, and gone
 * through as the list's order. False: there is no memory, and it has none then.
 */
bool nnreg_query_own_ids(struct nnreg_query *query);

#endif
