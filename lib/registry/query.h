/*
 * Lists. A query is checked and made a selection (query.c); a selection names one range of one table that drives it
 * (range.c), and what must hold of each record besides (filter.c, where.c); going through it makes a page (listing.h),
 * which is page.c, and how a place in a list is written down for the next page is page_token.c.
 */
#ifndef NNREG_REGISTRY_QUERY_H
#define NNREG_REGISTRY_QUERY_H

#include "base/bytes.h"
#include "registry/objects.h"

/* A key of any index, which is an object's place in the order of that index. */
#define NNREG_PLACE_ROOM (sizeof(struct nnreg_key_name) + 1)
struct nnreg_place_key {
    unsigned char bytes[NNREG_PLACE_ROOM];
    size_t size;
};

/* So many objects that an offset passes over are kept at most, while a range in another order is gone through. */
#define NNREG_QUERY_KEPT 10000u

/* A range of keys of one table: [low, high); an empty high is no end. */
struct nnreg_range {
    enum nnreg_kv_table table;
    struct nnreg_place_key low, high;
};

struct nnreg_selection {
    const struct nnreg_object_kind *kind;
    struct nnreg_query query; /* as it was given; its texts are the caller's, or the page's */
    int64_t since, before; /* of update_date: at or after, before; INT64_MIN and INT64_MAX where not given */
    int framework, status; /* values of the vocabularies, -1 where not given */
    bool by_cursor, backwards; /* backwards: the page before the position */
    struct nnreg_place_key position;
    struct nnreg_range range;
    bool in_order;                        /* the range has the order that is asked for */
    bool must_look;                       /* conditions are left that only the record can answer */
    bool must_be_private, must_be_public; /* left to be asked of the table `public` */
};

struct nnreg_page {
    struct nnreg_selection selection; /* its query's texts are owned */
    uint64_t total;
    unsigned char *records; /* of the kind's table, one behind the other */
    size_t count;
    char *next, *previous;
};

/*
 * Checks a query of objects of a kind. `given` may be NULL. NNREG_INVALID_ARGUMENT. The range is nnreg_range_choose's to
 * set, the position nnreg_token_read's.
 */
nnreg_status nnreg_selection_take(struct nnreg_selection *selection, enum nnreg_object object,
                                  const struct nnreg_query *given, struct nnreg_error *error);

/* The place of a record in the order that the query asks for. */
void nnreg_place_of(struct nnreg_place_key *place, const struct nnreg_selection *selection,
                    const void *record);
int nnreg_place_compare(const struct nnreg_place_key *a, const struct nnreg_place_key *b);

/* Which range drives the selection, and what is left to be looked at. Reads the task of a network where that is asked. */
nnreg_status nnreg_range_choose(struct nnreg_selection *selection, struct nnreg_kv_txn *txn,
                                struct nnreg_error *error);

/* The id that an entry of a range leads to; false when it is none. */
bool nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key);

/* Whether a record meets the conditions. It needs no more of the record than nnreg_filter_fields says. */
bool nnreg_filter_meets(const struct nnreg_selection *selection, const void *record, bool *out_of_memory);
uint64_t nnreg_filter_fields(const struct nnreg_selection *selection);

/* Whether the metadata has what the condition says. *out_of_memory may be set. */
bool nnreg_where_holds(const struct nnreg_where *where, const char *metadata, bool *out_of_memory);

/*
 * Writes the key of a condition in the one spelling that all its spellings have: a backslash before each dot in a key, each
 * backslash, and each '=', so that "KEY=VALUE" ends its key at the first '=' without one.
 */
void nnreg_where_put_key(struct nnreg_bytes *out, const char *path);

/*
 * A token for the page behind (or before) a place of the list; freed with nnreg_free. It holds a digest of what makes the
 * list: object, conditions, order and the registry's identity.
 */
nnreg_status nnreg_token_make(char **token, const struct nnreg_selection *selection,
                              const unsigned char identity[16], const struct nnreg_place_key *place,
                              bool backwards, struct nnreg_error *error);
/* NNREG_INVALID_ARGUMENT: damaged, or of another list. Sets position and backwards. */
nnreg_status nnreg_token_read(struct nnreg_selection *selection, const unsigned char identity[16],
                              const char *token, struct nnreg_error *error);

/* An empty page for a selection, whose texts it takes a copy of. On a failure *page is what can be freed. */
nnreg_status nnreg_page_new(nnreg_page **page, const struct nnreg_selection *selection,
                            struct nnreg_error *error);

/* Records met and entries visited since the start, by all threads. For tests that prove what a list costs. */
extern _Atomic uint64_t nnreg_query_looked_at, nnreg_query_visited;

#endif
