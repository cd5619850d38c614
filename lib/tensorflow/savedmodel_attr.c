/*
 * Facts of attributes and shapes, as the readers report them: see savedmodel_build.h. An attribute is drafted until
 * its map entry ends, because key and value may come in either order; then it is kept, or forgotten.
 *
 * While it is drafted, `list` holds the entries of a list, or the strings of a constant; numbers and texts go the same way,
 * since a text is a number of the string pool. In the model an attribute is two words:
 *
 *     key_and_kind   the key's text in the lower 28 bits, its enum nnreg_attr_kind in the upper 4
 *     value          a type, text or function itself, or a text of numbers (nnreg_savedmodel_pack); of INT and of other
 *                    lists an index into `numbers`, where lie the lower and the upper half, or the count and the entries
 */
#include "tensorflow/savedmodel_build.h"

#include <assert.h>

#include "base/array.h"

/*
 * What an operation reads, writes, or talks to, where these hold a constant (doc/FORMATS.md, "Unsafe operations"); and in
 * the last rows how it works on its tensors.
 */
static const char *const text_keys[] = {
    "memory_region_name",
    "output_stream",
    "debug_urls",
    "address",
    "server_address",
    "protocol",
    "data_source_name",
    "driver_name",
    "method_name",
    "token",
    "filename",
    "pattern",
    "error_msg",
    "project_id",
    "send_device",
    "recv_device",
    "shared_name",
    "padding",
    "data_format",
    "equation",
    "mode",
    "method",
    "src_format",
    "dst_format",
    "separator",
    "file_pattern",
    "descriptor_source",
    "vocab_file",
};

/* Whether the text of an attribute with this key is kept. */
static bool keeps_text(const char *key, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof(text_keys) / sizeof(text_keys[0]); i++)
        if (strlen(text_keys[i]) == length && memcmp(text_keys[i], key, length) == 0)
            return true;
    return false;
}

bool nnreg_build_attr(struct nnreg_savedmodel_builder *builder)
{
    memset(&builder->draft, 0, sizeof(builder->draft));
    builder->list_count = 0;
    return true;
}

void nnreg_build_attr_key(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_value *value)
{
    builder->draft.key = nnreg_savedmodel_intern(builder, value);
    builder->draft.has_key = true;
}

bool nnreg_build_attr_value(struct nnreg_savedmodel_builder *builder)
{
    builder->draft.has_value = true;
    return true;
}

bool nnreg_build_attr_default(struct nnreg_savedmodel_builder *builder)
{
    builder->draft.has_value = builder->draft.is_default = true;
    return true;
}

static bool wants_text(const struct nnreg_savedmodel_builder *builder)
{
    const struct nnreg_savedmodel_draft *draft = &builder->draft;

    return !draft->has_key || keeps_text(nnreg_savedmodel_text(builder->model, draft->key),
                                         nnreg_savedmodel_text_size(builder->model, draft->key));
}

void nnreg_savedmodel_push(struct nnreg_savedmodel_builder *builder, enum nnreg_attr_kind kind,
                           uint32_t entry)
{
    uint32_t *grown;

    if (builder->draft.kind != kind) {
        builder->draft.kind = kind;
        builder->list_count = 0;
    }
    if (builder->list_count == NNREG_LIMIT_MODEL_LIST) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a list attribute with more than 65536 entries");
        return;
    }
    grown =
        nnreg_array_room(builder->list, &builder->list_room, (size_t)builder->list_count + 1, sizeof *grown);
    if (grown == NULL) {
        nnreg_savedmodel_stop(builder, NNREG_NO_MEMORY, "");
        return;
    }
    builder->list = grown;
    builder->list[builder->list_count++] = entry;
}

/* A value of a kind that is kept alone or in a list. */
static void keep_list_item(struct nnreg_savedmodel_builder *builder, enum nnreg_attr_kind alone,
                           enum nnreg_attr_kind listed, uint32_t value)
{
    if (builder->draft.in_list) {
        nnreg_savedmodel_push(builder, listed, value);
        return;
    }
    builder->draft.kind = alone;
    builder->draft.value = value;
}

