/* Settings and counters, and the two ends of the history: that of the chain, and what the settings say of it. */
#include <string.h>

#include "codec/record.h"
#include "registry/format.h"
#include "registry/fsck_run.h"

/* ------------------------------------------------------------------------------------------------ the format -- */

/*
 * The version and the features go together, and so do they with the tables: those that came later are made in the transaction that
 * changes the version. So either is told by the rest. A repair asks the tables before it has written to them, and writes then as that
 * version has it.
 */
nnreg_status nnreg_fsck_format(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    struct nnreg_slice features;
    unsigned version = 0;
    nnreg_status status = nnreg_format_version(&version, run->txn, &why);
    bool no_version = status == NNREG_CORRUPT;

    if (status != NNREG_OK && !no_version)
        return nnreg_fail(error, status, "%s", why.text);
    status =
        nnreg_kv_get(&features, run->txn, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES), error);
    if (status == NNREG_OK && !no_version)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_SETTING, NULL, "it is set to what the tables say", NULL,
                    "the setting \"%s\" is damaged or missing",
                    no_version ? NNREG_SETTING_FORMAT : NNREG_SETTING_FEATURES);
    status = no_version ? nnreg_format_of_rest(&version, run->txn, error) : NNREG_OK;
    return status == NNREG_OK && run->mending ? nnreg_format_put(run->txn, version, error) : status;
}

static nnreg_status check_registry_identity(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    unsigned char identity[16];
    struct nnreg_error why = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_identity(identity, run->txn, &why);

    if (status == NNREG_OK)
        return NNREG_OK;
    if (status != NNREG_CORRUPT)
        return nnreg_fail(error, status, "%s", why.text);
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_SETTING, NULL,
                    "the registry gets another one, and lists go on from their beginning", NULL, "%s",
                    why.text);
    return run->mending ? nnreg_format_write_identity(run->txn, error) : NNREG_OK;
}

static nnreg_status check_mutable(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    uint64_t number;
    struct nnreg_key value;
    nnreg_status status = nnreg_setting_get(&number, run->txn, NNREG_SETTING_MUTABLE_DESCRIPTION, error);

    if (status != NNREG_NOT_FOUND && status != NNREG_CORRUPT)
        return status;
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_SETTING, NULL, "descriptions cannot be changed", NULL,
                    "the setting \"%s\" is damaged or missing", NNREG_SETTING_MUTABLE_DESCRIPTION);
    return nnreg_fsck_put(run, NNREG_KV_SETTINGS, nnreg_key_text(NNREG_SETTING_MUTABLE_DESCRIPTION),
                          nnreg_key_u64(&value, 0), error);
}

/* ---------------------------------------------------------------------------------------------- the counters -- */

struct id_look {
    enum nnreg_object object;
    uint64_t last;
};

static nnreg_status look_at_created(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                    void *context, struct nnreg_error *error)
{
    struct id_look *look = context;
    struct nnreg_event_record event;
    nnreg_status status = nnreg_event_decode(&event, value, error);

    (void)stop;
    (void)key;
    if (status != NNREG_OK)
        return status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED ? NNREG_OK : status;
    if (event.object == (int)look->object && event.object_id > look->last &&
        nnreg_fsck_is_id(event.object_id))
        look->last = event.object_id;
    nnreg_record_clear(&nnreg_event_record_table, &event);
    return NNREG_OK;
}

/* What was deleted had its id, too: the history knows of it. It is gone through only where a counter has to be set. */
static nnreg_status set_counter(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                struct nnreg_error *error)
{
    struct id_look look = {kind->object, run->last_id[kind->object]};
    struct nnreg_key value;
    nnreg_status status;

    if (!run->mending)
        return NNREG_OK;
    status = nnreg_kv_walk(run->txn, NNREG_KV_EVENTS, (struct nnreg_slice){NULL, 0}, false, look_at_created,
                           &look, error);
    return status == NNREG_OK ? nnreg_fsck_put(run, NNREG_KV_SETTINGS, nnreg_key_text(kind->counter),
                                               nnreg_key_u64(&value, look.last + 1), error)
                              : status;
}

static nnreg_status check_next_id(struct nnreg_fsck_run *run, const struct nnreg_object_kind *kind,
                                  struct nnreg_error *error)
{
    static const char behind[] = "it is set behind the last number that was given";
    uint64_t next, last = run->last_id[kind->object];
    nnreg_status status = nnreg_setting_get(&next, run->txn, kind->counter, error);

    if (status == NNREG_NOT_FOUND || status == NNREG_CORRUPT)
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_SETTING, NULL, behind, NULL,
                        "the counter \"%s\" is damaged or missing", kind->counter);
    else if (status == NNREG_OK && (next == 0 || next == UINT64_MAX || next <= last))
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_SETTING, NULL, behind, NULL,
                        "the next %s is to be number %llu, but there is a number %llu", kind->table->name,
                        (unsigned long long)next, (unsigned long long)last);
    else
        return status;
    return set_counter(run, kind, error);
}

/* ------------------------------------------------------------------------------------- the end of the history -- */

