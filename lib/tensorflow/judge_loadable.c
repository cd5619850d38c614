/*
 * Would TensorFlow load the graph? What its loader refuses before anything runs: values of an open shape, constants
 * without value, functions that call themselves (loader.cc, ValidateSavedTensors), and what the graph's constructor
 * refuses: inputs of nodes or outputs that do not exist, two nodes of one name (graph_constructor.cc).
 */
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

#include <string.h>

#include "base/alloc.h"

enum { SHOWN_OF_A_FAULT = 5 }; /* findings of one kind; the last tells how many more there are */

enum fault { FAULT_OPEN_VALUE, FAULT_NO_VALUE, FAULT_RECURSION, FAULT_INPUT, FAULT_OUTPUT, FAULT_COUNT };

enum {
    LATELY_OPS = 6
}; /* operations whose outputs are remembered: 2^6 places, each for the last one that fell to it */

/* How many outputs each node of an operation has, where no attribute says it. */
struct op_outputs {
    uint32_t op;    /* 0, the empty name, is none that is remembered */
    uint32_t count; /* and one more; UINT32_MAX where it is not known */
};

struct loading {
    nnreg_findings *findings;
    const struct nnreg_judged *judged;
    uint32_t *outputs; /* of each node of the graph, and one more; 0: not counted yet */
    uint32_t const_op; /* the text "Const"; UINT32_MAX: the model has none */
    struct op_outputs lately[1u << LATELY_OPS];
    uint32_t count[FAULT_COUNT];
};

static const char *loadable_name_of(const struct loading *loading, uint32_t text, char out[NNREG_SHOWN])
{
    return nnreg_model_shown(out, loading->judged->model, text);
}

static void report_unloadable(struct loading *loading, enum fault fault,
                              const struct nnreg_savedmodel_node *node, nnreg_graph_body body, uint32_t other)
{
    static const char *const texts[] = {
        [FAULT_OPEN_VALUE] = "has a value whose shape is not known",
        [FAULT_NO_VALUE] = "is a Const without a value",
        [FAULT_RECURSION] = "calls the function it is in",
        [FAULT_INPUT] = "has an input that does not exist",
        [FAULT_OUTPUT] = "has an input from an output that its node does not have",
    };
    char name[NNREG_SHOWN], in[NNREG_SHOWN] = "", what[NNREG_SHOWN] = "";

    if (++loading->count[fault] > SHOWN_OF_A_FAULT)
        return;
    if (body != NULL)
        loadable_name_of(loading, body->signature.name, in);
    if (other != NNREG_SAVEDMODEL_NONE)
        loadable_name_of(loading, other, what);
    nnreg_report_file(loading->findings, NNREG_RULE_MODEL_UNLOADABLE, NNREG_SEVERITY_OFF,
                      loading->judged->file, "save the model again; the file may have been edited or damaged",
                      "the node \"%s\"%s%s%s %s%s%s%s", loadable_name_of(loading, node->name, name),
                      body != NULL ? " of the function \"" : "", in, body != NULL ? "\"" : "", texts[fault],
                      other != NNREG_SAVEDMODEL_NONE ? ": \"" : "", what,
                      other != NNREG_SAVEDMODEL_NONE ? "\"" : "");
}

static void judge_value(struct loading *loading, const struct nnreg_savedmodel_node *node,
                        nnreg_graph_body body)
{
    if ((node->flags & NNREG_NODE_VALUE_TENSOR) != 0 && (node->flags & NNREG_NODE_VALUE_OPEN) != 0)
        report_unloadable(loading, FAULT_OPEN_VALUE, node, body, NNREG_SAVEDMODEL_NONE);
    if ((node->flags & NNREG_NODE_HAS_VALUE) == 0 && node->op == loading->const_op)
        report_unloadable(loading, FAULT_NO_VALUE, node, body, NNREG_SAVEDMODEL_NONE);
}