bool nnreg_build_attr_list(struct nnreg_savedmodel_builder *builder)
{
    builder->draft.in_list = true;
    if (builder->draft.kind < NNREG_ATTR_LIST && builder->draft.kind != NNREG_ATTR_INTS) {
        builder->draft.kind = NNREG_ATTR_LIST;
        builder->list_count = 0;
    }
    return true;
}

void nnreg_build_attr_list_end(struct nnreg_savedmodel_builder *builder)
{
    builder->draft.in_list = false;
}

/* A value of a kind that is not kept: of a union the last member counts, so it takes back what was before. */
void nnreg_build_attr_other(struct nnreg_savedmodel_builder *builder,
                            const struct nnreg_savedmodel_value *value)
{
    (void)value;
    builder->draft.kind = NNREG_ATTR_NONE;
    builder->draft.text_unknown = true; /* a placeholder's, which each call of the function says anew */
}

/* A list of more integers than are kept is counted as one too many, and forgotten at its end. */
static void push_int(struct nnreg_savedmodel_builder *builder, int64_t number)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;

    if (draft->kind != NNREG_ATTR_INTS) {
        draft->kind = NNREG_ATTR_INTS;
        draft->ints = 0;
    }
    if (draft->ints < NNREG_LIMIT_MODEL_VALUES)
        builder->ints[draft->ints] = number;
    if (draft->ints <= NNREG_LIMIT_MODEL_VALUES)
        draft->ints++;
}

void nnreg_build_attr_int(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_value *value)
{
    if (builder->draft.in_list) {
        push_int(builder, (int64_t)value->number);
        return;
    }
    builder->draft.kind = NNREG_ATTR_INT;
    builder->draft.number = (int64_t)value->number;
}

void nnreg_build_attr_bool(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    builder->draft.kind = NNREG_ATTR_BOOL;
    builder->draft.value = value->number != 0;
}

void nnreg_build_attr_float(struct nnreg_savedmodel_builder *builder,
                            const struct nnreg_savedmodel_value *value)
{
    builder->draft.kind = NNREG_ATTR_FLOAT;
    builder->draft.value = (uint32_t)value->number;
}

void nnreg_build_attr_type(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    uint64_t type = value->number < NNREG_DTYPE_UNNAMED ? value->number : NNREG_DTYPE_UNNAMED;

    keep_list_item(builder, NNREG_ATTR_TYPE, NNREG_ATTR_TYPES, (uint32_t)type);
}

/*
 * Texts are kept only where they say what an operation does outside; while the key is not known yet they are kept, to be
 * judged at the end. Of others nothing is kept, the attribute neither; a list of which one text cannot be kept is none at all,
 * and its node knows that.
 */
void nnreg_build_attr_text(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;
    bool can_keep = value->text != NULL && value->size <= NNREG_STRING_POOL_LONG;

    draft->text_unknown = !can_keep || (draft->in_list && draft->text_unknown);
    if (can_keep && wants_text(builder))
        keep_list_item(builder, NNREG_ATTR_TEXT, NNREG_ATTR_TEXTS, nnreg_savedmodel_intern(builder, value));
    else
        draft->kind = NNREG_ATTR_NONE;
}

static bool has_attr_room(struct nnreg_savedmodel_builder *builder, const struct nnreg_savedmodel_node *node)
{
    if (node->attrs < NNREG_LIMIT_MODEL_NODE_ATTRS)
        return true;
    nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a node with more than 4096 attributes");
    return false;
}

void nnreg_build_attr_func(struct nnreg_savedmodel_builder *builder,
                           const struct nnreg_savedmodel_value *value)
{
    keep_list_item(builder, NNREG_ATTR_FUNC, NNREG_ATTR_FUNCS, nnreg_savedmodel_intern(builder, value));
}

/*
 * Functions that another is given, by whatever name, are kept as attributes without a key: somebody calls them, and nobody sees with
 * what.
 */
void nnreg_build_inner_func(struct nnreg_savedmodel_builder *builder,
                            const struct nnreg_savedmodel_value *value)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];
    struct nnreg_savedmodel_attr *attr;

    if (builder->draft.is_default || !has_attr_room(builder, node))
        return;
    attr = nnreg_savedmodel_add(builder, &builder->model->attrs);
    if (attr == NULL)
        return;
    attr->key_and_kind = (uint32_t)NNREG_ATTR_FUNC << NNREG_STRING_POOL_BITS;
    attr->value = nnreg_savedmodel_intern(builder, value);
    node->attrs++;
}

