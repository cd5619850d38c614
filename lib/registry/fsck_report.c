/* Findings of fsck, and what a repair changes: see fsck_run.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "check/report.h"
#include "codec/json.h"
#include "registry/format.h"
#include "registry/fsck_run.h"

/* The most that one event tells of: the rest is in the findings, as far as these are kept. */
enum { TOLD_AT_MOST = 1000 };

/* ----------------------------------------------------------------------------------------------- reporting -- */

void nnreg_fsck_note_mended(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *what,
                            const char *mend)
{
    struct nnreg_json_writer writer;

    if (run->mended_count++ >= TOLD_AT_MOST)
        return;
    nnreg_bytes_text(&run->mended, nnreg_rule(rule)->id);
    nnreg_bytes_char(&run->mended, '\0');
    nnreg_json_writer_init(&writer, &run->mended, 0);
    nnreg_json_put_string(&writer, what);
    nnreg_bytes_char(&run->mended, '\0');
    nnreg_json_writer_init(&writer, &run->mended, 0);
    nnreg_json_put_string(&writer, mend);
    nnreg_bytes_char(&run->mended, '\0');
}

void nnreg_fsck_tell_mended(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *file,
                            const char *what, const char *mend)
{
    run->result.repaired++;
    run->told = true;
    nnreg_report_file(run->findings, rule, NNREG_SEVERITY_WARNING, file, NULL, "%s; mended: %s", what, mend);
}

void nnreg_fsck_tell(struct nnreg_fsck_run *run, enum nnreg_rule rule, const char *file, const char *mend,
                     const char *hint, const char *format, ...)
{
    const struct nnreg_rule_info *info = nnreg_rule(rule);
    bool error = nnreg_findings_severity(run->findings, info->id, info->severity) == NNREG_SEVERITY_ERROR;
    char what[400], advice[200];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (file == NULL)
        file = "data.mdb";
    if (run->mending && mend != NULL) {
        nnreg_fsck_note_mended(run, rule, what, mend);
        nnreg_fsck_tell_mended(run, rule, file, what, mend);
        return;
    }
    run->result.errors += error;
    run->found += info->severity == NNREG_SEVERITY_ERROR;
    if (mend != NULL)
        (void)snprintf(advice, sizeof advice, "nnreg fsck --repair: %s", mend);
    nnreg_report_file(run->findings, rule, NNREG_SEVERITY_OFF, file, mend != NULL ? advice : hint, "%s",
                      what);
}

nnreg_status nnreg_fsck_progress(const struct nnreg_fsck_run *run, const char *stage, uint64_t done,
                                 uint64_t total, struct nnreg_error *error)
{
    if (run->options.progress == NULL || run->options.progress(run->options.context, stage, done, total) == 0)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CANCELLED, "cancelled");
}

/* ------------------------------------------------------------------------------------------------ the event -- */

/* A registry of format version 1 has no word for it: who knows that version alone could not read its history any more. */
static nnreg_status tells_repairs(bool *tells, struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    unsigned version = 0;
    nnreg_status status = nnreg_format_version(&version, txn, &why);

    *tells = status == NNREG_OK && version > 1;
    return status == NNREG_OK || status == NNREG_CORRUPT ? NNREG_OK
                                                         : nnreg_fail(error, status, "%s", why.text);
}

/* The texts that nnreg_fsck_note_mended has put one behind the other, three for each, become the changes of one event. */
nnreg_status nnreg_fsck_tell_history(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    size_t count = run->mended_count < TOLD_AT_MOST ? run->mended_count : TOLD_AT_MOST, i;
    struct nnreg_change_record *changes;
    struct nnreg_event_writer events;
    char *text = run->mended.content;
    nnreg_status status;
    bool tells;

    if (run->mended.failed)
        return nnreg_fail_memory(error);
    status = tells_repairs(&tells, run->txn, error);
    if (status != NNREG_OK || !tells || count == 0)
        return status;
    changes = nnreg_alloc_zero(count, sizeof *changes);
    if (changes == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < count; i++) {
        changes[i].field = text;
        changes[i].old_value = changes[i].field + strlen(changes[i].field) + 1;
        changes[i].new_value = changes[i].old_value + strlen(changes[i].old_value) + 1;
        text = changes[i].new_value + strlen(changes[i].new_value) + 1;
    }
    nnreg_events_begin(&events, run->txn, run->options.actor);
    status = nnreg_event_append_changes(&events, NNREG_ACTION_REPAIR, NNREG_OBJECT_REGISTRY, 0, changes,
                                        count, error);
    status = nnreg_events_end(&events, status, error);
    nnreg_free(changes);
    run->mended.size = run->mended_count = 0;
    return status;
}

