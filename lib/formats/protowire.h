/*
 * Protobuf's binary form on a cursor: a message is a run of fields, each a tag (field number and wire type in one
 * varint) and a value. Nothing here knows a message; savedmodel_fields has those of a model.
 *
 *     varint   7 bits a byte, least significant first, the high bit says that more follow; at most 10 bytes
 *     bytes    a varint length and that many bytes: texts, nested messages, packed repeated numbers
 *     group    fields up to an end tag of the same number; obsolete, but to be skipped
 *
 * All failures are the cursor's (cursor.h): permanent, with the offset and what was wrong.
 */
#ifndef NNREG_FORMATS_PROTOWIRE_H
#define NNREG_FORMATS_PROTOWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

#define NNREG_WIRE_GROUP_DEPTH 100 /* groups inside each other that are skipped; libprotobuf's limit, too */

enum nnreg_wire {
    NNREG_WIRE_VARINT = 0,
    NNREG_WIRE_FIXED64 = 1,
    NNREG_WIRE_BYTES = 2,
    NNREG_WIRE_GROUP = 3,
    NNREG_WIRE_GROUP_END = 4,
    NNREG_WIRE_FIXED32 = 5
};

/* The general case of nnreg_wire_varint. */
uint64_t nnreg_wire_long_varint(struct nnreg_cursor *cursor);

static inline uint64_t nnreg_wire_varint(struct nnreg_cursor *cursor)
{
    if (cursor->here < cursor->stop && *cursor->here < 0x80)
        return *cursor->here++;
    return nnreg_wire_long_varint(cursor);
}

/* The general case of nnreg_wire_tag, which has seen that bytes are left. */
bool nnreg_wire_long_tag(struct nnreg_cursor *cursor, uint32_t *field, enum nnreg_wire *wire);

/*
 * The next field's number and wire type: false at the bound, and on failure. One byte is nearly always all there is to
 * a tag and to a length, and a graph has millions of them; and as many messages, each of which ends once.
 */
static inline bool nnreg_wire_tag(struct nnreg_cursor *cursor, uint32_t *field, enum nnreg_wire *wire)
{
    unsigned tag = cursor->here < cursor->stop ? *cursor->here : 0;

    if (tag < 8 || tag >= 0x80 || (tag & 7) > NNREG_WIRE_FIXED32) {
        if (cursor->here < cursor->stop || nnreg_cursor_left(cursor) > 0)
            return nnreg_wire_long_tag(cursor, field, wire);
        *field = 0;
        *wire = NNREG_WIRE_VARINT;
        return false;
    }
    cursor->here++;
    *field = tag >> 3;
    *wire = (enum nnreg_wire)(tag & 7);
    return true;
}

/* The general case of nnreg_wire_length. */
uint64_t nnreg_wire_long_length(struct nnreg_cursor *cursor);

/* The length in front of a BYTES value, checked to lie within the bound: 0 on failure. */
static inline uint64_t nnreg_wire_length(struct nnreg_cursor *cursor)
{
    if (cursor->here < cursor->stop && *cursor->here < 0x80 && *cursor->here < cursor->stop - cursor->here)
        return *cursor->here++;
    return nnreg_wire_long_length(cursor);
}

/* Reads the length and bounds the cursor to the value; what it returns goes to nnreg_cursor_leave. */
static inline uint64_t nnreg_wire_enter(struct nnreg_cursor *cursor)
{
    return nnreg_cursor_enter(cursor, nnreg_wire_length(cursor));
}

/* Skips the value of a field whose tag was just read. */
void nnreg_wire_skip(struct nnreg_cursor *cursor, uint32_t field, enum nnreg_wire wire);

/*
 * A repeated number in either form, after a tag of wire type `wire`: the packed one, when `wire` is BYTES, holds
 * elements of type `element`. Calls `take` for each. False, and the value skipped, when the wire types do not fit:
 * such a field is an unknown one.
 */
typedef void nnreg_wire_take(void *context, uint64_t number);
bool nnreg_wire_repeated(struct nnreg_cursor *cursor, uint32_t field, enum nnreg_wire wire,
                         enum nnreg_wire element, nnreg_wire_take *take, void *context);

#endif
