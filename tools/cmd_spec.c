/* nnreg spec: recognition specifications, what the outputs of a recognition mean. */
#include "change.h"
#include "commands.h"
#include "creation.h"
#include "field_keys.h"
#include "fields_text.h"
#include "input.h"
#include "list.h"
#include "operand.h"
#include "output.h"
#include "publishing.h"
#include "registry_dir.h"
#include "removal.h"
#include "report.h"

/* -------------------------------------------------------------------------------------------------- add -- */

static const struct option_row add_options[] = {
    CREATION_ROW_FROM_OBJECT,
    {NULL, 0, NULL, NULL},
};

static int run_add(struct run *run)
{
    struct buffer description = {0};
    nnreg *registry = NULL;
    int result = input_read(run, &description, run->operands[0]);

    if (result == STATUS_DONE)
        result = registry_dir_open(run, &registry, 0);
    if (result == STATUS_DONE)
        result = creation_run(run, registry, &kind_spec, &description, "");
    nnreg_close(registry);
    buffer_free(&description);
    return result;
}

static const struct command command_add_spec = {
    .name = "spec add",
    .usage = "spec add [--from-object] SPEC.json",
    .summary = "make a specification; prints its id",
    .help = "SPEC.json may be - for standard input. It has name and outputs, and perhaps\n"
            "description and metadata; `nnreg schema spec` prints its JSON Schema:\n"
            "  {\"name\": \"fruit\", \"outputs\": [{\"labels\": {\n"
            "    \"labels\": [{\"id\": 1, \"name\": \"apple\"}, {\"id\": 2, \"name\": \"pear\"}],\n"
            "    \"exclusive\": true, \"roi\": \"NONE\"}}]}",
    .options = add_options,
    .least = 1,
    .most = 1,
    .run = run_add,
};

/* --------------------------------------------------------------------------------------------------- ls -- */

static const struct option_row ls_options[] = {
    LIST_ROWS_NAME,
    LIST_ROW_WHERE,
    LIST_ROWS_TIME,
    {"order", 0, "ORDER", "id (the default), name or update_date; -name is the other way"},
    LIST_ROWS_PAGE,
    LIST_ROWS_VIEW,
    {"outputs", 0, NULL, "with the outputs, which can be large"},
    {"public", 0, NULL, "public specifications instead of private ones"},
    {"all", 0, NULL, "private and public specifications"},
    {NULL, 0, NULL, NULL},
};

static void add_row(struct table *table, const nnreg_page *page, size_t i)
{
    const nnreg_spec *spec = nnreg_page_spec(page, i);

    table_addf(table, "%llu", (unsigned long long)nnreg_spec_id(spec));
    table_add(table, nnreg_spec_name(spec));
    if (nnreg_spec_current_version_id(spec) != 0)
        table_addf(table, "%llu", (unsigned long long)nnreg_spec_current_version_id(spec));
    else
        table_add(table, "-");
    table_add_time(table, nnreg_spec_update_date(spec));
}

static size_t count_labels(const nnreg_spec *spec)
{
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    size_t count = 0, i;

    for (i = 0; nnreg_spec_output(spec, i, &output) == NNREG_OK; i++)
        count += output.label_count;
    return count;
}

static void add_long_row(struct table *table, const nnreg_page *page, size_t i)
{
    const nnreg_spec *spec = nnreg_page_spec(page, i);

    add_row(table, page, i);
    table_addf(table, "%zu", nnreg_spec_output_count(spec));
    table_addf(table, "%zu", count_labels(spec));
}

/* With the slug, where there can be one. */
static void add_slug(struct table *table, const nnreg_page *page, size_t i)
{
    const char *slug = nnreg_spec_slug(nnreg_page_spec(page, i));

    table_add(table, slug[0] != '\0' ? slug : "-");
}

static void add_public_row(struct table *table, const nnreg_page *page, size_t i)
{
    add_row(table, page, i);
    add_slug(table, page, i);
}

static void add_long_public_row(struct table *table, const nnreg_page *page, size_t i)
{
    add_long_row(table, page, i);
    add_slug(table, page, i);
}

#define COLUMNS                                                            \
    {"ID", TABLE_NUMBER}, {"NAME", TABLE_TEXT}, {"CURRENT", TABLE_NUMBER}, \
    {                                                                      \
        "UPDATED", TABLE_WHOLE                                             \
    }
#define COLUMNS_OF_OUTPUTS     \
    {"OUTPUTS", TABLE_NUMBER}, \
    {                          \
        "LABELS", TABLE_NUMBER \
    }
#define COLUMN_OF_SLUGS         \
    {                           \
        "PUBLIC AS", TABLE_TEXT \
    }

