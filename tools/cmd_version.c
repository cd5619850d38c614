/* nnreg version: recognition versions, which attach networks to specifications. */
#include <string.h>

#include "commands.h"
#include "creation.h"
#include "field_keys.h"
#include "fields_text.h"
#include "input.h"
#include "json_pick.h"
#include "json_syntax.h"
#include "list.h"
#include "operand.h"
#include "output.h"
#include "registry_dir.h"
#include "removal.h"
#include "report.h"

/* -------------------------------------------------------------------------------------------------- add -- */

static const struct option_row add_options[] = {
    CREATION_ROW_FROM_OBJECT,
    {"spec", 0, "ID|SLUG", "spec_id, where VERSION.json has none, or instead of its own\nwith --from-object"},
    {"network", 0, "ID|SLUG",
     "network_id, where VERSION.json has none, or instead of its\nown with --from-object"},
    {NULL, 0, NULL, NULL},
};

/*
 * Takes a member out of an object that was shown, since an option says otherwise: blanks in its place, so that all else keeps
 * its lines and columns.
 */
static void blank_member(struct buffer *text, const char *key)
{
    size_t begin = strspn(buffer_text(text), " \t\r\n"), at = 0, i;
    struct json_part object = {text->text + begin, text->length - begin}, item, name, value;

    while (json_pick_next(&item, object, &at)) {
        size_t from = (size_t)(item.text - text->text), stop = from + item.length;

        if (!json_pick_pair(&name, &value, item) || name.length != strlen(key) ||
            memcmp(name.text, key, name.length) != 0)
            continue;
        stop += strspn(text->text + stop, " \t\r\n");
        if (text->text[stop] == ',')
            stop++;
        else /* the last: the comma in front of it goes */
            while (from > begin + 1 && text->text[from] != ',')
                from--;
        for (i = from; i < stop && i < text->length; i++)
            if (strchr("\r\n", text->text[i]) == NULL)
                text->text[i] = ' ';
    }
}

/* What is no JSON must not become some by its blanks: it is left as it is, and without the members of options, to be refused. */
static int blank_overridden(struct run *run, struct buffer *description, struct buffer *members)
{
    bool is_json = false;
    int result;

    if (!run_given(run, "from-object") || members->length == 0)
        return STATUS_DONE;
    result = json_syntax_ask(run, &is_json, description);
    if (!is_json)
        buffer_free(members);
    else if (run_given(run, "spec"))
        blank_member(description, KEY_SPEC_ID);
    if (is_json && run_given(run, "network"))
        blank_member(description, KEY_NETWORK_ID);
    return result;
}

/* What the options say, as members of the description. Returns the exit status. */
static int read_members(struct run *run, nnreg *registry, struct buffer *members)
{
    const char *spec = run_text(run, "spec"), *network = run_text(run, "network");
    uint64_t id;
    int result = STATUS_DONE;

    if (spec != NULL)
        result = operand_find(run, registry, &id, &kind_spec, spec);
    if (spec != NULL && result == STATUS_DONE)
        buffer_printf(members, "\"" KEY_SPEC_ID "\":%llu", (unsigned long long)id);
    if (network != NULL && result == STATUS_DONE)
        result = operand_network(run, registry, &id, network);
    if (network != NULL && result == STATUS_DONE)
        buffer_printf(members, "%s\"" KEY_NETWORK_ID "\":%llu", spec != NULL ? "," : "",
                      (unsigned long long)id);
    return result;
}

static int check_options(struct run *run)
{
    const char *spec = run_text(run, "spec"), *network = run_text(run, "network");
    int result = spec != NULL ? operand_check(run, &kind_spec, spec) : STATUS_DONE;

    return result == STATUS_DONE && network != NULL ? operand_check_network(run, network) : result;
}

static int run_add(struct run *run)
{
    struct buffer description = {0}, members = {0};
    nnreg *registry = NULL;
    int result = check_options(run);

    if (result == STATUS_DONE)
        result = input_read(run, &description, run->operands[0]);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, &registry, 0);
    if (result == STATUS_DONE)
        result = read_members(run, registry, &members);
    if (result == STATUS_DONE)
        result = blank_overridden(run, &description, &members);
    if (result == STATUS_DONE)
        result = creation_run(run, registry, &kind_version, &description, buffer_text(&members));
    nnreg_close(registry);
    buffer_free(&description);
    buffer_free(&members);
    return result;
}

static const struct command command_add_version = {
    .name = "version add",
    .usage = "version add [--from-object] VERSION.json [--spec ID|SLUG] [--network ID|SLUG]",
    .summary = "attach a network to a specification; prints the id",
    .help = "VERSION.json may be - for standard input. It has spec_id, network_id and\n"
            "post_processings, one for each output of the specification; `nnreg schema version`\n"
            "prints its JSON Schema. The two ids can be given as options instead:\n"
            "  {\"post_processings\": [{\"classification\": {\n"
            "    \"output_tensor\": \"probabilities\", \"thresholds\": [0.5, 0.5]}}]}\n"
            "The first version of a specification becomes its current one.",
    .options = add_options,
    .least = 1,
    .most = 1,
    .run = run_add,
};

