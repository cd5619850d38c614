/* Versions, merge patches, patterns, and what the command writes of many findings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/glob.h"
#include "judge/judge_recognition.h"
#include "checks.h"
#include "codec/json_records.h"
#include "description.h"
#include "format_json.h"
#include "format_github.h"
#include "format_gitlab.h"
#include "format_junit.h"
#include "format_sarif.h"
#include "json_pick.h"
#include "subject.h"
#include "table.h"

static void fill(struct nnreg_bytes *text, const char *part, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        nnreg_bytes_text(text, part);
}

/* -- versions -- */

struct attached {
    struct nnreg_spec spec;
    struct nnreg_network network;
};

static nnreg_status find(struct nnreg_attachment *attachment, void *context, uint64_t spec_id,
                         uint64_t network_id, struct nnreg_error *error)
{
    static const char list[] = "\1\0\1x\2"; /* the node x, of one output (tensorflow/tensor_list.h) */
    struct attached *attached = context;

    (void)spec_id;
    (void)network_id;
    (void)error;
    *attachment = (struct nnreg_attachment){&attached->spec, &attached->network, list, sizeof list - 1};
    return NNREG_OK;
}

/* A spec of one output, and a network that declares the tensors of `other`. */
static void run_version(struct subject *subject)
{
    char name[] = "s";
    struct attached attached = {{.name = name}, {.id = 0}};
    struct nnreg_json json = {0};
    nnreg_status status;

    subject_must(nnreg_json_read(&json, subject->other.content, subject->other.size, NULL, NULL, NULL) ==
                         NNREG_OK &&
                     nnreg_json_to_record(&nnreg_network_table, &attached.network, &json, json.values,
                                          NNREG_JSON_FILLED, NULL) == NNREG_OK,
                 "make a network");
    nnreg_json_free(&json);
    subject_must(nnreg_findings_new(&subject->findings, NULL, 0) == NNREG_OK, "make a list of findings");
    status = nnreg_judge_version(&json, subject->findings, subject->text.content, subject->text.size,
                                 NNREG_FORM_WRITTEN, find, &attached, NULL);
    subject_must(status == NNREG_OK || status == NNREG_REFUSED, "judge a version");
    nnreg_json_free(&json);
    nnreg_record_clear(&nnreg_network_table, &attached.network);
}

static void declare(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_text(&subject->other, "{\"id\": 1, \"name\": \"n\", \"framework\": \"tensorflow-1.x\", "
                                      "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->other, "%s\"declared%zu\"", i > 0 ? ", " : "", i);
    nnreg_bytes_text(&subject->other, "]}}]}");
}

static void many_thresholds(struct subject *subject, size_t n)
{
    declare(subject, 1);
    nnreg_bytes_text(&subject->text, "{\"spec_id\": 1, \"network_id\": 1, \"post_processings\": "
                                     "[{\"classification\": {\"output_tensor\": \"x\", \"thresholds\": [2");
    fill(&subject->text, ",\n7.5", n);
    nnreg_bytes_text(&subject->text, "]}}]}");
}

static void tensors_against_declared(struct subject *subject, size_t n)
{
    size_t i;

    declare(subject, n);
    nnreg_bytes_text(&subject->text, "{\"spec_id\": 1, \"network_id\": 1, \"post_processings\": [");
    for (i = 0; i < n; i++)
        nnreg_bytes_format(&subject->text, "%s{\"classification\": {\"output_tensor\": \"declaring%zu\"}}\n",
                           i > 0 ? "," : "", i);
    nnreg_bytes_text(&subject->text, "]}");
}

/* -- merge patches -- */

static void run_merge(struct subject *subject)
{
    char *text = NULL;

    subject_must(nnreg_json_merge(&text, subject->text.content, subject->text.size, subject->other.content,
                                  subject->other.size, NULL) == NNREG_OK,
                 "merge");
    nnreg_free(text);
}

static void members(struct nnreg_bytes *text, size_t n, const char *format)
{
    size_t i, before = strcspn(format, "#");

    nnreg_bytes_char(text, '{');
    for (i = 0; i < n; i++)
        nnreg_bytes_format(text, "%s\n\"%.*s%zu%s", i > 0 ? "," : "", (int)before, format, i,
                           format + before + 1);
    nnreg_bytes_char(text, '}');
}

static void a_patch_of_many_keys(struct subject *subject, size_t n)
{
    members(&subject->text, n, "key#\": {\"a\": 1}");
    members(&subject->other, n, "k\\u0065y#\": {\"b\": null, \"c\": {}}");
}

/* White space before a member, which new ones are set apart by, too. */
static void a_patch_of_a_wide_text(struct subject *subject, size_t n)
{
    nnreg_bytes_text(&subject->text, "{\"a\": 1,");
    fill(&subject->text, " ", n * 20);
    nnreg_bytes_text(&subject->text, "\"b\": 2}");
    members(&subject->other, n, "key#\": 1");
}

/* -- patterns -- */

/* A pattern of constant length over n names, and one that grows with the name it is held against. */
static void run_glob(struct subject *subject)
{
    size_t i;

    for (i = 0; i < subject->n; i++)
        (void)nnreg_glob_match("*a*a*a*a*a*a*a*[b-c]*x", subject->text.content + i % 64);
}

static void many_names(struct subject *subject, size_t n)
{
    (void)n;
    fill(&subject->text, "a", 256);
}

