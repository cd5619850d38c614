/* nnreg config: the settings of a registry, shown and changed. */
#include <string.h>

#include "actor.h"
#include "commands.h"
#include "json_out.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"

static const char mutable_description[] = "mutable-description";
static const char *const switches[] = {"off", "on"};

/* The settings: all, or the one that was asked for. */
static void add_settings(struct buffer *text, const struct run *run, const struct nnreg_settings *settings)
{
    struct json_out out = {text, false};
    bool on = settings->mutable_description != 0;

    if (!run->json && run->operand_count > 0) {
        buffer_put(text, switches[on]);
    } else if (!run->json) {
        buffer_printf(text, "%s  %s", mutable_description, switches[on]);
    } else {
        json_out_open(&out, '{');
        json_out_member_bool(&out, "mutable_description", on);
        json_out_close(&out, '}');
    }
}

static nnreg_status show(struct run *run, nnreg *registry)
{
    struct nnreg_settings settings = NNREG_SETTINGS_INIT;
    nnreg_status status = nnreg_get_settings(registry, &settings);
    struct buffer text = {0};

    if (status != NNREG_OK)
        return status;
    add_settings(&text, run, &settings);
    output_line(run, buffer_text(&text));
    buffer_free(&text);
    return NNREG_OK;
}

/* The state that a word names; -1: none. */
static int switch_of(const char *word)
{
    size_t i = 0;

    while (i < 2 && strcmp(switches[i], word) != 0)
        i++;
    return i < 2 ? (int)i : -1;
}

static int judge_operands(struct run *run)
{
    const char *setting = run->operand_count > 0 ? run->operands[0] : mutable_description;

    if (strcmp(setting, mutable_description) != 0)
        return report_usage(run, "there is no setting \"%s\", only %s", setting, mutable_description);
    if (run->operand_count > 1 && switch_of(run->operands[1]) < 0)
        return report_usage(run, "%s is \"on\" or \"off\", not \"%s\"", setting, run->operands[1]);
    return STATUS_DONE;
}

static int run_config(struct run *run)
{
    bool sets = run->operand_count > 1;
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg *registry = NULL;
    nnreg_status status = NNREG_OK;
    int result = judge_operands(run);

    if (result == STATUS_DONE)
        result = registry_dir_open(run, &registry, sets ? 0 : NNREG_OPEN_READ_ONLY);
    if (result != STATUS_DONE)
        return result;
    call.actor = actor_name(run);
    if (sets)
        status = nnreg_set_mutable_description(registry, switch_of(run->operands[1]), &call);
    if (status == NNREG_OK && (!sets || run->json))
        status = show(run, registry);
    if (status != NNREG_OK)
        result = report_failure(run, status, "%s", nnreg_message(registry));
    nnreg_close(registry);
    return result;
}

const struct command command_config = {
    .name = "config",
    .group = GROUP_MAINTAIN,
    .usage = "config [mutable-description [on|off]]",
    .summary = "show or change the settings of a registry",
    .help = "Without operands prints every setting, with the name of one its value, with a value\n"
            "sets it: at once for every process that has the registry open, and with an event in\n"
            "the history. Setting prints nothing when all is well.\n"
            "mutable-description: whether `set` may change the description of networks, too; off\n"
            "unless it was given to `nnreg init`.",
    .most = 2,
    .run = run_config,
};
