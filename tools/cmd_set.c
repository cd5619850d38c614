/* nnreg set: changes what can be changed of a network. */
#include "commands.h"
#include "input.h"
#include "json_out.h"
#include "output.h"
#include "registry_dir.h"
#include "report.h"
#include "update_text.h"

enum { SET_NAME, SET_METADATA, SET_MERGE_METADATA, SET_DESCRIPTION, SET_IF_UPDATE_DATE, SET_ACTOR };

static const struct option_row options[] = {
    [SET_NAME] = {"name", 0, "NAME", "the new name"},
    [SET_METADATA] = {"metadata", 0, "JSON|@FILE",
                      "a JSON object in place of the present metadata;\n"
                      "@FILE reads it from a file, @- from standard input"},
    [SET_MERGE_METADATA] = {"merge-metadata", 0, "JSON|@FILE",
                            "a JSON Merge Patch (RFC 7396) of the metadata:\n"
                            "members replace, null removes"},
    [SET_DESCRIPTION] = {"description", 0, "TEXT",
                         "the new description; only in a registry that was\n"
                         "made with --mutable-description"},
    [SET_IF_UPDATE_DATE] = {"if-update-date", 0, "TIME", "only if this is still its update_date"},
    [SET_ACTOR] = {"actor", 0, "NAME", "who does this, for the history"},
    {NULL, 0, NULL, NULL},
};

static const char *value(const struct run *run, size_t option)
{
    return run->options.given[option] ? run->options.text[option] : NULL;
}

/* Reads what --metadata or --merge-metadata was given, if anything, into the wish. */
static int read_metadata(struct run *run, struct update_wish *wish, struct buffer *text)
{
    bool merge = run->options.given[SET_MERGE_METADATA];
    const char *given = value(run, merge ? SET_MERGE_METADATA : SET_METADATA);

    if (given == NULL)
        return STATUS_DONE;
    wish->metadata = text;
    if (given[0] == '@') {
        wish->metadata_label = input_label(given + 1);
        return input_read(run, text, given + 1);
    }
    wish->metadata_label = merge ? "--merge-metadata" : "--metadata";
    buffer_put(text, given);
    return STATUS_DONE;
}

/* Prints the findings, if any; a successful change without one prints nothing but the JSON document. */
static void print_findings(struct run *run, uint64_t id, const nnreg_findings *findings,
                           finding_choose *choose, const struct update_wish *wish)
{
    struct buffer text = {0};
    struct json_out out = {&text, false};

    if (!run->json) {
        findings_print(run, findings, choose, wish);
        return;
    }
    json_out_open(&out, '{');
    if (id != 0)
        json_out_member_number(&out, "id", id);
    json_out_key(&out, "findings");
    update_findings_json(&out, findings, choose, wish);
    json_out_close(&out, '}');
    output_line(run, buffer_text(&text));
    buffer_free(&text);
}

/*
 * The metadata goes into the update as it was given, so first it must be one JSON value on its own: what is broken in
 * it then has its place in the user's text, and no text can close the object around it.
 */
static int check_metadata(struct run *run, const struct update_wish *wish, nnreg_findings *findings)
{
    nnreg_status status;

    if (wish->metadata == NULL)
        return STATUS_DONE;
    status = nnreg_check(findings, buffer_text(wish->metadata), wish->metadata->length, NULL, 0);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return report_failure(run, status, "%s", nnreg_findings_message(findings));
    if (!update_metadata_is_broken(findings))
        return STATUS_DONE;
    print_findings(run, 0, findings, update_choose_json, wish);
    return STATUS_REFUSED;
}

static int change(struct run *run, nnreg *registry, uint64_t id, const struct update_wish *wish,
                  nnreg_findings *findings)
{
    struct nnreg_how how = NNREG_HOW_INIT;
    struct buffer document = {0};
    nnreg_status status;

    how.flags = run->options.given[SET_MERGE_METADATA] ? NNREG_MERGE_METADATA : 0;
    how.actor = value(run, SET_ACTOR);
    how.if_update_date = value(run, SET_IF_UPDATE_DATE);
    update_document(&document, wish);
    status = nnreg_network_update(registry, id, buffer_text(&document), document.length, &how, findings);
    buffer_free(&document);
    if (status == NNREG_CONFLICT)
        return report_failure(run, status, "network %llu has changed since %s (see: nnreg show %llu)",
                              (unsigned long long)id, how.if_update_date, (unsigned long long)id);
    if (status != NNREG_OK && status != NNREG_REFUSED)
        return registry_dir_failure(run, registry, status, id);
    print_findings(run, status == NNREG_OK ? id : 0, findings, update_choose, wish);
    return report_exit_status(status);
}

static int check_options(struct run *run)
{
    const bool *given = run->options.given;

    if (given[SET_METADATA] && given[SET_MERGE_METADATA])
        return report_usage(run, "--metadata replaces and --merge-metadata patches: give only one of them");
    if (!given[SET_NAME] && !given[SET_METADATA] && !given[SET_MERGE_METADATA] && !given[SET_DESCRIPTION])
        return report_usage(run, "nothing to change: give --name, --metadata or --merge-metadata");
    return STATUS_DONE;
}

static int set(struct run *run, uint64_t id, const struct update_wish *wish)
{
    nnreg_findings *findings = NULL;
    nnreg *registry = NULL;
    nnreg_status status = nnreg_findings_new(&findings, NULL, 0);
    int result;

    if (status != NNREG_OK)
        return report_failure(run, status, "%s", nnreg_status_text(status));
    result = registry_dir_open(run, &registry, 0);
    if (result == STATUS_DONE)
        result = check_metadata(run, wish, findings);
    if (result == STATUS_DONE)
        result = change(run, registry, id, wish, findings);
    nnreg_close(registry);
    nnreg_findings_free(findings);
    return result;
}

static int run_set(struct run *run)
{
    struct update_wish wish = {.name = value(run, SET_NAME), .description = value(run, SET_DESCRIPTION)};
    struct buffer metadata = {0};
    uint64_t id;
    int result = registry_dir_id(run, &id, run->operands[0]);

    if (result == STATUS_DONE)
        result = check_options(run);
    if (result == STATUS_DONE)
        result = read_metadata(run, &wish, &metadata);
    if (result == STATUS_DONE)
        result = set(run, id, &wish);
    buffer_free(&metadata);
    return result;
}

const struct command command_set = {
    .name = "set",
    .usage = "set ID [--name NAME] [--metadata JSON|@FILE] [--merge-metadata JSON|@FILE]\n"
             "                 [--description TEXT] [--if-update-date TIME] [--actor NAME]",
    .summary = "change the name or the metadata of a network",
    .help = "Name and metadata are all that can change of a network; what is left out stays as\n"
            "it is. With --if-update-date a change that somebody else made meanwhile is not\n"
            "overwritten: the exit status is 1 and nothing changes. Prints nothing when all is\n"
            "well.",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run_set,
};
