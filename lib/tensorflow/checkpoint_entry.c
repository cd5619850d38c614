/*
 * A variable of the index: a BundleEntryProto (doc/FORMATS.md, "entries"). Fields may come in any order and
 * repeated, so an entry is walked twice: for its shape, and then for its slices, which need the rank.
 *
 * A field of another wire type than its own is an unknown field, and passed over, as protobuf does; the last of a scalar
 * that is repeated counts. What cannot be read at all is a failure of the cursor, which is told for the entry as a whole:
 * its key is known, nothing else of it is believed.
 */
#include <inttypes.h>

#include "tensorflow/checkpoint_parts.h"
#include "formats/dtype.h"
#include "formats/protowire.h"

enum entry_field {
    ENTRY_DTYPE = 1,
    ENTRY_SHAPE = 2,
    ENTRY_SHARD = 3,
    ENTRY_OFFSET = 4,
    ENTRY_SIZE = 5,
    ENTRY_CRC = 6,
    ENTRY_SLICES = 7
};
enum shape_field { SHAPE_DIM = 2, SHAPE_UNKNOWN_RANK = 3 };

/* An entry while it is read. */
struct entry_reading {
    struct nnreg_checkpoint *checkpoint;
    struct nnreg_variable *variable;
    struct nnreg_problems *problems;
    struct nnreg_cursor in;
    bool unknown_rank;
    bool out_of_range; /* too many dimensions, or too many numbers in all */
    bool failed;       /* no memory */
};

/* Behind a failure nothing more is put, so that the numbers that are there stay those of the dimensions before. */
static void put_entry_number(struct entry_reading *entry, int64_t number)
{
    if (!entry->failed && !entry->out_of_range)
        entry->out_of_range = !nnreg_checkpoint_number(entry->checkpoint, number, &entry->failed);
}

/* A dimension without a size is 0. The rank counts only what was put, so that it can be relied on for what lies in `numbers`. */
static void read_dim(struct entry_reading *entry)
{
    struct nnreg_cursor *in = &entry->in;
    uint64_t outer = nnreg_wire_enter(in);
    uint32_t field;
    enum nnreg_wire wire;
    int64_t size = 0;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == 1 && wire == NNREG_WIRE_VARINT)
            size = (int64_t)nnreg_wire_varint(in);
        else
            nnreg_wire_skip(in, field, wire);
    }
    nnreg_cursor_leave(in, outer);
    if (entry->variable->rank == NNREG_RANK_MAX)
        entry->out_of_range = true;
    put_entry_number(entry, size);
    if (!entry->failed && !entry->out_of_range)
        entry->variable->rank++;
}

static void read_entry_shape(struct entry_reading *entry)
{
    struct nnreg_cursor *in = &entry->in;
    uint64_t outer = nnreg_wire_enter(in);
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == SHAPE_DIM && wire == NNREG_WIRE_BYTES)
            read_dim(entry);
        else if (field == SHAPE_UNKNOWN_RANK && wire == NNREG_WIRE_VARINT)
            entry->unknown_rank = nnreg_wire_varint(in) != 0;
        else
            nnreg_wire_skip(in, field, wire);
    }
    nnreg_cursor_leave(in, outer);
}

static void read_entry_number(struct entry_reading *entry, uint32_t field)
{
    struct nnreg_variable *variable = entry->variable;
    uint64_t number = nnreg_wire_varint(&entry->in);

    switch (field) {
    case ENTRY_DTYPE:
        variable->dtype = (uint32_t)number;
        break;
    case ENTRY_SHARD:
        variable->shard = (int32_t)number;
        break;
    case ENTRY_OFFSET:
        variable->offset = (int64_t)number;
        break;
    case ENTRY_SIZE:
        variable->size = (int64_t)number;
        break;
    default:
        break;
    }
}

