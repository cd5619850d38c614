/* See upgrade.h. */
#include "registry/upgrade.h"

#include <assert.h>
#include <stdio.h>

#include "base/call_options.h"
#include "registry/events.h"
#include "registry/format.h"
#include "registry/sealing.h"

/* ----------------------------------------------------------------------------------------------------- the steps -- */

/*
 * Version 2 keeps damage: the table `damage`, empty. Version 3 has public specs: the tables `spec_slugs` and `public_specs`, empty.
 * The store makes all that are missing at once, so the first step makes those of the later ones along: empty tables that nobody
 * looks into before the version says so. Version 4 has checksums: sealing.h.
 */
static nnreg_status make_later_tables(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    return nnreg_kv_make_tables(txn, error);
}

/* By the version they begin with. */
static nnreg_upgrade_step *const steps[NNREG_FORMAT_VERSION] = {
    [1] = make_later_tables, [2] = make_later_tables, [3] = nnreg_sealing_upgrade};

nnreg_upgrade_step *nnreg_upgrade_step_from(unsigned version)
{
    assert(version >= NNREG_FORMAT_OLDEST && version < NNREG_FORMAT_VERSION);
    return steps[version];
}

/* ------------------------------------------------------------------------------------------------------ one step -- */

struct upgrade {
    struct nnreg_call_options options;
    unsigned before, after; /* versions that the transaction found and left */
};

static nnreg_status tell_upgrade(struct nnreg_kv_txn *txn, const struct upgrade *upgrade,
                                 struct nnreg_error *error)
{
    char field[] = NNREG_SETTING_FORMAT, before[16], after[16];
    struct nnreg_change_record change = {.field = field, .old_value = before, .new_value = after};
    struct nnreg_event_writer events;
    nnreg_status status;

    (void)snprintf(before, sizeof before, "%u", upgrade->before);
    (void)snprintf(after, sizeof after, "%u", upgrade->after);
    nnreg_events_begin(&events, txn, upgrade->options.actor);
    status = nnreg_event_append_changes(&events, NNREG_ACTION_UPGRADE, NNREG_OBJECT_REGISTRY, 0, &change, 1,
                                        error);
    return nnreg_events_end(&events, status, error);
}

static nnreg_status upgrade_once(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct upgrade *upgrade = context;
    nnreg_status status = nnreg_format_version(&upgrade->before, txn, error);

    upgrade->after = upgrade->before;
    if (status != NNREG_OK || upgrade->before == NNREG_FORMAT_VERSION)
        return status;
    status = nnreg_kv_claim(txn, NNREG_KV_RIGHT_ALONE, error);
    if (status == NNREG_OK)
        status = nnreg_upgrade_step_from(upgrade->before)(txn, error);
    upgrade->after = upgrade->before + 1;
    if (status == NNREG_OK)
        status = nnreg_format_put(txn, upgrade->after, error);
    return status == NNREG_OK ? tell_upgrade(txn, upgrade, error) : status;
}

/* ------------------------------------------------------------------------------------------------------- the call -- */

static nnreg_status look_at_version(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    return nnreg_format_version(context, txn, error);
}

static nnreg_status upgrade_all(nnreg *registry, unsigned *to, struct upgrade *upgrade,
                                struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    while (status == NNREG_OK && *to < NNREG_FORMAT_VERSION) {
        status = nnreg_kv_write_alone(registry->kv, upgrade_once, upgrade, error);
        if (status == NNREG_OK)
            *to = upgrade->after;
        if (status == NNREG_OK && upgrade->after > upgrade->before)
            nnreg_events_announce(registry);
    }
    return status;
}

nnreg_status nnreg_upgrade(nnreg *registry, unsigned *from, unsigned *to,
                           const struct nnreg_call_options *options)
{
    struct upgrade upgrade = {.before = 0};
    struct nnreg_error error;
    nnreg_status status;

    if (from != NULL)
        *from = 0;
    if (to != NULL)
        *to = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (from == NULL || to == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&upgrade.options, options, "nnreg_upgrade", NNREG_DRY_RUN, &error);
    if (status == NNREG_OK && (upgrade.options.flags & NNREG_DRY_RUN) == 0)
        status = nnreg_enter(registry, true, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, look_at_version, from, &error);
    if (status == NNREG_OK) {
        *to = *from;
        if ((upgrade.options.flags & NNREG_DRY_RUN) != 0)
            *to = NNREG_FORMAT_VERSION;
        else
            status = upgrade_all(registry, to, &upgrade, &error);
    }
    return nnreg_leave(registry, status, &error);
}
