/* Writing the list of a graph's tensors: see tensor_list.h. It is read by tensor_list_read.c. */
#include "tensorflow/tensor_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/order.h"
#include "tensorflow/tensor_list_read.h"

struct item {
    const char *name; /* borrowed from the model */
    size_t size;
    uint32_t node;
};

/* Of nodes with one name the first counts, as in the graph. */
static int by_name(const void *one, const void *other)
{
    const struct item *a = one, *b = other;
    int order = nnreg_order_bytes(a->name, a->size, b->name, b->size);

    return order != 0 ? order : a->node < b->node ? -1 : a->node > b->node;
}

static struct item *sorted_items(const struct nnreg_graph *graph)
{
    struct item *items = nnreg_alloc_zero(graph->meta->nodes, sizeof *items);
    uint32_t i;

    for (i = 0; items != NULL && i < graph->meta->nodes; i++) {
        uint32_t name = nnreg_savedmodel_node_at(graph->model, graph->meta->first_node + i)->name;

        items[i].name = nnreg_savedmodel_text(graph->model, name);
        items[i].size = nnreg_savedmodel_text_size(graph->model, name);
        items[i].node = graph->meta->first_node + i;
    }
    if (items != NULL && graph->meta->nodes > 0)
        qsort(items, graph->meta->nodes, sizeof *items, by_name);
    return items;
}

static void put_list_number(struct nnreg_bytes *out, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        nnreg_bytes_char(out, (char)(number | 0x80));
    nnreg_bytes_char(out, (char)number);
}

/* How many bytes a name has in common with the one before: what the list leaves out. */
static size_t shared_bytes(const struct item *a, const struct item *b)
{
    size_t shared = 0;

    while (shared < a->size && shared < b->size && a->name[shared] == b->name[shared])
        shared++;
    return shared;
}

/* A list in the making. */
struct list_writer {
    struct nnreg_bytes *out;
    const struct nnreg_graph *graph;
    struct nnreg_shapes *shapes; /* NULL: there are none */
    size_t shape_bytes, most_shape_bytes;
    uint64_t work;                            /* attributes looked at for types */
    uint32_t types[NNREG_LIMIT_LIST_OUTPUTS]; /* of the outputs of the node in hand */
};

/* Where neither says another thing than the other, what is open in one is what it is in the other. */
static bool complete_shape(struct nnreg_shape *shape, const struct nnreg_shape *other)
{
    uint32_t i;

    if (shape->rank != other->rank)
        return false;
    for (i = 0; i < shape->rank; i++)
        if (shape->dim[i] >= 0 && other->dim[i] >= 0 && shape->dim[i] != other->dim[i])
            return false;
    for (i = 0; i < shape->rank; i++)
        if (shape->dim[i] < 0)
            shape->dim[i] = other->dim[i];
    return true;
}

/* What the file says counts where something else was computed: whoever saved the model ran it. */
static void kept_shape(struct nnreg_shape *shape, struct list_writer *writer, uint32_t node, uint32_t output)
{
    struct nnreg_graph_tensor tensor = {.node = node, .output = output};
    struct nnreg_flow_tensor at = {node - writer->graph->meta->first_node, output};
    struct nnreg_shape computed;

    computed.known = false; /* the rest of it is large */
    nnreg_graph_tensor_shape(shape, writer->graph, &tensor);
    if (writer->shapes != NULL)
        nnreg_shapes_get(&computed, writer->shapes, nnreg_shapes_of(writer->shapes, &at).shape);
    if (computed.known && (!shape->known || complete_shape(&computed, shape)))
        *shape = computed;
}

static void put_list_shape(struct nnreg_bytes *out, const struct nnreg_shape *shape)
{
    uint32_t i;

    put_list_number(out, shape->known ? (uint64_t)shape->rank + 1 : 0);
    for (i = 0; shape->known && i < shape->rank; i++)
        put_list_number(out, shape->dim[i] >= 0 ? (uint64_t)shape->dim[i] + 1 : 0);
}

