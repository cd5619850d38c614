/*
 * Partitioned variables: a variable lists its slices, each of which has an entry of its own. The slices must tile the
 * variable's shape: each within it, no two sharing an element, and as many elements in all. The three together are
 * tiling: boxes within a shape that share nothing and have its volume leave nothing out.
 *
 * Then each slice's own entry is looked up by its key (slice_key.h), and must have the type and the extents of the slice; and
 * last, entries under slice keys that no variable lists are told. Costs are bounded by the entries' bytes but for the search
 * for shared elements, which has a limit of its own, NNREG_SLICE_COMPARISONS.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/order.h"
#include "base/utf8.h"
#include "tensorflow/checkpoint_parts.h"

#define QUOTED 128 /* bytes of a name in a text */

struct slicing {
    struct nnreg_checkpoint *checkpoint;
    struct nnreg_problems *problems;
    struct nnreg_error *error;
    uint64_t comparisons;
    struct nnreg_bytes key; /* of the slice that is looked up */
    size_t start;           /* bytes of it that those of all slices of the variable begin with */
    size_t low, high;       /* the entries whose keys begin so */
};

/* A slice in the dimension by which they are sorted. */
struct box {
    int64_t start;
    int64_t stop;
    const int64_t *extents;
};

/* A length of -1 is the whole dimension. */
static int64_t length_of(int64_t length, int64_t dim)
{
    return length < 0 ? dim : length;
}

/* Number of elements in a slice that lies within the shape, else -1. */
static int64_t volume_of(const int64_t *extents, const int64_t *dims, uint32_t rank)
{
    int64_t volume = 1;
    uint32_t i;

    for (i = 0; i < rank; i++) {
        int64_t start = extents[2 * i], length = extents[2 * i + 1];

        if (start < 0 || length < -1 || (length == -1 && start != 0) || start > dims[i] ||
            length > dims[i] - start)
            return -1;
        volume *= length_of(length, dims[i]); /* no more than the whole, which fits */
    }
    return volume;
}

/* The sum of the slices' elements must be that of the shape. */
static bool volumes_fit(struct slicing *slicing, const struct nnreg_variable *variable)
{
    const struct nnreg_checkpoint *checkpoint = slicing->checkpoint;
    const int64_t *dims = nnreg_variable_dims(checkpoint, variable);
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < variable->slice_count; i++) {
        int64_t volume = volume_of(nnreg_variable_slice(checkpoint, variable, i), dims, variable->rank);

        if (volume < 0) {
            nnreg_checkpoint_complain(checkpoint, variable, slicing->problems, NNREG_VARIABLES_SLICE_SHAPE,
                                      "has a slice %" PRIu32 " that does not lie within its shape", i);
            return false;
        }
        if (__builtin_add_overflow(sum, (uint64_t)volume, &sum))
            sum = UINT64_MAX;
    }
    if (sum != variable->elements)
        nnreg_checkpoint_complain(checkpoint, variable, slicing->problems, NNREG_VARIABLES_SLICE_TILES,
                                  "has %" PRIu64 " elements, and slices with %" PRIu64, variable->elements,
                                  sum);
    return sum == variable->elements;
}

/*
 * The first dimension in which the slices differ; 0 when there is none. A slice that does not start at 0 in a dimension shows
 * that it was split there: `best` only goes down, so each slice is looked at up to the best so far.
 */
static uint32_t split_dimension(const struct nnreg_checkpoint *checkpoint,
                                const struct nnreg_variable *variable)
{
    uint32_t i, dimension, best = variable->rank;

    for (i = 0; i < variable->slice_count; i++) {
        const int64_t *extents = nnreg_variable_slice(checkpoint, variable, i);

        for (dimension = 0; dimension < best; dimension++)
            if (extents[2 * dimension] != 0)
                best = dimension;
    }
    return best < variable->rank ? best : 0;
}

static int by_start(const void *left, const void *right)
{
    const struct box *a = left, *b = right;

    return (a->start > b->start) - (a->start < b->start);
}

static bool share_elements(const int64_t *a, const int64_t *b, const int64_t *dims, uint32_t rank)
{
    uint32_t i;

    for (i = 0; i < rank; i++) {
        int64_t a_stop = a[2 * i] + length_of(a[2 * i + 1], dims[i]);
        int64_t b_stop = b[2 * i] + length_of(b[2 * i + 1], dims[i]);

        if (a[2 * i] >= b_stop || b[2 * i] >= a_stop)
            return false;
    }
    return true;
}

