/* What operations do to dimensions, and to channels along them: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/savedmodel_values.h"

/* Where dimensions stand is not known any more; what was done to all pixels alike still is. */
static enum nnreg_first_next go_astray(struct nnreg_first_at *at)
{
    at->way.astray = true;
    at->way.rank = -1;
    if (at->way.dimension != 0)
        at->way.known = false;
    return NNREG_FIRST_ON;
}

/* ------------------------------------------------------------------------------------------------------ outputs -- */

enum nnreg_first_next nnreg_first_same(struct nnreg_first_at *at)
{
    return at->input == 0 ? NNREG_FIRST_ON : NNREG_FIRST_LOST;
}

/* What comes in at an input goes out at the output of that number, or at all that `detail` has. */
enum nnreg_first_next nnreg_first_switch(struct nnreg_first_at *at)
{
    int i;

    if (at->detail == 0) {
        nnreg_first_go_on(at, at->input);
    } else if (at->input == 0) {
        for (i = 0; i < at->detail; i++)
            nnreg_first_go_on(at, (uint32_t)i);
    } else {
        return NNREG_FIRST_LOST; /* it chooses */
    }
    return NNREG_FIRST_PASSED;
}

enum nnreg_first_next nnreg_first_skip(struct nnreg_first_at *at)
{
    (void)at;
    return NNREG_FIRST_PASSED;
}

/* A border makes another size, of channels, too, where some are put beside them. */
enum nnreg_first_next nnreg_first_pad(struct nnreg_first_at *at)
{
    struct nnreg_constant borders;
    uint32_t i, rank;

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (!nnreg_first_constant(&borders, at, 1) || borders.rank != 2 || borders.dim[1] != 2 ||
        borders.dim[0] > NNREG_FIRST_RANK || !nnreg_first_has_rank(&at->way, (uint32_t)borders.dim[0])) {
        at->way.cut = ~0u;
        return NNREG_FIRST_ON;
    }
    rank = (uint32_t)borders.dim[0];
    for (i = 0; i < rank; i++) {
        if (nnreg_constant_element(&borders, 2 * i) == 0 && nnreg_constant_element(&borders, 2 * i + 1) == 0)
            continue;
        at->way.cut |= 1u << at->way.axis[rank - i];
        nnreg_first_mix(&at->way, rank - i);
    }
    return NNREG_FIRST_ON;
}

/* ------------------------------------------------------------------------------------------------------- places -- */

/* A dimension of 1 in front of the place that is `place` from the right then; false where there is none, or no room. */
static bool put_in(struct nnreg_first_way *way, uint32_t place)
{
    if (place == 0 || way->rank >= (int32_t)NNREG_FIRST_RANK)
        return false;
    assert(place <= NNREG_FIRST_RANK);
    memmove(way->axis + place + 1, way->axis + place, NNREG_FIRST_RANK - place);
    way->axis[place] = 0;
    way->rank += way->rank >= 0;
    return true;
}

void nnreg_first_take_away(struct nnreg_first_way *way, uint32_t place)
{
    assert(place >= 1 && place <= NNREG_FIRST_RANK);
    way->gone |= 1u << way->axis[place];
    memmove(way->axis + place, way->axis + place + 1, NNREG_FIRST_RANK - place);
    way->axis[NNREG_FIRST_RANK] = 0;
    way->rank -= way->rank >= 0;
}

enum nnreg_first_next nnreg_first_expand(struct nnreg_first_at *at)
{
    struct nnreg_first_way *way = &at->way;
    struct nnreg_constant_ints axis;

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (way->astray || !nnreg_first_ints(&axis, at, 1) || axis.count != 1)
        return go_astray(at);
    if (way->rank < 0 && axis.value[0] == 0) {
        way->lead++;
        return NNREG_FIRST_ON;
    }
    if (way->rank < 0)
        return go_astray(at);
    way->rank++; /* the axis counts in what comes out */
    axis.value[0] = nnreg_first_place(way, axis.value[0]);
    way->rank--;
    return put_in(way, (uint32_t)axis.value[0]) ? NNREG_FIRST_ON : go_astray(at);
}

static bool mask_has(int64_t mask, uint32_t i)
{
    return (mask >> i & 1) != 0;
}

/*
 * Those that were put in, from the left, so that the others stay where they are; any other has to be of 1, and nothing is
 * said of it.
 */
enum nnreg_first_next nnreg_first_squeeze(struct nnreg_first_at *at)
{
    struct nnreg_first_way *way = &at->way;
    struct nnreg_savedmodel_ints axes = {.count = 0};
    uint32_t place, i, places = 0;

