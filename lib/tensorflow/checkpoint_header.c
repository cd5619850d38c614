/*
 * The first entry of the index, under the empty key: a BundleHeaderProto (doc/FORMATS.md, "entries"), which says how many shards
 * there are, and in which byte order. Without it no entry can be held against a shard.
 */
#include <inttypes.h>

#include "tensorflow/checkpoint_parts.h"
#include "formats/protowire.h"

enum header_field { HEADER_SHARDS = 1, HEADER_ENDIANNESS = 2, HEADER_VERSION = 3 };
enum version_field { VERSION_PRODUCER = 1, VERSION_MIN_CONSUMER = 2, VERSION_BAD_CONSUMERS = 3 };
#define READER_VERSION 1 /* the consumer that this is */

struct header_reading {
    int32_t shards;
    uint64_t endianness;
    int32_t producer;
    int32_t min_consumer;
    bool excluded; /* bad_consumers has READER_VERSION */
};

static void exclude(void *context, uint64_t number)
{
    struct header_reading *header = context;

    header->excluded |= (int32_t)number == READER_VERSION;
}

/* VersionDef, by TensorFlow's rule: a reader of version v refuses what wants more than v, or lists v among the bad consumers. */
static void read_version(struct header_reading *header, struct nnreg_cursor *in)
{
    uint64_t outer = nnreg_wire_enter(in);
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == VERSION_PRODUCER && wire == NNREG_WIRE_VARINT)
            header->producer = (int32_t)nnreg_wire_varint(in);
        else if (field == VERSION_MIN_CONSUMER && wire == NNREG_WIRE_VARINT)
            header->min_consumer = (int32_t)nnreg_wire_varint(in);
        else if (field == VERSION_BAD_CONSUMERS)
            (void)nnreg_wire_repeated(in, field, wire, NNREG_WIRE_VARINT, exclude, header);
        else
            nnreg_wire_skip(in, field, wire);
    }
    nnreg_cursor_leave(in, outer);
}

static void read_header(struct header_reading *header, struct nnreg_cursor *in)
{
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == HEADER_SHARDS && wire == NNREG_WIRE_VARINT)
            header->shards = (int32_t)nnreg_wire_varint(in);
        else if (field == HEADER_ENDIANNESS && wire == NNREG_WIRE_VARINT)
            header->endianness = nnreg_wire_varint(in);
        else if (field == HEADER_VERSION && wire == NNREG_WIRE_BYTES)
            read_version(header, in);
        else
            nnreg_wire_skip(in, field, wire);
    }
}

bool nnreg_checkpoint_header(struct nnreg_checkpoint *checkpoint, const struct nnreg_sstable_entry *entry,
                             struct nnreg_problems *problems)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE, .offset = entry->offset};
    struct header_reading header = {0};
    struct nnreg_cursor in;

    nnreg_cursor_memory(&in, entry->value, entry->value_size);
    read_header(&header, &in);
    if (!nnreg_cursor_ok(&in)) {
        nnreg_problems_add(problems, NNREG_VARIABLES_HEADER_CORRUPT, &location,
                           "has a header that %s, at its byte %" PRIu64, in.failure, in.failure_offset);
        return !problems->failed;
    }
    if (header.shards < 1 || header.shards > NNREG_CHECKPOINT_SHARDS) {
        nnreg_problems_add(problems, NNREG_VARIABLES_HEADER_SHARDS, &location,
                           "has a header that speaks of %" PRId32 " shards", header.shards);
        return !problems->failed;
    }
    if (header.endianness > 1)
        nnreg_problems_add(problems, NNREG_VARIABLES_HEADER_ENDIANNESS, &location,
                           "has a header with the unknown byte order %" PRIu64, header.endianness);
    if (header.producer < 0 || header.min_consumer > READER_VERSION || header.excluded)
        nnreg_problems_add(problems, NNREG_VARIABLES_HEADER_VERSION, &location,
                           "was written by version %" PRId32 " for readers from version %" PRId32 "%s",
                           header.producer, header.min_consumer,
                           header.excluded ? ", and not for version 1" : "");
    checkpoint->has_header = true;
    checkpoint->shard_count = header.shards;
    checkpoint->big_endian = header.endianness == 1;
    checkpoint->producer = header.producer;
    checkpoint->min_consumer = header.min_consumer;
    return !problems->failed;
}