/* -------------------------------------------------------------------------------------------------- changes -- */

struct nnreg_fsck_change {
    enum nnreg_kv_table table;
    bool put;
    char *bytes; /* the key, and the value behind it */
    size_t key_size, value_size;
};

static nnreg_status add_change(struct nnreg_fsck_run *run, enum nnreg_kv_table table, bool put,
                               struct nnreg_slice key, struct nnreg_slice value, struct nnreg_error *error)
{
    struct nnreg_fsck_change *grown, *change;
    char *bytes;

    if (!run->mending)
        return NNREG_OK;
    grown = nnreg_array_room(run->changes.list, &run->changes.room, run->changes.count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->changes.list = grown;
    bytes = nnreg_alloc(key.size + value.size + 1);
    if (bytes == NULL)
        return nnreg_fail_memory(error);
    change = &grown[run->changes.count++];
    *change = (struct nnreg_fsck_change){table, put, bytes, key.size, value.size};
    memcpy(bytes, key.content, key.size);
    if (value.size > 0)
        memcpy(bytes + key.size, value.content, value.size);
    return NNREG_OK;
}

nnreg_status nnreg_fsck_put(struct nnreg_fsck_run *run, enum nnreg_kv_table table, struct nnreg_slice key,
                            struct nnreg_slice value, struct nnreg_error *error)
{
    return add_change(run, table, true, key, value, error);
}

nnreg_status nnreg_fsck_remove(struct nnreg_fsck_run *run, enum nnreg_kv_table table, struct nnreg_slice key,
                               struct nnreg_error *error)
{
    return add_change(run, table, false, key, (struct nnreg_slice){"", 0}, error);
}

static void put_digits(struct nnreg_bytes *out, struct nnreg_slice slice)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = slice.content;
    size_t i;

    for (i = 0; i < slice.size; i++) {
        nnreg_bytes_char(out, digits[bytes[i] >> 4]);
        nnreg_bytes_char(out, digits[bytes[i] & 15]);
    }
}

nnreg_status nnreg_fsck_set_aside(struct nnreg_fsck_run *run, enum nnreg_kv_table table,
                                  struct nnreg_slice key, struct nnreg_slice value, struct nnreg_error *error)
{
    if (!run->mending)
        return NNREG_OK;
    nnreg_bytes_format(&run->set_aside, "%s ", nnreg_kv_table_names[table]);
    put_digits(&run->set_aside, key);
    nnreg_bytes_char(&run->set_aside, ' ');
    put_digits(&run->set_aside, value);
    nnreg_bytes_char(&run->set_aside, '\n');
    return nnreg_fsck_remove(run, table, key, error);
}

void nnreg_fsck_forget_changes(struct nnreg_fsck_run *run)
{
    while (run->changes.count > 0)
        nnreg_free(run->changes.list[--run->changes.count].bytes);
}

/* In the order in which they were collected: a later one on the same key is made behind the earlier one. */
nnreg_status nnreg_fsck_apply(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < run->changes.count && status == NNREG_OK; i++) {
        const struct nnreg_fsck_change *change = &run->changes.list[i];
        const struct nnreg_slice key = {change->bytes, change->key_size};
        const struct nnreg_slice value = {change->bytes + change->key_size, change->value_size};

        status = change->put ? nnreg_kv_put(run->txn, change->table, key, value, error)
                             : nnreg_kv_remove(run->txn, change->table, key, error);
        if (status == NNREG_NOT_FOUND) /* which only a removal says */
            status = NNREG_OK;
    }
    nnreg_fsck_forget_changes(run);
    return status;
}
