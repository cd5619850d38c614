/*
 * What only one object can have, and nobody has by the tables: see fsck_run.h. Which objects ask for the same cannot be told from
 * the tables while a repair has not written yet who gets it; so all that ask are collected on the walk, and sorted behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "registry/fsck_run.h"

static int by_wish_and_id(const void *a, const void *b)
{
    const struct nnreg_fsck_claim *left = a, *right = b;
    int order = strcmp(left->wish, right->wish);

    return order != 0 ? order : (left->id > right->id) - (left->id < right->id);
}

nnreg_status nnreg_fsck_claim(struct nnreg_fsck_run *run, const char *wish, uint64_t id,
                              struct nnreg_error *error)
{
    struct nnreg_fsck_claim *grown =
        nnreg_array_room(run->claims.list, &run->claims.room, run->claims.count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->claims.list = grown;
    grown += run->claims.count++;
    grown->id = id;
    strcpy(grown->wish, wish);
    return NNREG_OK;
}

nnreg_status nnreg_fsck_settle_claims(struct nnreg_fsck_run *run, nnreg_fsck_settle *settle,
                                      const struct nnreg_object_kind *kind, struct nnreg_error *error)
{
    const struct nnreg_fsck_claim *list = run->claims.list, *first = list;
    nnreg_status status = NNREG_OK;
    size_t i;

    if (run->claims.count > 1)
        qsort(run->claims.list, run->claims.count, sizeof *list, by_wish_and_id);
    for (i = 0; i < run->claims.count && status == NNREG_OK; i++) {
        if (strcmp(first->wish, list[i].wish) != 0)
            first = &list[i];
        status = settle(run, kind, &list[i], first->id, error);
    }
    run->claims.count = 0;
    return status;
}
