/*
 * What the flow of a graph needs of memory beside the facts of the file, for each node: it is made, searched for circles and
 * walked from every node. A node counts once, in however many calls it is entered: NNREG_LIMIT_FLOW_TIMES sees to that in a
 * large file, and NNREG_LIMIT_FLOW_FREE in a small one, which is why the file is a large one.
 */
#include <stdio.h>
#include <string.h>

#include "held.h"
#include "subject.h"
#include "tensorflow/judge_model.h"

#define BYTES_A_NODE 64.0
#define BYTES_ONCE   4096 /* for none at all */

static void read_model(struct nnreg_savedmodel **model, const struct subject *subject)
{
    struct nnreg_savedmodel_failure failure;
    struct nnreg_cursor cursor;

    nnreg_cursor_memory(&cursor, subject->other.content, subject->other.size);
    subject_must(nnreg_savedmodel_read(model, &cursor, NNREG_SAVEDMODEL_TEXT, &failure, NULL) == NNREG_OK,
                 "read a model");
}

/* Of one walk: each point is met once. */
static void walk_from_all(struct nnreg_flow *flow)
{
    struct nnreg_flow_walk walk = {.flow = flow};
    uint32_t nodes = flow->graph->meta->nodes, i, point;

    for (i = 0; i < nodes; i++) {
        nnreg_flow_walk_from(&walk, &(struct nnreg_flow_tensor){nodes - 1 - i, 0});
        while (nnreg_flow_walk_next(&point, &walk))
            ;
    }
    nnreg_flow_walk_free(&walk);
}

/* How many nodes there were, and arguments and results of calls. */
static size_t use_flow(struct nnreg_savedmodel *model, nnreg_findings *findings)
{
    struct nnreg_flow flow;
    size_t points;
    struct nnreg_judged judged = {
        .model = model, .file = "saved_model.pbtxt", .graph = nnreg_graph_of(model, 0), .flow = &flow};

    subject_must(nnreg_flow_make(&flow, &judged.graph, NULL) == NNREG_OK, "make a flow");
    nnreg_judge_cycles(findings, &judged);
    walk_from_all(&flow);
    subject_must(!flow.failed, "walk");
    points = flow.points;
    nnreg_flow_free(&flow);
    return points;
}

int flow_bytes_hold(const struct row *row, size_t n)
{
    struct nnreg_savedmodel *model;
    struct subject subject;
    size_t nodes, points, bytes;
    double each;

    subject_begin(&subject, n);
    row->make(&subject, n);
    read_model(&model, &subject);
    subject_must(nnreg_findings_new(&subject.findings, NULL, 0) == NNREG_OK, "make findings");
    nodes = (size_t)model->nodes.count + model->body_nodes.count;
    held_begin();
    points = use_flow(model, subject.findings);
    bytes = held_most();
    each = (double)bytes / (double)nodes;
    printf("%s %-28s n %7zu: %5.1f bytes a node, of %zu in the file and %zu with those of calls\n",
           bytes <= BYTES_ONCE || each <= BYTES_A_NODE ? "ok  " : "FAIL", row->name, n, each, nodes, points);
    nnreg_savedmodel_free(model);
    subject_end(&subject);
    return bytes <= BYTES_ONCE || each <= BYTES_A_NODE;
}
