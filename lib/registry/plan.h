/*
 * The plan of a list: one range of one table that drives it, and what the range does not answer. A condition that has an
 * index is answered by a range of that index. Of several, one drives the list and the others are held against each
 * record. Without any, it is the whole table that has the order that is asked for.
 */
#ifndef NNREG_REGISTRY_PLAN_H
#define NNREG_REGISTRY_PLAN_H

#include "registry/index_key.h"
#include "registry/query.h"

/* A range of keys of one table: [low, high); an empty high is no end. */
struct nnreg_range {
    enum nnreg_kv_table table;
    struct nnreg_index_key low, high;
};

struct nnreg_plan {
    struct nnreg_range range;
    bool by_ids;    /* of the range, which is a whole table, only the ids of the query */
    bool in_order;  /* the range has the order that is asked for */
    bool must_look; /* conditions are left that only the record can answer */
    bool must_be_private, must_be_public; /* left to be asked of the table of public ids */
};

/*
 * An offset passes over so many objects at most of a range in another order: they are all kept until the range was gone
 * through. Beyond, the order drives the list.
 */
#define NNREG_PLAN_KEPT 10000u

/* Reads the task of a network, or counts versions, where that is asked. */
nnreg_status nnreg_plan_make(struct nnreg_plan *plan, const struct nnreg_list_selection *selection,
                             struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* The id that an entry of a range leads to; false when it is none. */
bool nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key);

/* A place in the list, in the order that is asked for, as a key of a range that is in that order. */
struct nnreg_index_key nnreg_range_key(const struct nnreg_range *range, const struct nnreg_index_key *place);

#endif