bool nnreg_build_func_attr(struct nnreg_savedmodel_builder *builder)
{
    if (builder->func_depth == NNREG_LIMIT_MODEL_FUNC_DEPTH) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has too many attributes of functions inside each other");
        return false;
    }
    builder->func_depth++;
    return true;
}

void nnreg_build_func_attr_end(struct nnreg_savedmodel_builder *builder)
{
    builder->func_depth--;
}

/* -- shapes -- */

bool nnreg_build_shape(struct nnreg_savedmodel_builder *builder)
{
    builder->shape.known = true;
    builder->shape.rank = 0;
    return true;
}

void nnreg_build_unknown_rank(struct nnreg_savedmodel_builder *builder,
                              const struct nnreg_savedmodel_value *value)
{
    builder->shape.known = value->number == 0;
}

bool nnreg_build_dim(struct nnreg_savedmodel_builder *builder)
{
    builder->dim = 0;
    return true;
}

void nnreg_build_dim_size(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_value *value)
{
    builder->dim = (int64_t)value->number;
}

void nnreg_build_dim_end(struct nnreg_savedmodel_builder *builder)
{
    if (builder->shape.rank == NNREG_LIMIT_RANK) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has a shape of more than 254 dimensions");
        return;
    }
    builder->shape.dim[builder->shape.rank++] = builder->dim;
}

uint32_t nnreg_savedmodel_pack(struct nnreg_savedmodel_builder *builder, char letter, const int64_t *numbers,
                               uint32_t count)
{
    char text[1 + NNREG_LIMIT_RANK * 10];
    struct nnreg_savedmodel_value value = {.text = text, .size = 1};
    uint32_t i;

    assert(count <= NNREG_LIMIT_RANK);
    text[0] = letter;
    for (i = 0; i < count; i++) {
        uint64_t number = (uint64_t)numbers[i] << 1 ^ (numbers[i] < 0 ? UINT64_MAX : 0);

        for (; number >= 0x80; number >>= 7)
            text[value.size++] = (char)(unsigned char)(number | 0x80);
        text[value.size++] = (char)number;
    }
    return nnreg_savedmodel_intern(builder, &value);
}

uint32_t nnreg_savedmodel_pack_shape(struct nnreg_savedmodel_builder *builder)
{
    const struct nnreg_shape *shape = &builder->shape;

    return shape->known ? nnreg_savedmodel_pack(builder, 'K', shape->dim, shape->rank)
                        : nnreg_savedmodel_pack(builder, 'U', NULL, 0);
}

void nnreg_build_attr_shape_end(struct nnreg_savedmodel_builder *builder)
{
    keep_list_item(builder, NNREG_ATTR_SHAPE, NNREG_ATTR_SHAPES, nnreg_savedmodel_pack_shape(builder));
}

void nnreg_build_info_shape_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_info *info = builder->object[NNREG_SAVEDMODEL_OBJECT_INFO];

    info->shape = nnreg_savedmodel_pack_shape(builder);
}

/* -- the end of an attribute -- */

static uint32_t settle_int(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_chunks *numbers = &builder->model->numbers;
    uint64_t number = (uint64_t)builder->draft.number;
    uint32_t at = numbers->count;

    nnreg_savedmodel_add_number(builder, numbers, (uint32_t)number);
    nnreg_savedmodel_add_number(builder, numbers, (uint32_t)(number >> 32));
    return at;
}

static uint32_t settle_list(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_chunks *numbers = &builder->model->numbers;
    uint32_t at, i;

    if (builder->draft.kind == NNREG_ATTR_STRINGS)
        nnreg_savedmodel_add_number(builder, numbers, builder->draft.shape);
    at = numbers->count;
    nnreg_savedmodel_add_number(builder, numbers, builder->list_count);
    for (i = 0; i < builder->list_count; i++)
        nnreg_savedmodel_add_number(builder, numbers, builder->list[i]);
    return at;
}

