/*
 * The constants of a model, as the readers report them: see savedmodel_build.h. Of the attribute "value" of nodes; of all
 * others the tensor is passed over unread.
 *
 *     TensorProto   dtype, shape, and the elements: as bytes (tensor_content), or in the list of the type, whose last
 *                   number stands for all further elements (doc/FORMATS.md, "Protobuf messages")
 *
 * The type may stand behind the elements, so all lists are held, each up to the limit; at the message's end the type tells
 * which of them counts, and what is kept is packed into one text (savedmodel_values.h). Texts go into the list being read.
 */
#include "tensorflow/savedmodel_build.h"

/* Only the constant of a node is looked into. Without a shape it is a scalar. */
bool nnreg_build_attr_tensor(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;
    size_t i;

    draft->kind = NNREG_ATTR_NONE;
    if (draft->has_key && draft->key != builder->key_value)
        return false;
    draft->kind = NNREG_ATTR_TENSOR;
    draft->dtype = NNREG_DT_INVALID;
    draft->string_bytes = 0;
    draft->strings_cut = false;
    builder->shape.known = true;
    builder->shape.rank = 0;
    for (i = 0; i < NNREG_SAVEDMODEL_LISTS; i++)
        builder->constant.list[i].count = 0;
    builder->constant.content_size = 0;
    builder->object[NNREG_SAVEDMODEL_OBJECT_CONSTANT] = &builder->constant;
    return true;
}

void nnreg_build_tensor_type(struct nnreg_savedmodel_builder *builder,
                             const struct nnreg_savedmodel_value *value)
{
    builder->draft.dtype =
        (uint32_t)(value->number < NNREG_DTYPE_UNNAMED ? value->number : NNREG_DTYPE_UNNAMED);
}

void nnreg_build_tensor_content(struct nnreg_savedmodel_builder *builder,
                                const struct nnreg_savedmodel_value *value)
{
    builder->constant.content_size = value->size;
    if (value->text != NULL && value->size <= NNREG_SAVEDMODEL_CONTENT)
        memcpy(builder->constant.content, value->text, value->size);
}

/* The strings of a constant: all, or, beyond the limits, none, so that half a list is never taken for a whole one. */
void nnreg_build_tensor_string(struct nnreg_savedmodel_builder *builder,
                               const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;

    if (draft->strings_cut)
        return;
    draft->string_bytes += value->size;
    if (value->text == NULL || value->size > NNREG_STRING_POOL_LONG ||
        builder->list_count == NNREG_LIMIT_MODEL_LIST || draft->string_bytes > NNREG_LIMIT_MODEL_STRINGS) {
        draft->strings_cut = true;
        return;
    }
    nnreg_savedmodel_push(builder, NNREG_ATTR_STRINGS, nnreg_savedmodel_intern(builder, value));
}

/* -- the end of a constant -- */

/* The list in which the numbers of a type stand, where it is not that of the smaller integers. */
static const struct nnreg_savedmodel_numbers *list_of_type(const struct nnreg_savedmodel_constant *constant,
                                                           uint32_t dtype)
{
    static const unsigned char lists[] = {
        [NNREG_DT_FLOAT] = NNREG_SAVEDMODEL_FLOATS,    [NNREG_DT_DOUBLE] = NNREG_SAVEDMODEL_DOUBLES,
        [NNREG_DT_INT32] = NNREG_SAVEDMODEL_INTS,      [NNREG_DT_UINT8] = NNREG_SAVEDMODEL_INTS,
        [NNREG_DT_INT16] = NNREG_SAVEDMODEL_INTS,      [NNREG_DT_INT8] = NNREG_SAVEDMODEL_INTS,
        [NNREG_DT_INT64] = NNREG_SAVEDMODEL_INT64S,    [NNREG_DT_BOOL] = NNREG_SAVEDMODEL_BOOLS,
        [NNREG_DT_BFLOAT16] = NNREG_SAVEDMODEL_HALVES, [NNREG_DT_UINT16] = NNREG_SAVEDMODEL_INTS,
        [NNREG_DT_HALF] = NNREG_SAVEDMODEL_HALVES,     [NNREG_DT_UINT32] = NNREG_SAVEDMODEL_UINT32S,
        [NNREG_DT_UINT64] = NNREG_SAVEDMODEL_UINT64S,
    };

    return &constant->list[lists[dtype]];
}

