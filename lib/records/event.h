/* One change of one object, as a plain record. */
#ifndef NNREG_RECORDS_EVENT_H
#define NNREG_RECORDS_EVENT_H

#include "records/fields.h"

struct nnreg_change_record {
    struct nnreg_unknown unknown;
    char *field;
    char *old_value; /* JSON text; NULL is null */
    char *new_value;
};

struct nnreg_event_record {
    struct nnreg_unknown unknown;
    uint64_t sequence;
    int64_t time;
    char *actor;
    int action;
    int object;
    uint64_t object_id;
    struct nnreg_array changes; /* struct nnreg_change_record */
    nnreg_digest hash;          /* not part of the stored record: it stands in front of it */
};

extern const struct nnreg_table nnreg_event_record_table;

#endif
