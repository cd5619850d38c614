/*
 * OpDef messages from the short form of the op table.
 *
 *   OpDef   { name 1, input_arg 2*, output_arg 3*, attr 4*, is_stateful 17 }
 *   ArgDef  { name 1, one of type 3, type_attr 4 (with number_attr 5: N tensors), type_list_attr 6; is_ref 16 }
 *   AttrDef { name 1, type 2, default_value 3, has_minimum 5, minimum 6, allowed_values 7 }
 *
 * And the stripped_op_list of a model: the definitions of the ops that it uses, by name.
 * doc/FORMATS.md, "Protobuf messages".
 */
#include "op_defs.h"

#include <stdlib.h>
#include <string.h>

#include "model_parts.h"
#include "op_table.h"
#include "schema.h"

#define MAX_WORDS 16

static int compare_op(const void *name, const void *row)
{
    return strcmp(name, ((const struct mw_op *)row)->name);
}

const struct mw_op *mw_find_op(const char *name)
{
    return bsearch(name, mw_ops, mw_op_count, sizeof mw_ops[0], compare_op);
}

/* --- Reading the short form --- */

/* The next piece before the separator, trimmed, in the arena; NULL after the last. */
static char *next_piece(struct mw_arena *a, const char **rest, char separator)
{
    const char *start = *rest + strspn(*rest, " ");
    const char *end = strchr(start, separator);
    if (*start == '\0')
        return NULL;
    size_t length = end ? (size_t)(end - start) : strlen(start);
    *rest = start + length + (end != NULL);
    while (length > 0 && start[length - 1] == ' ')
        length--;
    return mw_arena_printf(a, "%.*s", (int)length, start);
}

struct words {
    const char *word[MAX_WORDS];
    size_t count;
};

/* "'text'" -> "text"; other words as they are */
static const char *unquote(struct mw_arena *a, const char *word)
{
    size_t length = strlen(word);
    if (length < 2 || word[0] != '\'' || word[length - 1] != '\'')
        return word;
    return mw_arena_printf(a, "%.*s", (int)length - 2, word + 1);
}

/* --- Attributes --- */

struct attr_def {
    const char *name, *type;
    bool has_default, has_minimum;
    struct words defaults, allowed;
    int64_t minimum;
};

static struct attr_def parse_attr(struct mw_arena *a, const char *text)
{
    struct attr_def def = {.name = next_piece(a, &text, ':'), .type = next_piece(a, &text, ' ')};
    struct words *into = NULL;
    for (const char *word; (word = next_piece(a, &text, ' '));) {
        if (strcmp(word, "in") == 0) {
            into = &def.allowed;
        } else if (strcmp(word, "=") == 0) {
            into = &def.defaults;
            def.has_default = true;
        } else if (strcmp(word, ">=") == 0) {
            def.has_minimum = true;
            def.minimum = strtoll(next_piece(a, &text, ' '), NULL, 10);
        } else if (into && into->count < MAX_WORDS) {
            into->word[into->count++] = unquote(a, word);
        }
    }
    return def;
}

/* Words as the value of an attribute of that type, through a node that carries only this one. */
static struct mw_attr *attr_value(struct mw_arena *a, const char *type, const struct words *w)
{
    struct mw_graph g = {.arena = a};
    struct mw_node *n = mw_add(&g, "", "", NULL);
    int64_t numbers[MAX_WORDS] = {0};
    bool types = strstr(type, "type") != NULL;
    for (size_t i = 0; i < w->count; i++)
        numbers[i] =
            types ? mw_dtype_from_op_name(w->word[i], strlen(w->word[i])) : strtoll(w->word[i], NULL, 10);
    if (strcmp(type, "list(type)") == 0)
        mw_attr_types(n, "", numbers, w->count);
    else if (strcmp(type, "list(int)") == 0)
        mw_attr_ints(n, "", numbers, w->count);
    else if (strcmp(type, "list(string)") == 0)
        mw_attr_strings(n, "", w->word, w->count);
    else if (strcmp(type, "type") == 0)
        mw_attr_type(n, "", (int)numbers[0]);
    else if (strcmp(type, "int") == 0)
        mw_attr_int(n, "", numbers[0]);
    else if (strcmp(type, "float") == 0)
        mw_attr_float(n, "", strtof(w->word[0], NULL));
    else if (strcmp(type, "bool") == 0)
        mw_attr_bool(n, "", strcmp(w->word[0], "true") == 0);
    else if (strcmp(type, "shape") == 0)
        mw_attr_shape(n, "", MW_UNKNOWN_SHAPE);
    else
        mw_attr_string(n, "", w->word[0]);
    return n->attr;
}

