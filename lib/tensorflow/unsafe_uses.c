/*
 * Operations that reach outside (doc/FORMATS.md, "Unsafe operations"). Every node of every graph and of every function is
 * looked at: harm is hidden in functions that no node calls, but that Python can. What an operation can reach is followed back
 * over all calls (text_origin.h); where that is the saver's file name or an asset, the operations that every model has are in
 * their normal place, and so they are where no server can say the path: a placeholder that no signature has, an argument of a
 * function that no node calls, since the Python that loads the model says it then.
 */
#include "tensorflow/judge_unsafe.h"

#include <string.h>

#include "tensorflow/flow_reach.h"
#include "tensorflow/op_memory.h"

struct unsafe_walk {
    struct nnreg_flow *flow;
    struct nnreg_flow_reach reach;
    struct nnreg_text_origins origins;
    nnreg_unsafe_visit *visit;
    void *context;
    struct nnreg_op_memory memory; /* whether it has a row: nearly none has */
};

static const struct nnreg_unsafe_op *unsafe_row(const struct nnreg_savedmodel *model,
                                                const struct nnreg_savedmodel_node *node)
{
    return nnreg_unsafe_op_find(nnreg_savedmodel_text(model, node->op),
                                nnreg_savedmodel_text_size(model, node->op));
}

static const struct nnreg_unsafe_op *remembered_row(struct unsafe_walk *walk,
                                                    const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_savedmodel *model = walk->flow->graph->model;
    bool remembered;
    uint32_t *has_row = nnreg_op_memory_at(&walk->memory, node->op, &remembered);

    if (!remembered)
        *has_row = unsafe_row(model, node) != NULL;
    return *has_row != 0 ? unsafe_row(model, node) : NULL;
}

/* Nodes whose input is to be followed back. */
static bool has_path_input(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    const struct nnreg_unsafe_op *row = unsafe_row(model, node);

    return row != NULL && row->input >= 0;
}

/* ---------------------------------------------------------------------------------------------- what it reaches -- */

static bool has_url(const struct nnreg_savedmodel *model, uint32_t text)
{
    const char *bytes = nnreg_savedmodel_text(model, text);
    size_t size = nnreg_savedmodel_text_size(model, text), i;

    for (i = 0; i + 3 <= size; i++)
        if (memcmp(bytes + i, "://", 3) == 0)
            return true;
    return false;
}

/* Of a list of texts the first that reaches outside, else the first that is not empty; 0: there is none. */
static uint32_t text_of_list(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_attr *attr)
{
    uint32_t count = nnreg_savedmodel_attr_count(model, attr), text = 0, i;

    for (i = 0; i < count; i++) {
        uint32_t entry = nnreg_savedmodel_attr_entry(model, attr, i);

        if (has_url(model, entry))
            return entry;
        text = text != 0 ? text : entry;
    }
    return text;
}

static bool attribute_text(uint32_t *text, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_node *node, const char *key)
{
    const struct nnreg_savedmodel_attr *attr =
        key != NULL ? nnreg_savedmodel_attr_named(model, node, key) : NULL;

    *text = 0;
    if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TEXT)
        *text = attr->value;
    else if (attr != NULL && nnreg_savedmodel_attr_kind(attr) == NNREG_ATTR_TEXTS)
        *text = text_of_list(model, attr);
    return *text != 0;
}

static void find_use_text(struct nnreg_unsafe_use *use, const struct nnreg_savedmodel *model)
{
    unsigned i;

    use->has_text = attribute_text(&use->text, model, use->node, use->row->attribute);
    if (use->row->attribute != NULL && (use->node->flags & NNREG_NODE_TEXT_UNKNOWN) != 0)
        use->origin.from |= NNREG_TEXT_FROM_UNKNOWN;
    for (i = 0; i < use->origin.count && !use->has_text; i++) {
        use->text = use->origin.texts[i];
        use->has_text = use->text != 0;
    }
}

static const char *use_text(const struct nnreg_unsafe_use *use, uint32_t text)
{
    size_t size;

    return nnreg_text_origin_text(use->origins, text, &size);
}

/* "model" is what tf.compat.v1.train.Saver writes where the path will be fed, and parts of it begin so. */
static bool is_savers(const struct nnreg_unsafe_use *use)
{
    unsigned i;

    for (i = 0; i < use->origin.count; i++) {
        const char *text = use_text(use, use->origin.texts[i]);

        if (text[0] != '\0' && (strncmp(text, "model", 5) != 0 || strstr(text, "..") != NULL))
            return false;
    }
    return true;
}

/* Whether it reaches nothing but what the loader itself puts in, or what is left to Python: `from`. */
static bool is_of_model(const struct nnreg_unsafe_use *use, unsigned from)
{
    return use->origin.count == 0 && use->origin.from != 0 && (use->origin.from & ~from) == 0;
}

/* tensorflow/core/util/proto/descriptors.cc, GetDescriptorPool */
static bool is_local(const char *source)
{
    return strcmp(source, "local://") == 0 || strncmp(source, "bytes://", 8) == 0;
}

