/*
 * The list of a graph's tensors: see tensor_list.h.
 *
 * Names are in order, as bytes, both in the list and among the questions, so that one pass over the two answers all: the list
 * is read once, however many questions there are. It comes from the registry's own files, and is read as if it did not: a
 * name out of order, or with more shared bytes than there are, is damage.
 */
#include "tensorflow/tensor_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/order.h"
#include "formats/protowire.h"
#include "tensorflow/tensor_name.h"

#define FORM_WITHOUT_SHAPES 1
#define FORM_VERSION        2

/* -- writing -- */

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

/* Those at the end of which nothing is known are left out. */
static void put_list_shapes(struct list_writer *writer, uint32_t node, uint32_t outputs)
{
    struct nnreg_bytes list = NNREG_BYTES_INIT;
    struct nnreg_shape shape;
    size_t kept = 0;
    uint32_t count = 0, i;

    for (i = 0; i < outputs && i < NNREG_LIMIT_LIST_OUTPUTS; i++) {
        if (writer->shape_bytes + list.size > writer->most_shape_bytes)
            break;
        kept_shape(&shape, writer, node, i);
        put_list_shape(&list, &shape);
        if (shape.known) {
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
    put_list_shapes(writer, item->node, known ? outputs : 1);
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
    nnreg_bytes_char(out, FORM_VERSION);
    for (i = 0; i < graph->meta->nodes; i++) {
        size_t shared = before != NULL ? shared_bytes(before, &items[i]) : 0;

        if (before != NULL && shared == before->size && shared == items[i].size)
            continue; /* a second node with this name */
        put_item(&writer, &items[i], shared);
        before = &items[i];
    }
    nnreg_free(items);
    out->failed |= shapes != NULL && (shapes->failed || shapes->flow->failed);
    return out->failed ? nnreg_fail_memory(error) : NNREG_OK;
}

/* -- reading -- */

struct list_reader {
    struct nnreg_cursor cursor;
    bool any;   /* a name was read */
    char *name; /* of the node in hand */
    size_t size;
    uint32_t outputs;
    bool has_shapes;     /* the list's version has them */
    uint32_t shapes;     /* of the node in hand, from its first output on … */
    uint64_t shapes_at;  /* … and where they begin */
    const char *content; /* the list */
    size_t content_size;
};

static nnreg_status reader_init(struct list_reader *reader, const void *list, size_t size,
                                struct nnreg_error *error)
{
    int version;

    *reader = (struct list_reader){
        .name = nnreg_alloc(NNREG_STRING_POOL_LONG), .content = list, .content_size = size};
    if (reader->name == NULL)
        return nnreg_fail_memory(error);
    nnreg_cursor_memory(&reader->cursor, list, size);
    version = nnreg_cursor_byte(&reader->cursor);
    reader->has_shapes = version == FORM_VERSION;
    if (version != FORM_VERSION && version != FORM_WITHOUT_SHAPES)
        nnreg_cursor_fail(&reader->cursor, 0, "is of an unknown form");
    return NNREG_OK;
}

/* The name in hand becomes the next one, which must come behind it. */
static void read_listed_name(struct list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t shared = nnreg_wire_varint(cursor), size = nnreg_wire_varint(cursor);
    unsigned before;

    if (shared > reader->size || size > NNREG_STRING_POOL_LONG - shared || (size == 0 && reader->any)) {
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad name");
        return;
    }
    /* Behind what is shared the new name must be greater in its first byte, or go on where the old one ended. */
    before = shared < reader->size ? (unsigned char)reader->name[shared] : 0;
    nnreg_cursor_copy(cursor, reader->name + shared, (size_t)size);
    if (shared < reader->size && (unsigned char)reader->name[shared] <= before)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has names out of order");
    reader->size = (size_t)(shared + size);
    reader->any = true;
}

/* The next shape of a list; false where it is damaged. */
static bool read_list_shape(struct nnreg_shape *shape, struct nnreg_cursor *cursor)
{
    uint64_t rank = nnreg_wire_varint(cursor), dim;
    uint32_t i;

    shape->known = rank > 0;
    shape->rank = 0;
    if (rank > NNREG_LIMIT_RANK + 1u)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad shape");
    for (i = 0; i + 1 < rank && nnreg_cursor_ok(cursor); i++) {
        dim = nnreg_wire_varint(cursor);
        if (dim > (uint64_t)INT64_MAX)
            nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad dimension");
        else
            shape->dim[shape->rank++] = (int64_t)dim - 1;
    }
    return nnreg_cursor_ok(cursor);
}

static void read_list_shapes(struct list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t count = nnreg_wire_varint(cursor), i;
    struct nnreg_shape shape;

    reader->shapes_at = nnreg_cursor_offset(cursor);
    if (count > NNREG_LIMIT_LIST_OUTPUTS ||
        (reader->outputs != NNREG_KEPT_UNKNOWN && count > reader->outputs))
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has shapes of outputs that are not there");
    for (i = 0; nnreg_cursor_ok(cursor) && i < count; i++)
        (void)read_list_shape(&shape, cursor);
    reader->shapes = (uint32_t)count;
}

/* False at the end, and where the list is damaged. */
static bool read_node(struct list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t outputs;

    if (!nnreg_cursor_ok(cursor) || nnreg_cursor_left(cursor) == 0)
        return false;
    read_listed_name(reader);
    outputs = nnreg_wire_varint(cursor);
    if (outputs > (uint64_t)NNREG_GRAPH_OUTPUTS + 1)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad number of outputs");
    reader->outputs = outputs > 0 ? (uint32_t)(outputs - 1) : NNREG_KEPT_UNKNOWN;
    reader->shapes = 0;
    if (reader->has_shapes)
        read_list_shapes(reader);
    return nnreg_cursor_ok(cursor);
}

/* `status`: of what was done with what was read. */
static nnreg_status list_finish(struct list_reader *reader, nnreg_status status, struct nnreg_error *error)
{
    if (status == NNREG_OK && !nnreg_cursor_ok(&reader->cursor))
        status = nnreg_fail(error, NNREG_CORRUPT, "the stored list of a graph's tensors %s at byte %llu",
                            reader->cursor.failure, (unsigned long long)reader->cursor.failure_offset);
    nnreg_free(reader->name);
    return status;
}

/* -- asking -- */

struct question {
    struct nnreg_tensor_name parts;
    struct nnreg_tensor_answer *answer;
    struct nnreg_fuzzy fuzzy;
};

static int by_node(const void *one, const void *other)
{
    const struct question *a = one, *b = other;

    return nnreg_order_bytes(a->parts.node, a->parts.length, b->parts.node, b->parts.length);
}

static struct question *sorted_questions(struct nnreg_tensor_answer *answers, size_t count)
{
    struct question *questions = nnreg_alloc_zero(count, sizeof *questions);
    size_t i;

    for (i = 0; questions != NULL && i < count; i++) {
        answers[i] = (struct nnreg_tensor_answer){.name = answers[i].name};
        questions[i].parts = nnreg_tensor_name_split(answers[i].name, strlen(answers[i].name));
        questions[i].answer = &answers[i];
    }
    if (questions != NULL && count > 0)
        qsort(questions, count, sizeof *questions, by_node);
    return questions;
}

/* Keeps a copy of the shape of the output that is asked for, which was found to be sound. False without memory. */
static bool take_shape(struct nnreg_tensor_answer *answer, const struct list_reader *reader, uint64_t output)
{
    struct nnreg_shape shape;
    struct nnreg_cursor cursor;
    uint64_t i;

    shape.known = false;
    if (output >= reader->shapes)
        return true;
    nnreg_cursor_memory(&cursor, reader->content + reader->shapes_at,
                        reader->content_size - (size_t)reader->shapes_at);
    for (i = 0; i <= output; i++)
        (void)read_list_shape(&shape, &cursor);
    if (!shape.known)
        return true;
    answer->dim = nnreg_alloc_zero((size_t)shape.rank + 1, sizeof *answer->dim);
    if (answer->dim == NULL)
        return false;
    memcpy(answer->dim, shape.dim, shape.rank * sizeof *answer->dim);
    answer->rank = shape.rank;
    return true;
}

/* False without memory. */
static bool take_answer(struct question *question, const struct list_reader *reader)
{
    const struct nnreg_tensor_name *parts = &question->parts;
    struct nnreg_tensor_answer *answer = question->answer;
    uint32_t outputs = reader->outputs;

    answer->found = true;
    answer->outputs = outputs;
    answer->has_output = !parts->is_control && (outputs == NNREG_KEPT_UNKNOWN || parts->output < outputs);
    return parts->is_control || take_shape(answer, reader, parts->output);
}

/* Both are in the order of names: one pass over the two. Goes to the end, to see that the list is whole. */
static nnreg_status find_tensors(struct question *questions, size_t count, const void *list, size_t size,
                                 struct nnreg_error *error)
{
    struct list_reader reader;
    size_t next = 0;
    nnreg_status status = reader_init(&reader, list, size, error);

    if (status != NNREG_OK)
        return status;
    while (status == NNREG_OK && read_node(&reader)) {
        int order = -1;

        while (next < count && order <= 0) {
            order = nnreg_order_bytes(questions[next].parts.node, questions[next].parts.length, reader.name,
                                      reader.size);
            if (order == 0 && !take_answer(&questions[next], &reader))
                status = nnreg_fail_memory(error);
            next += order <= 0;
        }
    }
    return list_finish(&reader, status, error);
}

/* Keeps a copy of the name in hand where it is one of the likeliest. False without memory. */
static bool keep_like(struct question *question, const struct list_reader *reader)
{
    char **nearest = question->answer->nearest, *copy;
    size_t at = nnreg_fuzzy_offer(&question->fuzzy, reader->name, reader->size);

    if (at == NNREG_FUZZY_MOST)
        return true;
    copy = nnreg_strndup(reader->name, reader->size);
    if (copy == NULL)
        return false;
    nnreg_free(nearest[NNREG_FUZZY_MOST - 1]);
    memmove(nearest + at + 1, nearest + at, (NNREG_FUZZY_MOST - 1 - at) * sizeof *nearest);
    nearest[at] = copy;
    return true;
}

static nnreg_status find_like(struct question *questions, size_t count, const void *list, size_t size,
                              struct nnreg_error *error)
{
    struct list_reader reader;
    size_t i;
    nnreg_status status = reader_init(&reader, list, size, error);

    if (status != NNREG_OK)
        return status;
    while (status == NNREG_OK && read_node(&reader))
        for (i = 0; i < count && status == NNREG_OK; i++)
            if (!keep_like(&questions[i], &reader))
                status = nnreg_fail_memory(error);
    return list_finish(&reader, status, error);
}

/* The asker's first questions that found nothing come to the front; how many they are. */
static size_t gather_unanswered(struct question *questions, size_t count,
                                const struct nnreg_tensor_answer *answers)
{
    size_t last = 0, wanted = 0, kept = 0, i;

    for (; last < count && wanted < NNREG_KEPT_HINTS; last++)
        wanted += !answers[last].found;
    for (i = 0; i < count && kept < wanted; i++) {
        if (questions[i].answer->found || questions[i].answer >= answers + last)
            continue;
        questions[kept] = questions[i];
        nnreg_fuzzy_init(&questions[kept].fuzzy, questions[kept].parts.node, questions[kept].parts.length);
        kept++;
    }
    return kept;
}

nnreg_status nnreg_tensor_list_ask(struct nnreg_tensor_answer *answers, size_t count, const void *list,
                                   size_t size, struct nnreg_error *error)
{
    struct question *questions = sorted_questions(answers, count);
    nnreg_status status;

    if (questions == NULL)
        return nnreg_fail_memory(error);
    status = find_tensors(questions, count, list, size, error);
    if (status == NNREG_OK)
        count = gather_unanswered(questions, count, answers);
    if (status == NNREG_OK && count > 0)
        status = find_like(questions, count, list, size, error);
    nnreg_free(questions);
    return status;
}