/*
 * Sorted by their start in one dimension, a slice can only meet those that begin before it ends. Variables are split
 * in one dimension, or few; the limit is for the others, where every slice may have to be held against every other.
 */
static bool compare_boxes(struct slicing *slicing, const struct nnreg_variable *variable,
                          const struct box *boxes, size_t count)
{
    const int64_t *dims = nnreg_variable_dims(slicing->checkpoint, variable);
    size_t i, k;

    for (i = 0; i < count; i++) {
        for (k = i + 1; k < count && boxes[k].start < boxes[i].stop; k++) {
            if (++slicing->comparisons > NNREG_SLICE_COMPARISONS) {
                nnreg_checkpoint_complain(slicing->checkpoint, variable, slicing->problems,
                                          NNREG_VARIABLES_SLICE_LIMIT, "has too many slices to compare them");
                return false;
            }
            if (share_elements(boxes[i].extents, boxes[k].extents, dims, variable->rank)) {
                nnreg_checkpoint_complain(slicing->checkpoint, variable, slicing->problems,
                                          NNREG_VARIABLES_SLICE_TILES, "has slices that share elements");
                return false;
            }
        }
    }
    return true;
}

/*
 * Volumes first: they are cheap, and see to it that every slice lies within the shape, which the sums of compare_boxes need.
 * Slices without elements share none, and are left out.
 */
static nnreg_status check_tiles(struct slicing *slicing, const struct nnreg_variable *variable, bool *tiles)
{
    const struct nnreg_checkpoint *checkpoint = slicing->checkpoint;
    const int64_t *dims = nnreg_variable_dims(checkpoint, variable);
    uint32_t dimension = split_dimension(checkpoint, variable), i;
    struct box *boxes;
    size_t count = 0;

    *tiles = volumes_fit(slicing, variable);
    if (!*tiles || variable->rank == 0 || variable->elements == 0)
        return NNREG_OK;
    boxes = nnreg_realloc_array(NULL, variable->slice_count, sizeof *boxes);
    if (boxes == NULL)
        return nnreg_fail_memory(slicing->error);
    for (i = 0; i < variable->slice_count; i++) {
        const int64_t *extents = nnreg_variable_slice(checkpoint, variable, i);
        int64_t start = extents[2 * dimension];

        if (volume_of(extents, dims, variable->rank) > 0)
            boxes[count++] =
                (struct box){start, start + length_of(extents[2 * dimension + 1], dims[dimension]), extents};
    }
    qsort(boxes, count, sizeof *boxes, by_start);
    *tiles = compare_boxes(slicing, variable, boxes, count);
    nnreg_free(boxes);
    return NNREG_OK;
}

/* Whether an entry has the type and the shape that the slice has in its variable. */
static bool agrees(const struct nnreg_checkpoint *checkpoint, const struct nnreg_variable *whole,
                   const int64_t *extents, const struct nnreg_variable *part)
{
    const int64_t *dims = nnreg_variable_dims(checkpoint, whole),
                  *own = nnreg_variable_dims(checkpoint, part);
    uint32_t i;

    /* Its key is that of a slice; but it may have slices of its own. */
    if (part->kind != NNREG_VARIABLE_SLICE || part->dtype != whole->dtype || part->rank != whole->rank)
        return false;
    for (i = 0; i < whole->rank; i++)
        if (own[i] != length_of(extents[2 * i + 1], dims[i]))
            return false;
    return true;
}