    (void)nnreg_savedmodel_node_ints(&axes, at->model, at->node, "squeeze_dims");
    if (way->rank < 0 || axes.count == 0)
        return go_astray(at);
    for (i = 0; i < axes.count; i++) {
        place = nnreg_first_place(way, axes.value[i]);
        if (place == 0 || way->axis[place] != 0)
            return go_astray(at);
        places |= 1u << place;
    }
    for (place = NNREG_FIRST_RANK; place > 0; place--)
        if (mask_has(places, place))
            nnreg_first_take_away(way, place);
    return NNREG_FIRST_ON;
}

int64_t nnreg_first_fed_size(const struct nnreg_first_at *at, uint32_t dimension)
{
    const struct nnreg_shape *fed = at->walk->shape;

    assert(dimension >= 1 && (!fed->known || dimension <= fed->rank));
    return fed->known ? fed->dim[fed->rank - dimension] : -1;
}

/* To the sizes it has, but for the number of images, it is no other; to others nobody knows what stands where. */
enum nnreg_first_next nnreg_first_reshape(struct nnreg_first_at *at)
{
    struct nnreg_constant_ints dims;
    uint32_t i;

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (!nnreg_first_ints(&dims, at, 1) || (int64_t)dims.count != at->way.rank || at->way.cut != 0)
        return go_astray(at);
    for (i = 1; i < dims.count; i++) {
        uint32_t from = at->way.axis[dims.count - i];
        int64_t size = from == 0 ? 1 : nnreg_first_fed_size(at, from);

        if (size < 0 || size != dims.value[i])
            return go_astray(at);
    }
    return NNREG_FIRST_ON;
}

enum nnreg_first_next nnreg_first_transpose(struct nnreg_first_at *at)
{
    struct nnreg_first_way *way = &at->way, from;
    struct nnreg_constant_ints order;
    uint32_t i, seen = 0;

    if (at->input != 0)
        return NNREG_FIRST_LOST;
    if (!nnreg_first_ints(&order, at, 1) || !nnreg_first_has_rank(way, order.count))
        return go_astray(at);
    from = *way;
    for (i = 0; i < order.count; i++) {
        uint32_t place = nnreg_first_place(&from, order.value[i]);

        if (place == 0 || mask_has(seen, place))
            return go_astray(at);
        seen |= 1u << place;
        way->axis[order.count - i] = from.axis[place];
    }
    return NNREG_FIRST_ON;
}

/* ---------------------------------------------------------------------------------------- splitting and joining -- */

enum { SPLIT_EQUAL, SPLIT_SIZES, SPLIT_UNPACK }; /* details of the rows */

/* The place that is split, and into how many; 0: it is not known. */
static uint32_t place_of_split(int64_t *parts, struct nnreg_first_at *at)
{
    struct nnreg_constant_ints axis = {.count = 1}, sizes;
    uint32_t i;

    if (at->detail == SPLIT_UNPACK) {
        *parts = nnreg_savedmodel_node_int(at->model, at->node, "num", 0);
        axis.value[0] = nnreg_savedmodel_node_int(at->model, at->node, "axis", 0);
        return nnreg_first_place(&at->way, axis.value[0]);
    }
    if (!nnreg_first_ints(&axis, at, at->detail == SPLIT_EQUAL ? 0 : 2) || axis.count != 1)
        return 0;
    *parts = nnreg_savedmodel_node_int(at->model, at->node, "num_split", 0);
    if (at->detail == SPLIT_SIZES) {
        if (!nnreg_first_ints(&sizes, at, 1))
            return 0;
        for (i = 0; i < sizes.count; i++)
            if (sizes.value[i] != 1)
                return 0;
        *parts = sizes.count;
    }
    return nnreg_first_place(&at->way, axis.value[0]);
}

/* Each channel goes on by itself. Of a dimension that is open it is taken that a split into three is one into channels. */
enum nnreg_first_next nnreg_first_split(struct nnreg_first_at *at)
{
    struct nnreg_first_way all;
    int64_t parts = 0;
    uint32_t i, place = place_of_split(&parts, at);

    if (at->input != (at->detail == SPLIT_EQUAL ? 1 : 0) || at->way.astray || place == 0 ||
        nnreg_first_channels_along(at, place) != parts ||
        !nnreg_first_divide(&at->way, place, (uint32_t)parts))
        return NNREG_FIRST_LOST;
    if (at->detail == SPLIT_UNPACK)
        nnreg_first_take_away(&at->way, place);
    all = at->way;
    for (i = 0; i < parts; i++) {
        at->way.places = 1;
        at->way.place[0] = all.place[i];
        nnreg_first_go_on(at, i);
    }
    return NNREG_FIRST_PASSED;
}

enum { JOIN_LAST, JOIN_FIRST, JOIN_PACK }; /* details of the rows: where the axis is */

