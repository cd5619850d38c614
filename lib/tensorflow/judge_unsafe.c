/*
 * Operations that reach outside (doc/FORMATS.md, "Unsafe operations"). Every node of every graph and of every function
 * is looked at: harm is hidden in functions that no node calls, but that Python can. What an operation reaches is told
 * where a constant says so; where the path comes from the saver, from an asset or from the caller, the operations that
 * every model has are in their normal place.
 */
#include "tensorflow/judge_unsafe.h"

#include <string.h>

#include "base/alloc.h"

enum {
    STEPS_MOST = 64,      /* nodes on the way from an operation back to what its path is made of */
    ATTRS_MOST = 4096,    /* attributes that are gone through on that way */
    SHOWN_OF_A_CLASS = 20 /* findings of one class; the last tells how many more there are */
};

struct place {
    struct nnreg_graph graph;
    const struct nnreg_savedmodel_function *function;
    uint32_t filename;     /* the node that takes the saver's file name, or NNREG_SAVEDMODEL_NONE */
    unsigned char *assets; /* the graph's nodes that take the path of an asset: a bit for each */
};

/* What a path was traced back to. */
struct origin {
    bool caller;   /* a placeholder, or an argument of the function */
    bool saver;    /* the saver's file name */
    bool asset;    /* the path of an asset */
    bool constant; /* a constant's text */
    uint32_t text;
};

static const struct nnreg_savedmodel_node *unsafe_node_at(const struct place *place, uint32_t index)
{
    return place->function != NULL ? nnreg_savedmodel_body_node_at(place->graph.model, index)
                                   : nnreg_savedmodel_node_at(place->graph.model, index);
}

static bool is_op(const struct place *place, const struct nnreg_savedmodel_node *node, const char *op)
{
    return nnreg_savedmodel_text_is(place->graph.model, node->op, op);
}

/* The node of a tensor that the graph is told by its name, or NNREG_SAVEDMODEL_NONE. */
static uint32_t named_node(const struct nnreg_graph *graph, uint32_t tensor)
{
    const char *name = nnreg_savedmodel_text(graph->model, tensor);
    size_t length = strcspn(name, ":");

    return length > 0 ? nnreg_graph_node(graph, name, length) : NNREG_SAVEDMODEL_NONE;
}

/* What a walk asks of each node is found once: false when there is no memory. */
static bool enter_graph(struct place *place, const struct nnreg_savedmodel *model, uint32_t meta)
{
    uint32_t i, node;

    *place = (struct place){.graph = nnreg_graph_of(model, meta)};
    place->filename = named_node(&place->graph, place->graph.meta->saver.filename_tensor);
    place->assets = nnreg_alloc_zero(place->graph.meta->nodes / 8 + 1, 1);
    for (i = 0; place->assets != NULL && i < place->graph.meta->assets; i++) {
        node = named_node(&place->graph,
                          nnreg_savedmodel_asset_at(model, place->graph.meta->first_asset + i)->tensor);
        if (node == NNREG_SAVEDMODEL_NONE)
            continue;
        node -= place->graph.meta->first_node;
        place->assets[node / 8] |= (unsigned char)(1u << node % 8);
    }
    return place->assets != NULL;
}

static bool is_asset(const struct place *place, uint32_t index)
{
    uint32_t node = index - place->graph.meta->first_node;

    return place->function == NULL && (place->assets[node / 8] >> node % 8 & 1) != 0;
}

/* Takes note of where a path begins; false when it goes on through the node's inputs. */
static bool note_origin(struct origin *origin, const struct place *place, uint32_t index)
{
    const struct nnreg_savedmodel *model = place->graph.model;
    const struct nnreg_savedmodel_node *node = unsafe_node_at(place, index);
    const struct nnreg_savedmodel_attr *value;

    if (place->function == NULL && index == place->filename) {
        origin->saver = true;
        return true;
    }
    if (is_asset(place, index)) {
        origin->asset = true;
        return true;
    }
    if (is_op(place, node, "Placeholder") || is_op(place, node, "PlaceholderWithDefault") ||
        is_op(place, node, "PlaceholderV2")) {
        origin->caller = true;
        return true;
    }
    if (!is_op(place, node, "Const"))
        return false;
    value = origin->constant ? NULL : nnreg_savedmodel_attr_named(model, node, "value");
    if (value != NULL && nnreg_savedmodel_attr_kind(value) == NNREG_ATTR_STRINGS &&
        nnreg_savedmodel_attr_count(model, value) > 0) {
        origin->constant = true;
        origin->text = nnreg_savedmodel_attr_entry(model, value, 0);
    }
    return true;
}

