/*
 * What a delete took along, for the caller's struct nnreg_cascade: the list of things is kept until the transaction is
 * decided, and told then, since a transaction that runs again begins its list anew and one that fails has removed nothing.
 */
#ifndef NNREG_REGISTRY_CASCADE_LIST_H
#define NNREG_REGISTRY_CASCADE_LIST_H

#include "records/network.h"
#include "base/status.h"

struct nnreg_cascade_item;

struct nnreg_cascade_list {
    void (*each)(void *context,
                 const struct nnreg_removed *removed); /* the caller's; NULL: nothing is kept */
    void *context;
    struct nnreg_cascade_item *items;
    size_t count, room;
};

/*
 * `cascade` is the caller's, of whatever version, and may be NULL; its counts become 0. `status`: what the call has come to, as
 * nnreg_sized_begin. NNREG_INVALID_ARGUMENT: its size is not set.
 */
nnreg_status nnreg_cascade_list_begin(struct nnreg_cascade_list *list, struct nnreg_cascade *cascade,
                                      nnreg_status status, struct nnreg_error *error);

/* `name`: not NULL where somebody listens. `cleared`: a spec that stays, and has lost its current version. */
nnreg_status nnreg_cascade_list_add(struct nnreg_cascade_list *list, const char *object, uint64_t id,
                                    const char *name, bool cleared, struct nnreg_error *error);

/* A reference to a file; so many are `left`. */
nnreg_status nnreg_cascade_list_add_file(struct nnreg_cascade_list *list, const struct nnreg_file *file,
                                         uint64_t left, struct nnreg_error *error);

/* Begins it anew. */
void nnreg_cascade_list_empty(struct nnreg_cascade_list *list);

/* Hands the counts over, as many as the caller knows of, and then tells each thing of the list. */
void nnreg_cascade_list_tell(const struct nnreg_cascade_list *list, const struct nnreg_cascade *counts,
                             struct nnreg_cascade *cascade);

void nnreg_cascade_list_free(struct nnreg_cascade_list *list);

#endif
