/*
 * Tensors that a description names by a signature's key, and keys that it gives beside a tensor. A name is a node's first:
 * what any node of the graph is called is never a key here, whatever the signatures say, so that a name means the same thing
 * wherever it is written. What a key stands for is told in a note, because the registry keeps the tensor.
 */
#include <string.h>

#include "base/alloc.h"
#include "records/named_tensors.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/tensor_name.h"

/* -- what a key stands for -- */

/* Whether the name is a key, and of which tensor: one that is there. */
static bool key_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_judged *judged, const char *key,
                       bool is_output)
{
    return judged->graph.meta != NULL && key[0] != '\0' && strlen(key) <= NNREG_LIMIT_TENSOR_NAME &&
           nnreg_signature_keys_tensor(tensor, &judged->keys, &judged->graph, key, strlen(key), is_output) &&
           tensor->has_output;
}

static bool is_node(const struct nnreg_judged *judged, const char *name)
{
    struct nnreg_graph_tensor tensor;

    return name[0] == '^' || nnreg_graph_tensor(&tensor, &judged->graph, name, strlen(name));
}

/* "node:0", owned. NULL: no memory. */
static char *spelling_of(const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor)
{
    const struct nnreg_savedmodel *model = judged->model;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    uint32_t node = nnreg_savedmodel_node_at(model, tensor->node)->name;
    char *text;

    nnreg_bytes_put(&out, nnreg_savedmodel_text(model, node), nnreg_savedmodel_text_size(model, node));
    nnreg_bytes_format(&out, ":%u", tensor->output);
    return nnreg_bytes_take(&text, &out) == NNREG_OK ? text : NULL;
}

/*
 * Whether a description could have the spelling in place of the key: a graph can have nodes whose names are none, or which have a NUL in
 * them and so are spelt like another one. Of the same node it is the same output.
 */
static bool can_be_named(const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor,
                         const char *spelling)
{
    struct nnreg_graph_tensor found;
    struct nnreg_tensor_fault fault;

    return strlen(spelling) <= NNREG_LIMIT_TENSOR_NAME &&
           !nnreg_tensor_is_wrong(&nnreg_tensorflow_tensors, &fault, spelling) &&
           nnreg_graph_tensor(&found, &judged->graph, spelling, strlen(spelling)) &&
           found.node == tensor->node;
}

nnreg_status nnreg_judged_tensor_of_key(char **tensor, const struct nnreg_judged *judged, const char *name,
                                        bool is_output, struct nnreg_error *error)
{
    struct nnreg_graph_tensor found;

    *tensor = NULL;
    if (!key_tensor(&found, judged, name, is_output) || is_node(judged, name))
        return NNREG_OK;
    *tensor = spelling_of(judged, &found);
    if (*tensor == NULL)
        return nnreg_fail_memory(error);
    if (!can_be_named(judged, &found, *tensor)) {
        nnreg_free(*tensor);
        *tensor = NULL;
    }
    return NNREG_OK;
}

/* -- judging -- */

static void judge_name_by_key(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                              const struct nnreg_named_tensor *named)
{
    struct nnreg_graph_tensor tensor;
    char *spelling, key[NNREG_SHOWN], shown[NNREG_SHOWN];

    if (!key_tensor(&tensor, judged, *named->name, named->is_output) || is_node(judged, *named->name))
        return;
    spelling = spelling_of(judged, &tensor);
    if (spelling == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    nnreg_shown(key, *named->name);
    nnreg_shown(shown, spelling);
    if (can_be_named(judged, &tensor, spelling))
        nnreg_engine_report_at(engine, named->name, NNREG_RULE_MODEL_TENSOR_BY_KEY,
                               "the registry keeps the tensor, and the key beside it",
                               "\"%s\" is a key of a signature: it stands for the tensor \"%s\"", key, shown);
    else
        nnreg_engine_report_at(engine, named->name, NNREG_RULE_SIGNATURE_KEY,
                               "give the node a name that TensorFlow takes, and save the model again",
                               "\"%s\" is the key of \"%s\", which is no name that a tensor can have", key,
                               shown);
    nnreg_free(spelling);
}

static void report_key_of_another(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                                  const struct nnreg_named_tensor *named,
                                  const struct nnreg_graph_tensor *tensor, const char *key)
{
    char *spelling = spelling_of(judged, tensor), shown[NNREG_SHOWN], name[NNREG_SHOWN];

    if (spelling == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    nnreg_engine_report_at(engine, named->key_member, NNREG_RULE_SIGNATURE_KEY,
                           "leave the key out, or name the tensor by it alone",
                           "the key \"%s\" stands for the tensor \"%s\", not for \"%s\"", key,
                           nnreg_shown(shown, spelling), nnreg_shown(name, *named->name));
    nnreg_free(spelling);
}

/* A key beside a name that is no tensor's is not looked at: that has a finding. */
static void judge_key_beside(struct nnreg_engine *engine, const struct nnreg_judged *judged,
                             const struct nnreg_named_tensor *named)
{
    struct nnreg_graph_tensor tensor, of_key, of_node;
    char key[NNREG_SHOWN];

    if (named->key[0] == '\0' || !nnreg_judged_tensor(&tensor, judged, *named->name, named->is_output) ||
        !tensor.has_output)
        return;
    nnreg_shown(key, named->key);
    if (!key_tensor(&of_key, judged, named->key, named->is_output))
        nnreg_engine_report_at(engine, named->key_member, NNREG_RULE_SIGNATURE_KEY, "leave it out",
                               "no signature has an %s with the key \"%s\"",
                               named->is_output ? "output" : "input", key);
    else if (of_key.node != tensor.node || of_key.output != tensor.output)
        report_key_of_another(engine, judged, named, &of_key, key);
    else if (nnreg_graph_tensor(&of_node, &judged->graph, named->key, strlen(named->key)) &&
             (of_node.node != tensor.node || of_node.output != tensor.output))
        nnreg_engine_report_at(engine, named->key_member, NNREG_RULE_SIGNATURE_KEY, "leave it out",
                               "\"%s\" is the name of another tensor of the graph, too, and means that one",
                               key);
}

void nnreg_judge_named(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_judged *judged)
{
    struct nnreg_named_tensor named = {.name = NULL};

    while (engine->status == NNREG_OK && nnreg_named_tensor_next(&named, network)) {
        if (*named.name == NULL)
            continue;
        judge_name_by_key(engine, judged, &named);
        judge_key_beside(engine, judged, &named);
    }
}