/* The first entry whose key comes behind the start in hand; with `including`, or begins with it. */
static size_t bound(const struct slicing *slicing, bool including)
{
    const struct nnreg_checkpoint *checkpoint = slicing->checkpoint;
    size_t low = 0, high = checkpoint->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct nnreg_variable *variable = &checkpoint->variables[middle];
        size_t size = variable->key_size < slicing->start ? variable->key_size : slicing->start;
        int order = nnreg_order_bytes(slicing->key.content, slicing->start,
                                      nnreg_variable_key(checkpoint, variable), size);

        if (order < 0 || (including && order == 0))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Name and rank can be long, and a variable has many slices: what their keys share is looked up once. */
static bool enter_variable(struct slicing *slicing, const struct nnreg_variable *whole)
{
    slicing->key.size = 0;
    nnreg_slice_key_begin(&slicing->key, nnreg_variable_key(slicing->checkpoint, whole), whole->key_size,
                          whole->rank);
    if (slicing->key.failed)
        return false;
    slicing->start = slicing->key.size;
    slicing->low = bound(slicing, true);
    slicing->high = bound(slicing, false);
    return true;
}

static void find_part(struct slicing *slicing, const struct nnreg_variable *whole, uint32_t number)
{
    struct nnreg_checkpoint *checkpoint = slicing->checkpoint;
    const int64_t *extents = nnreg_variable_slice(checkpoint, whole, number);
    struct nnreg_variable *part;

    slicing->key.size = slicing->start;
    nnreg_slice_key_extents(&slicing->key, extents, whole->rank);
    if (slicing->key.failed)
        return;
    part = nnreg_checkpoint_find_among(checkpoint, slicing->low, slicing->high, slicing->key.content,
                                       slicing->key.size, slicing->start);
    if (part == NULL) {
        nnreg_checkpoint_complain(checkpoint, whole, slicing->problems, NNREG_VARIABLES_SLICE_MISSING,
                                  "has a slice %" PRIu32 " without an entry of its own", number);
        return;
    }
    part->used = true;
    if (part->parsed && !agrees(checkpoint, whole, extents, part))
        nnreg_checkpoint_complain(checkpoint, whole, slicing->problems, NNREG_VARIABLES_SLICE_ENTRY,
                                  "has a slice %" PRIu32 " whose entry has another type or shape", number);
}

static nnreg_status check_variable(struct slicing *slicing, const struct nnreg_variable *variable)
{
    bool tiles;
    nnreg_status status = check_tiles(slicing, variable, &tiles);
    uint32_t i;

    if (status == NNREG_OK && !enter_variable(slicing, variable))
        status = nnreg_fail_memory(slicing->error);
    for (i = 0; status == NNREG_OK && i < variable->slice_count; i++) {
        find_part(slicing, variable, i);
        if (slicing->key.failed)
            status = nnreg_fail_memory(slicing->error);
    }
    return status;
}

/* A slice's entry that no variable lists. That of a variable whose list could not be read is no news. */
static nnreg_status check_unused(struct slicing *slicing, const struct nnreg_variable *part)
{
    const struct nnreg_checkpoint *checkpoint = slicing->checkpoint;
    struct nnreg_bytes name = NNREG_BYTES_INIT;
    const struct nnreg_variable *whole;
    int64_t extents[2 * NNREG_RANK_MAX];
    char quoted[QUOTED];
    uint32_t rank;
    bool is_slice;

    is_slice =
        nnreg_slice_key_read(&name, extents, &rank, nnreg_variable_key(checkpoint, part), part->key_size);
    if (name.failed) {
        nnreg_bytes_free(&name);
        return nnreg_fail_memory(slicing->error);
    }
    whole = is_slice ? nnreg_checkpoint_find(checkpoint, name.content, name.size) : NULL;
    if (!is_slice)
        nnreg_checkpoint_complain(checkpoint, part, slicing->problems, NNREG_VARIABLES_SLICE_KEY,
                                  "begins like the key of a slice and is none");
    else if (whole == NULL || !whole->parsed || whole->kind != NNREG_VARIABLE_SLICED ||
             whole->slice_count > 0)
        nnreg_checkpoint_complain(checkpoint, part, slicing->problems, NNREG_VARIABLES_SLICE_UNUSED,
                                  "is a slice of %s, which does not list it",
                                  nnreg_utf8_quote(quoted, sizeof quoted, name.content, name.size));
    nnreg_bytes_free(&name);
    return NNREG_OK;
}

nnreg_status nnreg_checkpoint_check_slices(struct nnreg_checkpoint *checkpoint,
                                           struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct slicing slicing = {.checkpoint = checkpoint, .problems = problems, .error = error};
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; status == NNREG_OK && i < checkpoint->count; i++)
        if (checkpoint->variables[i].kind == NNREG_VARIABLE_SLICED &&
            checkpoint->variables[i].slice_count > 0)
            status = check_variable(&slicing, &checkpoint->variables[i]);
    for (i = 0; status == NNREG_OK && i < checkpoint->count; i++)
        if (checkpoint->variables[i].kind == NNREG_VARIABLE_SLICE && !checkpoint->variables[i].used)
            status = check_unused(&slicing, &checkpoint->variables[i]);
    nnreg_bytes_free(&slicing.key);
    return status;
}
