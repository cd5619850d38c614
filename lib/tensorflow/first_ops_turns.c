/* What puts channels into another order, or takes some of them: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

#include "tensorflow/savedmodel_values.h"
#include "tensorflow/strided.h"

enum {
    OPEN_CHANNELS = 3,    /* of a dimension that is fed and open it is said that it has so many parts */
    FIRST_CHANNELS_AT = 3 /* from the right: in "NCHW", in front of them are images */
};

static bool is_set(int64_t mask, uint32_t i)
{
    return (mask >> i & 1) != 0;
}

/* How many there are at a place now; -1: not known. */
static int64_t size_now(const struct nnreg_first_at *at, uint32_t place)
{
    const struct nnreg_first_way *way = &at->way;
    uint32_t dimension = way->axis[place];

    if (dimension == 0)
        return 1;
    if (way->dimension == dimension)
        return way->places;
    return is_set(way->cut, dimension) ? -1 : nnreg_first_fed_size(at, dimension);
}

uint32_t nnreg_first_channels_along(const struct nnreg_first_at *at, uint32_t place)
{
    int64_t size = size_now(at, place);

    if (size < 0)
        return is_set(at->way.cut, at->way.axis[place]) ? 0 : OPEN_CHANNELS;
    return size <= (int64_t)NNREG_FIRST_CHANNELS ? (uint32_t)size : 0;
}

/* The same of what may be channels; images are none. */
static uint32_t channels_at(const struct nnreg_first_at *at, uint32_t place)
{
    return at->way.axis[place] <= FIRST_CHANNELS_AT ? nnreg_first_channels_along(at, place) : 0;
}

void nnreg_first_mix(struct nnreg_first_way *way, uint32_t place)
{
    uint8_t dimension = way->axis[place];

    way->mixed |= 1u << dimension;
    if (dimension != 0 && way->dimension == dimension)
        way->known = false;
}

/*
 * Of `parts` places so many, from `first` on. Where nobody can tell them apart, as they are too many, or as channels are told
 * apart along another dimension already, that is all that is known of them.
 */
static bool pick(struct nnreg_first_at *at, uint32_t place, uint32_t parts, int64_t first, int64_t step,
                 int64_t count)
{
    struct nnreg_first_way *way = &at->way;
    uint8_t from[NNREG_FIRST_CHANNELS];
    int64_t i;

    if (!nnreg_first_divide(way, place, parts)) {
        nnreg_first_mix(way, place);
        return false;
    }
    memcpy(from, way->place, sizeof from);
    for (i = 0; i < count; i++)
        way->place[i] = from[first + i * step];
    way->places = (uint8_t)count;
    if (step < 0)
        way->turned_at = at->point;
    return true;
}

/* A dimension the other way round. Where it is none of channels it is a mirror, which changes nothing that is told here. */
static void turn(struct nnreg_first_at *at, uint32_t place)
{
    uint32_t parts = channels_at(at, place);

    if (parts != 1)
        (void)pick(at, place, parts, (int64_t)parts - 1, -1, parts);
}

enum nnreg_first_next nnreg_first_reverse(struct nnreg_first_at *at)
{
    struct nnreg_constant_ints axes;
    uint32_t i, place;

    if (at->input != 0 || at->way.astray || !nnreg_first_ints(&axes, at, 1))
        return NNREG_FIRST_LOST;
    for (i = 0; i < axes.count; i++) {
        place = nnreg_first_place(&at->way, axes.value[i]);
        if (place == 0)
            return NNREG_FIRST_LOST;
        turn(at, place);
    }
    return NNREG_FIRST_ON;
}

/* ------------------------------------------------------------------------------------------------------- slices -- */

/* A slice as Python writes it, entry by entry. */
struct first_slice {
    struct nnreg_constant_ints begin, end, strides;
    int64_t begin_mask, end_mask, ellipsis_mask, shrink_mask;
};

/* Of what has as many dimensions as are written, from four on: with fewer an image is as likely as a batch of them. */
static bool read_first_slice(struct first_slice *slice, struct nnreg_first_at *at)
{
    if (at->input != 0 || !nnreg_first_ints(&slice->begin, at, 1) || !nnreg_first_ints(&slice->end, at, 2) ||
        !nnreg_first_ints(&slice->strides, at, 3) || slice->begin.count != slice->strides.count ||
        slice->end.count != slice->strides.count)
        return false;
    slice->begin_mask = nnreg_savedmodel_node_int(at->model, at->node, "begin_mask", 0);
    slice->end_mask = nnreg_savedmodel_node_int(at->model, at->node, "end_mask", 0);
    slice->ellipsis_mask = nnreg_savedmodel_node_int(at->model, at->node, "ellipsis_mask", 0);
    slice->shrink_mask = nnreg_savedmodel_node_int(at->model, at->node, "shrink_axis_mask", 0);
    if (at->way.rank < 0 && slice->ellipsis_mask == 0 && slice->strides.count >= 4)
        (void)nnreg_first_has_rank(&at->way, slice->strides.count);
    return nnreg_savedmodel_node_int(at->model, at->node, "new_axis_mask", 0) == 0;
}

/*
 * The place of an entry: counted from the left before an ellipsis or where there is none, behind it from the right. 0: it is
 * not known, or there is none.
 */
static uint32_t place_of_entry(const struct first_slice *slice, const struct nnreg_first_way *way, uint32_t i)
{
    uint32_t k;

    for (k = 0; k < i; k++)
        if (is_set(slice->ellipsis_mask, k))
            return nnreg_first_place(way, (int64_t)i - slice->strides.count);
    return nnreg_first_place(way, i);
}