static void read_entry_fields(struct entry_reading *entry)
{
    struct nnreg_cursor *in = &entry->in;
    uint32_t field;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == ENTRY_SHAPE && wire == NNREG_WIRE_BYTES) {
            read_entry_shape(entry);
        } else if (field == ENTRY_CRC && wire == NNREG_WIRE_FIXED32) {
            entry->variable->crc = (uint32_t)nnreg_cursor_little(in, 4);
        } else if (wire == NNREG_WIRE_VARINT) {
            read_entry_number(entry, field);
        } else {
            entry->variable->slice_count += field == ENTRY_SLICES && wire == NNREG_WIRE_BYTES;
            nnreg_wire_skip(in, field, wire);
        }
    }
}

/* One dimension of a slice; without a length it is the whole one. */
static void read_extent(struct entry_reading *entry)
{
    struct nnreg_cursor *in = &entry->in;
    uint64_t outer = nnreg_wire_enter(in);
    uint32_t field;
    enum nnreg_wire wire;
    int64_t start = 0, length = -1;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field == 1 && wire == NNREG_WIRE_VARINT)
            start = (int64_t)nnreg_wire_varint(in);
        else if (field == 2 && wire == NNREG_WIRE_VARINT)
            length = (int64_t)nnreg_wire_varint(in);
        else
            nnreg_wire_skip(in, field, wire);
    }
    nnreg_cursor_leave(in, outer);
    put_entry_number(entry, start);
    put_entry_number(entry, length);
}

/* False when the slice has not as many dimensions as its variable. */
static bool read_slice(struct entry_reading *entry)
{
    struct nnreg_cursor *in = &entry->in;
    uint64_t outer = nnreg_wire_enter(in);
    uint32_t field, extents = 0;
    enum nnreg_wire wire;

    while (nnreg_wire_tag(in, &field, &wire)) {
        if (field != 1 || wire != NNREG_WIRE_BYTES)
            nnreg_wire_skip(in, field, wire);
        else if (extents++ < entry->variable->rank)
            read_extent(entry);
        else
            nnreg_wire_skip(in, field, wire);
    }
    nnreg_cursor_leave(in, outer);
    return extents == entry->variable->rank;
}

static void report_corrupt(const struct entry_reading *entry)
{
    nnreg_checkpoint_complain(entry->checkpoint, entry->variable, entry->problems,
                              NNREG_VARIABLES_ENTRY_CORRUPT, "has an entry that %s, at its byte %" PRIu64,
                              entry->in.failure, entry->in.failure_offset);
}

/*
 * The second walk, and the first that goes into the slices, so that it can end earlier. A variable that has slices has no bytes of its own; what is wrong with the slices leaves it without any, so
 * that nothing is held against half a list.
 */
static void read_slices(struct entry_reading *entry, const struct nnreg_sstable_entry *from)
{
    uint32_t field;
    enum nnreg_wire wire;
    bool fits = true;

    entry->variable->kind = NNREG_VARIABLE_SLICED;
    entry->variable->extents = entry->checkpoint->number_count;
    nnreg_cursor_memory(&entry->in, from->value, from->value_size);
    while (nnreg_wire_tag(&entry->in, &field, &wire)) {
        if (fits && field == ENTRY_SLICES && wire == NNREG_WIRE_BYTES)
            fits = read_slice(entry);
        else
            nnreg_wire_skip(&entry->in, field, wire);
    }
    if (!nnreg_cursor_ok(&entry->in)) {
        report_corrupt(entry);
        entry->variable->parsed = false;
        entry->variable->slice_count = 0;
    } else if (!fits || entry->out_of_range) {
        nnreg_checkpoint_complain(entry->checkpoint, entry->variable, entry->problems,
                                  fits ? NNREG_VARIABLES_SLICE_LIMIT : NNREG_VARIABLES_SLICE_SHAPE,
                                  fits ? "has too many slices" : "has a slice of another rank than %" PRIu32,
                                  entry->variable->rank);
        entry->variable->slice_count = 0;
    }
}

/* The type and the shape, which a sliced variable has, too. */
static bool shape_is_right(struct entry_reading *entry)
{
    struct nnreg_variable *variable = entry->variable;
    const int64_t *dims = nnreg_variable_dims(entry->checkpoint, variable);
    int64_t elements = 1;
    bool overflow = false;
    uint32_t i;

    for (i = 0; i < variable->rank; i++) {
        if (dims[i] < 0) {
            nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems,
                                      NNREG_VARIABLES_ENTRY_SHAPE, "has the dimension %" PRId64, dims[i]);
            return false;
        }
        overflow |= __builtin_mul_overflow(elements, dims[i], &elements);
    }
    if (overflow) {
        nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_COUNT,
                                  "has more elements than 63 bits can count");
        return false;
    }
    variable->elements = (uint64_t)elements;
    return true;
}