/* --------------------------------------------------------------------------------------------------- ls -- */

static const struct option_row ls_options[] = {
    {"spec", 0, "ID|SLUG", "only those of this specification"},
    {"network", 0, "ID|SLUG", "only those that attach this network"},
    LIST_ROWS_TIME,
    {"order", 0, "ORDER", "id (the default) or update_date; -id is the other way"},
    LIST_ROWS_PAGE,
    LIST_ROWS_VIEW,
    {NULL, 0, NULL, NULL},
};

static void add_row(struct table *table, const nnreg_page *page, size_t i)
{
    const nnreg_version *version = nnreg_page_version(page, i);

    table_addf(table, "%llu", (unsigned long long)nnreg_version_id(version));
    table_addf(table, "%llu", (unsigned long long)nnreg_version_spec_id(version));
    table_add(table, nnreg_version_spec_name(version));
    table_addf(table, "%llu", (unsigned long long)nnreg_version_network_id(version));
    table_add(table, nnreg_version_network_name(version));
    table_add_time(table, nnreg_version_create_date(version));
}

static int run_ls(struct run *run)
{
    static const struct table_column columns[] = {
        {"ID", TABLE_NUMBER},      {"SPEC", TABLE_NUMBER},       {"SPEC NAME", TABLE_TEXT},
        {"NETWORK", TABLE_NUMBER}, {"NETWORK NAME", TABLE_TEXT}, {"CREATED", TABLE_WHOLE},
    };
    static const struct list list = {&kind_version, columns, sizeof columns / sizeof columns[0], add_row};

    return list_run(run, &list);
}

static const struct command command_ls_versions = {
    .name = "version ls",
    .usage =
        "version ls [--spec ID|SLUG] [--network ID|SLUG] [--since TIME] [--before TIME]\n"
        "                        [--order ORDER] [--limit N] [--offset N|--cursor CURSOR] [--utc] [--wide]",
    .summary = "list versions, of a specification or a network",
    .help = "Prints a table of versions with the names of what they tie together, in pages as\n"
            "`nnreg ls` does.",
    .options = ls_options,
    .run = run_ls,
};

/* ------------------------------------------------------------------------------------------------- show -- */

/* The tensors and numbers of one postprocessing; what does not belong to its kind is not there. */
static void add_postprocessing(struct buffer *text, const struct nnreg_postprocessing_info *info, size_t i)
{
    static const char *const kinds[] = {
        [NNREG_CLASSIFICATION] = KEY_CLASSIFICATION,
        [NNREG_DETECTION_ANCHORED] = KEY_DETECTION ", " KEY_ANCHORED_OUTPUT,
        [NNREG_DETECTION_DIRECT] = KEY_DETECTION ", " KEY_DIRECT_OUTPUT,
        [NNREG_DETECTION_YOLO] = KEY_DETECTION ", " KEY_YOLO_OUTPUT,
    };
    const struct {
        const char *name, *tensor;
    } tensors[] = {
        {KEY_OUTPUT_TENSOR, info->output_tensor},   {KEY_BOXES_TENSOR, info->boxes_tensor},
        {KEY_ANCHORS_TENSOR, info->anchors_tensor}, {KEY_OFFSETS_TENSOR, info->offsets_tensor},
        {KEY_SCORES_TENSOR, info->scores_tensor},   {KEY_CLASSES_TENSOR, info->classes_tensor},
    };
    struct buffer label = {0};
    size_t k;

    buffer_printf(&label, "output %zu", i + 1);
    fields_add(text, buffer_text(&label), kinds[info->kind]);
    for (k = 0; k < sizeof tensors / sizeof tensors[0]; k++)
        if (tensors[k].tensor != NULL)
            fields_addf(text, "", "  %s %s", tensors[k].name, tensors[k].tensor);
    if (info->anchor_count > 0)
        fields_addf(text, "", "  %zu anchors", info->anchor_count);
    if (info->kind != NNREG_CLASSIFICATION)
        fields_addf(text, "", "  " KEY_NMS_THRESHOLD " %.15g, " KEY_DISCARD_THRESHOLD " %.15g",
                    info->nms_threshold, info->discard_threshold);
    if (info->normalize_wrt_tensor != NULL && info->normalize_wrt_tensor[0] != '\0')
        fields_addf(text, "", "  " KEY_NORMALIZE_WRT_TENSOR " %s", info->normalize_wrt_tensor);
    buffer_free(&label);
}

#define THRESHOLDS_SHOWN 10 /* with --json all of them */

static void add_thresholds(struct buffer *text, const struct nnreg_postprocessing_info *info)
{
    struct buffer numbers = {0};
    size_t k;

    for (k = 0; k < info->threshold_count && k < THRESHOLDS_SHOWN; k++)
        buffer_printf(&numbers, " %.15g", info->thresholds[k]);
    if (info->threshold_count > THRESHOLDS_SHOWN)
        buffer_printf(&numbers, " and %zu more", info->threshold_count - THRESHOLDS_SHOWN);
    if (info->threshold_count > 0)
        fields_addf(text, "", "  " KEY_THRESHOLDS "%s", buffer_text(&numbers));
    buffer_free(&numbers);
}