/* A nnreg_graph_visit_output. A number that is no type of the format is none that is known. */
static bool keep_type(void *context, uint32_t output, uint32_t dtype)
{
    struct list_writer *writer = context;

    if (output >= NNREG_LIMIT_LIST_OUTPUTS)
        return false;
    writer->types[output] = nnreg_dtype_name(dtype) != NULL ? dtype : 0;
    return true;
}

/* The types of a node's outputs, 0 where they are not known. */
static void find_types(struct list_writer *writer, uint32_t index)
{
    const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(writer->graph->model, index);
    const struct nnreg_savedmodel_op *op = nnreg_graph_op(writer->graph, node);

    memset(writer->types, 0, sizeof writer->types);
    if (op != NULL)
        writer->work += (uint64_t)op->args * (node->attrs + op->defaults + 1u);
    if (writer->work <= NNREG_LIMIT_LIST_WORK)
        (void)nnreg_graph_each_output(writer->graph, node, keep_type, writer);
}

/* Those at the end of which nothing is known are left out. */
static void put_list_outputs(struct list_writer *writer, uint32_t node, uint32_t outputs)
{
    struct nnreg_bytes list = NNREG_BYTES_INIT;
    struct nnreg_shape shape;
    size_t kept = 0;
    uint32_t count = 0, i;

    find_types(writer, node);

    for (i = 0; i < outputs && i < NNREG_LIMIT_LIST_OUTPUTS; i++) {
        if (writer->shape_bytes + list.size > writer->most_shape_bytes)
            break;
        kept_shape(&shape, writer, node, i);
        put_list_number(&list, writer->types[i]);
        put_list_shape(&list, &shape);
        if (shape.known || writer->types[i] != 0) {
            count = i + 1;
            kept = list.size;
        }
    }
    put_list_number(writer->out, count);
    if (kept > 0 && !list.failed)
        nnreg_bytes_put(writer->out, list.content, kept);
    writer->shape_bytes += kept;
    writer->out->failed |= list.failed;
    nnreg_bytes_free(&list);
}

/* Of a node of which it is not known how many outputs it has, the first one's. */
static void put_item(struct list_writer *writer, const struct item *item, size_t shared)
{
    struct nnreg_bytes *out = writer->out;
    const struct nnreg_graph *graph = writer->graph;
    uint32_t outputs;
    bool known = nnreg_graph_outputs(&outputs, graph, nnreg_savedmodel_node_at(graph->model, item->node));

    put_list_number(out, shared);
    put_list_number(out, item->size - shared);
    nnreg_bytes_put(out, item->name + shared, item->size - shared);
    put_list_number(out, known ? (uint64_t)outputs + 1 : 0);
    put_list_outputs(writer, item->node, known ? outputs : 1);
}

nnreg_status nnreg_tensor_list_write(struct nnreg_bytes *out, const struct nnreg_graph *graph,
                                     struct nnreg_shapes *shapes, struct nnreg_error *error)
{
    struct item *items = sorted_items(graph), *before = NULL;
    struct list_writer writer = {.out = out, .graph = graph, .shapes = shapes};
    uint32_t i;

    if (items == NULL) {
        out->failed = true;
        return nnreg_fail_memory(error);
    }
    writer.most_shape_bytes = (size_t)graph->meta->nodes * NNREG_LIMIT_LIST_SHAPES + NNREG_LIMIT_LIST_FREE;
    nnreg_bytes_char(out, NNREG_TENSOR_LIST_FORM);
    for (i = 0; i < graph->meta->nodes; i++) {
        size_t shared = before != NULL ? shared_bytes(before, &items[i]) : 0;

        if (before != NULL && shared == before->size && shared == items[i].size)
            continue; /* a second node with this name */
        if (memchr(items[i].name, '\0', items[i].size) != NULL)
            continue; /* nobody can ask for it, and a text of C would end there, as the name of another node */
        put_item(&writer, &items[i], shared);
        before = &items[i];
    }
    nnreg_free(items);
    out->failed |= shapes != NULL && (shapes->failed || shapes->flow->failed);
    return out->failed ? nnreg_fail_memory(error) : NNREG_OK;
}
