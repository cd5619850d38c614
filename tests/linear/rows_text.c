/* Descriptions and specifications that are wrong in many places. */
#include <stdlib.h>

#include "subject.h"

static void equal_keys(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_char(&subject->text, '{');
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->text, "%s\"a\": 1\n", i > 0 ? "," : "");
    nnreg_bytes_char(&subject->text, '}');
}

static void equal_keys_in_small_objects(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_char(&subject->text, '[');
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->text, "%s{\"a\": 1, \"\\u0061\": 2}\n", i > 0 ? "," : "");
    nnreg_bytes_char(&subject->text, ']');
}

static void unknown_keys(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_char(&subject->text, '{');
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->text, "%s\n\"nam%zu\": 1", i > 0 ? "," : "", i);
    nnreg_bytes_char(&subject->text, '}');
}

static void colliding_keys(struct subject *subject, size_t n)
{
    size_t i, k;

    /* Long keys that differ at their ends only. */
    nnreg_bytes_char(&subject->text, '{');
    for (i = 0; i < n; i++) {
        nnreg_bytes_format(&subject->text, "%s\n\"", i > 0 ? "," : "");
        for (k = 0; k < 100; k++)
            nnreg_bytes_char(&subject->text, 'k');
        nnreg_bytes_format(&subject->text, "%zu\": 1", i);
    }
    nnreg_bytes_char(&subject->text, '}');
}

static void a_long_key(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_text(&subject->text, "{\"");
    for (i = 0; i < n; i++)
        nnreg_bytes_text(&subject->text, "~/");
    nnreg_bytes_text(&subject->text, "\": 1}");
}

static void line_breaks_before_each_error(struct subject *subject, size_t n)
{
    size_t i, k;

    nnreg_bytes_char(&subject->text, '{');
    for (i = 0; i < n; i++) {
        for (k = 0; k < 50; k++)
            nnreg_bytes_text(&subject->text, "\r\n");
        nnreg_bytes_format(&subject->text, "%s\"k%zu\": 1", i > 0 ? "," : "", i);
    }
    nnreg_bytes_char(&subject->text, '}');
}

static void postprocessings_of_no_type(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        nnreg_bytes_text(&subject->text, i > 0 ? ",\n{}" : "{}");
}

static void entries_of_no_type(struct subject *subject, size_t n)
{
    (void)n;
    subject_description(subject, NULL, postprocessings_of_no_type);
}

static void inputs_of_one_tensor(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        subject_input(subject, i, i % 2 > 0 ? "x:0" : "x", NULL);
}

static void duplicate_inputs(struct subject *subject, size_t n)
{
    (void)n;
    subject_description(subject, inputs_of_one_tensor, NULL);
}

static void one_tensor_in_lists(struct subject *subject)
{
    size_t i, k;

    for (i = 0; i * 1000 < subject->n; i++) {
        nnreg_bytes_format(&subject->text, "%s{\"tensors_output\": {\"tensors\": [", i > 0 ? "," : "");
        for (k = 0; k < 1000; k++)
            nnreg_bytes_format(&subject->text, "%s\"y:%u\"\n", k > 0 ? "," : "", k % 2 > 0 ? 0u : 1u);
        nnreg_bytes_text(&subject->text, "]}}");
    }
}

static void duplicate_tensors(struct subject *subject, size_t n)
{
    (void)n;
    subject_description(subject, NULL, one_tensor_in_lists);
}

static void fill(struct nnreg_bytes *text, const char *part, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        nnreg_bytes_text(text, part);
}

static void a_string_of_escapes(struct subject *subject, size_t n)
{
    nnreg_bytes_text(&subject->text, "{\"name\": \"");
    fill(&subject->text, "\\ud83d\\ude00", n);
    nnreg_bytes_text(&subject->text, "\"}");
}

static void deep_nesting(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_char(&subject->text, '[');
    for (i = 0; i < n; i++) {
        nnreg_bytes_text(&subject->text, i > 0 ? "," : "");
        fill(&subject->text, "[", 100);
        fill(&subject->text, "]", 100);
    }
    nnreg_bytes_char(&subject->text, ']');
}

static void brackets_that_never_close(struct subject *subject, size_t n)
{
    fill(&subject->text, "{\"a\":", n);
}