/* What the draft's value is in the item: itself, or where its numbers were put. */
static uint32_t settle_attr(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;

    if (draft->kind == NNREG_ATTR_INT)
        return settle_int(builder);
    if (draft->kind == NNREG_ATTR_INTS)
        return nnreg_savedmodel_pack(builder, 'I', builder->ints, draft->ints);
    return draft->kind <= NNREG_ATTR_LIST ? draft->value : settle_list(builder);
}

static void add_attr(struct nnreg_savedmodel_builder *builder, struct nnreg_chunks *attrs)
{
    uint32_t value = settle_attr(builder);
    struct nnreg_savedmodel_attr *attr = nnreg_savedmodel_add(builder, attrs);

    if (attr == NULL)
        return;
    attr->key_and_kind = builder->draft.key | (uint32_t)builder->draft.kind << NNREG_STRING_POOL_BITS;
    attr->value = value;
}

/* TensorFlow's own annotations begin with '_' and, but for one, say nothing about the tensors; but a function is called by any name. */
static bool is_passed_over(const struct nnreg_savedmodel_builder *builder)
{
    return nnreg_savedmodel_text(builder->model, builder->draft.key)[0] == '_' &&
           builder->draft.key != builder->key_output_shapes;
}

/* Texts and constants may have been read before the key was known. */
static bool is_wanted(const struct nnreg_savedmodel_builder *builder)
{
    switch (builder->draft.kind) {
    case NNREG_ATTR_NONE:
        return false;
    case NNREG_ATTR_TEXT:
    case NNREG_ATTR_TEXTS:
        return !builder->draft.text_unknown && wants_text(builder);
    case NNREG_ATTR_TENSOR:
    case NNREG_ATTR_STRINGS:
        return builder->draft.key == builder->key_value;
    case NNREG_ATTR_FUNC:
    case NNREG_ATTR_FUNCS:
        return true;
    case NNREG_ATTR_INTS:
        return builder->draft.ints <= NNREG_LIMIT_MODEL_VALUES && !is_passed_over(builder);
    default:
        return !is_passed_over(builder);
    }
}

/* The flags by which TensorFlow's loader judges a constant; `value` may be set twice, and the last one counts. */
static void note_value(struct nnreg_savedmodel_builder *builder, struct nnreg_savedmodel_node *node)
{
    struct nnreg_savedmodel_draft *draft = &builder->draft;
    unsigned flags = (node->flags & NNREG_NODE_TEXT_UNKNOWN) | NNREG_NODE_HAS_VALUE;

    if (draft->kind == NNREG_ATTR_TENSOR || draft->kind == NNREG_ATTR_STRINGS) {
        flags |= NNREG_NODE_VALUE_TENSOR;
        if (draft->open_shape)
            flags |= NNREG_NODE_VALUE_OPEN;
        if (draft->strings_cut)
            flags |= NNREG_NODE_STRINGS_CUT;
    }
    node->flags = (uint16_t)flags;
}

void nnreg_build_node_attr_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_node *node = builder->object[NNREG_SAVEDMODEL_OBJECT_NODE];

    if (builder->draft.key == builder->key_value)
        note_value(builder, node);
    if (builder->draft.text_unknown && wants_text(builder))
        node->flags |= NNREG_NODE_TEXT_UNKNOWN;
    if (!is_wanted(builder) || !has_attr_room(builder, node))
        return;
    add_attr(builder, &builder->model->attrs);
    node->attrs++;
}

/* Of a default value only types, numbers and lists of types matter: they say how many outputs there are, and what. */
void nnreg_build_op_attr_end(struct nnreg_savedmodel_builder *builder)
{
    struct nnreg_savedmodel_op *op = builder->object[NNREG_SAVEDMODEL_OBJECT_OP];
    enum nnreg_attr_kind kind = builder->draft.kind;

    if (!builder->draft.has_value || (kind != NNREG_ATTR_INT && kind != NNREG_ATTR_TYPE &&
                                      kind != NNREG_ATTR_TYPES && kind != NNREG_ATTR_LIST))
        return;
    if (op->defaults == NNREG_LIMIT_MODEL_DEFAULTS) {
        nnreg_savedmodel_stop(builder, NNREG_LIMIT, "has an operation of more than 4096 default values");
        return;
    }
    add_attr(builder, &builder->model->defaults);
    op->defaults++;
}
