/* What is known of texts, put together and joined: see text_origin.h. */
#include "tensorflow/text_origin_parts.h"

#include <string.h>

#include "base/order.h"

/* Sorted by name, as bytes. What picks among texts or gives them another shape can give out each of them. */
static const struct nnreg_text_op text_ops[] = {
    {"BroadcastTo", 0, 1, false},
    {"Concat", 1, NNREG_TEXT_OP_ALL, false},
    {"ConcatV2", 0, NNREG_TEXT_OP_ALL, false},
    {"ExpandDims", 0, 1, false},
    {"Fill", 1, 2, false},
    {"Gather", 0, 1, false},
    {"GatherNd", 0, 1, false},
    {"GatherV2", 0, 1, false},
    {"Pack", 0, NNREG_TEXT_OP_ALL, false},
    {"RandomShuffle", 0, 1, false},
    {"RefSelect", 1, NNREG_TEXT_OP_ALL, false},
    {"RefSwitch", 0, 1, false},
    {"Reshape", 0, 1, false},
    {"ReverseV2", 0, 1, false},
    {"Select", 1, 3, false},
    {"SelectV2", 1, 3, false},
    {"ShardedFilename", 0, 1, false},
    {"Slice", 0, 1, false},
    {"Split", 1, 2, false},
    {"SplitV", 0, 1, false},
    {"Squeeze", 0, 1, false},
    {"StridedSlice", 0, 1, false},
    {"StringJoin", 0, NNREG_TEXT_OP_ALL, true},
    {"Switch", 0, 1, false},
    {"Tile", 0, 1, false},
    {"Transpose", 0, 1, false},
    {"Unpack", 0, 1, false},
};

