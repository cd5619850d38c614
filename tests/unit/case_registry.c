/* See case_registry.h. */
#include "case_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "case_bundle.h"
#include "damages.h"
#include "nnreg.h"

/* A registry with a network, a spec and perhaps versions, and the case that is judged in it. */
struct setting {
    const char *folder;
    struct case_bundle bundle;
    nnreg *registry;
    nnreg_findings *findings;
};

static void open_registry(struct setting *setting)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct text settings = TEXT_INIT;
    char path[300];

    options.flags = NNREG_OPEN_CREATE;
    if (case_load(&settings, setting->folder, "settings")) {
        ck_assert_str_eq(settings.content, "mutable-description\n");
        options.flags |= NNREG_OPEN_MUTABLE_DESCRIPTION;
    }
    (void)snprintf(path, sizeof path, "%.250s/registry", setting->bundle.scratch.path);
    ck_assert_int_eq(nnreg_open(&setting->registry, path, &options), NNREG_OK);
    text_free(&settings);
}

/* The case's own file or, where it has none, the common one. */
static void load_own_or_common(struct text *text, const char *folder, const char *name)
{
    if (!case_load(text, folder, name))
        ck_assert(case_load(text, ".", name));
}

static void set_up(struct setting *setting, const char *folder)
{
    static const char model[] = "model frozen\n";
    struct text lines = TEXT_INIT;
    bool own = case_load(&lines, folder, "bundle");
    char files[1400];

    (void)snprintf(files, sizeof files, "%s/%s", cases_folder(), folder);
    *setting = (struct setting){.folder = folder};
    case_bundle_make(&setting->bundle, own ? lines.content : model, own ? lines.length : sizeof model - 1,
                     files);
    open_registry(setting);
    ck_assert_int_eq(nnreg_findings_new(&setting->findings, NULL, 0), NNREG_OK);
    text_free(&lines);
}

static void tear_down(struct setting *setting)
{
    nnreg_findings_free(setting->findings);
    nnreg_close(setting->registry);
    case_bundle_free(&setting->bundle);
}

static void add_network(struct setting *setting)
{
    struct text text = TEXT_INIT;
    uint64_t id;

    load_own_or_common(&text, setting->folder, "description.json");
    ck_assert_msg(nnreg_network_create(setting->registry, &id, text.content, text.length,
                                       setting->bundle.bundle, NULL, setting->findings) == NNREG_OK,
                  "tests/cases/%s: network: %s", setting->folder, nnreg_message(setting->registry));
    ck_assert_uint_eq(id, 1);
    text_free(&text);
}

static void add_spec(struct setting *setting)
{
    struct text text = TEXT_INIT;
    uint64_t id;

    load_own_or_common(&text, setting->folder, "spec.json");
    ck_assert_msg(nnreg_spec_create(setting->registry, &id, text.content, text.length, NULL,
                                    setting->findings) == NNREG_OK,
                  "tests/cases/%s: spec: %s", setting->folder, nnreg_message(setting->registry));
    text_free(&text);
}

static void add_version(struct setting *setting, const char *spec)
{
    struct text text = TEXT_INIT;
    uint64_t id;

    ck_assert(case_load(&text, ".", "version.json"));
    text_replace(&text, "\"spec_id\": 1", spec);
    ck_assert_msg(nnreg_version_create(setting->registry, &id, text.content, text.length, NULL,
                                       setting->findings) == NNREG_OK,
                  "tests/cases/%s: version: %s", setting->folder, nnreg_message(setting->registry));
    text_free(&text);
}

/* -- what is judged -- */

static nnreg_status judge_spec(struct setting *setting, const struct text *text)
{
    uint64_t id;

    return nnreg_spec_create(setting->registry, &id, text->content, text->length, NULL, setting->findings);
}

static nnreg_status judge_version(struct setting *setting, const struct text *text)
{
    uint64_t id;

    add_network(setting);
    add_spec(setting);
    return nnreg_version_create(setting->registry, &id, text->content, text->length, NULL, setting->findings);
}

static nnreg_status judge_network_update(struct setting *setting, const struct text *text)
{
    add_network(setting);
    return nnreg_network_update(setting->registry, 1, text->content, text->length, NULL, setting->findings);
}

/* Versions 1 and 2 are of spec 1, version 3 is of spec 2. */
static nnreg_status judge_spec_update(struct setting *setting, const struct text *text)
{
    add_network(setting);
    add_spec(setting);
    add_spec(setting);
    add_version(setting, "\"spec_id\": 1");
    add_version(setting, "\"spec_id\": 1");
    add_version(setting, "\"spec_id\": 2");
    return nnreg_spec_update(setting->registry, 1, text->content, text->length, NULL, setting->findings);
}

static nnreg_status judge_task_update(struct setting *setting, const struct text *text)
{
    add_network(setting);
    return nnreg_task_update(setting->registry, 1, text->content, text->length, NULL, setting->findings);
}

/* Network 1, and versions 1 and 2 of spec 1, with what the lines say done to them, and looked over. */
static nnreg_status judge_damage(struct setting *setting, const struct text *text)
{
    char path[300];
    nnreg_status status;

    add_network(setting);
    add_spec(setting);
    add_version(setting, "\"spec_id\": 1");
    add_version(setting, "\"spec_id\": 1");
    (void)snprintf(path, sizeof path, "%.250s/registry", setting->bundle.scratch.path);
    damage(setting->registry, path, text->content);
    status = nnreg_fsck(setting->registry, setting->findings, NULL, NULL);
    damage_end();
    return status == NNREG_CORRUPT ? NNREG_REFUSED : status;
}

/* By the file that is judged; the first that the folder has. */
static const struct {
    const char *file;
    nnreg_status (*judge)(struct setting *setting, const struct text *text);
} ways[] = {
    {"version.json", judge_version},
    {"update.json", judge_network_update},
    {"spec-update.json", judge_spec_update},
    {"task-update.json", judge_task_update},
    {"damage", judge_damage},
    {"spec.json", judge_spec},
};

/* How a case is judged, with the text of the file that says so; past the last of the ways where it is none of these. */
static size_t find_way(struct text *text, const char *folder)
{
    size_t i = 0;

    while (i < sizeof ways / sizeof *ways && !case_load(text, folder, ways[i].file))
        i++;
    return i;
}

bool case_registry_is_one(const char *folder)
{
    struct text text = TEXT_INIT;
    bool is_one = find_way(&text, folder) < sizeof ways / sizeof *ways;

    text_free(&text);
    return is_one;
}

bool case_registry_judge(struct text *found, const char *folder)
{
    struct text text = TEXT_INIT;
    struct setting setting;
    nnreg_status status;
    size_t i = find_way(&text, folder);

    if (i == sizeof ways / sizeof *ways)
        return false;
    set_up(&setting, folder);
    status = ways[i].judge(&setting, &text);
    text_findings(found, setting.findings, NULL);
    ck_assert_msg(
        status == (nnreg_findings_worst(setting.findings) == NNREG_SEVERITY_ERROR ? NNREG_REFUSED : NNREG_OK),
        "tests/cases/%s: %d: %s", folder, status, nnreg_message(setting.registry));
    tear_down(&setting);
    text_free(&text);
    return true;
}
