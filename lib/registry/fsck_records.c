/*
 * Each record by itself: that it decodes, that it is the one that its key says, and that it keeps the rules of its table. What a
 * registry has accepted is asked again in the very words in which it was asked then: the record is written as the description
 * that it came from, and judged.
 */
#include <stdio.h>
#include <string.h>

#include "codec/json_records.h"
#include "codec/record.h"
#include "judge/judge.h"
#include "registry/fsck_run.h"
#include "registry/sealing.h"

enum { RECORDS_BETWEEN_PROGRESS = 256 };

struct records_look {
    struct nnreg_fsck_run *run;
    const struct nnreg_object_kind *kind;
    nnreg_findings *judged; /* of one record */
    uint64_t total;
    bool sealed; /* records have checksums */
};

/* -------------------------------------------------------------------------------------------------- its rules -- */

/* What somebody could have given of it. */
static bool is_anybodys(const struct nnreg_field *field)
{
    return field->number != 0 && field->presence != NNREG_ASSIGNED && field->mutability != NNREG_NEVER_GIVEN;
}

static void put_description(struct nnreg_bytes *text, const struct nnreg_object_kind *kind,
                            const void *record)
{
    struct nnreg_json_writer writer;
    size_t i;

    nnreg_json_writer_init(&writer, text, 0);
    nnreg_json_open_object(&writer);
    for (i = 0; i < kind->table->count; i++) {
        const struct nnreg_field *field = &kind->table->fields[i];

        if (!is_anybodys(field) || nnreg_is_absent(field, record))
            continue;
        nnreg_json_put_key(&writer, field->key);
        nnreg_json_put_member(&writer, field, record);
    }
    nnreg_json_close_object(&writer);
}

static nnreg_status judge_text(struct records_look *look, const struct nnreg_bytes *text,
                               struct nnreg_error *error)
{
    static const struct nnreg_judge_options names = {.depth = NNREG_JUDGE_NAMES};
    struct nnreg_json json = {.values = NULL};
    nnreg_status status;

    if (text->failed)
        return nnreg_fail_memory(error);
    if (look->kind->object == NNREG_OBJECT_NETWORK)
        status = nnreg_judge_network(&json, look->judged, text->content, text->size, NULL, &names, error);
    else
        status = nnreg_judge_description(&json, look->judged, text->content, text->size, look->kind->table,
                                         NNREG_FORM_WRITTEN, NULL, NULL, NULL, error);
    nnreg_json_free(&json);
    return status;
}

static void tell_rule(struct records_look *look, uint64_t id, const char *what)
{
    nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_RULE, NULL, NULL,
                    "it is left as it is: compare it with a backup, or delete it", "%s %llu: %s",
                    look->kind->table->name, (unsigned long long)id, what);
}

static nnreg_status judge_record(struct records_look *look, uint64_t id, const void *record,
                                 struct nnreg_error *error)
{
    const struct nnreg_finding *finding;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    nnreg_status status;
    size_t i;

    put_description(&text, look->kind, record);
    status = judge_text(look, &text, error);
    nnreg_bytes_free(&text);
    if (status != NNREG_REFUSED)
        return status;
    for (i = 0; (finding = nnreg_findings_get(look->judged, i)) != NULL; i++)
        if (finding->severity == NNREG_SEVERITY_ERROR) {
            char what[300];

            (void)snprintf(what, sizeof what, "%.60s: %.200s",
                           finding->pointer != NULL ? finding->pointer : "", finding->message);
            tell_rule(look, id, what);
        }
    return NNREG_OK;
}

static void check_files_of(struct records_look *look, const struct nnreg_network *network)
{
    const struct nnreg_file *files = network->files.items;
    size_t i;

    if (network->files.count == 0)
        tell_rule(look, network->id, "it has no files");
    for (i = 1; i < network->files.count; i++)
        if (strcmp(files[i - 1].name, files[i].name) >= 0) {
            tell_rule(look, network->id, "its files are not in the order of their names, each once");
            return;
        }
}

/* What no description says. */
static void check_assigned(struct records_look *look, uint64_t id, const union nnreg_any_object *record)
{
    int64_t created;

    memcpy(&created, (const char *)record + look->kind->create_date_offset, sizeof created);
    if (*nnreg_object_update_date(look->kind, record) < created)
        tell_rule(look, id, "it was changed before it was made");
    if (look->kind->object == NNREG_OBJECT_NETWORK)
        check_files_of(look, &record->network);
    if (look->kind->object == NNREG_OBJECT_TASK &&
        (record->task.status == NNREG_TASK_ERROR) != (record->task.error[0] != '\0'))
        tell_rule(look, id, "it has an error without its text, or a text without an error");
}

