/* The table of events. */
#include "records/event.h"

#include "records/rows.h"

/* clang-format off */
static const struct nnreg_field change_record_fields[] = {
    {.key = "field", .number = 1, STRING(nnreg_change_record, field), .doc = "the field that changed"},
    {.key = "old", .number = 2, VALUE(nnreg_change_record, old_value), .presence = NNREG_ASSIGNED,
     .doc = "its value before; null at a create"},
    {.key = "new", .number = 3, VALUE(nnreg_change_record, new_value), .presence = NNREG_ASSIGNED,
     .doc = "its value after; null at a delete"},
};
static const struct nnreg_table nnreg_change_record_table = {
    .name = "change",
    .doc = "one field that changed",
    .size = sizeof(struct nnreg_change_record),
    .fields = change_record_fields,
    .count = sizeof change_record_fields / sizeof *change_record_fields,
};

static const struct nnreg_field event_record_fields[] = {
    {.key = "sequence", .number = 1, ID(nnreg_event_record, sequence), .doc = "from 1, without a gap"},
    {.key = "time", .number = 2, TIME(nnreg_event_record, time), .doc = "when it happened"},
    {.key = "actor", .number = 3, STRING(nnreg_event_record, actor),
     .doc = "who made the change; \"\": nobody named"},
    {.key = "action", .number = 4, ENUM(nnreg_event_record, action, action), .doc = "what was done"},
    {.key = "object", .number = 5, ENUM(nnreg_event_record, object, object), .doc = "to what kind of object"},
    {.key = "object_id", .number = 6, SIZE(nnreg_event_record, object_id), .doc = "to which one; 0: the registry itself"},
    {.key = "changes", .number = 7, ARRAY(nnreg_event_record, changes, change_record),
     .doc = "the fields that changed, with their old and new values"},
    {.key = "hash", DIGEST(nnreg_event_record, hash),
     .doc = "SHA-256 over the hash of the event before and this event"},
};
/* clang-format on */
const struct nnreg_table nnreg_event_record_table = {
    .name = "event",
    .doc = "one change of one object",
    .size = sizeof(struct nnreg_event_record),
    .fields = event_record_fields,
    .count = sizeof event_record_fields / sizeof *event_record_fields,
};
