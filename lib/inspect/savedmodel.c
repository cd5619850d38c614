/* The facts of a model, once they are there: see savedmodel.h. */
#include "inspect/savedmodel.h"

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
    X(ops)         \
    X(args)        \
    X(defaults)    \
    X(signatures)  \
    X(infos)       \
    X(collections) \
    X(values)      \
    X(assets)

void nnreg_model_free(struct nnreg_model *model)
{
    if (model == NULL)
        return;
    nnreg_texts_free(&model->texts);
#define FREE(array) nnreg_segments_free(&model->array);
    ARRAYS(FREE)
#undef FREE
    nnreg_index_free(&model->node_index);
    nnreg_index_free(&model->body_index);
    nnreg_index_free(&model->function_index);
    nnreg_index_free(&model->op_index);
    nnreg_index_free(&model->arg_index);
    nnreg_free(model);
}

size_t nnreg_model_heap(const struct nnreg_model *model)
{
    size_t bytes = sizeof(*model) + nnreg_texts_heap(&model->texts);

#define ADD(array) bytes += nnreg_segments_heap(&model->array);
    ARRAYS(ADD)
#undef ADD
    return bytes + nnreg_index_heap(&model->node_index) + nnreg_index_heap(&model->body_index) +
           nnreg_index_heap(&model->function_index) + nnreg_index_heap(&model->op_index) +
           nnreg_index_heap(&model->arg_index);
}

bool nnreg_model_text_is(const struct nnreg_model *model, uint32_t text, const char *expected)
{
    size_t size = strlen(expected);

    return nnreg_model_text_size(model, text) == size &&
           memcmp(nnreg_model_text(model, text), expected, size) == 0;
}

int64_t nnreg_model_attr_int(const struct nnreg_model *model, const struct nnreg_model_attr *attr)
{
    uint64_t low = nnreg_model_number(model, attr->value);
    uint64_t high = nnreg_model_number(model, attr->value + 1);

    return (int64_t)(high << 32 | low);
}

uint32_t nnreg_model_attr_count(const struct nnreg_model *model, const struct nnreg_model_attr *attr)
{
    return nnreg_model_attr_kind(attr) > NNREG_ATTR_LIST ? nnreg_model_number(model, attr->value) : 0;
}

uint32_t nnreg_model_attr_entry(const struct nnreg_model *model, const struct nnreg_model_attr *attr,
                                uint32_t index)
{
    return nnreg_model_number(model, attr->value + 1 + index);
}

const struct nnreg_model_attr *nnreg_model_attr(const struct nnreg_model *model,
                                                const struct nnreg_model_node *node, uint32_t key)
{
    uint32_t i;

    for (i = node->attrs; i > 0; i--) {
        const struct nnreg_model_attr *attr = nnreg_model_attr_at(model, node->first_attr + i - 1);

        if (nnreg_model_attr_key(attr) == key)
            return attr;
    }
    return NULL;
}

const struct nnreg_model_attr *nnreg_model_attr_named(const struct nnreg_model *model,
                                                      const struct nnreg_model_node *node, const char *key)
{
    uint32_t number;

    if (!nnreg_texts_find(&number, &model->texts, key, strlen(key)))
        return NULL;
    return nnreg_model_attr(model, node, number);
}

void nnreg_model_shape(struct nnreg_shape *shape, const struct nnreg_model *model, uint32_t number)
{
    const unsigned char *text = (const unsigned char *)nnreg_model_text(model, number);
    size_t size = nnreg_model_text_size(model, number);
    size_t i = 1;

    shape->known = size > 0 && text[0] == 'K';
    shape->rank = 0;
    while (shape->known && i < size && shape->rank < NNREG_LIMIT_RANK) {
        uint64_t value = 0;
        unsigned shift = 0;

        for (; i < size - 1 && text[i] >= 0x80; i++, shift += 7)
            value |= (uint64_t)(text[i] & 0x7f) << shift;
        value |= (uint64_t)text[i++] << shift;
        shape->dim[shape->rank++] = (int64_t)(value >> 1 ^ (0 - (value & 1)));
    }
}
