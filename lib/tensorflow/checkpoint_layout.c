/*
 * The index against the shards: which files there are, and whether every variable lies within its own. TensorFlow
 * writes the variables of a shard in key order, back to back; alignment is the only reason for bytes between them.
 *
 *     place_shards     which file is which shard
 *     check_bounds     each variable within its shard; those that are get into `order`
 *     check_presence   shards that are missing, and whether that matters
 *     check_cover      through `order`, sorted as the bytes lie: overlaps, gaps, and bytes behind the last
 *     keep_readable    what the overlaps have cost is left out again
 *
 * `order` is also the order in which tensor_crc reads the shards: forward.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tensorflow/checkpoint_parts.h"
#include "tensorflow/shard_name.h"

/*
 * By the numbers in the names (doc/FORMATS.md, "SavedModel folder"), which must speak of as many shards as the header does: a
 * file of another save can lie beside, and TensorFlow would never open it.
 */
static nnreg_status place_shards(struct nnreg_checkpoint *checkpoint, const struct nnreg_shard_file *files,
                                 size_t file_count, struct nnreg_problems *problems,
                                 struct nnreg_error *error)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE};
    uint32_t shard, of;
    size_t i;

    checkpoint->shards =
        nnreg_alloc_zero((size_t)checkpoint->shard_count, sizeof(const struct nnreg_shard_file *));
    if (checkpoint->shards == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < file_count; i++) {
        if (nnreg_shard_name(&shard, &of, files[i].name) && of == (uint32_t)checkpoint->shard_count)
            checkpoint->shards[shard] = &files[i];
        else
            nnreg_problems_add(problems, NNREG_VARIABLES_SHARD_EXTRA, &location,
                               "has %" PRId32 " shards: %s is of another save", checkpoint->shard_count,
                               files[i].name);
    }
    return NNREG_OK;
}

/* Whether the variable's bytes are there. `*missing` is set when its shard is not. */
static bool is_within(struct nnreg_checkpoint *checkpoint, const struct nnreg_variable *variable,
                      bool *missing, struct nnreg_problems *problems)
{
    const struct nnreg_shard_file *file;
    uint64_t size;

    if (variable->shard < 0 || variable->shard >= checkpoint->shard_count) {
        nnreg_checkpoint_complain(checkpoint, variable, problems, NNREG_VARIABLES_ENTRY_SHARD,
                                  "is in shard %" PRId32 " of %" PRId32, variable->shard,
                                  checkpoint->shard_count);
        return false;
    }
    file = checkpoint->shards[variable->shard];
    *missing = file == NULL;
    if (*missing)
        return false;
    size = file->source.size;
    if ((uint64_t)variable->offset <= size && (uint64_t)variable->size <= size - (uint64_t)variable->offset)
        return true;
    nnreg_checkpoint_complain(checkpoint, variable, problems, NNREG_VARIABLES_ENTRY_BOUNDS,
                              "has %" PRId64 " bytes at %" PRId64 " of a shard of %" PRIu64, variable->size,
                              variable->offset, size);
    return false;
}

/* What is known of each shard when all entries were looked at. */
struct shard_use {
    bool needed;  /* a variable lies in it */
    bool unsound; /* one that lies in it is wrong: what else is in it cannot be told */
};

/* `*lost` is set when an entry does not say where its variable is. */
static nnreg_status check_bounds(struct nnreg_checkpoint *checkpoint, struct shard_use *uses, bool *lost,
                                 struct nnreg_problems *problems, struct nnreg_error *error)
{
    size_t i;

    checkpoint->order = nnreg_alloc_zero(checkpoint->count, sizeof *checkpoint->order);
    if (checkpoint->order == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < checkpoint->count; i++) {
        struct nnreg_variable *variable = &checkpoint->variables[i];
        bool sound = variable->readable, missing = false;

        if (sound)
            variable->readable = is_within(checkpoint, variable, &missing, problems);
        if (variable->readable)
            checkpoint->order[checkpoint->order_count++] = (uint32_t)i;
        if (!variable->parsed || variable->shard < 0 || variable->shard >= checkpoint->shard_count) {
            *lost = true;
            continue;
        }
        uses[variable->shard].needed |= missing || variable->readable;
        uses[variable->shard].unsound |= !variable->readable && variable->kind != NNREG_VARIABLE_SLICED;
    }
    return NNREG_OK;
}

/* TensorFlow opens a shard when it restores a variable from it, so one that nothing lies in is not missed. */
static void check_presence(const struct nnreg_checkpoint *checkpoint, const struct shard_use *uses,
                           struct nnreg_problems *problems)
{
    int32_t shard;

    for (shard = 0; shard < checkpoint->shard_count; shard++) {
        const struct nnreg_problem_location location = {.shard = shard};

        if (checkpoint->shards[shard] == NULL)
            nnreg_problems_add(
                problems, uses[shard].needed ? NNREG_VARIABLES_SHARD_MISSING : NNREG_VARIABLES_SHARD_ABSENT,
                &location, "is missing%s", uses[shard].needed ? "" : ", though no variable lies in it");
    }
}