/* --------------------------------------------------------------------------------------------------- reading -- */

static nnreg_status tell_unreadable(struct records_look *look, struct nnreg_slice key,
                                    struct nnreg_slice value, const char *what, struct nnreg_error *error)
{
    nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_RECORD, NULL, "its record is moved to quarantine/", NULL, "%s",
                    what);
    return nnreg_fsck_set_aside(look->run, look->kind->records, key, value, error);
}

/* One that can be read otherwise is as it should be, once it is written again. */
static nnreg_status check_seal(struct records_look *look, struct nnreg_slice key, uint64_t id,
                               struct nnreg_slice value, const void *record, struct nnreg_error *error)
{
    const char *wrong = look->sealed ? nnreg_sealing_wrong(look->kind->table, value) : NULL;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    nnreg_status status;

    if (wrong == NULL)
        return NNREG_OK;
    nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_RECORD, NULL, "its record is written again", NULL,
                    "the record of %s %llu: %s", look->kind->table->name, (unsigned long long)id, wrong);
    status = nnreg_sealed_encode(&out, look->run->txn, look->kind->table, record, error);
    if (status == NNREG_OK)
        status = nnreg_fsck_put(look->run, look->kind->records, key,
                                (struct nnreg_slice){out.content, out.size}, error);
    nnreg_bytes_free(&out);
    return status;
}

static nnreg_status look_at_contents(struct records_look *look, struct nnreg_slice key, uint64_t id,
                                     struct nnreg_slice value, struct nnreg_error *error)
{
    union nnreg_any_object record;
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_object_decode(&record, look->kind, id, 0, value, &why);

    if (status == NNREG_OK) {
        check_assigned(look, id, &record);
        status = judge_record(look, id, &record, error);
        if (status == NNREG_OK)
            status = check_seal(look, key, id, value, &record, error);
        nnreg_record_clear(look->kind->table, &record);
        return status;
    }
    look->run->unread[look->kind->object] = !look->run->mending;
    if (status == NNREG_CORRUPT)
        return tell_unreadable(look, key, value, why.text, error);
    if (status != NNREG_UNSUPPORTED)
        return nnreg_fail(error, status, "%s", why.text);
    look->run->unread[look->kind->object] = true;
    nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_RECORD, NULL, NULL,
                    "a newer library may have written it: use that one", "%s", why.text);
    return NNREG_OK;
}

static nnreg_status look_at_record(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                   void *context, struct nnreg_error *error)
{
    struct records_look *look = context;
    struct nnreg_fsck_run *run = look->run;
    char what[120];
    uint64_t id;

    (void)stop;
    if (run->result.records++ % RECORDS_BETWEEN_PROGRESS == 0) {
        nnreg_status status =
            nnreg_fsck_progress(run, "records", run->result.records - 1, look->total, error);

        if (status != NNREG_OK)
            return status;
    }
    if (!nnreg_key_u64_read(&id, key) || id == 0 || id == UINT64_MAX) {
        (void)snprintf(what, sizeof what, "a key of the table \"%s\", of %zu bytes, is no id",
                       nnreg_kv_table_names[look->kind->records], key.size);
        return tell_unreadable(look, key, value, what, error);
    }
    if (id > run->last_id[look->kind->object])
        run->last_id[look->kind->object] = id;
    return look_at_contents(look, key, id, value, error);
}

nnreg_status nnreg_fsck_records(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct records_look look = {.run = run};
    nnreg_status status = nnreg_findings_make(&look.judged, NULL, 0);
    size_t i;

    if (status != NNREG_OK)
        return nnreg_fail_memory(error);
    status = nnreg_sealing_applies(&look.sealed, run->txn, error);
    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++) {
        uint64_t count = 0;

        status = nnreg_kv_count(&count, run->txn, nnreg_object_kinds[i].records, error);
        look.total += count;
    }
    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++) {
        look.kind = &nnreg_object_kinds[i];
        status = nnreg_kv_walk(run->txn, look.kind->records, (struct nnreg_slice){NULL, 0}, false,
                               look_at_record, &look, error);
    }
    nnreg_findings_free(look.judged);
    return status;
}
