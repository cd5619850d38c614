/*
 * Building the description of a model: nothing but lists in an arena.
 */
#include "model_writer.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_PRODUCER 440

/* array[count++] = item, in the arena. */
#define APPEND(ARENA, ARRAY, COUNT, ...) \
    ((ARRAY) = mw_arena_grow((ARENA), (ARRAY), (COUNT), sizeof *(ARRAY)), (ARRAY)[(COUNT)++] = __VA_ARGS__)

void mw_model_init(struct mw_model *m)
{
    *m = (struct mw_model){.schema_version = 1,
                           .producer = DEFAULT_PRODUCER,
                           .min_consumer = 12,
                           .tensorflow_version = "1.15.5"};
    m->graph.arena = &m->arena;
}

void mw_model_free(struct mw_model *m)
{
    mw_arena_free(&m->arena);
    *m = (struct mw_model){0};
}

void mw_add_tag(struct mw_model *m, const char *tag)
{
    APPEND(&m->arena, m->tag, m->tags, mw_arena_strdup(&m->arena, tag));
}

/* --- Nodes --- */

void mw_add_input(struct mw_node *n, const char *input)
{
    APPEND(n->arena, n->input, n->inputs, mw_arena_strdup(n->arena, input));
}

struct mw_node *mw_add(struct mw_graph *g, const char *name, const char *op, const char *inputs)
{
    struct mw_node *n = mw_arena_alloc(g->arena, sizeof *n);
    n->arena = g->arena;
    n->name = mw_arena_strdup(g->arena, name);
    n->op = mw_arena_strdup(g->arena, op);
    for (const char *p = inputs; p && *p;) {
        size_t length = strcspn(p, ",");
        char *input = mw_arena_printf(g->arena, "%.*s", (int)length, p);
        APPEND(g->arena, n->input, n->inputs, input);
        p += length + (p[length] == ',');
    }
    APPEND(g->arena, g->node, g->nodes, n);
    return n;
}

struct mw_node *mw_find(const struct mw_graph *g, const char *name)
{
    for (size_t i = 0; i < g->nodes; i++)
        if (strcmp(g->node[i]->name, name) == 0)
            return g->node[i];
    return NULL;
}

void mw_remove(struct mw_graph *g, const char *name)
{
    size_t kept = 0;
    struct mw_node **rest = NULL;
    for (size_t i = 0; i < g->nodes; i++)
        if (strcmp(g->node[i]->name, name) != 0)
            APPEND(g->arena, rest, kept, g->node[i]);
    g->node = rest;
    g->nodes = kept;
}

static struct mw_attr *attr(struct mw_node *n, const char *name, enum mw_attr_kind kind)
{
    struct mw_attr fresh = {.name = mw_arena_strdup(n->arena, name), .kind = kind};
    for (size_t i = 0; i < n->attrs; i++)
        if (strcmp(n->attr[i].name, name) == 0) {
            n->attr[i] = fresh;
            return &n->attr[i];
        }
    APPEND(n->arena, n->attr, n->attrs, fresh);
    return &n->attr[n->attrs - 1];
}

void mw_drop_attr(struct mw_node *n, const char *name)
{
    size_t kept = 0;
    struct mw_attr *rest = NULL;
    for (size_t i = 0; i < n->attrs; i++)
        if (strcmp(n->attr[i].name, name) != 0)
            APPEND(n->arena, rest, kept, n->attr[i]);
    n->attr = rest;
    n->attrs = kept;
}

struct mw_node *mw_attr_string(struct mw_node *n, const char *name, const char *v)
{
    attr(n, name, MW_ATTR_STRING)->text = mw_arena_strdup(n->arena, v);
    return n;
}

struct mw_node *mw_attr_int(struct mw_node *n, const char *name, int64_t v)
{
    attr(n, name, MW_ATTR_INT)->number = v;
    return n;
}

struct mw_node *mw_attr_float(struct mw_node *n, const char *name, float v)
{
    attr(n, name, MW_ATTR_FLOAT)->real = v;
    return n;
}

struct mw_node *mw_attr_bool(struct mw_node *n, const char *name, bool v)
{
    attr(n, name, MW_ATTR_BOOL)->number = v;
    return n;
}

