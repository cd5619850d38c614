/* The pool of shapes and values, and what may be either of two: see shapes.h. */
#include "tensorflow/shapes_parts.h"

#define GROUP_BITS 7
#define GROUP_MOST 10 /* groups of a number of 64 bits */

static size_t put_group(unsigned char *out, uint64_t number)
{
    size_t size = 0;

    while (number >= 1u << GROUP_BITS) {
        out[size++] = (unsigned char)(number | 1u << GROUP_BITS);
        number >>= GROUP_BITS;
    }
    out[size++] = (unsigned char)number;
    return size;
}

static uint64_t get_group(const unsigned char **at)
{
    uint64_t number = 0;
    unsigned shift = 0;

    for (;; shift += GROUP_BITS) {
        unsigned char byte = *(*at)++;

        number |= (uint64_t)(byte & ((1u << GROUP_BITS) - 1)) << shift;
        if (byte < 1u << GROUP_BITS)
            return number;
    }
}

/* The room is in proportion to what is reached of the model; what does not fit is unknown. */
static uint32_t put_packed(struct nnreg_shapes *shapes, const unsigned char *bytes, size_t size)
{
    uint64_t room = (uint64_t)shapes->order_count * NNREG_LIMIT_SHAPES_POINT + NNREG_LIMIT_SHAPES_FREE;
    uint32_t text = 0;

    if (nnreg_string_pool_find(&text, &shapes->pool, bytes, size))
        return text;
    if ((uint64_t)shapes->pool.blocks * NNREG_STRING_POOL_BLOCK > room + NNREG_STRING_POOL_BLOCK) {
        shapes->cut = true;
        return 0;
    }
    switch (nnreg_string_pool_put(&text, &shapes->pool, bytes, size)) {
    case NNREG_STRING_POOL_OK:
        return text;
    case NNREG_STRING_POOL_FULL:
        shapes->cut = true;
        break;
    case NNREG_STRING_POOL_NO_MEMORY:
        shapes->failed = true;
        break;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- shapes -- */

uint32_t nnreg_shapes_put(struct nnreg_shapes *shapes, const struct nnreg_shape *shape)
{
    unsigned char text[1 + NNREG_LIMIT_RANK * GROUP_MOST];
    size_t size = 1;
    uint32_t i;

    if (!shape->known)
        return 0;
    text[0] = 's';
    for (i = 0; i < shape->rank; i++)
        size += put_group(text + size, shape->dim[i] >= 0 ? (uint64_t)shape->dim[i] + 1 : 0);
    return put_packed(shapes, text, size);
}

void nnreg_shapes_get(struct nnreg_shape *shape, const struct nnreg_shapes *shapes, uint32_t number)
{
    const unsigned char *at = (const unsigned char *)nnreg_string_pool_at(&shapes->pool, number);
    const unsigned char *end = at + nnreg_string_pool_size(&shapes->pool, number);

    shape->known = number != 0 && *at == 's';
    shape->rank = 0;
    if (!shape->known)
        return;
    for (at++; at < end;)
        shape->dim[shape->rank++] = (int64_t)(get_group(&at) - 1);
}

/* ------------------------------------------------------------------------------------------------------- values -- */

static uint64_t zigzag(int64_t number)
{
    return (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
}

uint32_t nnreg_shapes_put_value(struct nnreg_shapes *shapes, const struct nnreg_shapes_value *value)
{
    unsigned char text[1 + NNREG_SHAPES_VALUES * GROUP_MOST];
    size_t size = 1;
    uint32_t i;

    if (value->known == 0 && value->count > 0)
        return 0;
    text[0] = 'v';
    for (i = 0; i < value->count; i++) {
        bool known = (value->known >> i & 1) != 0 && value->element[i] != INT64_MIN;

        size += put_group(text + size, known ? zigzag(value->element[i]) + 1 : 0);
    }
    return put_packed(shapes, text, size);
}

bool nnreg_shapes_get_value(struct nnreg_shapes_value *value, const struct nnreg_shapes *shapes,
                            uint32_t number)
{
    const unsigned char *at = (const unsigned char *)nnreg_string_pool_at(&shapes->pool, number);
    const unsigned char *end = at + nnreg_string_pool_size(&shapes->pool, number);

    value->count = 0;
    value->known = 0;
    if (number == 0 || *at != 'v')
        return false;
    for (at++; at < end;) {
        uint64_t packed = get_group(&at), bits = packed - 1;

        nnreg_shapes_add_element(value, packed != 0,
                                 (int64_t)(bits >> 1 ^ ((bits & 1) != 0 ? UINT64_MAX : 0)));
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------------- either -- */

static uint32_t either_shape(struct nnreg_shapes *shapes, uint32_t a, uint32_t b)
{
    struct nnreg_shape one, other;
    uint32_t i;

    if (a == b || a == 0 || b == 0)
        return a == b ? a : 0;
    nnreg_shapes_get(&one, shapes, a);
    nnreg_shapes_get(&other, shapes, b);
    if (!one.known || !other.known || one.rank != other.rank)
        return 0;
    for (i = 0; i < one.rank; i++)
        if (one.dim[i] != other.dim[i])
            one.dim[i] = -1;
    return nnreg_shapes_put(shapes, &one);
}

/* Of two resources the shapes of what is behind them; a list and a shape have nothing in common. */
static uint32_t either_value(struct nnreg_shapes *shapes, uint32_t a, uint32_t b)
{
    struct nnreg_shapes_value one, other;
    uint32_t i;

    if (a == b || a == 0 || b == 0)
        return a == b ? a : 0;
    if (!nnreg_shapes_get_value(&one, shapes, a) || !nnreg_shapes_get_value(&other, shapes, b))
        return either_shape(shapes, a, b);
    if (one.count != other.count)
        return 0;
    one.known &= other.known;
    for (i = 0; i < one.count; i++)
        if (one.element[i] != other.element[i])
            one.known &= ~((uint64_t)1 << i);
    return nnreg_shapes_put_value(shapes, &one);
}

struct nnreg_shapes_tensor nnreg_shapes_either(struct nnreg_shapes *shapes, struct nnreg_shapes_tensor a,
                                               struct nnreg_shapes_tensor b)
{
    struct nnreg_shapes_tensor either = {either_shape(shapes, a.shape, b.shape),
                                         either_value(shapes, a.value, b.value)};

    return either;
}
