/*
 * Settings that an existing registry can change, each with an event of the registry itself. What they allow is read in the
 * transaction that goes by them (format.h), so a change holds at once for every handle of every process.
 */
#include "base/call_options.h"
#include "registry/events.h"
#include "registry/format.h"

struct configuring {
    struct nnreg_call_options options;
    bool wanted;
};

static nnreg_status tell_setting(struct nnreg_kv_txn *txn, const struct configuring *configuring,
                                 struct nnreg_error *error)
{
    char field[] = NNREG_SETTING_MUTABLE_DESCRIPTION, on[] = "true", off[] = "false";
    struct nnreg_change_record change = {.field = field,
                                         .old_value = configuring->wanted ? off : on,
                                         .new_value = configuring->wanted ? on : off};
    struct nnreg_event_writer events;
    nnreg_status status;

    nnreg_events_begin(&events, txn, configuring->options.actor);
    status =
        nnreg_event_append_changes(&events, NNREG_ACTION_UPDATE, NNREG_OBJECT_REGISTRY, 0, &change, 1, error);
    return nnreg_events_end(&events, status, error);
}

/*
 * A library that knows version 1 only reads the setting when it opens a registry, and knows no events of the registry itself: it
 * may have this one open, and would go on by what it has read.
 */
static nnreg_status put_mutable_description(struct nnreg_kv_txn *txn, void *context,
                                            struct nnreg_error *error)
{
    const struct configuring *configuring = context;
    bool allowed = false;
    unsigned version;
    nnreg_status status = nnreg_format_version(&version, txn, error);

    if (status == NNREG_OK)
        status = nnreg_format_mutable_description(&allowed, txn, error);
    if (status != NNREG_OK || allowed == configuring->wanted)
        return status;
    if (version < 2)
        return nnreg_fail(
            error, NNREG_UNSUPPORTED,
            "settings of a registry of format version 1 cannot be changed: run `nnreg upgrade`");
    status = nnreg_setting_put(txn, NNREG_SETTING_MUTABLE_DESCRIPTION, configuring->wanted, error);
    return status == NNREG_OK ? tell_setting(txn, configuring, error) : status;
}

nnreg_status nnreg_set_mutable_description(nnreg *registry, int value,
                                           const struct nnreg_call_options *options)
{
    struct configuring configuring = {.wanted = value != 0};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK)
        status = nnreg_call_options_take(&configuring.options, options, "nnreg_set_mutable_description", 0,
                                         &error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(registry->kv, put_mutable_description, &configuring, &error);
    if (status == NNREG_OK)
        nnreg_events_announce(registry);
    return nnreg_leave(registry, status, &error);
}
