/* Objects of any kind, read whole, as snapshots and as JSON: see object_io.h. */
#include "registry/object_io.h"

#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/call_options.h"
#include "base/utf8.h"
#include "codec/json_records.h"
#include "registry/snapshot.h"

nnreg_status nnreg_version_load_ties(struct nnreg_version *version, struct nnreg_kv_txn *txn, uint64_t id,
                                     struct nnreg_error *error)
{
    uint64_t all = ~UINT64_C(0) & ~nnreg_field_bit(NNREG_FIELD(version, post_processings));

    return nnreg_object_load_only(version, txn, &nnreg_object_kinds[NNREG_OBJECT_VERSION], id, all, error);
}

nnreg_status nnreg_object_check_update_date(const struct nnreg_object_kind *kind, const void *record,
                                            const struct nnreg_call_options *options,
                                            struct nnreg_error *error)
{
    int64_t date, present = *nnreg_object_update_date(kind, record);
    char now[NNREG_TIME_TEXT], shown[50];

    if (options->if_update_date == NULL)
        return NNREG_OK;
    if (nnreg_time_parse(&date, options->if_update_date) != NNREG_OK)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "if_update_date \"%s\" is not a time like 2018-02-16T13:45:36.078955Z",
            nnreg_utf8_quote(shown, sizeof shown, options->if_update_date, strlen(options->if_update_date)));
    /* Equal, not "not later": each change gives a date that no state before had (nnreg_object_replace). */
    if (date == present)
        return NNREG_OK;
    nnreg_time_format(now, present);
    return nnreg_fail(error, NNREG_CONFLICT,
                      "%s %llu was changed at %s: look at it again, and try again with that date",
                      kind->table->name, (unsigned long long)*nnreg_object_id(kind, record), now);
}

/* -------------------------------------------------------------------------------------------- snapshots -- */

struct reading {
    enum nnreg_object object;
    uint64_t id;
    void *record;
};

static nnreg_status read_snapshot(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct reading *reading = context;

    return nnreg_snapshot_read(&reading->record, txn, reading->object, reading->id, error);
}

nnreg_status nnreg_object_get(nnreg *registry, void **snapshot, enum nnreg_object object, uint64_t id)
{
    struct reading reading = {.object = object, .id = id};
    struct nnreg_error error;
    nnreg_status status;

    if (snapshot != NULL)
        *snapshot = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && snapshot == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_snapshot, &reading, &error);
    if (status == NNREG_OK)
        *snapshot = reading.record;
    else
        nnreg_snapshot_free(reading.record);
    return nnreg_leave(registry, status, &error);
}

void nnreg_object_put(struct nnreg_json_writer *writer, enum nnreg_object object, const void *record)
{
    const struct nnreg_table *table = nnreg_object_kinds[object].table;
    const struct nnreg_field *without = NULL;

    nnreg_snapshot_settle(record);
    if (object == NNREG_OBJECT_SPEC && ((const struct nnreg_spec *)record)->outputs_left_out)
        without = NNREG_FIELD(spec, outputs);
    nnreg_json_open_object(writer);
    nnreg_json_put_members(writer, table, record, without);
    nnreg_json_close_object(writer);
}

nnreg_status nnreg_object_json(char **text, const void *snapshot, enum nnreg_object object)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    if (text != NULL)
        *text = NULL;
    if (text == NULL || snapshot == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 2);
    nnreg_object_put(&writer, object, snapshot);
    return nnreg_bytes_take(text, &out);
}

/* --------------------------------------------------------------------------------------------- creating -- */

nnreg_status nnreg_object_create_begin(nnreg *registry, const char *call, uint64_t *id, const char *json,
                                       nnreg_findings *findings, struct nnreg_call_options *taken,
                                       const struct nnreg_call_options *options, struct nnreg_error *error)
{
    nnreg_status status = nnreg_enter(registry, true, error);

    if (id != NULL)
        *id = 0;
    if (findings != NULL)
        nnreg_findings_clear(findings);
    if (status == NNREG_OK && (id == NULL || json == NULL || findings == NULL))
        status = nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    return status == NNREG_OK ? nnreg_call_options_take(taken, options, call, NNREG_FROM_OBJECT, error)
                              : status;
}

enum nnreg_description_form nnreg_object_form(const struct nnreg_call_options *taken)
{
    return (taken->flags & NNREG_FROM_OBJECT) != 0 ? NNREG_FORM_SHOWN : NNREG_FORM_WRITTEN;
}