static void put_attr_def(struct mw_twin *t, struct mw_arena *a, const struct attr_def *def)
{
    mw_put_begin(t, OP_ATTR);
    mw_put_string(t, OP_ATTR_NAME, def->name);
    mw_put_string(t, OP_ATTR_TYPE, def->type);
    if (def->has_default)
        mw_put_attr_value(t, OP_ATTR_DEFAULT, attr_value(a, def->type, &def->defaults));
    if (def->has_minimum) {
        mw_put_bool(t, OP_ATTR_HAS_MIN, true);
        mw_put_int(t, OP_ATTR_MIN, def->minimum);
    }
    if (def->allowed.count) {
        const char *list = strstr(def->type, "type") ? "list(type)" : "list(string)";
        mw_put_attr_value(t, OP_ATTR_ALLOWED, attr_value(a, list, &def->allowed));
    }
    mw_put_end(t);
}

/* --- Arguments --- */

static bool is_list_attr(struct mw_arena *a, const char *attrs, const char *name)
{
    for (const char *text; (text = next_piece(a, &attrs, ';'));) {
        struct attr_def def = parse_attr(a, text);
        if (strcmp(def.name, name) == 0)
            return strcmp(def.type, "list(type)") == 0;
    }
    return false;
}

static void put_arg_type(struct mw_twin *t, struct mw_arena *a, const char *type, const char *attrs)
{
    int dtype = mw_dtype_from_op_name(type, strlen(type));
    if (dtype >= 0)
        mw_put_dtype(t, ARG_TYPE, dtype);
    else if (is_list_attr(a, attrs, type))
        mw_put_string(t, ARG_LIST_ATTR, type);
    else
        mw_put_string(t, ARG_TYPE_ATTR, type);
}

static void put_arg(struct mw_twin *t, struct mw_arena *a, uint32_t number, const char *field,
                    const char *text, const char *attrs)
{
    const char *name = next_piece(a, &text, ':');
    const char *type = next_piece(a, &text, '*');
    const char *repeated = next_piece(a, &text, '*');
    bool ref = strncmp(type, "Ref(", 4) == 0;
    if (ref)
        type = mw_arena_printf(a, "%.*s", (int)strlen(type) - 5, type + 4);
    mw_put_begin(t, number, field);
    mw_put_string(t, ARG_NAME, name);
    put_arg_type(t, a, repeated ? repeated : type, attrs);
    if (repeated)
        mw_put_string(t, ARG_NUMBER_ATTR, type);
    if (ref)
        mw_put_bool(t, ARG_IS_REF, true);
    mw_put_end(t);
}

void mw_put_op(struct mw_twin *t, uint32_t number, const char *name, const struct mw_op *op)
{
    struct mw_arena a = {0};
    const char *inputs = op->inputs, *outputs = op->outputs, *attrs = op->attrs;
    mw_put_begin(t, number, name);
    mw_put_string(t, OP_NAME, op->name);
    for (const char *text; (text = next_piece(&a, &inputs, ';'));)
        put_arg(t, &a, OP_INPUT_ARG, text, op->attrs);
    for (const char *text; (text = next_piece(&a, &outputs, ';'));)
        put_arg(t, &a, OP_OUTPUT_ARG, text, op->attrs);
    for (const char *text; (text = next_piece(&a, &attrs, ';'));) {
        struct attr_def def = parse_attr(&a, text);
        put_attr_def(t, &a, &def);
    }
    if (op->stateful)
        mw_put_bool(t, OP_STATEFUL, true);
    mw_put_end(t);
    mw_arena_free(&a);
}

/* --- The list of a model --- */

static void mark_ops(bool *used, const struct mw_graph *g)
{
    for (size_t i = 0; i < g->nodes; i++) {
        const struct mw_op *op = mw_find_op(g->node[i]->op);
        if (op)
            used[op - mw_ops] = true;
    }
}

void mw_put_op_list(struct mw_twin *t, const struct mw_model *m)
{
    bool *used = memset(mw_xrealloc(NULL, mw_op_count), 0, mw_op_count);
    mark_ops(used, &m->graph);
    for (size_t i = 0; i < m->functions && m->ops_of_functions; i++)
        mark_ops(used, &m->function[i]->body);
    for (const char *const *name = m->stream.ops; name && *name; name++)
        used[mw_find_op(*name) - mw_ops] = true;
    mw_put_begin(t, META_INFO_OP_LIST);
    for (size_t i = 0; i < mw_op_count; i++)
        if (used[i])
            mw_put_op(t, OP_LIST_OP, &mw_ops[i]);
    mw_put_end(t);
    free(used);
}
