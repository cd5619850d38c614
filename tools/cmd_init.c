/* nnreg init: makes an empty registry. */
#include <sys/stat.h>

#include "commands.h"
#include "json_out.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"

enum { INIT_MUTABLE_DESCRIPTION, INIT_FORCE };

static const struct option_row options[] = {
    [INIT_MUTABLE_DESCRIPTION] =
        {"mutable-description", 0, NULL,
         "let `set` change the description of networks, too;\n`nnreg config` can alter that later"},
    [INIT_FORCE] = {"force", 'f', NULL, "make it also in a folder that holds other files"},
    {NULL, 0, NULL, NULL},
};

/*
 * The folders above the default place need not exist yet (a fresh account has no ~/.local). Above a place that somebody
 * typed they must: a missing one is a typing error. Mode 0700 is what the XDG specification asks for. What cannot be
 * made shows when the registry is.
 */
static void make_parents(const char *dir)
{
    struct buffer path = {0};
    size_t at;

    buffer_put(&path, dir);
    for (at = 1; at < path.length; at++)
        if (path.text[at] == '/') {
            path.text[at] = '\0';
            (void)mkdir(path.text, 0700);
            path.text[at] = '/';
        }
    buffer_free(&path);
}

static int find_dir(struct run *run, struct buffer *dir)
{
    int result;

    if (run->operand_count > 0 && run->registry != NULL)
        return report_usage(run, "both -r \"%s\" and DIR \"%s\" are given: leave one out", run->registry,
                            run->operands[0]);
    if (run->operand_count > 0)
        run->registry = run->operands[0];
    result = registry_dir_find(run, dir);
    if (result == STATUS_DONE && registry_dir_is_default(run))
        make_parents(buffer_text(dir));
    return result;
}

static void print_made(struct run *run, nnreg *registry, const char *dir)
{
    struct nnreg_settings settings = NNREG_SETTINGS_INIT;
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (nnreg_get_settings(registry, &settings) != NNREG_OK)
        settings.mutable_description = run->options.given[INIT_MUTABLE_DESCRIPTION];
    json_out_open(&out, '{');
    json_out_member_text(&out, "registry", dir);
    json_out_member_number(&out, "format_version", settings.format_version);
    json_out_member_bool(&out, "mutable_description", settings.mutable_description != 0);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

static int run_init(struct run *run)
{
    struct buffer dir = {0};
    nnreg *registry = NULL;
    unsigned flags = run->options.given[INIT_MUTABLE_DESCRIPTION] ? NNREG_OPEN_MUTABLE_DESCRIPTION : 0;
    int result = find_dir(run, &dir);

    if (run->options.given[INIT_FORCE])
        flags |= NNREG_OPEN_AMONG_FILES;

    if (result == STATUS_DONE)
        result = registry_dir_create(run, &registry, buffer_text(&dir), flags);
    if (result == STATUS_DONE && run->json)
        print_made(run, registry, buffer_text(&dir));
    else if (result == STATUS_DONE)
        report_note(run, "made an empty registry in \"%s\"", buffer_text(&dir));
    nnreg_close(registry);
    buffer_free(&dir);
    return result;
}

const struct command command_init = {
    .name = "init",
    .group = GROUP_MAINTAIN,
    .usage = "init [DIR] [--mutable-description] [--force]",
    .summary = "make an empty registry",
    .help = "Makes an empty registry in DIR, or where -r or the environment says. The folder\n"
            "itself is made, too; the one above it must exist, except for the default place.\n"
            "An existing registry is left alone, and the exit status is 1. So is a folder that\n"
            "holds other files, unless --force says that it is the right one.",
    .options = options,
    .most = 1,
    .run = run_init,
};
