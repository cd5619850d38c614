/* The facts of a model, once they are there: see savedmodel.h. */
#include "tensorflow/savedmodel.h"

#include "base/alloc.h"

/* Every array of a model, for what is done with all of them. */
#define ARRAYS(X)  \
    X(metas)       \
    X(tags)        \
    X(nodes)       \
    X(body_nodes)  \
    X(inputs)      \
    X(attrs)       \
    X(numbers)     \
    X(functions)   \
    X(rets)        \
    X(ops)         \
    X(args)        \
    X(defaults)    \
    X(signatures)  \
    X(infos)       \
    X(collections) \
    X(values)      \
    X(gradients)   \
    X(assets)

void nnreg_savedmodel_free(struct nnreg_savedmodel *model)
{
    if (model == NULL)
        return;
    nnreg_string_pool_free(&model->strings);
#define FREE(array) nnreg_chunks_free(&model->array);
    ARRAYS(FREE)
#undef FREE
    nnreg_name_index_free(&model->node_index);
    nnreg_name_index_free(&model->body_index);
    nnreg_name_index_free(&model->function_index);
    nnreg_name_index_free(&model->op_index);
    nnreg_name_index_free(&model->core_op_index);
    nnreg_name_index_free(&model->arg_index);
    nnreg_name_index_free(&model->output_index);
    nnreg_name_index_free(&model->ret_index);
    nnreg_free(model);
}

bool nnreg_savedmodel_text_is(const struct nnreg_savedmodel *model, uint32_t text, const char *expected)
{
    size_t size = strlen(expected);

    return nnreg_savedmodel_text_size(model, text) == size &&
           memcmp(nnreg_savedmodel_text(model, text), expected, size) == 0;
}

int64_t nnreg_savedmodel_attr_int(const struct nnreg_savedmodel *model,
                                  const struct nnreg_savedmodel_attr *attr)
{
    uint64_t low = nnreg_savedmodel_number(model, attr->value);
    uint64_t high = nnreg_savedmodel_number(model, attr->value + 1);

    return (int64_t)(high << 32 | low);
}

uint32_t nnreg_savedmodel_attr_count(const struct nnreg_savedmodel *model,
                                     const struct nnreg_savedmodel_attr *attr)
{
    return nnreg_savedmodel_attr_kind(attr) > NNREG_ATTR_LIST ? nnreg_savedmodel_number(model, attr->value)
                                                              : 0;
}

uint32_t nnreg_savedmodel_attr_entry(const struct nnreg_savedmodel *model,
                                     const struct nnreg_savedmodel_attr *attr, uint32_t index)
{
    return nnreg_savedmodel_number(model, attr->value + 1 + index);
}

/* Attributes are a map: the last one with the key counts, so they are gone through backward. */
const struct nnreg_savedmodel_attr *nnreg_savedmodel_attr(const struct nnreg_savedmodel *model,
                                                          const struct nnreg_savedmodel_node *node,
                                                          uint32_t key)
{
    uint32_t i;

    for (i = node->attrs; i > 0; i--) {
        const struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_attr_at(model, node->first_attr + i - 1);

        if (nnreg_savedmodel_attr_key(attr) == key)
            return attr;
    }
    return NULL;
}

const struct nnreg_savedmodel_attr *nnreg_savedmodel_attr_named(const struct nnreg_savedmodel *model,
                                                                const struct nnreg_savedmodel_node *node,
                                                                const char *key)
{
    uint32_t number;

    if (!nnreg_string_pool_find(&number, &model->strings, key, strlen(key)))
        return NULL;
    return nnreg_savedmodel_attr(model, node, number);
}

/*
 * Takes apart what nnreg_savedmodel_pack (savedmodel_attr.c) has put together. Any other text is whatever numbers its bytes
 * make, but never read beyond its end: the last byte ends a number.
 */
uint32_t nnreg_savedmodel_unpack(int64_t *numbers, uint32_t most, const struct nnreg_savedmodel *model,
                                 uint32_t text)
{
    const unsigned char *byte = (const unsigned char *)nnreg_savedmodel_text(model, text);
    size_t size = nnreg_savedmodel_text_size(model, text);
    size_t i = 1;
    uint32_t count = 0;

    while (i < size && count < most) {
        uint64_t value = 0;
        unsigned shift = 0;

        for (; i < size - 1 && byte[i] >= 0x80; i++, shift += 7)
            value |= (uint64_t)(byte[i] & 0x7f) << shift;
        value |= (uint64_t)byte[i++] << shift;
        numbers[count++] = (int64_t)(value >> 1 ^ (0 - (value & 1)));
    }
    return count;
}

/* 'U' is an unknown rank, 'K' comes before dimensions. */
void nnreg_savedmodel_shape(struct nnreg_shape *shape, const struct nnreg_savedmodel *model, uint32_t number)
{
    shape->known = nnreg_savedmodel_text(model, number)[0] == 'K';
    shape->rank = shape->known ? nnreg_savedmodel_unpack(shape->dim, NNREG_LIMIT_RANK, model, number) : 0;
}
