/*
 * The keys of the index against those the graph restores (doc/FORMATS.md, "Variables"): one that is not there is an
 * error, one that is there for nothing a warning. Where a variable of the graph has the name of its key, which is the
 * rule in TensorFlow 1, its type and shape are held against the index's, too.
 */
#include <string.h>

#include "base/utf8.h"
#include "tensorflow/judge_model.h"

enum { SHOWN_KEYS = 10 }; /* findings of one kind; the last tells how many more there are */

struct keys {
    nnreg_findings *findings;
    const struct nnreg_checkpoint *checkpoint;
    const struct nnreg_judged *judged;
    uint32_t missing, unused;
};

static void report_missing_keys(struct keys *keys, const char *key, size_t size)
{
    char shown[NNREG_SHOWN];

    if (++keys->missing <= SHOWN_KEYS)
        nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          "the graph and the variables are of different saves: copy the whole folder again",
                          "the graph restores the variable \"%s\", which is not in the index",
                          nnreg_utf8_quote(shown, sizeof shown, key, size));
}

static void report_unused(struct keys *keys, const char *key, size_t size)
{
    char shown[NNREG_SHOWN];

    if (++keys->unused <= SHOWN_KEYS)
        nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_UNUSED, NNREG_SEVERITY_OFF, "variables.index",
                          NULL, "the variable \"%s\" is in the index, and the graph does not restore it",
                          nnreg_utf8_quote(shown, sizeof shown, key, size));
}

static void report_rest_of_keys(struct keys *keys)
{
    if (keys->missing > SHOWN_KEYS)
        nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_MISSING, NNREG_SEVERITY_OFF, "variables.index",
                          NULL, "%u more variables are not in the index", keys->missing - SHOWN_KEYS);
    if (keys->unused > SHOWN_KEYS)
        nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_UNUSED, NNREG_SEVERITY_OFF, "variables.index",
                          NULL, "%u more variables are not restored by the graph", keys->unused - SHOWN_KEYS);
}

static bool is_variable(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    static const char *const ops[] = {"Variable", "VariableV2", "VarHandleOp", "AutoReloadVariable"};
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, ops[i]))
            return true;
    return false;
}

static void judge_key_type(struct keys *keys, const struct nnreg_savedmodel_node *node,
                           const struct nnreg_variable *variable, const char *shown)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(keys->judged->model, node, "dtype");
    const char *there, *stored;

    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_TYPE ||
        attr->value == NNREG_DTYPE_UNNAMED ||
        nnreg_dtype_base(attr->value) == nnreg_dtype_base(variable->dtype))
        return;
    there = nnreg_dtype_name(attr->value);
    stored = nnreg_dtype_name(variable->dtype);
    nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_DTYPE, NNREG_SEVERITY_OFF, "variables.index",
                      "the graph and the variables are of different saves: copy the whole folder again",
                      "the variable \"%s\" is %s in the graph and %s in the index", shown,
                      there != NULL ? there : "of an unknown type",
                      stored != NULL ? stored : "of an unknown type");
}

static void judge_key_shape(struct keys *keys, const struct nnreg_savedmodel_node *node,
                            const struct nnreg_variable *variable, const char *shown)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(keys->judged->model, node, "shape");
    const int64_t *dims = nnreg_variable_dims(keys->checkpoint, variable);
    struct nnreg_shape shape, stored = {.known = true, .rank = variable->rank};
    char there[NNREG_SHAPE_SHOWN], in_index[NNREG_SHAPE_SHOWN];
    bool same;
    uint32_t i;

    if (attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_SHAPE ||
        variable->rank > NNREG_LIMIT_RANK)
        return;
    nnreg_savedmodel_shape(&shape, keys->judged->model, attr->value);
    same = !shape.known || shape.rank == variable->rank;
    for (i = 0; i < variable->rank; i++) {
        stored.dim[i] = dims[i];
        same = same && (!shape.known || shape.dim[i] == -1 || shape.dim[i] == dims[i]);
    }
    if (!same)
        nnreg_report_file(keys->findings, NNREG_RULE_VARIABLES_SHAPE, NNREG_SEVERITY_OFF, "variables.index",
                          "the graph and the variables are of different saves: copy the whole folder again",
                          "the variable \"%s\" has the shape %s in the graph and %s in the index", shown,
                          nnreg_shape_shown(there, &shape), nnreg_shape_shown(in_index, &stored));
}

/* Holds a variable of the index against the node of its name, if that is one that is restored whole. */
static void judge_node(struct keys *keys, const struct nnreg_variable *variable)
{
    const struct nnreg_graph *graph = &keys->judged->graph;
    const char *key = nnreg_variable_key(keys->checkpoint, variable);
    uint32_t index = nnreg_graph_node(graph, key, variable->key_size);
    const struct nnreg_savedmodel_node *node;
    char shown[NNREG_SHOWN];

    if (index == NNREG_SAVEDMODEL_NONE || !variable->parsed)
        return;
    node = nnreg_savedmodel_node_at(graph->model, index);
    if (!is_variable(graph->model, node))
        return;
    nnreg_utf8_quote(shown, sizeof shown, key, variable->key_size);
    judge_key_type(keys, node, variable, shown);
    judge_key_shape(keys, node, variable, shown);
}

/* The key of the object graph, which Python's loader reads and no operation of the graph restores. */
static bool is_object_graph(const char *key, size_t size)
{
    return size == strlen(NNREG_OBJECT_GRAPH_KEY) && memcmp(key, NNREG_OBJECT_GRAPH_KEY, size) == 0;
}

void nnreg_judge_keys(nnreg_findings *findings, const struct nnreg_checkpoint *checkpoint,
                      const struct nnreg_judged *judged)
{
    struct keys keys = {.findings = findings, .checkpoint = checkpoint, .judged = judged};
    const struct nnreg_restored *restored = &judged->restored;
    enum nnreg_variables_need need = nnreg_restored_need(restored, &judged->graph);
    size_t i;

    /* What the walk from the saver found is restored in any case; what it could not follow may add to it. */
    for (i = 0; i < restored->count; i++) {
        const char *key = nnreg_savedmodel_text(judged->model, restored->list[i].key);
        size_t size = nnreg_savedmodel_text_size(judged->model, restored->list[i].key);

        if (nnreg_checkpoint_find(checkpoint, key, size) == NULL)
            report_missing_keys(&keys, key, size);
    }
    for (i = 0; i < checkpoint->count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[i];
        const char *key = nnreg_variable_key(checkpoint, variable);

        if (variable->kind == NNREG_VARIABLE_SLICE)
            continue; /* its variable stands for it: the graph asks for that name, with a slice */
        /* A key is unused only if the walk was complete, and no loader restores without a saver (TF-Hub's does). */
        if (nnreg_restored_has(restored, judged->model, key, variable->key_size))
            judge_node(&keys, variable);
        else if (restored->complete && need != NNREG_NEED_HUB && !is_object_graph(key, variable->key_size))
            report_unused(&keys, key, variable->key_size);
    }
    report_rest_of_keys(&keys);
}
