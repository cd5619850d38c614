/* What the first operations of a graph tell: see told_fixture.h. */
#include "told_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "model_facts.h"
#include "short_graph.h"

static struct nnreg_first_told told;
static char text[600], formula[600];

static void keep(char out[600], struct nnreg_bytes *bytes)
{
    char *taken;

    ck_assert_int_eq(nnreg_bytes_take(&taken, bytes), NNREG_OK);
    (void)snprintf(out, sizeof text, "%s", taken);
    nnreg_free(taken);
}

static void put_by_channel(struct nnreg_bytes *out, const double *numbers)
{
    uint32_t i, count = 1;

    for (i = 1; i < told.parts; i++)
        if (numbers[i] != numbers[0])
            count = told.parts;
    for (i = 0; i < count; i++)
        nnreg_bytes_format(out, "%s%g", i > 0 ? "," : count > 1 ? "(" : "", numbers[i]);
    nnreg_bytes_text(out, count > 1 ? ")" : "");
}

static void put_told(struct nnreg_bytes *out)
{
    nnreg_bytes_text(out, told.order[0] != '\0' ? told.order : "?");
    if (told.channels > 0)
        nnreg_bytes_format(out, " %u", told.channels);
    if (told.filters > 0)
        nnreg_bytes_format(out, ">%u", (unsigned)told.filters);
    if (!told.computes) {
        nnreg_bytes_text(out, " ?");
        return;
    }
    nnreg_bytes_text(out, " x*");
    put_by_channel(out, told.scale);
    nnreg_bytes_text(out, "+");
    put_by_channel(out, told.shift);
    nnreg_bytes_text(out, told.whole ? " whole" : "");
    nnreg_bytes_text(out, told.turned ? " turned" : "");
    if (told.width > 0)
        nnreg_bytes_format(out, " %ux%u", told.width, told.height);
}

static void tell_flow(struct nnreg_flow *flow, const struct nnreg_shape *shape)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT, sentence = NNREG_BYTES_INIT;
    struct nnreg_flow_tensor tensor = {0, 0};
    struct nnreg_first_ops first;

    ck_assert_int_eq(nnreg_first_ops_make(&first, flow, NULL, NULL), NNREG_OK);
    nnreg_first_ops_tell(&told, &first, &tensor, shape);
    ck_assert(!flow->failed);
    put_told(&out);
    keep(text, &out);
    nnreg_first_formula_put(&sentence, flow, &told);
    keep(formula, &sentence);
    nnreg_first_ops_free(&first);
}

const char *told_of(const char *fed, const char *nodes)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_savedmodel *model;
    struct nnreg_shape shape;
    struct nnreg_graph graph;
    struct nnreg_flow flow;
    char *made;

    nnreg_bytes_format(&out, "meta_graphs { graph_def { versions { producer: 1000 } node { name: 'x' op: "
                             "'Placeholder' attr { key: "
                             "'shape' value { shape { ");
    short_dims_put(&out, fed);
    nnreg_bytes_text(&out, "} } } } ");
    short_nodes_put(&out, nodes);
    nnreg_bytes_text(&out, "} }");
    ck_assert_int_eq(nnreg_bytes_take(&made, &out), NNREG_OK);
    model = model_of_text(made);
    nnreg_free(made);
    graph = nnreg_graph_of(model, 0);
    ck_assert_int_eq(nnreg_flow_make(&flow, &graph, NULL), NNREG_OK);
    nnreg_savedmodel_shape(&shape, model, nnreg_graph_shape_attr(&graph, nnreg_flow_place(&flow, 0).node));
    tell_flow(&flow, &shape);
    nnreg_flow_free(&flow);
    nnreg_savedmodel_free(model);
    return text;
}

const char *told_formula(const char *fed, const char *nodes)
{
    (void)told_of(fed, nodes);
    return formula;
}

void told_expect(const struct told_row *rows, size_t count)
{
    struct nnreg_bytes wrong = NNREG_BYTES_INIT;
    static char all[600];
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(told_of(rows[i].fed, rows[i].nodes), rows[i].told) != 0)
            nnreg_bytes_format(&wrong, "%s of %s is \"%s\", not \"%s\"\n", rows[i].nodes, rows[i].fed, text,
                               rows[i].told);
    all[0] = '\0';
    if (wrong.size > 0)
        keep(all, &wrong);
    ck_assert_msg(all[0] == '\0', "%s", all);
}
