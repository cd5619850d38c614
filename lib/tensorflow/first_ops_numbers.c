/* What operations do to the numbers of pixels: see first_ops.h. */
#include "tensorflow/first_ops_parts.h"

#include <math.h>
#include <string.h>

#include "tensorflow/savedmodel_values.h"

bool nnreg_first_divide(struct nnreg_first_way *way, uint32_t place, uint32_t parts)
{
    uint8_t dimension = !way->astray && place <= NNREG_FIRST_RANK ? way->axis[place] : 0;
    uint8_t i;

    if (dimension == 0 || parts < 2 || parts > NNREG_FIRST_CHANNELS)
        return false;
    if (way->dimension != 0)
        return way->dimension == dimension && way->places == parts;
    if ((way->mixed >> dimension & 1) != 0)
        return false;
    way->dimension = dimension;
    way->parts = way->places = (uint8_t)parts;
    for (i = 0; i < parts; i++) {
        way->scale[i] = way->scale[0];
        way->shift[i] = way->shift[0];
        way->place[i] = i;
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------- with a constant -- */

/* What is done to each pixel of a channel, with a number. */
typedef void first_compute(double *scale, double *shift, double number);

static void first_add(double *scale, double *shift, double number)
{
    (void)scale;
    *shift += number;
}
static void first_subtract(double *scale, double *shift, double number)
{
    (void)scale;
    *shift -= number;
}
static void first_subtract_from(double *scale, double *shift, double number)
{
    *scale = -*scale;
    *shift = number - *shift;
}
static void first_multiply(double *scale, double *shift, double number)
{
    *scale *= number;
    *shift *= number;
}
static void first_divide_by(double *scale, double *shift, double number)
{
    *scale /= number;
    *shift /= number;
}
static void first_divide_into(double *scale, double *shift, double number)
{
    (void)number;
    *scale = *shift = INFINITY; /* which is no factor: see forget_odd_numbers */
}

/* By the detail of the row: with the constant on the right, and on the left. */
static first_compute *const number_computes[][2] = {
    {first_add, first_add},
    {first_subtract, first_subtract_from},
    {first_multiply, first_multiply},
    {first_divide_by, first_divide_into},
};

enum { COMPUTES_SHIFT = 2 /* rows that only shift */ };

/* Numbers that say nothing are not known. */
static void forget_odd_numbers(struct nnreg_first_way *way)
{
    uint32_t i;

    for (i = 0; i < way->parts; i++)
        way->known = way->known && isfinite(way->scale[i]) && isfinite(way->shift[i]) && way->scale[i] != 0;
}

/* What was scaled farthest is what is named; so it is the 255 of "x / 255 * 2". */
static void note_scale(struct nnreg_first_at *at, double factor)
{
    double far = fabs(log(fabs(factor)));

    if (factor != 0 && isfinite(far) && (at->way.scale_at == NNREG_FLOW_NONE || far > at->way.factor)) {
        at->way.factor = far;
        at->way.scale_at = at->point;
    }
}

/* The place from the right along which a constant differs; 0: it does not, NNREG_FLOW_NONE: along several. */
static uint32_t differing_place(const struct nnreg_constant *constant)
{
    uint32_t i, place = 0;

    for (i = 0; i < constant->rank && constant->count > 1; i++) {
        if (constant->dim[i] == 1)
            continue;
        if (place != 0)
            return NNREG_FLOW_NONE;
        place = constant->rank - i;
    }
    return place;
}

/* One of the same rank at most leaves the dimensions where they are. */
static bool keeps_dimensions(struct nnreg_first_way *way, uint32_t rank)
{
    if (rank <= 1 || way->astray)
        return true;
    return way->rank >= 0 ? rank <= (uint32_t)way->rank : nnreg_first_has_rank(way, rank);
}

static void compute_numbers(struct nnreg_first_at *at, const struct nnreg_constant *constant, uint32_t place,
                            first_compute *compute)
{
    struct nnreg_first_way *way = &at->way;
    uint32_t i;

    if (constant->count == 1) {
        for (i = 0; i < way->parts; i++)
            compute(&way->scale[i], &way->shift[i], constant->element[0]);
    } else if (nnreg_first_divide(way, place, constant->count)) {
        for (i = 0; i < way->places; i++)
            compute(&way->scale[way->place[i]], &way->shift[way->place[i]], constant->element[i]);
    } else {
        way->known = false;
    }
    forget_odd_numbers(way);
}

/* With numbers that are stored elsewhere, or are computed. */
static enum nnreg_first_next with_unknown(struct nnreg_first_at *at, uint32_t other)
{
    struct nnreg_shape shape;

    at->way.known = false;
    if (!nnreg_first_stored_shape(&shape, at, other) || !keeps_dimensions(&at->way, shape.rank))
        return NNREG_FIRST_LOST;
    return NNREG_FIRST_ON;
}

enum nnreg_first_next nnreg_first_arithmetic(struct nnreg_first_at *at)
{
    uint32_t other = 1 - at->input;
    struct nnreg_constant constant;

    if (at->inputs != 2)
        return NNREG_FIRST_LOST;
    if (!nnreg_first_constant(&constant, at, other))
        return with_unknown(at, other);
    if (!keeps_dimensions(&at->way, constant.rank))
        return NNREG_FIRST_LOST;
    compute_numbers(at, &constant, differing_place(&constant), number_computes[at->detail][other == 0]);
    if (at->detail < COMPUTES_SHIFT)
        at->way.shift_at = at->point;
    else
        note_scale(at, constant.element[0]);
    return NNREG_FIRST_ON;
}

/* ------------------------------------------------------------------------------------ with one number a channel -- */

static uint32_t channel_place(const char *format)
{
    return format[1] == 'C' ? 3 : 1;
}

enum nnreg_first_next nnreg_first_bias(struct nnreg_first_at *at)
{
    const char *format = nnreg_first_data_format(at);
    struct nnreg_constant constant;

    if (at->input != 0 || format == NULL)
        return NNREG_FIRST_LOST;
    if (nnreg_first_constant(&constant, at, 1))
        compute_numbers(at, &constant, channel_place(format), first_add);
    else
        at->way.known = false;
    at->way.shift_at = at->point;
    return NNREG_FIRST_ON;
}

/* Scale, offset, mean and variance; they are broadcast together. */
static bool norm_constants(struct nnreg_constant constants[4], uint32_t *count, struct nnreg_first_at *at)
{
    uint32_t i;

    *count = 1;
    for (i = 0; i < 4; i++) {
        if (!nnreg_first_constant(&constants[i], at, i + 1) || constants[i].rank != 1 ||
            constants[i].dim[0] != constants[0].dim[0])
            return false;
        *count = constants[i].count > 1 ? constants[i].count : *count;
    }
    return true;
}

/* Behind training: (x - mean) / sqrt(variance + epsilon) * scale + offset. */
enum nnreg_first_next nnreg_first_norm(struct nnreg_first_at *at)
{
    const char *format = nnreg_first_data_format(at);
    double epsilon = nnreg_savedmodel_node_float(at->model, at->node, "epsilon", 0.0001);
    struct nnreg_constant constants[4], scale, shift;
    uint32_t count, i;

    if (at->input != 0 || format == NULL)
        return NNREG_FIRST_LOST;
    nnreg_first_tell_order(at, format);
    if (nnreg_savedmodel_node_bool(at->model, at->node, "is_training", true) ||
        !norm_constants(constants, &count, at)) {
        at->way.known = false;
        return NNREG_FIRST_ON;
    }
    scale = shift = (struct nnreg_constant){.rank = 1, .dim = {count}, .count = count};
    for (i = 0; i < count; i++) {
        scale.element[i] = nnreg_constant_element(&constants[0], i) /
                           sqrt(nnreg_constant_element(&constants[3], i) + epsilon);
        shift.element[i] = nnreg_constant_element(&constants[1], i) -
                           nnreg_constant_element(&constants[2], i) * scale.element[i];
    }
    compute_numbers(at, &scale, channel_place(format), first_multiply);
    compute_numbers(at, &shift, channel_place(format), first_add);
    note_scale(at, scale.element[0]);
    at->way.shift_at = at->point;
    return NNREG_FIRST_ON;
}

/* -------------------------------------------------------------------------------------------------------- types -- */

static bool is_float(uint32_t dtype)
{
    return dtype == NNREG_DT_FLOAT || dtype == NNREG_DT_HALF || dtype == NNREG_DT_BFLOAT16 ||
           dtype == NNREG_DT_DOUBLE;
}

static bool is_untouched(const struct nnreg_first_way *way)
{
    return way->parts == 1 && way->scale[0] == 1 && way->shift[0] == 0;
}

static uint32_t type_attr(const struct nnreg_first_at *at, const char *key)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(at->model, at->node, key);

    return attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TYPE ? nnreg_dtype_base(attr->value)
                                                                               : NNREG_DTYPE_UNNAMED;
}

/* Numbers that are made whole lose what is behind the point: of pixels up to 1 nothing but 0 and 1 would be left. */
enum nnreg_first_next nnreg_first_cast(struct nnreg_first_at *at)
{
    uint32_t from = type_attr(at, "SrcT"), to = type_attr(at, "DstT");

    if (is_float(to))
        return NNREG_FIRST_ON;
    if (to == NNREG_DT_BOOL || to == NNREG_DTYPE_UNNAMED)
        return NNREG_FIRST_LOST;
    if (is_float(from) && !is_untouched(&at->way)) {
        at->way.known = false;
    } else if (is_float(from)) {
        at->way.whole = true;
        at->way.whole_at = at->point;
    }
    return NNREG_FIRST_ON;
}

/* To a range: what lies in it stays. */
enum nnreg_first_next nnreg_first_clip(struct nnreg_first_at *at)
{
    struct nnreg_constant bound;

    if (at->inputs == 3)
        return at->input == 0 ? NNREG_FIRST_ON : NNREG_FIRST_LOST;
    return at->inputs == 2 && nnreg_first_constant(&bound, at, 1 - at->input) && bound.count == 1 &&
                   keeps_dimensions(&at->way, bound.rank)
               ? NNREG_FIRST_ON
               : NNREG_FIRST_LOST;
}