/* By shard, and there as the bytes lie; an empty variable before one that begins at the same byte. The key breaks ties. */
static int by_offset(const void *left, const void *right, void *context)
{
    const struct nnreg_checkpoint *checkpoint = context;
    const struct nnreg_variable *a = &checkpoint->variables[*(const uint32_t *)left];
    const struct nnreg_variable *b = &checkpoint->variables[*(const uint32_t *)right];

    if (a->shard != b->shard)
        return a->shard < b->shard ? -1 : 1;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* The end of what is used of one shard, while its variables are gone through in file order. */
struct sweep {
    uint64_t end;
    uint64_t gap;    /* bytes between variables */
    uint64_t shared; /* bytes that a variable has in common with those before it */
    uint64_t gap_offset;
};

/*
 * Tells of a variable that begins in one before it. Each is read for its checksum, so what they share is limited to
 * the size of the shard; else a small file could ask for any number of bytes to be read.
 */
static void overlap(struct sweep *sweep, const struct nnreg_checkpoint *checkpoint,
                    struct nnreg_variable *variable, struct nnreg_problems *problems)
{
    uint64_t offset = (uint64_t)variable->offset, size = (uint64_t)variable->size;
    uint64_t shared = sweep->end - offset < size ? sweep->end - offset : size;

    variable->readable = shared <= checkpoint->shards[variable->shard]->source.size - sweep->shared;
    if (variable->readable)
        sweep->shared += shared;
    nnreg_checkpoint_complain(
        checkpoint, variable, problems,
        variable->readable ? NNREG_VARIABLES_ENTRY_OVERLAP : NNREG_VARIABLES_ENTRY_OVERLAPS,
        "begins at %" PRIu64 " of its shard, where the one before it goes up to %" PRIu64, offset,
        sweep->end);
}

static void sweep_variable(struct sweep *sweep, const struct nnreg_checkpoint *checkpoint,
                           struct nnreg_variable *variable, struct nnreg_problems *problems)
{
    uint64_t offset = (uint64_t)variable->offset, size = (uint64_t)variable->size;

    if (size == 0)
        return; /* it lies nowhere, and overlaps nothing */
    /* offset + size cannot overflow: check_bounds has put it within the file. */
    if (offset < sweep->end)
        overlap(sweep, checkpoint, variable, problems);
    if (offset > sweep->end) {
        if (sweep->gap == 0)
            sweep->gap_offset = sweep->end;
        sweep->gap += offset - sweep->end;
    }
    if (offset + size > sweep->end)
        sweep->end = offset + size;
}

static void finish_shard(const struct sweep *sweep, const struct nnreg_checkpoint *checkpoint, int32_t shard,
                         struct nnreg_problems *problems)
{
    uint64_t size = checkpoint->shards[shard]->source.size;
    struct nnreg_problem_location location = {.shard = shard, .offset = sweep->gap_offset};

    if (sweep->gap > 0)
        nnreg_problems_add(problems, NNREG_VARIABLES_SHARD_GAP, &location,
                           "has %" PRIu64 " bytes between its variables", sweep->gap);
    location.offset = sweep->end;
    if (size > sweep->end)
        nnreg_problems_add(problems, NNREG_VARIABLES_SHARD_TRAILING, &location,
                           "has %" PRIu64 " bytes behind its last variable", size - sweep->end);
}

/*
 * One sweep for each shard. Gaps are told only where they must be gaps: if an entry was unreadable, or does not say where its
 * variable is (`known` is false), its bytes may be those.
 */
static void check_cover(const struct nnreg_checkpoint *checkpoint, const struct shard_use *uses, bool known,
                        struct nnreg_problems *problems)
{
    size_t i = 0;
    int32_t shard;

    for (shard = 0; shard < checkpoint->shard_count; shard++) {
        struct sweep sweep = {0};

        for (; i < checkpoint->order_count; i++) {
            struct nnreg_variable *variable = &checkpoint->variables[checkpoint->order[i]];

            if (variable->shard != shard)
                break;
            sweep_variable(&sweep, checkpoint, variable, problems);
        }
        if (checkpoint->shards[shard] != NULL && known && !uses[shard].unsound)
            finish_shard(&sweep, checkpoint, shard, problems);
    }
}

/* Leaves out what share too much. */
static void keep_readable(struct nnreg_checkpoint *checkpoint)
{
    size_t i, kept = 0;

    for (i = 0; i < checkpoint->order_count; i++)
        if (checkpoint->variables[checkpoint->order[i]].readable)
            checkpoint->order[kept++] = checkpoint->order[i];
    checkpoint->order_count = kept;
}

nnreg_status nnreg_checkpoint_lay_out(struct nnreg_checkpoint *checkpoint,
                                      const struct nnreg_shard_file *files, size_t file_count,
                                      struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct shard_use *uses = nnreg_alloc_zero((size_t)checkpoint->shard_count, sizeof *uses);
    nnreg_status status = uses != NULL ? NNREG_OK : nnreg_fail_memory(error);
    bool lost = false;

    if (status == NNREG_OK)
        status = place_shards(checkpoint, files, file_count, problems, error);
    if (status == NNREG_OK)
        status = check_bounds(checkpoint, uses, &lost, problems, error);
    if (status == NNREG_OK) {
        check_presence(checkpoint, uses, problems);
        if (checkpoint->order_count > 0)
            qsort_r(checkpoint->order, checkpoint->order_count, sizeof *checkpoint->order, by_offset,
                    checkpoint);
        check_cover(checkpoint, uses, checkpoint->table.complete && !lost, problems);
        keep_readable(checkpoint);
    }
    nnreg_free(uses);
    return status;
}
