/* The operations that read texts, and walking back from them: see string_readers.h. */
#include "tensorflow/string_readers.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "tensorflow/flow_reach.h"

/* Their texts are input 0. The channels and types of decoders that say neither: tensorflow/core/ops/image_ops.cc. */
static const struct reader_op {
    const char *op;
    enum nnreg_string_reader reader;
    uint8_t channels; /* of what has no attribute for them */
} reader_ops[] = {
    {"DecodeAndCropJpeg", NNREG_READER_IMAGE, 0},
    {"DecodeBmp", NNREG_READER_IMAGE, 0},
    {"DecodeGif", NNREG_READER_IMAGE, 3},
    {"DecodeImage", NNREG_READER_IMAGE, 0},
    {"DecodeJpeg", NNREG_READER_IMAGE, 0},
    {"DecodePng", NNREG_READER_IMAGE, 0},
    {"DecodeBase64", NNREG_READER_BASE64, 0},
    {"DecodeCSV", NNREG_READER_TABLE, 0},
    {"DecodePaddedRaw", NNREG_READER_RAW, 0},
    {"DecodeRaw", NNREG_READER_RAW, 0},
    {"DecodeWav", NNREG_READER_SOUND, 0},
    {"ParseExample", NNREG_READER_EXAMPLE, 0},
    {"ParseExampleV2", NNREG_READER_EXAMPLE, 0},
    {"ParseSequenceExample", NNREG_READER_EXAMPLE, 0},
    {"ParseSequenceExampleV2", NNREG_READER_EXAMPLE, 0},
    {"ParseSingleExample", NNREG_READER_EXAMPLE, 0},
    {"ParseSingleSequenceExample", NNREG_READER_EXAMPLE, 0},
    {"ReadFile", NNREG_READER_FILE, 0},
};

/* What decoders give; the last of either stands for all others: 0 for the channels that the image has, or that no decoder takes. */
static const uint32_t decoded_channels[NNREG_READER_CHANNELS] = {1, 3, 4, 0};
static const uint32_t decoded_types[NNREG_READER_TYPES] = {NNREG_DT_UINT8, NNREG_DT_UINT16, NNREG_DT_FLOAT,
                                                           NNREG_DTYPE_UNNAMED};

static const struct reader_op *reader_op_of(const struct nnreg_savedmodel *model,
                                            const struct nnreg_savedmodel_node *node)
{
    const char *op = nnreg_savedmodel_text(model, node->op);
    size_t i;

    if (strncmp(op, "Decode", 6) != 0 && strncmp(op, "Parse", 5) != 0 && strncmp(op, "Read", 4) != 0)
        return NULL;
    for (i = 0; i < sizeof reader_ops / sizeof *reader_ops; i++)
        if (nnreg_savedmodel_text_is(model, node->op, reader_ops[i].op))
            return &reader_ops[i];
    return NULL;
}

static bool reads_texts(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node)
{
    return reader_op_of(model, node) != NULL;
}

static unsigned place_in(const uint32_t *list, unsigned count, uint32_t value)
{
    unsigned i;

    for (i = 0; i < count - 1 && list[i] != value; i++)
        ;
    return i;
}

/* The number of a node's reader. */
static unsigned reader_of(const struct nnreg_savedmodel *model, const struct nnreg_savedmodel_node *node,
                          const struct reader_op *row)
{
    const struct nnreg_savedmodel_attr *channels, *dtype;
    uint32_t count = row->channels, type = NNREG_DT_UINT8;

    if (row->reader != NNREG_READER_IMAGE)
        return row->reader;
    channels = nnreg_savedmodel_attr_named(model, node, "channels");
    dtype = nnreg_savedmodel_attr_named(model, node, "dtype");
    if (channels != NULL && nnreg_savedmodel_attr_kind(channels) == NNREG_ATTR_INT) {
        int64_t number = nnreg_savedmodel_attr_int(model, channels);

        count = number >= 0 && number <= 4 ? (uint32_t)number : 0;
    }
    if (dtype != NULL && nnreg_savedmodel_attr_kind(dtype) == NNREG_ATTR_TYPE)
        type = nnreg_dtype_base(dtype->value);
    return NNREG_READER_IMAGE +
           place_in(decoded_channels, NNREG_READER_CHANNELS, count) * NNREG_READER_TYPES +
           place_in(decoded_types, NNREG_READER_TYPES, type);
}

struct nnreg_decoded nnreg_string_reader_decodes(unsigned reader)
{
    unsigned number = reader - NNREG_READER_IMAGE;

    return (struct nnreg_decoded){decoded_channels[number / NNREG_READER_TYPES],
                                  decoded_types[number % NNREG_READER_TYPES]};
}

/* ------------------------------------------------------------------------------------------------------- walking -- */

/* Where a reader stands: in each call of its function. */
struct reader_place {
    unsigned reader;
    uint32_t point;
};

struct reader_list {
    struct nnreg_flow *flow;
    struct reader_place *places;
    size_t room, count;
    struct nnreg_flow_walk walk;
};

static int compare_reader_places(const void *a, const void *b)
{
    const struct reader_place *one = a, *other = b;

    if (one->reader != other->reader)
        return one->reader < other->reader ? -1 : 1;
    return (one->point > other->point) - (one->point < other->point);
}

