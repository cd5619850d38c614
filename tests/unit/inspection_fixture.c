/* See inspection_fixture.h. */
#include "inspection_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void subject_begin(struct subject *subject, const struct mw_recipe *recipe)
{
    subject->recipe = *recipe;
    mw_make(&subject->made, &subject->recipe);
    scratch_make(&subject->scratch);
    (void)snprintf(subject->folder, sizeof subject->folder, "%.250s/model", subject->scratch.path);
    ck_assert_int_eq(nnreg_bundle_new(&subject->bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&subject->findings, NULL, 0), NNREG_OK);
}

void subject_write(struct subject *subject)
{
    char error[300];

    ck_assert_msg(mw_made_write(&subject->made, &subject->recipe, subject->folder, error, sizeof error) == 0,
                  "%s", error);
    ck_assert_int_eq(nnreg_bundle_add_directory(subject->bundle, subject->folder), NNREG_OK);
}

void subject_end(struct subject *subject)
{
    nnreg_findings_free(subject->findings);
    nnreg_bundle_free(subject->bundle);
    scratch_remove(&subject->scratch);
    mw_made_free(&subject->made);
}

void subject_of_kind(struct subject *subject, enum mw_kind kind)
{
    struct mw_recipe recipe;

    mw_recipe_init(&recipe);
    recipe.kind = kind;
    subject_begin(subject, &recipe);
    subject_write(subject);
}

json_t *subject_inspect(struct subject *subject, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    json_error_t error;
    json_t *report;
    char *text;

    call.flags = flags;
    ck_assert_msg(nnreg_inspect(&text, subject->findings, subject->bundle, &call) == NNREG_OK, "%s",
                  nnreg_findings_message(subject->findings));
    report = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(report != NULL, "%s: %s", error.text, text);
    nnreg_free(text);
    return report;
}

char *subject_draft(struct subject *subject, nnreg_status expected)
{
    char *text = NULL;
    nnreg_status status = nnreg_draft(&text, subject->findings, subject->bundle);

    ck_assert_msg(status == expected, "status %d, %s: %s", (int)status,
                  nnreg_findings_message(subject->findings), findings_told(subject->findings));
    ck_assert_int_eq(text != NULL, expected == NNREG_OK);
    return text;
}

const char *draft_image(const char *text, size_t input)
{
    static char told[200];
    json_t *draft = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *image;
    char path[80];

    ck_assert_ptr_nonnull(draft);
    (void)snprintf(path, sizeof path, "preprocessing/inputs/%zu/image", input);
    image = member(draft, path);
    ck_assert_ptr_nonnull(image);
    (void)snprintf(told, sizeof told, "%s %s %s %s %.1f %s", member_text(image, "dimension_order"),
                   member_text(image, "resize_type"), member_text(image, "target_size"),
                   member_text(image, "color_channels"), json_number_value(member(image, "pixel_scaling")),
                   member_text(image, "data_type"));
    json_decref(draft);
    return told;
}

const char *findings_told(const nnreg_findings *findings)
{
    static char told[8192];
    size_t i, used = 0;

    told[0] = '\0';
    for (i = 0; i < nnreg_findings_count(findings) && used < sizeof told - 512; i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        used += (size_t)snprintf(told + used, sizeof told - used, "%s %s %.200s;", finding->rule,
                                 nnreg_severity_text(finding->severity),
                                 finding->pointer != NULL ? finding->pointer
                                 : finding->file != NULL  ? finding->file
                                                          : "-");
    }
    return told;
}

json_t *member(json_t *from, const char *path)
{
    while (from != NULL && *path != '\0') {
        char key[80];
        size_t length = strcspn(path, "/");

        ck_assert_uint_lt(length, sizeof key);
        memcpy(key, path, length);
        key[length] = '\0';
        from =
            json_is_array(from) ? json_array_get(from, strtoul(key, NULL, 10)) : json_object_get(from, key);
        path += length + (path[length] == '/');
    }
    return from;
}

const char *member_text(json_t *from, const char *path)
{
    const char *text = json_string_value(member(from, path));

    ck_assert_msg(text != NULL, "there is no text %s", path);
    return text;
}

const char *member_dump(json_t *from, const char *path)
{
    static char dump[8192];
    json_t *value = member(from, path);
    size_t size;

    ck_assert_msg(value != NULL, "there is no %s", path);
    size = json_dumpb(value, dump, sizeof dump - 1, JSON_COMPACT | JSON_ENCODE_ANY);
    ck_assert_uint_lt(size, sizeof dump);
    dump[size] = '\0';
    return dump;
}
