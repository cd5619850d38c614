/*
 * Values of attributes and of constants: see savedmodel_values.h. Everything is decoded when it is asked for, and lies in the
 * model as small as the file has it: equal constants, lists and shapes are one text each.
 */
#include "tensorflow/savedmodel_values.h"

#include <assert.h>

#include "formats/mean_values.h"

/* -- attributes -- */

static const struct nnreg_savedmodel_attr *attr_of_kind(const struct nnreg_savedmodel *model,
                                                        const struct nnreg_savedmodel_node *node,
                                                        const char *key, enum nnreg_attr_kind kind)
{
    const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_named(model, node, key);

    return attr != NULL && nnreg_savedmodel_attr_kind(attr) == kind ? attr : NULL;
}

int64_t nnreg_savedmodel_node_int(const struct nnreg_savedmodel *model,
                                  const struct nnreg_savedmodel_node *node, const char *key, int64_t absent)
{
    const struct nnreg_savedmodel_attr *attr = attr_of_kind(model, node, key, NNREG_ATTR_INT);

    return attr != NULL ? nnreg_savedmodel_attr_int(model, attr) : absent;
}

bool nnreg_savedmodel_node_bool(const struct nnreg_savedmodel *model,
                                const struct nnreg_savedmodel_node *node, const char *key, bool absent)
{
    const struct nnreg_savedmodel_attr *attr = attr_of_kind(model, node, key, NNREG_ATTR_BOOL);

    return attr != NULL ? attr->value != 0 : absent;
}

double nnreg_savedmodel_node_float(const struct nnreg_savedmodel *model,
                                   const struct nnreg_savedmodel_node *node, const char *key, double absent)
{
    const struct nnreg_savedmodel_attr *attr = attr_of_kind(model, node, key, NNREG_ATTR_FLOAT);
    float value;

    if (attr == NULL)
        return absent;
    memcpy(&value, &attr->value, sizeof value);
    return (double)value;
}

const char *nnreg_savedmodel_node_text(const struct nnreg_savedmodel *model,
                                       const struct nnreg_savedmodel_node *node, const char *key,
                                       const char *absent)
{
    const struct nnreg_savedmodel_attr *attr = attr_of_kind(model, node, key, NNREG_ATTR_TEXT);

    return attr != NULL ? nnreg_savedmodel_text(model, attr->value) : absent;
}

bool nnreg_savedmodel_ints(struct nnreg_savedmodel_ints *ints, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_attr *attr)
{
    ints->count = 0;
    if (attr == NULL)
        return false;
    if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_LIST)
        return true;
    if (nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_INTS)
        return false;
    ints->count = nnreg_savedmodel_unpack(ints->value, NNREG_LIMIT_MODEL_VALUES, model, attr->value);
    return true;
}

bool nnreg_savedmodel_node_ints(struct nnreg_savedmodel_ints *ints, const struct nnreg_savedmodel *model,
                                const struct nnreg_savedmodel_node *node, const char *key)
{
    return nnreg_savedmodel_ints(ints, model, nnreg_savedmodel_attr_named(model, node, key));
}

/* -- constants -- */

/* The types of which values are kept: their elements, which mean files have, too. */
static const struct {
    uint32_t dtype;
    enum nnreg_element element;
    bool is_whole;
    bool is_signed;
} value_types[] = {
    {NNREG_DT_FLOAT, NNREG_ELEMENT_FLOAT, false, true},
    {NNREG_DT_INT32, NNREG_ELEMENT_INT32, true, true},
    {NNREG_DT_INT64, NNREG_ELEMENT_INT64, true, true},
    {NNREG_DT_BOOL, NNREG_ELEMENT_BOOL, true, false},
    {NNREG_DT_HALF, NNREG_ELEMENT_HALF, false, true},
    {NNREG_DT_BFLOAT16, NNREG_ELEMENT_BFLOAT16, false, true},
    {NNREG_DT_DOUBLE, NNREG_ELEMENT_DOUBLE, false, true},
    {NNREG_DT_UINT8, NNREG_ELEMENT_UINT8, true, false},
    {NNREG_DT_INT8, NNREG_ELEMENT_INT8, true, true},
    {NNREG_DT_UINT16, NNREG_ELEMENT_UINT16, true, false},
    {NNREG_DT_INT16, NNREG_ELEMENT_INT16, true, true},
    {NNREG_DT_UINT32, NNREG_ELEMENT_UINT32, true, false},
    {NNREG_DT_UINT64, NNREG_ELEMENT_UINT64, true, false},
};

#define VALUE_TYPES (sizeof value_types / sizeof value_types[0])

static size_t value_type(uint32_t dtype)
{
    size_t i = 0;

    while (i < VALUE_TYPES && value_types[i].dtype != dtype)
        i++;
    return i;
}

size_t nnreg_savedmodel_value_width(uint32_t dtype)
{
    size_t type = value_type(dtype);

    return type < VALUE_TYPES ? nnreg_element_rows[value_types[type].element].bytes : 0;
}

