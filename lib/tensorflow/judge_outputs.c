/*
 * Can a declared output be given out at all? A session hands out values: a handle of a variable, a table or a dataset, and what
 * only means something inside TensorFlow (a variant) it does not.
 */
#include <stdio.h>

#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

/* Where the file has no list of its operations, those that make handles are known all the same. */
static bool makes_handle(const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor)
{
    static const char *const ops[] = {"VarHandleOp", "HashTableV2", "MutableHashTableV2", "IteratorV2"};
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(judged->model, tensor->node);
    size_t i;

    for (i = 0; i < sizeof ops / sizeof *ops; i++)
        if (nnreg_savedmodel_text_is(judged->model, node->op, ops[i]))
            return true;
    return false;
}

/* A node that reads the variable; NULL: there is none in the graph, in TensorFlow 2 the functions do. */
static const struct nnreg_savedmodel_node *find_reader(const struct nnreg_judged *judged,
                                                       const struct nnreg_graph_tensor *tensor)
{
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    const struct nnreg_flow *flow = judged->flow;
    uint32_t i;

    for (i = meta->first_node; i < meta->first_node + meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(judged->model, i);

        if (flow->kinds[i] == NNREG_FLOW_READ && node->inputs > 0 &&
            flow->edges[node->first_input].source == nnreg_flow_of_node(flow, tensor->node) &&
            flow->edges[node->first_input].output == tensor->output &&
            nnreg_savedmodel_text_is(judged->model, node->op, "ReadVariableOp"))
            return node;
    }
    return NULL;
}

static void report_handle(struct nnreg_engine *engine, char *const *member, const struct nnreg_judged *judged,
                          const struct nnreg_graph_tensor *tensor, const char *type)
{
    const struct nnreg_savedmodel_node *reader =
        nnreg_engine_may_compare(engine, judged->graph.meta->nodes) ? find_reader(judged, tensor) : NULL;
    char hint[NNREG_SHOWN + 40], shown[NNREG_SHOWN];

    if (reader != NULL)
        (void)snprintf(hint, sizeof hint, "\"%s\" reads it: name that one",
                       nnreg_model_shown(shown, judged->model, reader->name));
    nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_DTYPE,
                           reader != NULL ? hint : "name a tensor that is read or computed from it",
                           "the output has the type %s, which is a handle and cannot be given out", type);
}

bool nnreg_judged_is_handle(const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor)
{
    uint32_t dtype = nnreg_dtype_base(tensor->dtype);

    return tensor->dtype == NNREG_DTYPE_UNNAMED ? makes_handle(judged, tensor)
                                                : dtype == NNREG_DT_RESOURCE || dtype == NNREG_DT_VARIANT;
}

void nnreg_judge_output(struct nnreg_engine *engine, char *const *member, const struct nnreg_judged *judged,
                        const struct nnreg_graph_tensor *tensor)
{
    if (nnreg_judged_is_handle(judged, tensor))
        report_handle(engine, member, judged, tensor,
                      nnreg_dtype_name(tensor->dtype == NNREG_DTYPE_UNNAMED
                                           ? NNREG_DT_RESOURCE
                                           : nnreg_dtype_base(tensor->dtype)));
}

/* ---------------------------------------------------------------------------------------------- standard outputs -- */

/*
 * N x K, with a batch or without, and with whatever dimensions of 1. Of two dimensions the first may be a batch of boxes with
 * one score each, so that these are let pass.
 */
static bool is_matrix(const struct nnreg_shape *shape)
{
    uint32_t i, wide = 0;

    for (i = 1; i < shape->rank; i++)
        wide += shape->dim[i] > 1;
    return !shape->known || (shape->rank > 1 && wide < 3);
}

void nnreg_judge_scores_shape(struct nnreg_engine *engine, char *const *member,
                              const struct nnreg_shape *shape, const char *verb)
{
    bool boxes = shape->known && shape->rank > 2 && shape->dim[shape->rank - 1] == 4;
    char shown[NNREG_SHAPE_SHOWN];

    if (!is_matrix(shape))
        nnreg_engine_report_at(
            engine, member, NNREG_RULE_MODEL_SHAPE,
            boxes ? "are boxes and scores swapped?" : "each of the N boxes has K scores, one for each label",
            "scores_tensor %s the shape %s, which is not N x K", verb, nnreg_shape_shown(shown, shape));
}

/* Boxes and scores are numbers; what is a handle has a finding of its own. */
void nnreg_judge_numbers(struct nnreg_engine *engine, char *const *member, const char *key,
                         const struct nnreg_graph_tensor *tensor)
{
    uint32_t dtype = nnreg_dtype_base(tensor->dtype);

    if (tensor->dtype != NNREG_DTYPE_UNNAMED && (dtype == NNREG_DT_STRING || dtype == NNREG_DT_BOOL))
        nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_DTYPE, "name a tensor of numbers",
                               "%s has the type %s, which is no number", key, nnreg_dtype_name(dtype));
}