const struct nnreg_text_op *nnreg_text_op_find(const char *op, size_t size)
{
    size_t low = 0, high = sizeof text_ops / sizeof *text_ops;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = nnreg_order_bytes(op, size, text_ops[middle].op, strlen(text_ops[middle].op));

        if (order == 0)
            return &text_ops[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------------------ together -- */

static bool merge_texts(struct nnreg_text_origin *origin, const struct nnreg_text_origin *other)
{
    bool changed = false;
    unsigned i, k;

    for (i = 0; i < other->count; i++) {
        for (k = 0; k < origin->count && origin->texts[k] != other->texts[i]; k++)
            ;
        if (k < origin->count)
            continue;
        if (k == NNREG_LIMIT_ORIGIN_TEXTS) {
            changed |= (origin->from & NNREG_TEXT_FROM_MORE) == 0;
            origin->from |= NNREG_TEXT_FROM_MORE;
            break;
        }
        origin->texts[origin->count++] = other->texts[i];
        changed = true;
    }
    return changed;
}

bool nnreg_text_origin_merge(struct nnreg_text_origin *origin, const struct nnreg_text_origin *other)
{
    bool changed = merge_texts(origin, other) || (other->from & ~origin->from) != 0;

    if ((other->from & ~origin->from & NNREG_TEXT_FROM_SIGNATURE) != 0)
        origin->fed = other->fed;
    if ((other->from & ~origin->from & NNREG_TEXT_FROM_UNKNOWN) != 0)
        origin->op = other->op;
    origin->from |= other->from;
    return changed;
}

/* ------------------------------------------------------------------------------------------------------- joined -- */

const char *nnreg_text_origin_text(const struct nnreg_text_origins *origins, uint32_t text, size_t *size)
{
    const struct nnreg_string_pool *pool =
        (text & NNREG_ORIGIN_JOINED_TEXT) != 0 ? &origins->joined : &origins->flow->graph->model->strings;

    text &= ~NNREG_ORIGIN_JOINED_TEXT;
    *size = nnreg_string_pool_size(pool, text);
    return nnreg_string_pool_at(pool, text);
}

/* False: there are too many; or there is no memory, which the flow then knows. */
static bool keep_joined(uint32_t *text, struct nnreg_text_origins *origins, const char *bytes, size_t size)
{
    enum nnreg_string_pool_result result;

    if (nnreg_string_pool_find(text, &origins->flow->graph->model->strings, bytes, size))
        return true;
    if (size > NNREG_LIMIT_ORIGIN_JOINED - origins->joined_bytes)
        return false;
    if (origins->joined.slot == NULL && nnreg_string_pool_init(&origins->joined) != NNREG_STRING_POOL_OK) {
        origins->flow->failed = true;
        return false;
    }
    result = nnreg_string_pool_put(text, &origins->joined, bytes, size);
    origins->flow->failed |= result == NNREG_STRING_POOL_NO_MEMORY;
    origins->joined_bytes += size;
    *text |= NNREG_ORIGIN_JOINED_TEXT;
    return result == NNREG_STRING_POOL_OK;
}

static bool join_two(uint32_t *text, struct nnreg_text_origins *origins, uint32_t prefix, uint32_t suffix,
                     uint32_t separator)
{
    size_t size[3];
    const char *part[] = {nnreg_text_origin_text(origins, prefix, &size[0]),
                          nnreg_text_origin_text(origins, separator, &size[1]),
                          nnreg_text_origin_text(origins, suffix, &size[2])};
    char bytes[NNREG_LIMIT_ORIGIN_LENGTH];
    size_t length = 0, i;

    for (i = 0; i < 3; i++) {
        if (size[i] > sizeof bytes - length)
            return false;
        memcpy(bytes + length, part[i], size[i]);
        length += size[i];
    }
    return keep_joined(text, origins, bytes, length);
}

static void join_each(struct nnreg_text_origin *joined, struct nnreg_text_origins *origins,
                      const struct nnreg_text_origin *prefix, const struct nnreg_text_origin *suffix,
                      uint32_t separator)
{
    unsigned i, k;

    for (i = 0; i < prefix->count; i++)
        for (k = 0; k < suffix->count; k++) {
            struct nnreg_text_origin one = {.count = 1};

            if (!join_two(&one.texts[0], origins, prefix->texts[i], suffix->texts[k], separator))
                one = (struct nnreg_text_origin){.from = NNREG_TEXT_FROM_UNKNOWN};
            (void)nnreg_text_origin_merge(joined, &one);
        }
}

/* What may stand behind the name of a file without leading to another folder's. */
static bool stays_beside(const struct nnreg_text_origins *origins, const struct nnreg_text_origin *suffix)
{
    unsigned i;
    size_t size;

    for (i = 0; i < suffix->count; i++)
        if (strstr(nnreg_text_origin_text(origins, suffix->texts[i], &size), "..") != NULL)
            return false;
    return suffix->from == 0 && suffix->count > 0;
}

static bool is_nothing(const struct nnreg_text_origin *origin)
{
    return origin->count == 0 && origin->from == 0;
}

struct nnreg_text_origin nnreg_text_origin_join(struct nnreg_text_origins *origins,
                                                const struct nnreg_text_origin *prefix,
                                                const struct nnreg_text_origin *suffix, uint32_t separator)
{
    const unsigned of_model = NNREG_TEXT_FROM_ASSET | NNREG_TEXT_FROM_SAVER;
    struct nnreg_text_origin joined = {.from = 0}, others = *prefix;
    bool known = !is_nothing(prefix) && !is_nothing(suffix);

    others.count = 0;
    (void)nnreg_text_origin_merge(&joined, &others);
    others = *suffix;
    others.count = 0;
    (void)nnreg_text_origin_merge(&joined, &others);
    if ((suffix->from & of_model) != 0 || ((prefix->from & of_model) != 0 && !stays_beside(origins, suffix)))
        known = false;
    if (!known)
        joined.from = (uint8_t)((joined.from & ~of_model) | NNREG_TEXT_FROM_UNKNOWN);
    join_each(&joined, origins, prefix, suffix, separator);
    return joined;
}