double nnreg_savedmodel_value(uint32_t dtype, const unsigned char *bytes, bool big_endian)
{
    size_t type = value_type(dtype);

    assert(type < VALUE_TYPES);
    return nnreg_element_value(value_types[type].element, bytes, big_endian);
}

bool nnreg_savedmodel_elements(uint64_t *elements, const struct nnreg_shape *shape)
{
    bool is_known = shape->known, is_empty = false, is_larger = false;
    uint32_t i;

    *elements = 1;
    for (i = 0; i < shape->rank; i++) {
        is_known &= shape->dim[i] >= 0;
        is_empty |= shape->dim[i] == 0;
        is_larger |= __builtin_mul_overflow(*elements, (uint64_t)shape->dim[i], elements);
    }
    if (is_empty)
        *elements = 0;
    return is_known && (is_empty || !is_larger);
}

/* The number that lies in some bytes, the lowest first. */
static uint64_t little_number(const unsigned char *bytes, size_t width)
{
    uint64_t number = 0;

    while (width-- > 0)
        number = number << 8 | bytes[width];
    return number;
}

static void unpack_constant(struct nnreg_savedmodel_tensor *tensor, uint32_t text)
{
    const unsigned char *bytes = (const unsigned char *)nnreg_savedmodel_text(tensor->model, text);

    tensor->dtype = (uint32_t)little_number(bytes, 2);
    tensor->shape = (uint32_t)little_number(bytes + 2, 4);
    tensor->count = bytes[NNREG_TENSOR_HEADER - 1] & ~NNREG_TENSOR_KNOWN;
    tensor->has_values = (bytes[NNREG_TENSOR_HEADER - 1] & NNREG_TENSOR_KNOWN) != 0;
    tensor->bytes = bytes + NNREG_TENSOR_HEADER;
}

static void unpack_texts(struct nnreg_savedmodel_tensor *tensor, uint32_t at)
{
    tensor->dtype = NNREG_DT_STRING;
    tensor->shape = nnreg_savedmodel_number(tensor->model, at - 1);
    tensor->count = nnreg_savedmodel_number(tensor->model, at);
    tensor->first_text = at + 1;
}

bool nnreg_savedmodel_tensor(struct nnreg_savedmodel_tensor *tensor, const struct nnreg_savedmodel *model,
                             const struct nnreg_savedmodel_attr *attr)
{
    struct nnreg_shape shape;

    memset(tensor, 0, sizeof *tensor);
    tensor->model = model;
    if (attr == NULL)
        return false;
    if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TENSOR)
        unpack_constant(tensor, attr->value);
    else if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_STRINGS)
        unpack_texts(tensor, attr->value);
    else
        return false;
    nnreg_savedmodel_shape(&shape, model, tensor->shape);
    tensor->has_elements = nnreg_savedmodel_elements(&tensor->elements, &shape);
    if (tensor->first_text > 0)
        tensor->has_values = tensor->has_elements && tensor->count <= tensor->elements;
    return true;
}

/* Which of the values kept an element has: the last one stands for all behind it. False when there is no such element. */
static bool value_of_element(uint32_t *index, const struct nnreg_savedmodel_tensor *tensor, uint64_t element)
{
    if (!tensor->has_values || element >= tensor->elements)
        return false;
    *index = element < tensor->count ? (uint32_t)element : tensor->count - (tensor->count > 0);
    return true;
}

/* The bytes of a number among the values; NULL when it is none. */
static const unsigned char *number_of_element(size_t *type, const struct nnreg_savedmodel_tensor *tensor,
                                              uint64_t element)
{
    uint32_t index;

    *type = value_type(tensor->dtype);
    if (*type == VALUE_TYPES || !value_of_element(&index, tensor, element))
        return NULL;
    return tensor->bytes + (size_t)index * nnreg_savedmodel_value_width(tensor->dtype);
}

bool nnreg_savedmodel_tensor_double(double *value, const struct nnreg_savedmodel_tensor *tensor,
                                    uint64_t element)
{
    size_t type;
    const unsigned char *bytes = number_of_element(&type, tensor, element);

    *value = 0;
    if (bytes == NULL)
        return false;
    *value = nnreg_element_value(value_types[type].element, bytes, false);
    return true;
}

bool nnreg_savedmodel_tensor_int(int64_t *value, const struct nnreg_savedmodel_tensor *tensor,
                                 uint64_t element)
{
    size_t type, width;
    const unsigned char *bytes = number_of_element(&type, tensor, element);
    uint64_t bits;

    *value = 0;
    if (bytes == NULL || !value_types[type].is_whole)
        return false;
    width = nnreg_savedmodel_value_width(tensor->dtype);
    bits = little_number(bytes, width);
    if (tensor->dtype == NNREG_DT_BOOL)
        bits = bits != 0;
    if (value_types[type].is_signed)
        bits = (uint64_t)((int64_t)(bits << (64 - 8 * width)) >> (64 - 8 * width));
    else if (bits > INT64_MAX)
        return false;
    *value = (int64_t)bits;
    return true;
}