static int run_ls(struct run *run)
{
    static const struct table_column plain[] = {COLUMNS, COLUMN_OF_SLUGS},
                                     with_outputs[] = {COLUMNS, COLUMNS_OF_OUTPUTS, COLUMN_OF_SLUGS};
    bool outputs = run_given(run, "outputs"), public = run_given(run, "public") || run_given(run, "all");
    size_t count = outputs ? sizeof with_outputs / sizeof with_outputs[0] : sizeof plain / sizeof plain[0];
    struct list list = {.kind = &kind_spec,
                        .columns = outputs ? with_outputs : plain,
                        .column_count = public ? count : count - 1,
                        .add_row = outputs  ? public ? add_long_public_row : add_long_row
                                   : public ? add_public_row
                                            : add_row};

    return list_run(run, &list);
}

static const struct command command_ls_specs = {
    .name = "spec ls",
    .usage = "spec ls [--name NAME] [--name-prefix TEXT] [--name-glob GLOB] [--where KEY=VALUE]...\n"
             "                     [--since TIME] [--before TIME] [--order ORDER]\n"
             "                     [--limit N] [--offset N|--cursor CURSOR] [--outputs] [--public|--all]\n"
             "                     [--utc] [--wide]",
    .summary = "list specifications",
    .help = "Prints a table of specifications with the ids of their current versions, in pages as\n"
            "`nnreg ls` does. Public ones are left out unless asked for.",
    .options = ls_options,
    .run = run_ls,
};

/* ------------------------------------------------------------------------------------------------- show -- */

#define LABELS_SHOWN 20 /* of one output; with --json all of them */

static void add_output(struct buffer *text, const nnreg_spec *spec, size_t i,
                       const struct nnreg_output_info *output)
{
    struct buffer label = {0};
    const char *name;
    int64_t id;
    size_t k;

    buffer_printf(&label, "output %zu", i + 1);
    fields_addf(text, buffer_text(&label), "%s, %zu label%s%s", output->roi, output->label_count,
                output->label_count == 1 ? "" : "s", output->exclusive ? ", exclusive" : "");
    for (k = 0; k < LABELS_SHOWN && nnreg_spec_label(spec, i, k, &id, &name) == NNREG_OK; k++)
        fields_addf(text, "", "%6lld  %s", (long long)id, name);
    if (output->label_count > LABELS_SHOWN)
        fields_addf(text, "", "and %zu more: nnreg --json spec show %llu", output->label_count - LABELS_SHOWN,
                    (unsigned long long)nnreg_spec_id(spec));
    buffer_free(&label);
}

static void print_text(struct run *run, const nnreg_spec *spec)
{
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;
    struct buffer text = {0};
    size_t i;

    fields_add_number(&text, KEY_ID, nnreg_spec_id(spec));
    fields_add(&text, KEY_NAME, nnreg_spec_name(spec));
    if (nnreg_spec_slug(spec)[0] != '\0')
        fields_add(&text, "public as", nnreg_spec_slug(spec));
    if (nnreg_spec_description(spec)[0] != '\0')
        fields_add(&text, KEY_DESCRIPTION, nnreg_spec_description(spec));
    fields_add(&text, KEY_METADATA, nnreg_spec_metadata(spec));
    for (i = 0; nnreg_spec_output(spec, i, &output) == NNREG_OK; i++)
        add_output(&text, spec, i, &output);
    if (nnreg_spec_current_version_id(spec) != 0)
        fields_add_number(&text, "current version", nnreg_spec_current_version_id(spec));
    else
        fields_add(&text, "current version", "none");
    fields_add_time(&text, "created", nnreg_spec_create_date(spec));
    fields_add_time(&text, "updated", nnreg_spec_update_date(spec));
    output_write(run, &text);
    buffer_free(&text);
}

static int show(struct run *run, nnreg *registry, uint64_t id)
{
    nnreg_spec *spec = NULL;
    char *json = NULL;
    nnreg_status status = nnreg_spec_get(registry, &spec, id);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_spec, id);
    if (!run->json)
        print_text(run, spec);
    else if ((status = nnreg_spec_json(&json, spec)) == NNREG_OK)
        output_line(run, json);
    else
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    nnreg_free(json);
    nnreg_spec_free(spec);
    return result;
}

static int run_show(struct run *run)
{
    nnreg *registry = NULL;
    uint64_t id = 0;
    int result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_spec, &id);

    if (result == STATUS_DONE)
        result = show(run, registry, id);
    nnreg_close(registry);
    return result;
}

