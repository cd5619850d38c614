/*
 * Tensors that a list of a description names twice, once by name and once by a signature's key. That "x" and "x:0" are one is told
 * without a graph (check/engine_unique.c); which tensor a key stands for only the graph knows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/tensor_syntax.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/model_names.h"

struct same_name {
    struct nnreg_graph_tensor tensor;
    char *const *member;
    size_t entry;    /* in the list */
    uint64_t output; /* as it is written */
    size_t length;   /* of the name without it */
    size_t first;    /* the entry that has named this tensor first */
    bool told;
};

/* The names of one list, in the making. */
struct same_list {
    struct nnreg_engine *engine;
    const struct nnreg_judged *judged;
    struct same_name *names;
    size_t count;
};

static void put_same(struct same_list *list, char *const *member, size_t entry, bool is_output)
{
    struct same_name *name = &list->names[list->count];

    *name = (struct same_name){.member = member, .entry = entry};
    if (*member == NULL || !nnreg_judged_tensor(&name->tensor, list->judged, *member, is_output) ||
        !name->tensor.has_output)
        return;
    name->length = nnreg_tensor_split(list->engine->tensors, &name->output, *member);
    list->count++;
}

static int compare_named_tensors(const struct same_name *a, const struct same_name *b)
{
    if (a->tensor.node != b->tensor.node)
        return a->tensor.node < b->tensor.node ? -1 : 1;
    return (a->tensor.output > b->tensor.output) - (a->tensor.output < b->tensor.output);
}

static int compare_spellings(const struct same_name *a, const struct same_name *b)
{
    int order =
        a->length != b->length ? (a->length < b->length ? -1 : 1) : memcmp(*a->member, *b->member, a->length);

    return order != 0 ? order : (a->output > b->output) - (a->output < b->output);
}

/* By tensor, then by name, then as they stand. */
static int by_tensor(const void *one, const void *other)
{
    const struct same_name *a = one, *b = other;
    int order = compare_named_tensors(a, b);

    if (order == 0)
        order = compare_spellings(a, b);
    return order != 0 ? order : (a->entry > b->entry) - (a->entry < b->entry);
}

static int by_entry(const void *one, const void *other)
{
    const struct same_name *a = one, *b = other;

    return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Of those of one tensor each name once, but for the first: one that is written again has a finding already. */
static void find_same(struct same_list *list, size_t from, size_t to)
{
    size_t first = list->names[from].entry, i;

    for (i = from; i < to; i++)
        first = list->names[i].entry < first ? list->names[i].entry : first;
    for (i = from; i < to; i++) {
        list->names[i].first = first;
        list->names[i].told = list->names[i].entry != first &&
                              (i == from || compare_spellings(&list->names[i - 1], &list->names[i]) != 0);
    }
}

static void report_same_tensor(struct same_list *list, const struct same_name *name, const char *first)
{
    const struct nnreg_savedmodel *model = list->judged->model;
    char written[NNREG_SHOWN], other[NNREG_SHOWN], node[NNREG_SHOWN];

    nnreg_engine_report_at(
        list->engine, name->member, NNREG_RULE_DUPLICATE,
        "name each tensor once; a key of the signature is the tensor that it stands for",
        "\"%s\" is already named by entry %zu: \"%s\" is the same tensor, \"%s:%u\"",
        nnreg_shown(written, *name->member), name->first, nnreg_shown(other, first),
        nnreg_model_shown(node, model, nnreg_savedmodel_node_at(model, name->tensor.node)->name),
        name->tensor.output);
}

static void judge_same(struct same_list *list, const void *members, size_t stride, size_t count,
                       bool is_output)
{
    size_t i, from = 0;

    list->count = 0;
    list->names = nnreg_alloc_zero(count + 1, sizeof *list->names);
    if (list->names == NULL) {
        list->engine->status = NNREG_NO_MEMORY;
        return;
    }
    for (i = 0; i < count; i++)
        put_same(list, (char *const *)(const void *)((const char *)members + i * stride), i, is_output);
    qsort(list->names, list->count, sizeof *list->names, by_tensor);
    for (i = 1; i <= list->count; i++)
        if (i == list->count || compare_named_tensors(&list->names[i], &list->names[from]) != 0) {
            find_same(list, from, i);
            from = i;
        }
    qsort(list->names, list->count, sizeof *list->names, by_entry);
    for (i = 0; i < list->count; i++)
        if (list->names[i].told)
            report_same_tensor(
                list, &list->names[i],
                *(char *const *)(const void *)((const char *)members + list->names[i].first * stride));
    nnreg_free(list->names);
}

void nnreg_judge_same(struct nnreg_engine *engine, const struct nnreg_network *network,
                      const struct nnreg_judged *judged)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;
    const struct nnreg_postprocessing *outputs = network->postprocessings.items;
    struct same_list list = {.engine = engine, .judged = judged};
    size_t i;

    if (preprocessing != NULL && preprocessing->inputs.count > 0)
        judge_same(&list, &((const struct nnreg_input *)preprocessing->inputs.items)->tensor_name,
                   sizeof(struct nnreg_input), preprocessing->inputs.count, false);
    for (i = 0; i < network->postprocessings.count && engine->status == NNREG_OK; i++)
        if (outputs[i].tensors_output != NULL && outputs[i].tensors_output->tensors.count > 0)
            judge_same(&list, outputs[i].tensors_output->tensors.items, sizeof(char *),
                       outputs[i].tensors_output->tensors.count, true);
}
