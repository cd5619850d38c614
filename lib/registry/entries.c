/* Index entries held against records: see entries.h. */
#include "registry/entries.h"

#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

static unsigned long long entry_id(const struct nnreg_object_kind *kind, const void *record)
{
    return *nnreg_object_id(kind, record);
}

static bool is_same_key(struct nnreg_slice a, struct nnreg_slice b)
{
    return a.size == b.size && memcmp(a.content, b.content, a.size) == 0;
}

static nnreg_status check_entry_name(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                                     struct nnreg_slice key, const void *record, struct nnreg_error *error)
{
    const char *name = nnreg_object_name(kind, record);
    struct nnreg_key_name right;
    char shown[80];

    if (is_same_key(key, nnreg_key_name(&right, name, *nnreg_object_id(kind, record))))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT,
                      "the table \"%s\" leads to %s %llu by another name than its own, \"%s\"",
                      nnreg_kv_table_names[table], kind->table->name, entry_id(kind, record),
                      nnreg_utf8_quote(shown, sizeof shown, name, strlen(name)));
}

static nnreg_status check_entry_date(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                                     struct nnreg_slice key, const void *record, struct nnreg_error *error)
{
    int64_t date = *nnreg_object_update_date(kind, record);
    struct nnreg_key_pair right;
    char shown[NNREG_TIME_TEXT];

    if (is_same_key(key, nnreg_key_pair(&right, nnreg_key_time(date), *nnreg_object_id(kind, record))))
        return NNREG_OK;
    nnreg_time_format(shown, date);
    return nnreg_fail(error, NNREG_CORRUPT,
                      "the table \"%s\" leads to %s %llu by another date than its own, %s",
                      nnreg_kv_table_names[table], kind->table->name, entry_id(kind, record), shown);
}

/* An index by the id of a spec or a network, which the version says itself. */
static nnreg_status check_tie(const struct nnreg_version *version, enum nnreg_kv_table table,
                              struct nnreg_slice key, struct nnreg_error *error)
{
    bool by_spec = table == NNREG_KV_VERSIONS_BY_SPEC;
    uint64_t own = by_spec ? version->spec_id : version->network_id, first = 0, id;
    struct nnreg_key_pair right;

    if (is_same_key(key, nnreg_key_pair(&right, own, version->id)))
        return NNREG_OK;
    (void)nnreg_key_pair_read(&first, &id, key);
    return nnreg_fail(error, NNREG_CORRUPT,
                      "the table \"%s\" has version %llu under %s %llu, and it is of %llu",
                      nnreg_kv_table_names[table], (unsigned long long)version->id,
                      by_spec ? "spec" : "network", (unsigned long long)first, (unsigned long long)own);
}

static nnreg_status check_public(const struct nnreg_object_kind *kind, const void *record,
                                 struct nnreg_error *error)
{
    if (nnreg_object_slug(kind, record)[0] != '\0')
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" has %s %llu, which has no slug",
                      nnreg_kv_table_names[kind->public_ids], kind->table->name, entry_id(kind, record));
}

nnreg_status nnreg_entry_check(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                               struct nnreg_slice key, const void *record, struct nnreg_error *error)
{
    if ((int)table == kind->names)
        return check_entry_name(kind, table, key, record, error);
    if (table == kind->updates)
        return check_entry_date(kind, table, key, record, error);
    if (table == NNREG_KV_VERSIONS_BY_SPEC || table == NNREG_KV_VERSIONS_BY_NETWORK)
        return check_tie(record, table, key, error);
    return (int)table == kind->public_ids ? check_public(kind, record, error) : NNREG_OK;
}

nnreg_status nnreg_entry_leads_nowhere(const struct nnreg_object_kind *kind, enum nnreg_kv_table table,
                                       uint64_t id, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" leads to %s %llu, which is missing",
                      nnreg_kv_table_names[table], kind->table->name, (unsigned long long)id);
}

nnreg_status nnreg_task_of(struct nnreg_task *task, struct nnreg_kv_txn *txn,
                           const struct nnreg_network *network, struct nnreg_error *error)
{
    nnreg_status status =
        nnreg_object_load(task, txn, &nnreg_object_kinds[NNREG_OBJECT_TASK], network->task_id, error);
    uint64_t other;

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the task %llu of network %llu is missing",
                          (unsigned long long)network->task_id, (unsigned long long)network->id);
    if (status != NNREG_OK || task->network_id == network->id)
        return status;
    other = task->network_id;
    nnreg_record_clear(&nnreg_task_table, task);
    return nnreg_fail(error, NNREG_CORRUPT, "the task %llu of network %llu says that it is of network %llu",
                      (unsigned long long)network->task_id, (unsigned long long)network->id,
                      (unsigned long long)other);
}
