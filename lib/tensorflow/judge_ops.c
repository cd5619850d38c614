/*
 * What has to be there to run the graph: the TensorFlow that has its operations, and libraries of operations beside it.
 *
 * A TensorFlow refuses a graph as a whole when a node of it has an operation that is not registered; whether a server has the
 * library is not known here, so this is a warning. The body of a function is taken in when it is called, by servers; Python's
 * tf.saved_model.load takes in all of them, so that a function that nothing calls is worth a note.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tensorflow/custom_libraries.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/unknown_ops.h"
#include "tensorflow/model_names.h"

enum { OPS_SHOWN = 20 }; /* findings; the last tells how many more operations there are */

static void report_unknown_op(nnreg_findings *findings, const struct nnreg_judged *judged,
                              const struct nnreg_unknown_op *op)
{
    const struct nnreg_savedmodel *model = judged->model;
    const char *library =
        nnreg_custom_library(nnreg_savedmodel_text(model, op->op), nnreg_savedmodel_text_size(model, op->op));
    char node[NNREG_SHOWN], function[NNREG_SHOWN] = "", name[NNREG_SHOWN], more[40] = "";

    if (op->body != NULL)
        nnreg_model_shown(function, model, op->body->signature.name);
    if (op->nodes > 1)
        (void)snprintf(more, sizeof more, "; %u more node%s it", op->nodes - 1,
                       op->nodes > 2 ? "s have" : " has");
    nnreg_report_file(
        findings, NNREG_RULE_MODEL_UNKNOWN_OP, op->is_reached ? NNREG_SEVERITY_OFF : NNREG_SEVERITY_NOTE,
        judged->file,
        op->is_reached
            ? "build the library into the server, or have it load it, or save the model without the operation"
            : "nothing in the graph calls the function, but tf.saved_model.load takes it in all the same: "
              "save the model without it",
        "the node \"%s\"%s%s%s is a %s, which is not in TensorFlow itself: it needs a custom operation "
        "library%s%s%s",
        nnreg_model_shown(node, model, op->node->name), op->body != NULL ? " of the function \"" : "",
        function, op->body != NULL ? "\"" : "", nnreg_model_shown(name, model, op->op),
        library != NULL ? ", usually that of " : "", library != NULL ? library : "", more);
}

static void report_unknown_ops(nnreg_findings *findings, const struct nnreg_judged *judged,
                               const struct nnreg_unknown_ops *unknown)
{
    bool is_reached = unknown->left_out > 0;
    uint32_t i;

    for (i = 0; i < unknown->count && i < OPS_SHOWN; i++)
        report_unknown_op(findings, judged, &unknown->list[i]);
    for (; i < unknown->count && !is_reached; i++)
        is_reached = unknown->list[i].is_reached;
    if (unknown->count > OPS_SHOWN)
        nnreg_report_file(findings, NNREG_RULE_MODEL_UNKNOWN_OP,
                          is_reached ? NNREG_SEVERITY_OFF : NNREG_SEVERITY_NOTE, judged->file, NULL,
                          "%s%u more operations are not in TensorFlow itself",
                          unknown->left_out > 0 ? "at least " : "", unknown->count - OPS_SHOWN);
}

/* Newer than 2.9: "2.10.0", "2.11.0-dev…", "3.…". */
static bool is_newer(const char *version)
{
    char *end;
    long major = strtol(version, &end, 10), minor = 0;

    if (end == version)
        return false;
    if (*end == '.')
        minor = strtol(end + 1, NULL, 10);
    return major > 2 || (major == 2 && minor > 9);
}

/* The table knows of an operation that TensorFlow 1 has it; since which 2.x the others are there, it does not tell. */
static void put_later_ops(struct nnreg_bytes *hint, const struct nnreg_savedmodel *model,
                          const struct nnreg_unknown_ops *unknown)
{
    uint32_t i, named = unknown->later_count < NNREG_LATER_OPS ? unknown->later_count : NNREG_LATER_OPS;
    char name[NNREG_SHOWN];

    for (i = 0; i < named; i++) {
        nnreg_bytes_text(hint, i == 0 ? "" : ", ");
        nnreg_bytes_text(hint, nnreg_model_shown(name, model, unknown->later[i]));
    }
    if (unknown->later_count > named)
        nnreg_bytes_format(hint, " and %u more", unknown->later_count - named);
    nnreg_bytes_text(hint, unknown->later_count > 1 ? " are operations that came after TensorFlow 1; "
                                                    : " is an operation that came after TensorFlow 1; ");
}

static void judge_newer(nnreg_findings *findings, const struct nnreg_judged *judged,
                        const struct nnreg_unknown_ops *unknown)
{
    const char *version = nnreg_savedmodel_text(judged->model, judged->graph.meta->tensorflow_version);
    struct nnreg_bytes hint = NNREG_BYTES_INIT;
    char shown[NNREG_SHOWN];
    char *text = NULL;

    if (!is_newer(version))
        return;
    if (unknown->later_count > 0)
        put_later_ops(&hint, judged->model, unknown);
    else if (unknown->count == 0)
        nnreg_bytes_text(&hint, "TensorFlow 1 has all of its operations, if not all of their attributes; ");
    nnreg_bytes_text(&hint, "try it on the server it is meant for before it goes into production");
    if (nnreg_bytes_take(&text, &hint) != NNREG_OK) {
        nnreg_findings_fail_memory(findings);
        return;
    }
    nnreg_report_file(findings, NNREG_RULE_MODEL_TENSORFLOW_VERSION, NNREG_SEVERITY_OFF, judged->file, text,
                      "it was saved by TensorFlow %s, and tensorflow-1.x serves models up to 2.9",
                      nnreg_model_shown(shown, judged->model, judged->graph.meta->tensorflow_version));
    nnreg_free(text);
}

void nnreg_judge_ops(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    struct nnreg_unknown_ops unknown;

    if (nnreg_unknown_ops_find(&unknown, &judged->graph, NULL) == NNREG_OK) {
        judge_newer(findings, judged, &unknown);
        report_unknown_ops(findings, judged, &unknown);
    } else
        nnreg_findings_fail_memory(findings);
    nnreg_unknown_ops_free(&unknown);
}
