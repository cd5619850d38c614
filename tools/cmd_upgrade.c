/* nnreg upgrade: a registry of an older format becomes one of the present format. */
#include "actor.h"
#include "commands.h"
#include "json_out.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"

enum { UPGRADE_DRY_RUN };

static const struct option_row options[] = {
    [UPGRADE_DRY_RUN] = {"dry-run", 'n', NULL, "say what would be done, and change nothing"},
    {NULL, 0, NULL, NULL},
};

static void add_upgrade_json(struct buffer *text, bool dry, unsigned from, unsigned to)
{
    struct json_out out = {text, false};

    json_out_open(&out, '{');
    json_out_member_number(&out, "from", from);
    json_out_member_number(&out, "to", to);
    json_out_member_bool(&out, "dry_run", dry);
    json_out_close(&out, '}');
}

static void print_upgrade(struct run *run, bool dry, unsigned from, unsigned to)
{
    struct buffer text = {0};

    if (run->json)
        add_upgrade_json(&text, dry, from, to);
    else if (from == to)
        buffer_printf(&text, "format version %u: there is nothing to upgrade", to);
    else
        buffer_printf(&text, "%s from format version %u to %u", dry ? "would be upgraded" : "upgraded", from,
                      to);
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int run_upgrade(struct run *run)
{
    bool dry = run->options.given[UPGRADE_DRY_RUN];
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg *registry = NULL;
    unsigned from, to;
    nnreg_status status;
    int result = registry_dir_open(run, &registry, dry ? NNREG_OPEN_READ_ONLY : 0);

    if (result != STATUS_DONE)
        return result;
    call.actor = actor_name(run);
    call.flags = dry ? NNREG_DRY_RUN : 0;
    status = nnreg_upgrade(registry, &from, &to, &call);
    if (status == NNREG_OK)
        print_upgrade(run, dry, from, to);
    else
        result = report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_close(registry);
    return result;
}

const struct command command_upgrade = {
    .name = "upgrade",
    .group = GROUP_MAINTAIN,
    .usage = "upgrade [--dry-run]",
    .summary = "bring a registry of an older format up to date",
    .help = "A registry that an older nnreg made is used as it is, without what came later:\n"
            "format version 2 remembers damaged files, and lets settings be changed; in version 3\n"
            "specifications can be public. This makes it one of the present format, step by step,\n"
            "which older versions of nnreg refuse to open. Close it\n"
            "in all other processes first: with exit status 4 and \"is open in another process\"\n"
            "nothing has changed. If it is killed, the registry has the one format or the other.\n"
            "`nnreg stat` says whether an upgrade is due.",
    .options = options,
    .run = run_upgrade,
};