/* One more than a node has; as many as there can be where that is not known. */
static uint32_t count_outputs(struct loading *loading, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_graph *graph = &loading->judged->graph;
    struct op_outputs *lately = &loading->lately[(node->op * 0x9e3779b1u) >> (32 - LATELY_OPS)];
    const struct nnreg_savedmodel_op *op;
    uint32_t count;

    if (lately->op == node->op && node->op != 0)
        return lately->count;
    op = nnreg_graph_op(graph, node);
    count = nnreg_graph_outputs(&count, graph, node) ? count + 1 : UINT32_MAX;
    if (op == NULL || op->opens == 0)
        *lately = (struct op_outputs){node->op, count};
    return count;
}

/* How many outputs a node of the graph has, by its point. Many nodes can ask for one. */
static uint32_t outputs_of(struct loading *loading, uint32_t node)
{
    const struct nnreg_graph *graph = &loading->judged->graph;
    uint32_t *outputs = &loading->outputs[node];

    if (*outputs == 0)
        *outputs =
            count_outputs(loading, nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + node));
    return *outputs - 1;
}

static void judge_inputs(struct loading *loading, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = loading->judged->model;
    uint32_t i;

    for (i = 0; i < node->inputs; i++) {
        const struct nnreg_savedmodel_input *input = nnreg_savedmodel_input_at(model, node->first_input + i);
        uint32_t from = loading->judged->flow->edges[node->first_input + i].source;

        if (from == NNREG_FLOW_NONE)
            report_unloadable(loading, FAULT_INPUT, node, NULL, input->name);
        else if ((input->output & NNREG_INPUT_CONTROL) == 0 && input->output >= outputs_of(loading, from))
            report_unloadable(loading, FAULT_OUTPUT, node, NULL, input->name);
    }
}

static void judge_function(struct loading *loading, const struct nnreg_savedmodel_function *function)
{
    const struct nnreg_savedmodel *model = loading->judged->model;
    uint32_t i;

    for (i = 0; i < function->nodes; i++) {
        const struct nnreg_savedmodel_node *node =
            nnreg_savedmodel_body_node_at(model, function->first_node + i);

        judge_value(loading, node, function);
        if (node->op == function->signature.name)
            report_unloadable(loading, FAULT_RECURSION, node, function, NNREG_SAVEDMODEL_NONE);
    }
}

/* Whether there was nothing. */
static bool report_rest_unloadable(struct loading *loading)
{
    uint32_t more = 0, all = 0;
    int i;

    for (i = 0; i < FAULT_COUNT; i++) {
        more += loading->count[i] > SHOWN_OF_A_FAULT ? loading->count[i] - SHOWN_OF_A_FAULT : 0;
        all += loading->count[i] > 0;
    }
    if (more > 0)
        nnreg_report_file(loading->findings, NNREG_RULE_MODEL_UNLOADABLE, NNREG_SEVERITY_OFF,
                          loading->judged->file, NULL, "%u more nodes are wrong in these ways", more);
    return all == 0;
}

bool nnreg_judge_loadable(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    struct loading loading = {.findings = findings, .judged = judged, .const_op = UINT32_MAX};
    uint32_t i;
    bool loads;

    loading.outputs = nnreg_alloc_zero(meta->nodes, sizeof *loading.outputs);
    if (loading.outputs == NULL) {
        nnreg_findings_fail_memory(findings);
        return false;
    }
    if (!nnreg_string_pool_find(&loading.const_op, &judged->model->strings, "Const", 5))
        loading.const_op = UINT32_MAX;
    for (i = 0; i < meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node =
            nnreg_savedmodel_node_at(judged->model, meta->first_node + i);

        judge_value(&loading, node, NULL);
        judge_inputs(&loading, node);
    }
    for (i = 0; i < meta->functions; i++)
        judge_function(&loading, nnreg_savedmodel_function_at(judged->model, meta->first_function + i));
    nnreg_free(loading.outputs);
    loads = report_rest_unloadable(&loading);
    if (meta->duplicate_nodes > 0)
        nnreg_report_file(findings, NNREG_RULE_MODEL_UNLOADABLE, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "%u nodes have the name of another node", meta->duplicate_nodes);
    return loads && meta->duplicate_nodes == 0;
}