static const struct command command_show_spec = {
    .name = "spec show",
    .usage = "spec show ID|SLUG",
    .summary = "print everything about a specification",
    .help = "Prints the specification for people, with the first labels of each output; with\n"
            "--json the whole object. Its versions are listed by: nnreg version ls --spec ID",
    .least = 1,
    .most = 1,
    .run = run_show,
};

/* ------------------------------------------------------------------------------------------- set and rm -- */

static const struct option_row set_options[] = {
    CHANGE_ROW_NAME,
    {"description", 0, "TEXT|@FILE", "the new description; @- reads it from standard input"},
    CHANGE_ROWS_METADATA,
    {"current-version", 0, "ID|none", "the version in use: one of this specification, or none"},
    CHANGE_ROW_UNPUBLISH,
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

static int run_set(struct run *run)
{
    return change_run(run, &kind_spec);
}

static const struct command command_set_spec = {
    .name = "spec set",
    .usage = "spec set ID [--name NAME] [--description TEXT|@FILE] [--metadata JSON|@FILE]\n"
             "                      [--merge-metadata JSON|@FILE] [--current-version ID|none]\n"
             "                      [--unpublish] [--if-update-date TIME]",
    .summary = "change a specification, or its current version",
    .help = "What is left out stays as it is; the outputs never change. A public one\n"
            "refuses, unless --unpublish is given. With --if-update-date a change that somebody\n"
            "else made meanwhile is not overwritten: the exit status is 1 and nothing changes.\n"
            "Prints nothing when all is well.",
    .options = set_options,
    .least = 1,
    .most = 1,
    .run = run_set,
};

static const struct option_row rm_options[] = {CHANGE_ROW_UNPUBLISH, REMOVAL_ROWS};

static int run_rm(struct run *run)
{
    return removal_run(run, &kind_spec);
}

static const struct command command_rm_spec = {
    .name = "spec rm",
    .usage = "spec rm ID... [--dry-run] [--unpublish] [--if-update-date TIME]",
    .summary = "delete specifications with their versions",
    .help = "Deletes each specification and all of its versions; the networks stay. Prints what\n"
            "went. When one of the ids is unknown nothing is deleted. A public one refuses, unless\n"
            "--unpublish is given. Ids are never used again.",
    .options = rm_options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_rm,
};

/* -------------------------------------------------------------------------------------- publish and unpublish -- */

static const struct option_row publish_options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {"move", 0, NULL, "take the slug from the specification that has it, which is private\nthen"},
    {NULL, 0, NULL, NULL},
};

static const struct option_row unpublish_options[] = {
    CHANGE_ROW_IF_UPDATE_DATE,
    {NULL, 0, NULL, NULL},
};

static int run_publish(struct run *run)
{
    return publishing_do(run, &kind_spec);
}

static int run_unpublish(struct run *run)
{
    return publishing_undo(run, &kind_spec);
}

static const struct command command_publish_spec = {
    .name = "spec publish",
    .usage = "spec publish ID SLUG [--move] [--if-update-date TIME]",
    .summary = "make a specification public under a slug",
    .help = "A public specification is found by its slug wherever its id is asked for, is listed\n"
            "by `spec ls --public`, and refuses `spec set` and `spec rm` until it is unpublished.\n"
            "Versions of it can be added and removed all the same. Slugs are as for networks\n"
            "(nnreg help publish), and specifications have their own: a network may have the\n"
            "same. Prints nothing when all is well.",
    .options = publish_options,
    .least = 2,
    .most = 2,
    .run = run_publish,
};

static const struct command command_unpublish_spec = {
    .name = "spec unpublish",
    .usage = "spec unpublish ID|SLUG... [--if-update-date TIME]",
    .summary = "make a public specification private again",
    .help = "The specification can then be changed and deleted again, and its slug is free. One\n"
            "that is private already stays so. When one of several ids is unknown all stay as they\n"
            "are. - takes ids from standard input, one a line or several. Prints nothing when all\n"
            "is well.",
    .options = unpublish_options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_unpublish,
};

static const struct command *const commands[] = {
    &command_add_spec, &command_ls_specs,     &command_show_spec,      &command_set_spec,
    &command_rm_spec,  &command_publish_spec, &command_unpublish_spec, NULL,
};

const struct command command_spec = {
    .name = "spec",
    .group = GROUP_RECOGNISE,
    .usage = "spec add|ls|show|set|rm|publish|unpublish [ARGUMENT...]",
    .summary = "recognition specifications: add, ls, show, set, rm, publish, unpublish",
    .help = "A recognition specification says what the outputs of a recognition mean: their\n"
            "labels, and whether they are found as a whole or in boxes. Networks are attached to\n"
            "it by versions (nnreg help version), of which one can be the current one.",
    .commands = commands,
};