static bool is_normal(const struct nnreg_unsafe_use *use)
{
    const unsigned usual = NNREG_TEXT_FROM_SAVER | NNREG_TEXT_FROM_ASSET | NNREG_TEXT_FROM_PLACEHOLDER |
                           NNREG_TEXT_FROM_ARGUMENT;
    bool reads = use->row->kind == NNREG_UNSAFE_FILE_READ || use->row->kind == NNREG_UNSAFE_LISTING;

    switch (use->row->normal) {
    case NNREG_NORMAL_NEVER:
        return use->row->input >= 0 && reads &&
               is_of_model(use, NNREG_TEXT_FROM_ASSET | NNREG_TEXT_FROM_SAVER);
    case NNREG_NORMAL_SAVER:
        return (use->origin.from & ~usual) == 0 && is_savers(use);
    case NNREG_NORMAL_ASSET:
        return is_of_model(use, usual);
    case NNREG_NORMAL_LOADED:
        return is_of_model(use, usual | NNREG_TEXT_FROM_STAND_IN);
    case NNREG_NORMAL_NO_PATH:
        return use->origin.count == 1 && use->origin.texts[0] == 0 && use->origin.from == 0;
    case NNREG_NORMAL_EMPTY:
        return use->origin.from == 0 && !use->has_text;
    case NNREG_NORMAL_NO_URL:
        return use->origin.from == 0 &&
               !(use->has_text && has_url(use->origins->flow->graph->model, use->text));
    case NNREG_NORMAL_LOCAL:
        return use->origin.from == 0 && (!use->has_text || is_local(use_text(use, use->text)));
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------------- walking -- */

static void tell_use(struct unsafe_walk *walk, struct nnreg_unsafe_use *use)
{
    use->origins = &walk->origins;
    find_use_text(use, walk->flow->graph->model);
    use->normal = is_normal(use);
    if (!walk->flow->failed)
        walk->visit(use, walk->context);
}

static void visit_graph_nodes(struct unsafe_walk *walk)
{
    const struct nnreg_graph *graph = walk->flow->graph;
    uint32_t i;

    for (i = graph->meta->first_node; i < graph->meta->first_node + graph->meta->nodes; i++) {
        struct nnreg_unsafe_use use = {.node = nnreg_savedmodel_node_at(graph->model, i)};

        use.row = remembered_row(walk, use.node);
        if (use.row == NULL)
            continue;
        if (use.row->input >= 0)
            nnreg_text_origin_add(&use.origin, &walk->origins, nnreg_flow_of_node(walk->flow, i),
                                  (uint32_t)use.row->input);
        if (use.row->other >= 0)
            nnreg_text_origin_add(&use.origin, &walk->origins, nnreg_flow_of_node(walk->flow, i),
                                  (uint32_t)use.row->other);
        tell_use(walk, &use);
    }
}

/* In each of the function's calls. */
static void add_origins(struct nnreg_text_origin *origin, struct unsafe_walk *walk, uint32_t function,
                        uint32_t node, uint32_t input)
{
    static const struct nnreg_text_origin unknown = {.from = NNREG_TEXT_FROM_UNKNOWN};
    uint32_t frame = nnreg_flow_reach_first(&walk->reach, function);

    for (; frame != NNREG_FLOW_NONE; frame = nnreg_flow_reach_next(&walk->reach, frame)) {
        const struct nnreg_flow_frame *place = nnreg_chunks_at(&walk->flow->frames, frame);

        nnreg_text_origin_add(origin, &walk->origins, place->first + place->arguments + node, input);
    }
    if (!walk->reach.whole)
        (void)nnreg_text_origin_merge(origin, &unknown);
}

static void visit_function_nodes(struct unsafe_walk *walk, uint32_t function)
{
    const struct nnreg_savedmodel *model = walk->flow->graph->model;
    nnreg_graph_body body = nnreg_savedmodel_function_at(model, function);
    uint32_t i;

    for (i = 0; i < body->nodes; i++) {
        struct nnreg_unsafe_use use = {.node = nnreg_savedmodel_body_node_at(model, body->first_node + i),
                                       .function = body};

        use.row = remembered_row(walk, use.node);
        if (use.row == NULL)
            continue;
        if (use.row->input >= 0)
            add_origins(&use.origin, walk, function, i, (uint32_t)use.row->input);
        if (use.row->other >= 0)
            add_origins(&use.origin, walk, function, i, (uint32_t)use.row->other);
        tell_use(walk, &use);
    }
}

static bool walk_flow(struct nnreg_flow *flow, nnreg_unsafe_visit *visit, void *context)
{
    struct unsafe_walk walk = {.flow = flow, .visit = visit, .context = context};
    const struct nnreg_savedmodel_meta *meta = flow->graph->meta;
    bool made = nnreg_flow_reach_make(&walk.reach, flow, has_path_input, NULL) == NNREG_OK;
    uint32_t f;

    made = nnreg_text_origins_make(&walk.origins, flow, NULL) == NNREG_OK && made;
    if (made) {
        visit_graph_nodes(&walk);
        for (f = meta->first_function; f < meta->first_function + meta->functions; f++)
            visit_function_nodes(&walk, f);
    }
    nnreg_text_origins_free(&walk.origins);
    nnreg_flow_reach_free(&walk.reach);
    return made && !flow->failed;
}

bool nnreg_unsafe_walk(const struct nnreg_judged *judged, nnreg_unsafe_visit *visit, void *context)
{
    bool walked = true;
    uint32_t m;

    for (m = 0; m < judged->model->metas.count && walked; m++) {
        struct nnreg_graph graph = nnreg_graph_of(judged->model, m);
        struct nnreg_flow flow;

        if (graph.meta == judged->graph.meta) {
            walked = walk_flow(judged->flow, visit, context);
            continue;
        }
        walked = nnreg_flow_make(&flow, &graph, NULL) == NNREG_OK && walk_flow(&flow, visit, context);
        nnreg_flow_free(&flow);
    }
    return walked;
}