/* Texts and variants have a size of their own, which is at least that of their lengths and checksums. */
static bool size_is_right(struct entry_reading *entry)
{
    const struct nnreg_variable *variable = entry->variable;
    uint64_t elements = variable->elements, least;
    size_t width = nnreg_dtype_size(variable->dtype);

    if (variable->offset < 0 || variable->size < 0) {
        nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_OFFSET,
                                  "has the offset %" PRId64 " and the size %" PRId64, variable->offset,
                                  variable->size);
        return false;
    }
    if (width == 0)
        width = variable->dtype == NNREG_DT_STRING ? 1 : 5;
    if (__builtin_mul_overflow(elements, (uint64_t)width, &least) || least > INT64_MAX) {
        nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_COUNT,
                                  "has more bytes than 63 bits can count");
        return false;
    }
    if (variable->dtype == NNREG_DT_STRING && elements > 0)
        least += 4;
    if (nnreg_dtype_size(variable->dtype) > 0 ? (uint64_t)variable->size == least
                                              : (uint64_t)variable->size >= least)
        return true;
    nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_SIZE,
                              "has %" PRId64 " bytes where %s and its %" PRIu64 " elements need %s%" PRIu64,
                              variable->size, nnreg_dtype_name(variable->dtype), elements,
                              nnreg_dtype_size(variable->dtype) > 0 ? "" : "at least ", least);
    return false;
}

static bool type_is_right(struct entry_reading *entry)
{
    const struct nnreg_variable *variable = entry->variable;
    const char *name = nnreg_dtype_name(variable->dtype);

    if (nnreg_dtype_size(variable->dtype) > 0 || variable->dtype == NNREG_DT_STRING ||
        variable->dtype == NNREG_DT_VARIANT)
        return true;
    nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_DTYPE,
                              "has the type %s (%" PRIu32 "), which cannot be stored",
                              name != NULL ? name : "unknown", variable->dtype);
    return false;
}

/* What can be said of the entry alone: whether it may be looked up in a shard. */
static bool entry_is_right(struct entry_reading *entry, const struct nnreg_sstable_entry *from)
{
    struct nnreg_variable *variable = entry->variable;
    bool right;

    if (!nnreg_cursor_ok(&entry->in)) {
        report_corrupt(entry);
        return false;
    }
    variable->parsed = true;
    if (entry->unknown_rank || entry->out_of_range) {
        nnreg_checkpoint_complain(entry->checkpoint, variable, entry->problems, NNREG_VARIABLES_ENTRY_SHAPE,
                                  entry->unknown_rank ? "has no known rank" : "has too many dimensions");
        return false;
    }
    right = type_is_right(entry);
    right = shape_is_right(entry) && right;
    if (variable->slice_count > 0) {
        read_slices(entry, from);
        if (!right)
            variable->slice_count = 0; /* there is nothing to hold them against */
        return false;                  /* its content is in its slices' entries */
    }
    return right && size_is_right(entry);
}

bool nnreg_checkpoint_entry(struct nnreg_checkpoint *checkpoint, struct nnreg_variable *variable,
                            const struct nnreg_sstable_entry *entry, struct nnreg_problems *problems)
{
    struct entry_reading reading = {.checkpoint = checkpoint, .variable = variable, .problems = problems};

    variable->dims = checkpoint->number_count;
    variable->kind = entry->key_size > 0 && entry->key[0] == 0 ? NNREG_VARIABLE_SLICE : NNREG_VARIABLE_WHOLE;
    nnreg_cursor_memory(&reading.in, entry->value, entry->value_size);
    read_entry_fields(&reading);
    if (reading.failed)
        return false;
    variable->readable = entry_is_right(&reading, entry);
    return !reading.failed && !problems->failed;
}