/* A number's lowest bytes, the lowest first: as TensorFlow, which casts the list's type to the element's. */
static unsigned char *put_element(unsigned char *out, uint64_t number, size_t width)
{
    for (; width > 0; width--, number >>= 8)
        *out++ = (unsigned char)(number & 0xff);
    return out;
}

/* The values that `elements` elements have, behind `out`: false when they are not known, or too many are spelt out. */
static bool settle_values(unsigned char *out, uint32_t *count,
                          const struct nnreg_savedmodel_constant *constant, uint32_t dtype, uint64_t elements)
{
    size_t width = nnreg_savedmodel_value_width(dtype);
    const struct nnreg_savedmodel_numbers *list;

    if (width == 0)
        return false;
    if (constant->content_size > 0) {
        if (elements > NNREG_LIMIT_MODEL_VALUES || constant->content_size != elements * width)
            return false;
        memcpy(out, constant->content, constant->content_size);
        *count = (uint32_t)elements;
        return true;
    }
    list = list_of_type(constant, dtype);
    if (list->count > NNREG_LIMIT_MODEL_VALUES || list->count > elements)
        return false;
    for (*count = 0; *count < list->count; ++*count)
        out = put_element(out, list->number[*count], width);
    if (*count == 0 && elements > 0) {
        put_element(out, 0, width);
        *count = 1;
    }
    return true;
}

/* The constant as a text. */
static uint32_t settle_constant(struct nnreg_savedmodel_builder *builder)
{
    unsigned char bytes[NNREG_TENSOR_HEADER + NNREG_SAVEDMODEL_CONTENT];
    const struct nnreg_savedmodel_draft *draft = &builder->draft;
    struct nnreg_savedmodel_value text = {.text = (const char *)bytes, .size = NNREG_TENSOR_HEADER};
    uint64_t elements;
    uint32_t count = 0;
    bool is_known =
        nnreg_savedmodel_elements(&elements, &builder->shape) &&
        settle_values(bytes + NNREG_TENSOR_HEADER, &count, &builder->constant, draft->dtype, elements);

    put_element(put_element(bytes, draft->dtype, 2), draft->shape, 4);
    bytes[NNREG_TENSOR_HEADER - 1] = (unsigned char)(count | (is_known ? NNREG_TENSOR_KNOWN : 0));
    text.size += count * nnreg_savedmodel_value_width(draft->dtype);
    return nnreg_savedmodel_intern(builder, &text);
}

/* An open shape is what TensorFlow's loader refuses in a constant (doc/FORMATS.md, "SavedModel folder", 1). */
void nnreg_build_attr_tensor_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;
    uint32_t i;

    draft->open_shape = !builder->shape.known;
    for (i = 0; i < builder->shape.rank; i++)
        draft->open_shape |= builder->shape.dim[i] < 0;
    draft->shape = nnreg_savedmodel_pack_shape(builder);
    if (draft->dtype != NNREG_DT_STRING)
        draft->strings_cut = false;
    else if (builder->constant.content_size > 0)
        draft->strings_cut = true; /* texts in TensorFlow's packed form, which count instead of the list */
    if (draft->dtype != NNREG_DT_STRING || draft->strings_cut) {
        draft->kind = NNREG_ATTR_TENSOR;
        draft->value = settle_constant(builder);
    } else if (draft->kind == NNREG_ATTR_TENSOR) {
        draft->kind = NNREG_ATTR_STRINGS;
        builder->list_count = 0;
    }
}
