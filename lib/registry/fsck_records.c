/* Each record by itself: that it decodes, and that it is the one that its key says. Whether it keeps its rules: fsck_rules.c. */
#include <stdio.h>

#include "codec/record.h"
#include "registry/fsck_run.h"
#include "registry/sealing.h"

enum { RECORDS_BETWEEN_PROGRESS = 256 };

struct records_look {
    struct nnreg_fsck_run *run;
    const struct nnreg_object_kind *kind;
    uint64_t total;
    bool sealed; /* records have checksums */
};

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
    if (!nnreg_key_u64_read(&id, key) || !nnreg_fsck_is_id(id)) {
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
    nnreg_status status = nnreg_sealing_applies(&look.sealed, run->txn, error);
    size_t i;

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
    return status;
}
