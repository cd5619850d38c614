/*
 * Whether a record keeps the rules of its table. What a registry has accepted is asked again in the very words in which it was
 * asked then: the record is written as the description that it came from, and judged, with the severities that the caller's findings
 * have: what was let through by others is told by the catalogue's. It is done behind the ties, as a repair
 * cannot mend what a rule is about, and a record that it takes out for another reason leaves nothing of that behind.
 */
#include <stdio.h>
#include <string.h>

#include "codec/json_records.h"
#include "codec/record.h"
#include "judge/judge.h"
#include "registry/fsck_run.h"

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

static nnreg_status judge_text(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                               const struct nnreg_bytes *text, struct nnreg_error *error)
{
    static const struct nnreg_judge_options names = {.depth = NNREG_JUDGE_NAMES};
    struct nnreg_json json = {.values = NULL};
    nnreg_status status;

    if (text->failed)
        return nnreg_fail_memory(error);
    if (run->judged == NULL && nnreg_findings_make_like(&run->judged, run->findings) != NNREG_OK)
        return nnreg_fail_memory(error);
    if (kind->object == NNREG_OBJECT_NETWORK)
        status = nnreg_judge_network(&json, run->judged, text->content, text->size, NULL, &names, error);
    else
        status = nnreg_judge_description(&json, run->judged, text->content, text->size, kind->table,
                                         NNREG_FORM_WRITTEN, NULL, NULL, NULL, error);
    nnreg_json_free(&json);
    return status;
}

static void tell_rule(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                      const char *what)
{
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_RULE, NULL, NULL,
                    "it is left as it is: compare it with a backup, or delete it", "%s %llu: %s",
                    kind->table->name, (unsigned long long)id, what);
}

static nnreg_status judge_record(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                 uint64_t id, const void *record, struct nnreg_error *error)
{
    const struct nnreg_finding *finding;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    nnreg_status status;
    size_t i;

    put_description(&text, kind, record);
    status = judge_text(run, kind, &text, error);
    nnreg_bytes_free(&text);
    if (status != NNREG_REFUSED)
        return status;
    for (i = 0; (finding = nnreg_findings_get(run->judged, i)) != NULL; i++)
        if (finding->severity == NNREG_SEVERITY_ERROR) {
            const char *pointer = finding->pointer != NULL ? finding->pointer : "";
            char what[300];

            (void)snprintf(what, sizeof what, "%.60s%s%.200s", pointer, pointer[0] != '\0' ? ": " : "",
                           finding->message);
            tell_rule(run, kind, id, what);
        }
    return NNREG_OK;
}

static void check_files_of(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                           const struct nnreg_network *network)
{
    const struct nnreg_file *files = network->files.items;
    size_t i;

    if (network->files.count == 0)
        tell_rule(run, kind, network->id, "it has no files");
    for (i = 1; i < network->files.count; i++)
        if (strcmp(files[i - 1].name, files[i].name) >= 0) {
            tell_rule(run, kind, network->id, "its files are not in the order of their names, each once");
            return;
        }
}

/* What no description says. */
static void check_assigned(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                           const union nnreg_any_object *record)
{
    int64_t created;

    memcpy(&created, (const char *)record + kind->create_date_offset, sizeof created);
    if (*nnreg_object_update_date(kind, record) < created)
        tell_rule(run, kind, id, "it was changed before it was made");
    if (kind->object == NNREG_OBJECT_NETWORK)
        check_files_of(run, kind, &record->network);
    if (kind->object == NNREG_OBJECT_TASK &&
        (record->task.status == NNREG_TASK_ERROR) != (record->task.error[0] != '\0'))
        tell_rule(run, kind, id, "it has an error without its text, or a text without an error");
}

nnreg_status nnreg_fsck_rules(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind, uint64_t id,
                              const union nnreg_any_object *record, struct nnreg_error *error)
{
    check_assigned(run, kind, id, record);
    if (run->unjudged)
        return NNREG_OK;
    return judge_record(run, kind, id, record, error);
}