/* Follows one input back, over joins and packs, breadth first and bounded. */
static struct origin trace(const struct place *place, const struct nnreg_savedmodel_node *node, int32_t input)
{
    struct origin origin = {.constant = false};
    const struct nnreg_savedmodel_input *queue[STEPS_MOST];
    uint32_t head = 0, tail = 0, attrs = 0, i;

    if (input < 0 || (uint32_t)input >= node->inputs)
        return origin;
    queue[tail++] = nnreg_savedmodel_input_at(place->graph.model, node->first_input + (uint32_t)input);
    while (head < tail && attrs <= ATTRS_MOST) {
        const struct nnreg_savedmodel_input *from = queue[head++];
        uint32_t index;

        if ((from->output & NNREG_INPUT_CONTROL) != 0)
            continue;
        if (place->function != NULL && nnreg_graph_has_argument(&place->graph, place->function, from->name)) {
            origin.caller = true;
            continue;
        }
        index = nnreg_graph_node_in(&place->graph, place->function, from->name);
        if (index == NNREG_SAVEDMODEL_NONE)
            continue;
        attrs += unsafe_node_at(place, index)->attrs;
        if (note_origin(&origin, place, index))
            continue;
        for (i = 0; i < unsafe_node_at(place, index)->inputs && tail < STEPS_MOST; i++)
            queue[tail++] =
                nnreg_savedmodel_input_at(place->graph.model, unsafe_node_at(place, index)->first_input + i);
    }
    return origin;
}

/* The text of an attribute, or of the first entry of a list of them. */
static bool attribute_text(uint32_t *text, const struct place *place,
                           const struct nnreg_savedmodel_node *node, const char *key)
{
    const struct nnreg_savedmodel *model = place->graph.model;
    const struct nnreg_savedmodel_attr *attr =
        key != NULL ? nnreg_savedmodel_attr_named(model, node, key) : NULL;

    if (attr == NULL)
        return false;
    if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TEXT)
        *text = attr->value;
    else if (nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TEXTS &&
             nnreg_savedmodel_attr_count(model, attr) > 0)
        *text = nnreg_savedmodel_attr_entry(model, attr, 0);
    else
        return false;
    return nnreg_savedmodel_text_size(model, *text) > 0;
}

static bool is_url(const struct place *place, const struct nnreg_unsafe_use *use)
{
    return use->has_text && strstr(nnreg_savedmodel_text(place->graph.model, use->text), "://") != NULL;
}

static bool is_normal(const struct place *place, const struct nnreg_unsafe_use *use,
                      const struct origin *origin)
{
    switch (use->row->normal) {
    case NNREG_NORMAL_NEVER:
        return false;
    case NNREG_NORMAL_SAVER: /* "model" is what tf.compat.v1.train.Saver writes where the path will be fed */
        return origin->saver || origin->caller ||
               (origin->constant && nnreg_savedmodel_text_is(place->graph.model, origin->text, "model"));
    case NNREG_NORMAL_ASSET:
        return origin->asset || origin->caller;
    case NNREG_NORMAL_NO_PATH:
        return origin->constant && nnreg_savedmodel_text_size(place->graph.model, origin->text) == 0;
    case NNREG_NORMAL_NO_URL:
        return !is_url(place, use);
    }
    return false;
}

