/* The tensors of an inspection: what a description can name. See inspect.h. */
#include "tensorflow/inspect.h"

struct tensor_listing {
    struct nnreg_inspection *inspection;
    const struct nnreg_graph *graph;
    const struct nnreg_savedmodel_node *node;
    uint32_t index; /* of the node */
    size_t end;     /* of the report, at which the list is full */
    uint64_t work;  /* attributes looked at */
    uint64_t nodes_left_out;
};

static bool is_full(const struct tensor_listing *listing)
{
    return listing->inspection->out.size > listing->end || listing->work > NNREG_INSPECTION_WORK;
}

static void put_name(struct tensor_listing *listing, uint32_t output)
{
    struct nnreg_bytes name = NNREG_BYTES_INIT;
    const struct nnreg_savedmodel *model = listing->graph->model;

    nnreg_bytes_put(&name, nnreg_savedmodel_text(model, listing->node->name),
                    nnreg_savedmodel_text_size(model, listing->node->name));
    nnreg_bytes_format(&name, ":%u", output);
    nnreg_json_put_key(&listing->inspection->writer, "name");
    if (name.failed)
        listing->inspection->status = NNREG_NO_MEMORY;
    else
        nnreg_json_put_chars(&listing->inspection->writer, name.content, name.size);
    nnreg_bytes_free(&name);
}

static bool put_tensor(void *context, uint32_t output, uint32_t dtype)
{
    struct tensor_listing *listing = context;
    struct nnreg_json_writer *writer = &listing->inspection->writer;
    struct nnreg_graph_tensor tensor = {.node = listing->index, .output = output, .dtype = dtype};
    struct nnreg_shape shape;

    if (output >= NNREG_INSPECTION_OUTPUTS || is_full(listing) || listing->inspection->status != NNREG_OK)
        return false;
    listing->work += listing->node->attrs + 1u;
    nnreg_graph_tensor_shape(&shape, listing->graph, &tensor);
    nnreg_json_open_object(writer);
    put_name(listing, output);
    nnreg_json_put_key(writer, "dtype");
    nnreg_inspection_dtype(listing->inspection, dtype);
    nnreg_json_put_key(writer, "shape");
    nnreg_inspection_shape(listing->inspection, &shape);
    nnreg_json_put_key(writer, "op");
    nnreg_inspection_text(listing->inspection, listing->graph->model, listing->node->op);
    nnreg_json_close_object(writer);
    return true;
}

/* A node of which nobody declares what comes out has one output at least, if anything takes it: it is listed so. */
static void put_node(struct tensor_listing *listing)
{
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(listing->graph, listing->node);
    size_t before = listing->inspection->out.size;

    if (is_full(listing)) {
        listing->nodes_left_out++;
        return;
    }
    if (op != NULL)
        listing->work += (uint64_t)op->args * (listing->node->attrs + op->defaults + 1u);
    if (!nnreg_graph_each_output(listing->graph, listing->node, put_tensor, listing) &&
        listing->inspection->out.size == before)
        (void)put_tensor(listing, 0, NNREG_DTYPE_UNNAMED);
}

void nnreg_inspection_tensors(struct nnreg_inspection *inspection, const struct nnreg_judged *judged)
{
    struct tensor_listing listing = {.inspection = inspection,
                                     .graph = &judged->graph,
                                     .end = inspection->out.size + NNREG_INSPECTION_LIST};
    const struct nnreg_savedmodel_meta *meta = judged->graph.meta;
    uint32_t i;

    nnreg_json_put_key(&inspection->writer, "tensors");
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; meta != NULL && i < meta->nodes; i++) {
        listing.index = meta->first_node + i;
        listing.node = nnreg_savedmodel_node_at(judged->model, listing.index);
        put_node(&listing);
    }
    nnreg_json_close_array(&inspection->writer);
    if (listing.nodes_left_out > 0) {
        nnreg_json_put_key(&inspection->writer, "nodes_left_out");
        nnreg_json_put_uint(&inspection->writer, listing.nodes_left_out);
    }
}