static void add_reader_place(struct reader_list *list, unsigned reader, uint32_t point)
{
    struct reader_place *grown = nnreg_array_room(list->places, &list->room, list->count + 1, sizeof *grown);

    if (grown == NULL) {
        list->flow->failed = true;
        return;
    }
    list->places = grown;
    list->places[list->count++] = (struct reader_place){reader, point};
}

static void add_readers_of_body(struct reader_list *list, struct nnreg_string_readers *readers,
                                const struct nnreg_flow_reach *reach, uint32_t function)
{
    const struct nnreg_savedmodel *model = list->flow->graph->model;
    nnreg_graph_body body = nnreg_savedmodel_function_at(model, function);
    uint32_t i, number;

    for (i = 0; i < body->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_body_node_at(model, body->first_node + i);
        const struct reader_op *row = reader_op_of(model, node);
        unsigned reader = row != NULL ? reader_of(model, node, row) : 0;

        if (row == NULL)
            continue;
        readers->op[reader] = row->op;
        for (number = nnreg_flow_reach_first(reach, function); number != NNREG_FLOW_NONE;
             number = nnreg_flow_reach_next(reach, number)) {
            const struct nnreg_flow_frame *frame = nnreg_chunks_at(&list->flow->frames, number);

            add_reader_place(list, reader, frame->first + frame->arguments + i);
        }
    }
}

static void find_readers(struct reader_list *list, struct nnreg_string_readers *readers,
                         const struct nnreg_flow_reach *reach)
{
    const struct nnreg_graph *graph = list->flow->graph;
    uint32_t i;

    for (i = graph->meta->first_node; i < graph->meta->first_node + graph->meta->nodes; i++) {
        const struct nnreg_savedmodel_node *node = nnreg_savedmodel_node_at(graph->model, i);
        const struct reader_op *row = reader_op_of(graph->model, node);
        unsigned reader = row != NULL ? reader_of(graph->model, node, row) : 0;

        if (row == NULL)
            continue;
        readers->op[reader] = row->op;
        add_reader_place(list, reader, nnreg_flow_of_node(list->flow, i));
    }
    for (i = graph->meta->first_function; i < graph->meta->first_function + graph->meta->functions; i++)
        add_readers_of_body(list, readers, reach, i);
    if (list->count > 1)
        qsort(list->places, list->count, sizeof *list->places, compare_reader_places);
}

static void walk_from_source(void *context, const struct nnreg_flow_source *source)
{
    struct nnreg_flow_walk *walk = context;
    struct nnreg_flow_tensor tensor = {source->point, source->output};

    nnreg_flow_walk_from(walk, &tensor);
}

/* Back from the readers of one kind, which are those in [first, behind): false when there is no memory. */
static bool walk_from_readers(struct nnreg_string_readers *readers, struct reader_list *list, size_t first,
                              size_t behind)
{
    struct nnreg_flow_walk walk = {.flow = list->flow, .data_only = true};
    unsigned char *met = nnreg_alloc_zero(readers->points / 8 + 1, 1);
    uint32_t point;
    size_t i;

    readers->met[list->places[first].reader] = met;
    for (i = first; i < behind && met != NULL; i++)
        nnreg_flow_input(list->flow, list->places[i].point, 0, walk_from_source, &walk);
    while (met != NULL && nnreg_flow_walk_next(&point, &walk))
        if (point < readers->points)
            met[point / 8] |= (unsigned char)(1u << point % 8);
    nnreg_flow_walk_free(&walk);
    return met != NULL && !list->flow->failed;
}

nnreg_status nnreg_string_readers_make(struct nnreg_string_readers *readers, struct nnreg_flow *flow,
                                       struct nnreg_error *error)
{
    struct reader_list list = {.flow = flow};
    struct nnreg_flow_reach reach;
    nnreg_status status = nnreg_flow_reach_make(&reach, flow, reads_texts, error);
    size_t first, behind;

    readers->made = true;
    readers->points = flow->graph->meta->nodes;
    if (status == NNREG_OK)
        find_readers(&list, readers, &reach);
    for (first = 0; first < list.count && status == NNREG_OK; first = behind) {
        for (behind = first; behind < list.count && list.places[behind].reader == list.places[first].reader;)
            behind++;
        if (!walk_from_readers(readers, &list, first, behind))
            status = nnreg_fail_memory(error);
    }
    if (status == NNREG_OK && flow->failed)
        status = nnreg_fail_memory(error);
    nnreg_flow_reach_free(&reach);
    nnreg_free(list.places);
    return status;
}

void nnreg_string_readers_free(struct nnreg_string_readers *readers)
{
    unsigned i;

    for (i = 0; i < NNREG_READERS; i++)
        nnreg_free(readers->met[i]);
    *readers = (struct nnreg_string_readers){.made = false};
}

bool nnreg_string_readers_meet(const struct nnreg_string_readers *readers, unsigned reader, uint32_t point)
{
    return readers->met[reader] != NULL && point < readers->points &&
           (readers->met[reader][point / 8] >> point % 8 & 1) != 0;
}