static void bytes_before_bad_utf8(struct subject *subject, size_t n)
{
    nnreg_bytes_text(&subject->text, "{\"name\": \"");
    fill(&subject->text, "\xc3\xa9", n);
    nnreg_bytes_text(&subject->text, "\xff\"}");
}

static void a_long_number(struct subject *subject, size_t n)
{
    nnreg_bytes_text(&subject->text, "{\"metadata\": {\"a\": 0.");
    fill(&subject->text, "1", n);
    nnreg_bytes_text(&subject->text, "}}");
}

static void many_settings(struct subject *subject, size_t n)
{
    size_t i;

    unknown_keys(subject, n);
    subject->severities = calloc(n, sizeof *subject->severities);
    subject_must(subject->severities != NULL, "have memory");
    subject->severity_count = n;
    for (i = 0; i < n; i++)
        subject->severities[i] =
            (struct nnreg_rule_severity)NNREG_RULE_SEVERITY("duplicate", NNREG_SEVERITY_WARNING);
}

/* -- specifications -- */

static void labels(struct subject *subject, size_t n, const char *label)
{
    size_t i;

    nnreg_bytes_text(&subject->text, "{\"labels\": {\"labels\": [");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->text, "%s%s\n", i > 0 ? "," : "", label);
    nnreg_bytes_text(&subject->text, "], \"exclusive\": true, \"roi\": \"NONE\"}}");
}

static void spec(struct subject *subject, size_t outputs, size_t n, const char *label)
{
    size_t i;

    nnreg_bytes_text(&subject->text, "{\"name\": \"n\", \"outputs\": [");
    for (i = 0; i < outputs; i++) {
        nnreg_bytes_text(&subject->text, i > 0 ? "," : "");
        labels(subject, n, label);
    }
    nnreg_bytes_text(&subject->text, "]}");
}

static void labels_of_one_id(struct subject *subject, size_t n)
{
    spec(subject, 1, n, "{\"id\": 1, \"name\": \"l\"}");
}

static void labels_without_a_name(struct subject *subject, size_t n)
{
    spec(subject, 1, n, "{\"id\": 1, \"name\": \"\"}");
}

static void labels_of_wrong_types(struct subject *subject, size_t n)
{
    spec(subject, 1, n, "{\"id\": \"1\", \"name\": 1, \"x\": 2}");
}

static void labels_with_control_characters(struct subject *subject, size_t n)
{
    spec(subject, 1, n, "{\"id\": 0, \"name\": \"\\u0001\\u0000\"}");
}

/* Each output's ids are compared when its labels have been gone through: places go back and forth. */
static void many_outputs(struct subject *subject, size_t n)
{
    spec(subject, n, 20, "{\"id\": 1, \"name\": \"\"}");
}

const struct row text_rows[] = {
    {"equal-keys", 20000, equal_keys, run_check},
    {"equal-keys-small-objects", 20000, equal_keys_in_small_objects, run_check},
    {"unknown-keys", 20000, unknown_keys, run_check},
    {"keys-alike", 10000, colliding_keys, run_check},
    {"a-long-key", 50000, a_long_key, run_check},
    {"line-breaks", 10000, line_breaks_before_each_error, run_check},
    {"entries-of-no-type", 400, entries_of_no_type, run_check},
    {"duplicate-inputs", 400, duplicate_inputs, run_check},
    {"duplicate-tensors", 10000, duplicate_tensors, run_check},
    {"a-string-of-escapes", 50000, a_string_of_escapes, run_check},
    {"deep-nesting", 1000, deep_nesting, run_check},
    {"never-closed", 50000, brackets_that_never_close, run_check},
    {"bad-utf8-at-the-end", 100000, bytes_before_bad_utf8, run_check},
    {"a-long-number", 100000, a_long_number, run_check},
    {"many-settings", 4000, many_settings, run_check},
    {"labels-of-one-id", 20000, labels_of_one_id, run_spec},
    {"labels-without-name", 20000, labels_without_a_name, run_spec},
    {"labels-of-wrong-types", 20000, labels_of_wrong_types, run_spec},
    {"labels-with-controls", 20000, labels_with_control_characters, run_spec},
    {"many-outputs", 400, many_outputs, run_spec},
    {NULL, 0, NULL, NULL},
};