/* Of an entry that is no index; the first and the last by their numbers are borders that may as well be left out. */
static struct nnreg_strided strided_entry(const struct first_slice *slice, uint32_t i)
{
    struct nnreg_strided entry = {.begin = slice->begin.value[i],
                                  .end = slice->end.value[i],
                                  .step = slice->strides.value[i],
                                  .whole_begin = is_set(slice->begin_mask, i),
                                  .whole_end = is_set(slice->end_mask, i)};

    entry.whole_begin |= entry.begin == (entry.step > 0 ? 0 : -1);
    return entry;
}

static bool counts_from_the_end(const struct nnreg_strided *entry)
{
    return (!entry->whole_begin && entry->begin < 0) || (!entry->whole_end && entry->end < 0);
}

/* Fewer than there are: one of them, or those in front, also backwards; of others nobody tells which they are. */
static void slice_part(struct nnreg_first_at *at, uint32_t place, const struct nnreg_strided *entry,
                       int64_t first, int64_t count)
{
    bool is_open = size_now(at, place) < 0, is_known = !is_open || !counts_from_the_end(entry);
    bool is_divided = at->way.dimension != 0 && at->way.dimension == at->way.axis[place];
    bool is_front = entry->whole_begin && entry->step == 1;
    uint32_t parts = channels_at(at, place);

    at->way.cut |= 1u << at->way.axis[place];
    if (is_front && (parts == 0 || (is_open && count != 1) || !is_known))
        return; /* how many they are is not known, but which */
    if (parts == 0 || !is_known)
        nnreg_first_mix(&at->way, place);
    else if (count == 1)
        (void)pick(at, place, parts, first, 1, 1);
    else if (is_divided || !(is_front || (entry->step == -1 && first == count - 1)))
        nnreg_first_mix(&at->way, place);
    else
        (void)pick(at, place, (uint32_t)count, first, entry->step, count);
}

static void slice_entry(struct nnreg_first_at *at, uint32_t place, const struct nnreg_strided *entry)
{
    int64_t size = size_now(at, place), first, count;
    bool is_whole = entry->whole_begin && entry->whole_end && (entry->step == 1 || entry->step == -1);

    nnreg_strided_range(&first, &count, entry, size < 0 ? OPEN_CHANNELS : size);
    if (!is_whole && count != size)
        slice_part(at, place, entry, first, count);
    else if (entry->step < 0)
        turn(at, place);
}

/* One channel by its number, whose dimension goes; false where nobody knows which it is, or whether it is one. */
static bool slice_one_channel(struct nnreg_first_at *at, uint32_t place, int64_t index)
{
    uint32_t parts = channels_at(at, place);
    int64_t size = size_now(at, place);

    index += index < 0 && size >= 0 ? size : 0;
    if (index < 0 || index >= parts || !pick(at, place, parts, index, 1, 1))
        return false;
    nnreg_first_take_away(&at->way, place);
    return true;
}

/* Entries from left to right, so that those that go leave the places of others as they were, counted from the right. */
enum nnreg_first_next nnreg_first_slice(struct nnreg_first_at *at)
{
    struct first_slice slice;
    struct nnreg_first_way was;
    uint32_t i, place;

    if (at->way.astray || !read_first_slice(&slice, at))
        return NNREG_FIRST_LOST;
    was = at->way;
    for (i = 0; i < slice.strides.count; i++) {
        struct nnreg_strided entry = strided_entry(&slice, i);

        if (is_set(slice.ellipsis_mask, i))
            continue;
        place = place_of_entry(&slice, &was, i);
        if (place == 0 || entry.step == 0)
            return NNREG_FIRST_LOST;
        if (!is_set(slice.shrink_mask, i))
            slice_entry(at, place, &entry);
        else if (!slice_one_channel(at, place, entry.begin))
            return NNREG_FIRST_LOST;
    }
    return NNREG_FIRST_ON;
}

/* ------------------------------------------------------------------------------------------------------ gathered -- */

/* Channels by their numbers, each once. */
enum nnreg_first_next nnreg_first_gather(struct nnreg_first_at *at)
{
    struct nnreg_first_way *way = &at->way;
    struct nnreg_constant_ints numbers, axis;
    uint8_t from[NNREG_FIRST_CHANNELS];
    uint32_t i, place, seen = 0;
    int64_t size;

    if (at->input != 0 || way->astray ||
        nnreg_savedmodel_node_int(at->model, at->node, "batch_dims", 0) != 0 ||
        !nnreg_first_ints(&numbers, at, 1) || !nnreg_first_ints(&axis, at, 2) || axis.count != 1)
        return NNREG_FIRST_LOST;
    place = nnreg_first_place(way, axis.value[0]);
    size = size_now(at, place);
    if (!nnreg_first_divide(way, place, numbers.count))
        return NNREG_FIRST_LOST;
    memcpy(from, way->place, sizeof from);
    for (i = 0; i < numbers.count; i++) {
        if (numbers.value[i] < 0 || numbers.value[i] >= numbers.count ||
            is_set(seen, (uint32_t)numbers.value[i]))
            return NNREG_FIRST_LOST;
        seen |= 1u << numbers.value[i];
        way->place[i] = from[numbers.value[i]];
    }
    if (size != numbers.count)
        way->cut |= 1u << way->axis[place]; /* there may be more that are left out */
    way->turned_at = at->point;
    return NNREG_FIRST_ON;
}