struct mw_node *mw_attr_type(struct mw_node *n, const char *name, int dtype)
{
    attr(n, name, MW_ATTR_TYPE)->number = dtype;
    return n;
}

struct mw_node *mw_attr_shape(struct mw_node *n, const char *name, struct mw_shape v)
{
    attr(n, name, MW_ATTR_SHAPE)->shape = v;
    return n;
}

struct mw_node *mw_attr_func(struct mw_node *n, const char *name, const char *function)
{
    attr(n, name, MW_ATTR_FUNC)->text = mw_arena_strdup(n->arena, function);
    return n;
}

static const char **copy_strings(struct mw_arena *a, const char *const *v, size_t count)
{
    const char **copy = mw_arena_alloc(a, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = mw_arena_strdup(a, v[i]);
    return copy;
}

struct mw_node *mw_attr_tensor(struct mw_node *n, const char *name, const struct mw_value *v)
{
    struct mw_value *copy = &attr(n, name, MW_ATTR_TENSOR)->value;
    *copy = *v;
    if (v->floats)
        copy->floats = mw_arena_copy(n->arena, v->floats, v->count * sizeof *v->floats);
    if (v->ints)
        copy->ints = mw_arena_copy(n->arena, v->ints, v->count * sizeof *v->ints);
    if (v->strings)
        copy->strings = copy_strings(n->arena, v->strings, v->count);
    return n;
}

static struct mw_node *attr_numbers(struct mw_node *n, const char *name, enum mw_attr_kind kind,
                                    const int64_t *v, size_t count)
{
    struct mw_attr *a = attr(n, name, kind);
    a->numbers = mw_arena_copy(n->arena, v, count * sizeof *v);
    a->count = count;
    return n;
}

struct mw_node *mw_attr_ints(struct mw_node *n, const char *name, const int64_t *v, size_t count)
{
    return attr_numbers(n, name, MW_ATTR_INTS, v, count);
}

struct mw_node *mw_attr_types(struct mw_node *n, const char *name, const int64_t *v, size_t count)
{
    return attr_numbers(n, name, MW_ATTR_TYPES, v, count);
}

struct mw_node *mw_attr_strings(struct mw_node *n, const char *name, const char *const *v, size_t count)
{
    struct mw_attr *a = attr(n, name, MW_ATTR_STRINGS);
    a->strings = copy_strings(n->arena, v, count);
    a->count = count;
    return n;
}

struct mw_node *mw_output_shape(struct mw_node *n, struct mw_shape shape)
{
    struct mw_attr *a = NULL;
    for (size_t i = 0; i < n->attrs; i++)
        if (strcmp(n->attr[i].name, "_output_shapes") == 0)
            a = &n->attr[i];
    if (!a)
        a = attr(n, "_output_shapes", MW_ATTR_SHAPES);
    APPEND(n->arena, a->shapes, a->count, shape);
    return n;
}

struct mw_node *mw_const(struct mw_graph *g, const char *name, const struct mw_value *value)
{
    struct mw_node *n = mw_add(g, name, "Const", NULL);
    mw_attr_type(n, "dtype", value->dtype);
    mw_attr_tensor(n, "value", value);
    return mw_output_shape(n, value->shape);
}

struct mw_node *mw_const_strings(struct mw_graph *g, const char *name, const char *const *v, size_t count)
{
    return mw_const(g, name,
                    &(struct mw_value){
                        .dtype = MW_STRING, .shape = MW_SHAPE((int64_t)count), .strings = v, .count = count});
}

struct mw_node *mw_const_string(struct mw_graph *g, const char *name, const char *v)
{
    return mw_const(g, name,
                    &(struct mw_value){.dtype = MW_STRING, .shape = MW_SCALAR, .strings = &v, .count = 1});
}

struct mw_node *mw_const_ints(struct mw_graph *g, const char *name, const int64_t *v, size_t count)
{
    return mw_const(
        g, name,
        &(struct mw_value){.dtype = MW_INT32, .shape = MW_SHAPE((int64_t)count), .ints = v, .count = count});
}

struct mw_node *mw_const_int(struct mw_graph *g, const char *name, int64_t v)
{
    return mw_const(g, name,
                    &(struct mw_value){.dtype = MW_INT32, .shape = MW_SCALAR, .ints = &v, .count = 1});
}

struct mw_node *mw_const_zeros(struct mw_graph *g, const char *name, int dtype, struct mw_shape shape)
{
    return mw_const(g, name, &(struct mw_value){.dtype = dtype, .shape = shape});
}

/* --- Functions --- */

struct mw_function *mw_add_function(struct mw_model *m, const char *name)
{
    struct mw_function *f = mw_arena_alloc(&m->arena, sizeof *f);
    f->name = mw_arena_strdup(&m->arena, name);
    f->body.arena = &m->arena;
    APPEND(&m->arena, m->function, m->functions, f);
    return f;
}

void mw_function_input(struct mw_function *f, const char *name, int dtype)
{
    struct mw_arena *a = f->body.arena;
    APPEND(a, f->input, f->inputs, (struct mw_argument){mw_arena_strdup(a, name), dtype});
}

void mw_function_output(struct mw_function *f, const char *name, int dtype, const char *value)
{
    struct mw_arena *a = f->body.arena;
    const char *own = mw_arena_strdup(a, name);
    APPEND(a, f->output, f->outputs, (struct mw_argument){own, dtype});
    APPEND(a, f->ret, f->rets, (struct mw_return){own, mw_arena_strdup(a, value)});
}

void mw_function_control(struct mw_function *f, const char *name, const char *node)
{
    struct mw_arena *a = f->body.arena;
    APPEND(a, f->control_ret, f->control_rets,
           (struct mw_return){mw_arena_strdup(a, name), mw_arena_strdup(a, node)});
}

/* --- Signatures, collections, assets, objects --- */

struct mw_signature *mw_add_signature(struct mw_model *m, const char *key, const char *method)
{
    struct mw_signature *s = mw_arena_alloc(&m->arena, sizeof *s);
    s->arena = &m->arena;
    s->key = mw_arena_strdup(&m->arena, key);
    s->method = mw_arena_strdup(&m->arena, method);
    APPEND(&m->arena, m->signature, m->signatures, s);
    return s;
}

struct mw_info *mw_add_info(struct mw_signature *s, bool output, const char *key, const char *tensor,
                            int dtype, struct mw_shape shape)
{
    struct mw_info info = {.key = mw_arena_strdup(s->arena, key),
                           .tensor = mw_arena_strdup(s->arena, tensor),
                           .dtype = dtype,
                           .shape = shape};
    if (output) {
        APPEND(s->arena, s->output, s->outputs, info);
        return &s->output[s->outputs - 1];
    }
    APPEND(s->arena, s->input, s->inputs, info);
    return &s->input[s->inputs - 1];
}

void mw_info_sparse(struct mw_info *info, struct mw_arena *a, const char *indices, const char *dense_shape)
{
    info->kind = MW_INFO_SPARSE;
    info->indices = mw_arena_strdup(a, indices);
    info->dense_shape = mw_arena_strdup(a, dense_shape);
}

struct mw_collection *mw_add_collection(struct mw_model *m, const char *key, enum mw_collection_kind kind)
{
    struct mw_collection *c = mw_arena_alloc(&m->arena, sizeof *c);
    c->arena = &m->arena;
    c->key = mw_arena_strdup(&m->arena, key);
    c->kind = kind;
    APPEND(&m->arena, m->collection, m->collections, c);
    return c;
}

void mw_collection_add(struct mw_collection *c, const void *bytes, size_t size, const char *tensor)
{
    struct mw_collection_item item = {mw_arena_copy(c->arena, bytes, size), size,
                                      mw_arena_strdup(c->arena, tensor)};
    APPEND(c->arena, c->item, c->items, item);
}

void mw_add_asset(struct mw_model *m, const char *tensor, const char *filename)
{
    APPEND(&m->arena, m->asset, m->assets,
           (struct mw_asset){mw_arena_strdup(&m->arena, tensor), mw_arena_strdup(&m->arena, filename)});
}

void mw_add_object_variable(struct mw_model *m, const char *path, int dtype, struct mw_shape shape)
{
    APPEND(&m->arena, m->object_variable, m->object_variables,
           (struct mw_object_variable){mw_arena_strdup(&m->arena, path), dtype, shape});
}