struct end_look {
    struct nnreg_fsck_run *run;
    bool backwards;
    bool noted;                    /* the settings' end can be read */
    struct nnreg_event_last last;  /* the settings' */
    struct nnreg_event_last found; /* the table's: the last event that is one */
    bool unreadable; /* there is one that was written, and cannot be read: the chain tells of it */
};

static nnreg_status set_event_aside(const struct end_look *look, struct nnreg_slice key,
                                    struct nnreg_slice value, struct nnreg_error *error)
{
    uint64_t number = 0;

    if (nnreg_key_u64_read(&number, key))
        nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_HISTORY, NULL, "it is moved to quarantine/", NULL,
                        "what stands behind the end of the history as event %llu is none",
                        (unsigned long long)number);
    else
        nnreg_fsck_tell(look->run, NNREG_RULE_FSCK_HISTORY, NULL, "it is moved to quarantine/", NULL,
                        "the history has an entry whose key is no number");
    return nnreg_fsck_set_aside(look->run, NNREG_KV_EVENTS, key, value, error);
}

/*
 * From either end of the table: passes over what cannot be an event, which was never written there by the registry, and stops at
 * the first that is one, or was.
 */
static nnreg_status look_at_end(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct end_look *look = context;
    struct nnreg_event_record event = {.sequence = 0};
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t number;
    nnreg_status status;

    if (!nnreg_key_u64_read(&number, key))
        return set_event_aside(look, key, value, error);
    *stop = !look->backwards;
    if (*stop)
        return NNREG_OK;
    status = nnreg_event_decode(&event, value, &why);
    if (status != NNREG_OK && status != NNREG_CORRUPT && status != NNREG_UNSUPPORTED)
        return nnreg_fail(error, status, "%s", why.text);
    *stop = status == NNREG_OK && event.sequence == number;
    if (*stop) {
        look->found = (struct nnreg_event_last){.sequence = number, .time = event.time};
        memcpy(look->found.hash, event.hash, sizeof event.hash);
    }
    nnreg_record_clear(&nnreg_event_record_table, &event);
    if (*stop)
        return NNREG_OK;
    look->unreadable = *stop = status == NNREG_UNSUPPORTED || (look->noted && number <= look->last.sequence);
    return *stop ? NNREG_OK : set_event_aside(look, key, value, error);
}

/* Whether the chain is whole up to there is looked at later (nnreg_fsck_history), not in this transaction. */
static nnreg_status check_end(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct end_look look = {.run = run};
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t before = run->found;
    nnreg_status status = nnreg_event_last(&look.last, run->txn, &why);

    if (status != NNREG_OK && status != NNREG_CORRUPT)
        return nnreg_fail(error, status, "%s", why.text);
    look.noted = status == NNREG_OK;
    status = nnreg_kv_walk(run->txn, NNREG_KV_EVENTS, (struct nnreg_slice){NULL, 0}, false, look_at_end,
                           &look, error);
    look.backwards = true;
    if (status == NNREG_OK)
        status = nnreg_fsck_apply(run, error);
    if (status == NNREG_OK)
        status = nnreg_kv_walk(run->txn, NNREG_KV_EVENTS, (struct nnreg_slice){NULL, 0}, true, look_at_end,
                               &look, error);
    run->end_told = run->found > before;
    if (status != NNREG_OK || look.unreadable)
        return status;
    if (look.noted && look.last.sequence == look.found.sequence && look.last.time == look.found.time &&
        memcmp(look.last.hash, look.found.hash, sizeof look.last.hash) == 0)
        return NNREG_OK;
    run->end_told = !run->mending;
    nnreg_fsck_tell(run, NNREG_RULE_FSCK_HISTORY, NULL, "the end is noted as it is", NULL,
                    "the history ends with event %llu, and its end is noted as event %llu%s",
                    (unsigned long long)look.found.sequence, (unsigned long long)look.last.sequence,
                    look.last.sequence == look.found.sequence ? ", another one" : "");
    return run->mending ? nnreg_event_put_last(run->txn, &look.found, error) : NNREG_OK;
}

nnreg_status nnreg_fsck_settings(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    nnreg_status status = check_registry_identity(run, error);
    size_t i;

    if (status == NNREG_OK)
        status = check_mutable(run, error);
    for (i = 0; i < NNREG_OBJECT_COUNT && status == NNREG_OK; i++)
        status = check_next_id(run, &nnreg_object_kinds[i], error);
    return status == NNREG_OK ? check_end(run, error) : status;
}

nnreg_status nnreg_fsck_history(struct nnreg_fsck_run *run, struct nnreg_error *error)
{
    struct nnreg_error why = NNREG_ERROR_INIT;
    uint64_t broken;
    nnreg_status status =
        nnreg_history_verify(run->registry, &run->result.events, &broken, &run->options, &why);

    if (status != NNREG_CORRUPT)
        return status == NNREG_OK ? NNREG_OK : nnreg_fail(error, status, "%s", why.text);
    if (!run->end_told)
        nnreg_fsck_tell(run, NNREG_RULE_FSCK_HISTORY, NULL, NULL,
                        "an event cannot be made again: compare it with a backup, or go on without its proof",
                        "%s", why.text);
    return NNREG_OK;
}