static void run_one_glob(struct subject *subject)
{
    (void)nnreg_glob_match(subject->other.content, subject->text.content);
}

static void open_sets(struct subject *subject, size_t n)
{
    fill(&subject->text, "[", n);
    fill(&subject->other, "[", n);
}

/* -- what the command writes -- */

struct shown {
    struct check check;
    struct checks checks;
};

static void show(struct shown *shown, struct subject *subject, char **operands, size_t count)
{
    *shown = (struct shown){
        .check = {.operands = operands, .operand_count = count, .findings = subject->findings}};
    buffer_add(&shown->check.description, subject->text.content, subject->text.size);
    shown->checks = (struct checks){.list = &shown->check, .count = 1, .exit_status = 1};
}

static void write_checks(struct subject *subject, void (*format)(struct buffer *, const struct checks *))
{
    char label[] = "net.json";
    char *operands[] = {label};
    struct buffer out = {0};
    struct shown shown;

    show(&shown, subject, operands, 1);
    format(&out, &shown.checks);
    subject_must(out.length > 0, "write something");
    buffer_free(&out);
    buffer_free(&shown.check.description);
}

static void format_text(struct buffer *out, const struct checks *checks)
{
    check_add_text(out, checks, checks->list, false);
}

static void write_text(struct subject *subject)
{
    write_checks(subject, format_text);
}

static void write_sarif(struct subject *subject)
{
    write_checks(subject, format_sarif);
}

static void write_github(struct subject *subject)
{
    write_checks(subject, format_github);
}

static void write_gitlab(struct subject *subject)
{
    write_checks(subject, format_gitlab);
}

static void write_junit(struct subject *subject)
{
    write_checks(subject, format_junit);
}

/* All on one line, each far behind the one before. */
static void findings_on_one_line(struct subject *subject, size_t n)
{
    size_t i;

    nnreg_bytes_char(&subject->text, '{');
    for (i = 0; i < n; i++) {
        nnreg_bytes_format(&subject->text, "%s\"k%zu\": 1", i > 0 ? "," : "", i);
        fill(&subject->text, " ", 500);
    }
    nnreg_bytes_char(&subject->text, '}');
    run_check(subject);
}

static void findings_on_many_lines(struct subject *subject, size_t n)
{
    members(&subject->text, n, "k#\": 1");
    run_check(subject);
}

static void write_table(struct subject *subject)
{
    static const struct table_column columns[] = {{"ID", true}, {"NAME", false}};
    struct buffer out = {0};
    struct table table;
    size_t i;

    table_start(&table, columns, 2);
    for (i = 0; i < subject->n; i++) {
        table_addf(&table, "%zu", i);
        table_add(&table, subject->text.content);
    }
    table_print(&out, &table, false);
    subject_must(out.length > 0, "write something");
    buffer_free(&out);
    table_free(&table);
}

static void a_name(struct subject *subject, size_t n)
{
    (void)n;
    nnreg_bytes_text(&subject->text, "a n\xc3\xa4me");
}

static void run_pick(struct subject *subject)
{
    struct json_part whole = {subject->text.content, subject->text.size}, item, key, value;
    size_t at = 0, count = 0;

    while (json_pick_next(&item, whole, &at))
        count += json_pick_pair(&key, &value, item);
    subject_must(count == subject->n, "pick all members");
}

static void many_members(struct subject *subject, size_t n)
{
    members(&subject->text, n, "key#\": [1, {\"a\": \"b\"}]");
}

/* Other programs' JSON, which has to be looked through to the end to see that it describes no network. */
static void members_of_another(struct subject *subject, size_t n)
{
    nnreg_bytes_text(&subject->text, "{\"framework\": \"x\"");
    fill(&subject->text, ", \"model\": [1, {\"a\": \"b\"}]", n);
    nnreg_bytes_text(&subject->text, "}");
}

static void run_describes(struct subject *subject)
{
    struct buffer text = {0};

    buffer_add(&text, subject->text.content, subject->text.size);
    subject_must(!description_is_networks(&text), "what is no description of a network is told from one");
    buffer_free(&text);
}

const struct row other_rows[] = {
    {"many-thresholds", 20000, many_thresholds, run_version},
    {"tensors-against-declared", 400, tensors_against_declared, run_version},
    {"patch-of-many-keys", 4000, a_patch_of_many_keys, run_merge},
    {"patch-of-a-wide-text", 2000, a_patch_of_a_wide_text, run_merge},
    {"pattern-on-many-names", 500, many_names, run_glob},
    {"pattern-of-open-sets", 20000, open_sets, run_one_glob},
    {"text-of-one-line", 400, findings_on_one_line, write_text},
    {"text-of-many-lines", 400, findings_on_many_lines, write_text},
    {"sarif-of-many-lines", 400, findings_on_many_lines, write_sarif},
    {"github-of-one-line", 400, findings_on_one_line, write_github},
    {"gitlab-of-one-line", 400, findings_on_one_line, write_gitlab},
    {"junit-of-one-line", 400, findings_on_one_line, write_junit},
    {"a-table-of-many-rows", 4000, a_name, write_table},
    {"picking-from-an-object", 10000, many_members, run_pick},
    {"a-description-or-not", 10000, members_of_another, run_describes},
    {NULL, 0, NULL, NULL},
};