static struct nnreg_first_join *join_at(struct nnreg_first_at *at, uint32_t inputs)
{
    struct nnreg_first_walk *walk = at->walk;
    struct nnreg_first_join *grown;
    size_t i;

    for (i = 0; i < walk->join_count; i++)
        if (walk->joins[i].point == at->point)
            return &walk->joins[i];
    if (walk->join_count == NNREG_LIMIT_FIRST_JOINS)
        return NULL;
    grown = nnreg_array_room(walk->joins, &walk->join_room, walk->join_count + 1, sizeof *grown);
    if (grown == NULL) {
        walk->flow->failed = true;
        return NULL;
    }
    walk->joins = grown;
    memset(&walk->joins[walk->join_count], 0, sizeof *walk->joins);
    walk->joins[walk->join_count].point = at->point;
    walk->joins[walk->join_count].inputs = inputs;
    return &walk->joins[walk->join_count++];
}

/* The place where channels come together, of a way that arrives there; 0: it is not known. */
static uint32_t place_of_join(struct nnreg_first_at *at)
{
    struct nnreg_constant_ints axis = {.count = 1};
    struct nnreg_first_way way = at->way;

    if (at->detail == JOIN_PACK) {
        axis.value[0] = nnreg_savedmodel_node_int(at->model, at->node, "axis", 0);
        way.rank += way.rank >= 0;
    } else if (!nnreg_first_ints(&axis, at, at->detail == JOIN_LAST ? at->inputs - 1 : 0) ||
               axis.count != 1) {
        return 0;
    }
    return nnreg_first_place(&way, axis.value[0]);
}

/* A channel that is known goes with the first, since their dimensions stand alike. Each has some: see takes_channel. */
static bool goes_with(const struct nnreg_first_way *b, const struct nnreg_first_way *a)
{
    return b->known && b->places == 1 && a->dimension == b->dimension && a->parts == b->parts &&
           a->rank == b->rank && memcmp(a->axis, b->axis, sizeof a->axis) == 0 && a->width == b->width &&
           a->height == b->height && a->resized == b->resized;
}

/* All channels are there: what is known of each is known of all. */
static bool join_ways(struct nnreg_first_way *way, const struct nnreg_first_join *join)
{
    uint32_t i, seen = 0;

    *way = join->way[0];
    for (i = 0; i < join->inputs; i++) {
        const struct nnreg_first_way *from = &join->way[i];
        uint8_t channel = from->place[0];

        if (!goes_with(from, &join->way[0]) || mask_has(seen, channel))
            return false;
        seen |= 1u << channel;
        way->scale[channel] = from->scale[channel];
        way->shift[channel] = from->shift[channel];
        way->place[i] = channel;
        way->shift_at = way->shift_at == NNREG_FLOW_NONE ? from->shift_at : way->shift_at;
        way->scale_at = way->scale_at == NNREG_FLOW_NONE ? from->scale_at : way->scale_at;
    }
    way->places = (uint8_t)join->inputs;
    return join->inputs == way->parts;
}

static bool takes_channel(const struct nnreg_first_at *at, uint32_t place, uint32_t inputs, uint32_t input)
{
    const struct nnreg_first_way *way = &at->way;

    return inputs >= 2 && inputs <= NNREG_FIRST_CHANNELS && input < inputs && !way->astray &&
           way->dimension != 0 && place != 0 &&
           (at->detail == JOIN_PACK || way->axis[place] == way->dimension);
}

enum nnreg_first_next nnreg_first_concat(struct nnreg_first_at *at)
{
    uint32_t inputs = at->inputs - (at->detail != JOIN_PACK && at->inputs > 0), place = place_of_join(at);
    uint32_t input = at->input - (at->detail == JOIN_FIRST), i;
    struct nnreg_first_join *join;
    uint8_t dimension = at->way.dimension;

    if (!takes_channel(at, place, inputs, input))
        return NNREG_FIRST_LOST;
    join = join_at(at, inputs);
    if (join == NULL || join->is_there[input])
        return NNREG_FIRST_LOST;
    join->way[input] = at->way;
    join->is_there[input] = true;
    if (++join->arrived < inputs)
        return NNREG_FIRST_PASSED;
    if (!join_ways(&at->way, join))
        return NNREG_FIRST_LOST;
    if (at->detail == JOIN_PACK) {
        if (!put_in(&at->way, place))
            return NNREG_FIRST_LOST;
        at->way.axis[place] = dimension;
        at->way.gone &= ~(1u << dimension);
    }
    for (i = 0; i < at->way.places; i++)
        if (at->way.place[i] != i)
            at->way.turned_at = at->point;
    return NNREG_FIRST_ON;
}