static void visit_unsafe_node(const struct place *place, const struct nnreg_savedmodel_node *node,
                              nnreg_unsafe_visit *visit, void *context)
{
    const struct nnreg_savedmodel *model = place->graph.model;
    struct nnreg_unsafe_use use = {.node = node, .function = place->function};
    struct origin origin;

    use.row = nnreg_unsafe_op_find(nnreg_savedmodel_text(model, node->op),
                                   nnreg_savedmodel_text_size(model, node->op));
    if (use.row == NULL)
        return;
    origin = trace(place, node, use.row->input);
    use.has_text = attribute_text(&use.text, place, node, use.row->attribute);
    if (!use.has_text && origin.constant) {
        use.has_text = nnreg_savedmodel_text_size(model, origin.text) > 0;
        use.text = origin.text;
    }
    use.normal = is_normal(place, &use, &origin);
    visit(&use, context);
}

static void walk_graph(struct place *place, nnreg_unsafe_visit *visit, void *context)
{
    const struct nnreg_savedmodel *model = place->graph.model;
    const struct nnreg_savedmodel_meta *meta = place->graph.meta;
    uint32_t f, i;

    for (i = 0; i < meta->nodes; i++)
        visit_unsafe_node(place, nnreg_savedmodel_node_at(model, meta->first_node + i), visit, context);
    for (f = 0; f < meta->functions; f++) {
        place->function = nnreg_savedmodel_function_at(model, meta->first_function + f);
        for (i = 0; i < place->function->nodes; i++)
            visit_unsafe_node(place, nnreg_savedmodel_body_node_at(model, place->function->first_node + i),
                              visit, context);
    }
}

bool nnreg_unsafe_walk(const struct nnreg_savedmodel *model, nnreg_unsafe_visit *visit, void *context)
{
    struct place place;
    uint32_t m;

    for (m = 0; m < model->metas.count; m++) {
        if (!enter_graph(&place, model, m))
            return false;
        walk_graph(&place, visit, context);
        nnreg_free(place.assets);
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------- findings -- */

struct reporting {
    nnreg_findings *findings;
    const struct nnreg_judged *judged;
    uint32_t shown[NNREG_UNSAFE_CLASS_COUNT];
    uint32_t more;
};

static void report_use(const struct nnreg_unsafe_use *use, void *context)
{
    struct reporting *reporting = context;
    const struct nnreg_savedmodel *model = reporting->judged->model;
    char name[NNREG_SHOWN], function[NNREG_SHOWN] = "", op[NNREG_SHOWN], text[NNREG_SHOWN] = "";

    if (use->normal)
        return;
    if (++reporting->shown[use->row->kind] > SHOWN_OF_A_CLASS) {
        reporting->more++;
        return;
    }
    if (use->function != NULL)
        nnreg_shown(function, nnreg_savedmodel_text(model, use->function->signature.name));
    if (use->has_text)
        nnreg_shown(text, nnreg_savedmodel_text(model, use->text));
    nnreg_report_file(
        reporting->findings, NNREG_RULE_MODEL_UNSAFE_OP, NNREG_SEVERITY_OFF, reporting->judged->file,
        "if you do not know why the model needs it, do not serve it",
        "the node \"%s\"%s%s%s is a %s, which %s%s%s%s",
        nnreg_shown(name, nnreg_savedmodel_text(model, use->node->name)),
        use->function != NULL ? " of the function \"" : "", function, use->function != NULL ? "\"" : "",
        nnreg_shown(op, nnreg_savedmodel_text(model, use->node->op)), nnreg_unsafe_text(use->row->kind),
        use->has_text ? ": \"" : "", text, use->has_text ? "\"" : "");
}

void nnreg_judge_unsafe(nnreg_findings *findings, const struct nnreg_judged *judged)
{
    struct reporting reporting = {.findings = findings, .judged = judged};

    if (judged->model == NULL)
        return;
    if (!nnreg_unsafe_walk(judged->model, report_use, &reporting))
        nnreg_findings_fail_memory(findings);
    if (reporting.more > 0)
        nnreg_report_file(findings, NNREG_RULE_MODEL_UNSAFE_OP, NNREG_SEVERITY_OFF, judged->file, NULL,
                          "%u more nodes reach outside: nnreg inspect --json lists them all", reporting.more);
}