/* Of versions that give none; a spec that went in the meantime tells nothing. */
static void add_default_threshold(struct buffer *text, const nnreg_spec *spec, size_t i)
{
    struct nnreg_output_info output = NNREG_OUTPUT_INFO_INIT;

    if (spec != NULL && nnreg_spec_output(spec, i, &output) == NNREG_OK)
        fields_addf(text, "", "  " KEY_THRESHOLDS " %.15g each, which is the default",
                    output.default_threshold);
}

static int print_text(struct run *run, const nnreg_version *version, const nnreg_spec *spec)
{
    struct nnreg_postprocessing_info info = NNREG_POSTPROCESSING_INFO_INIT;
    struct buffer text = {0};
    nnreg_status status;
    size_t i;

    fields_add_number(&text, KEY_ID, nnreg_version_id(version));
    fields_addf(&text, "spec", "%llu, %s", (unsigned long long)nnreg_version_spec_id(version),
                nnreg_version_spec_name(version));
    fields_addf(&text, "network", "%llu, %s", (unsigned long long)nnreg_version_network_id(version),
                nnreg_version_network_name(version));
    for (i = 0; (status = nnreg_version_postprocessing(version, i, &info)) == NNREG_OK; i++) {
        add_postprocessing(&text, &info, i);
        add_thresholds(&text, &info);
        if (info.threshold_count == 0)
            add_default_threshold(&text, spec, i);
    }
    fields_add_time(&text, "created", nnreg_version_create_date(version));
    fields_add_time(&text, "updated", nnreg_version_update_date(version));
    if (status == NNREG_NOT_FOUND) /* the end */
        output_write(run, &text);
    buffer_free(&text);
    return status == NNREG_NOT_FOUND ? STATUS_DONE
                                     : report_failure(run, status, "%s", nnreg_status_text(status));
}

static int show(struct run *run, nnreg *registry, uint64_t id)
{
    nnreg_version *version = NULL;
    nnreg_spec *spec = NULL;
    char *json = NULL;
    nnreg_status status = nnreg_version_get(registry, &version, id);
    int result = STATUS_DONE;

    if (status != NNREG_OK)
        return operand_failure(run, registry, status, &kind_version, id);
    if (!run->json) {
        status = nnreg_spec_get(registry, &spec, nnreg_version_spec_id(version));
        result = status == NNREG_OK || status == NNREG_NOT_FOUND
                     ? print_text(run, version, spec)
                     : report_failure(run, status, "%s", nnreg_message(registry));
        nnreg_spec_free(spec);
    } else if ((status = nnreg_version_json(&json, version)) == NNREG_OK)
        output_line(run, json);
    else
        result = report_failure(run, status, "%s", nnreg_status_text(status));
    nnreg_free(json);
    nnreg_version_free(version);
    return result;
}

static int run_show(struct run *run)
{
    nnreg *registry = NULL;
    uint64_t id = 0;
    int result = operand_open(run, &registry, NNREG_OPEN_READ_ONLY, &kind_version, &id);

    if (result == STATUS_DONE)
        result = show(run, registry, id);
    nnreg_close(registry);
    return result;
}

static const struct command command_show_version = {
    .name = "version show",
    .usage = "version show ID",
    .summary = "print everything about a version",
    .help = "Prints the version for people: what it ties together, and which tensors give which\n"
            "output; with --json the whole object.",
    .least = 1,
    .most = 1,
    .run = run_show,
};

/* --------------------------------------------------------------------------------------------------- rm -- */

static const struct option_row rm_options[] = {REMOVAL_ROWS};

static int run_rm(struct run *run)
{
    return removal_run(run, &kind_version);
}

static const struct command command_rm_version = {
    .name = "version rm",
    .usage = "version rm ID... [--dry-run] [--if-update-date TIME]",
    .summary = "delete versions",
    .help = "Deletes each version; a specification whose current one it was has none then. The\n"
            "network and the specification stay. When one of the ids is unknown nothing is\n"
            "deleted. Ids are never used again.",
    .options = rm_options,
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_rm,
};

static const struct command *const commands[] = {
    &command_add_version, &command_ls_versions, &command_show_version, &command_rm_version, NULL,
};

const struct command command_version = {
    .name = "version",
    .group = GROUP_RECOGNISE,
    .usage = "version add|ls|show|rm [ARGUMENT...]",
    .summary = "recognition versions: add, ls, show, rm",
    .help = "A recognition version attaches a network to a recognition specification: it says\n"
            "which tensors give which output, and with which thresholds. It never changes, and\n"
            "goes when its network or its specification goes. (The version of this program is\n"
            "printed by: nnreg --version)",
    .commands = commands,
};
