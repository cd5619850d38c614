/* The field tables are consistent with each other and with the code that relies on them. */
#include <check.h>
#include <stdio.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/engine.h"
#include "check/rules.h"
#include "codec/json_records.h"
#include "formats/mean_problem.h"
#include "judge/judge.h"
#include "records/event.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"
#include "records/vocab.h"
#include "store_fixture.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/tensor_name.h"
#include "tensorflow/variables_problem.h"

enum { TABLES_MOST = 32, KEYS_MOST = 64 };

/* Every table that can be reached from those of the records, the ONE_OF tables left out: they are part of theirs. */
struct tables {
    const struct nnreg_table *table[TABLES_MOST];
    size_t count;
};

static void collect(struct tables *tables, const struct nnreg_table *table, bool variants)
{
    size_t i;

    ck_assert_uint_lt(tables->count, TABLES_MOST);
    if (!variants)
        tables->table[tables->count++] = table;
    for (i = 0; i < table->count; i++)
        if (table->fields[i].child != NULL)
            collect(tables, table->fields[i].child, table->fields[i].kind == NNREG_KIND_ONE_OF);
}

static struct tables all_tables(void)
{
    struct tables tables = {{NULL}, 0};

    collect(&tables, &nnreg_network_table, false);
    collect(&tables, &nnreg_spec_table, false);
    collect(&tables, &nnreg_version_table, false);
    collect(&tables, &nnreg_task_table, false);
    collect(&tables, &nnreg_event_record_table, false);
    ck_assert_uint_ge(tables.count, 22);
    return tables;
}

/* The rows of a table with those of its variants. */
struct rows {
    const struct nnreg_field *row[KEYS_MOST];
    size_t count;
};

static void collect_rows(struct rows *rows, const struct nnreg_table *table)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        if (table->fields[i].kind == NNREG_KIND_ONE_OF) {
            collect_rows(rows, table->fields[i].child);
        } else {
            ck_assert_msg(rows->count < KEYS_MOST, "the table of a %s has too many fields", table->name);
            rows->row[rows->count++] = &table->fields[i];
        }
    }
}

/* The fields that are not stored, because what they say is kept elsewhere. */
static bool is_filled_in(const struct nnreg_field *row)
{
    static const char *const keys[] = {"spec_name", "network_name", "hash", "digest"};
    size_t i;

    for (i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], row->key) == 0)
            return row->number == 0;
    return false;
}

START_TEST(record_numbers_are_unique_in_a_table_and_below_64)
{
    struct tables tables = all_tables();
    size_t t, i;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};
        uint64_t seen = 0;

        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            if (is_filled_in(rows.row[i]))
                continue;
            ck_assert_msg(rows.row[i]->number >= 1, "%s.%s is not stored", tables.table[t]->name,
                          rows.row[i]->key);
            ck_assert_uint_lt(rows.row[i]->number, 64);
            ck_assert_msg((seen >> rows.row[i]->number & 1) == 0, "%s: the number %u is there twice",
                          tables.table[t]->name, rows.row[i]->number);
            seen |= UINT64_C(1) << rows.row[i]->number;
        }
    }
}
END_TEST

START_TEST(keys_are_unique_in_a_table_and_found_by_it)
{
    struct tables tables = all_tables();
    size_t t, i, j;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};
        const char *keys[KEYS_MOST];
        size_t given = 0;

        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            ck_assert_ptr_eq(nnreg_table_field(tables.table[t], rows.row[i]->key), rows.row[i]);
            given += rows.row[i]->presence == NNREG_REQUIRED || rows.row[i]->presence == NNREG_OPTIONAL;
            for (j = 0; j < i; j++)
                ck_assert_str_ne(rows.row[i]->key, rows.row[j]->key);
        }
        ck_assert_uint_eq(nnreg_table_keys(keys, KEYS_MOST, tables.table[t]), given);
        ck_assert_uint_eq(nnreg_table_keys(NULL, 0, tables.table[t]), given);
        ck_assert_ptr_null(nnreg_table_field(tables.table[t], "no such field"));
    }
}
END_TEST

START_TEST(every_row_is_documented_and_complete_for_its_kind)
{
    struct tables tables = all_tables();
    size_t t, i, word;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};

        ck_assert(tables.table[t]->doc != NULL && tables.table[t]->doc[0] != '\0');
        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            const struct nnreg_field *row = rows.row[i];
            bool has_child = row->kind == NNREG_KIND_OBJECT || row->kind == NNREG_KIND_ARRAY;

            ck_assert_msg(row->doc != NULL && row->doc[0] != '\0', "%s.%s has no line of documentation",
                          tables.table[t]->name, row->key);
            ck_assert_msg(strchr(row->doc, '\n') == NULL, "%s.%s", tables.table[t]->name, row->key);
            ck_assert_int_eq(row->child != NULL, has_child);
            ck_assert_int_eq(row->vocab != NULL, row->kind == NNREG_KIND_ENUM);
            for (word = 0; row->vocab != NULL && word < row->vocab->count; word++)
                ck_assert_uint_lt(strlen(row->vocab->words[word]), NNREG_VOCAB_WORD);
            ck_assert_uint_ge(row->offset, sizeof(struct nnreg_unknown));
            ck_assert_uint_lt(row->offset, tables.table[t]->size);
            ck_assert(row->most == 0 || row->least <= row->most);
        }
    }
}
END_TEST

START_TEST(what_the_registry_assigns_cannot_be_given)
{
    struct tables tables = all_tables();
    size_t t, i, assigned = 0;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};

        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            const struct nnreg_field *row = rows.row[i];
            bool first_by_registry =
                strcmp(row->key, "current_version_id") == 0; /* and by an update from then on */

            if (row->presence != NNREG_ASSIGNED) {
                ck_assert_int_ne(row->mutability, NNREG_NEVER_GIVEN);
                continue;
            }
            assigned++;
            ck_assert_int_eq(row->mutability == NNREG_MUTABLE, first_by_registry);
            ck_assert_int_ne(row->mutability, NNREG_MUTABLE_BY_SETTING);
        }
    }
    ck_assert_uint_ge(assigned, 20);
}
END_TEST

static const struct {
    const struct nnreg_table *table;
    const char *always, *by_setting;
} changeable[] = {
    {&nnreg_network_table, " name metadata", " description"},
    {&nnreg_spec_table, " name description metadata current_version_id", ""},
    {&nnreg_version_table, "", ""},
    {&nnreg_task_table, " status error", ""},
};

/* SPEC 1.1, 1.4 to 1.6; a version's row that could change would change what a spec was tested with. */
START_TEST(what_can_change_of_an_object_is_what_was_promised)
{
    const struct nnreg_table *table = changeable[_i].table;
    char always[200] = "", by_setting[200] = "";
    size_t i;

    for (i = 0; i < table->count; i++) {
        char *list = table->fields[i].mutability == NNREG_MUTABLE              ? always
                     : table->fields[i].mutability == NNREG_MUTABLE_BY_SETTING ? by_setting
                                                                               : NULL;

        if (list == NULL)
            continue;
        (void)snprintf(list + strlen(list), 200 - strlen(list), " %s", table->fields[i].key);
    }
    ck_assert_str_eq(always, changeable[_i].always);
    ck_assert_str_eq(by_setting, changeable[_i].by_setting);
}
END_TEST

/* Whether a description with `key` set to its own initial value is accepted where the field is. */
static void judge_initial(const struct nnreg_table *table, const struct nnreg_field *row)
{
    char text[256];
    struct nnreg_json json;
    struct nnreg_engine engine;
    nnreg_findings *findings;
    size_t i;

    (void)snprintf(text, sizeof text, "{\"%s\": %s}", row->key, row->initial);
    ck_assert_int_eq(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&findings, NULL, 0), NNREG_OK);
    nnreg_engine_init(&engine, findings, &json);
    nnreg_engine_walk(&engine, table, json.values);
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        /* What else the object lacks is no matter here. */
        ck_assert_msg(strcmp(finding->rule, "missing-field") == 0 ||
                          strcmp(finding->rule, "exactly-one") == 0,
                      "%s.%s: %s", table->name, row->key, finding->message);
    }
    nnreg_engine_free(&engine);
    nnreg_findings_free(findings);
    nnreg_json_free(&json);
}

/* Whether zero is no value of the kind. */
static bool can_be_absent(const struct nnreg_field *row)
{
    union nnreg_any_member member;

    memset(&member, 0, sizeof member);
    return nnreg_kind_memories[row->kind].is_absent(&member);
}

START_TEST(an_initial_value_is_there_where_a_field_is_optional_and_is_accepted_by_its_row)
{
    struct tables tables = all_tables();
    size_t t, i;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};

        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            void *record;

            /*
             * What is left out without an initial value is absent, which not every kind can be; what nobody gives can have
             * a value for older records.
             */
            if (rows.row[i]->presence == NNREG_OPTIONAL && rows.row[i]->initial == NULL)
                ck_assert_msg(can_be_absent(rows.row[i]), "%s.%s", tables.table[t]->name, rows.row[i]->key);
            else if (rows.row[i]->mutability != NNREG_PUBLISHED)
                ck_assert_int_eq(rows.row[i]->initial != NULL, rows.row[i]->presence == NNREG_OPTIONAL);
            if (rows.row[i]->initial == NULL)
                continue;
            if (rows.row[i]->presence == NNREG_OPTIONAL)
                judge_initial(tables.table[t], rows.row[i]);
            record = nnreg_alloc_zero(1, tables.table[t]->size);
            ck_assert_int_eq(nnreg_json_initial(rows.row[i], record, NULL), NNREG_OK);
            nnreg_record_clear(tables.table[t], record);
            nnreg_free(record);
        }
    }
}
END_TEST

START_TEST(bounds_unique_and_most_are_where_something_obeys_them)
{
    struct tables tables = all_tables();
    size_t t, i, bounded = 0, unique = 0;

    for (t = 0; t < tables.count; t++) {
        struct rows rows = {{NULL}, 0};

        collect_rows(&rows, tables.table[t]);
        for (i = 0; i < rows.count; i++) {
            const struct nnreg_field *row = rows.row[i];
            bool numbers = row->kind == NNREG_KIND_NUMBER || row->kind == NNREG_KIND_NUMBERS;

            ck_assert(row->bounds == NNREG_UNBOUNDED || numbers);
            ck_assert(row->bounds != NNREG_BOUNDS_BETWEEN || row->low < row->high);
            ck_assert(!row->unique || row->kind == NNREG_KIND_STRINGS || row->kind == NNREG_KIND_STRING ||
                      row->kind == NNREG_KIND_INTEGER);
            bounded += row->bounds != NNREG_UNBOUNDED;
            unique += row->unique;
        }
    }
    ck_assert_uint_ge(bounded, 5);
    ck_assert_uint_ge(unique, 3);
}
END_TEST

START_TEST(a_selector_names_a_vocabulary_field_of_the_same_table_and_one_of_its_words)
{
    struct tables tables = all_tables();
    size_t t, i, selectors = 0;

    for (t = 0; t < tables.count; t++)
        for (i = 0; i < tables.table[t]->count; i++) {
            const struct nnreg_field *row = &tables.table[t]->fields[i], *selector;

            ck_assert_int_eq(row->selector.key != NULL,
                             nnreg_has_format(row, NNREG_STRING_FORMAT_TARGET_SIZE));
            if (row->selector.key == NULL)
                continue;
            selectors++;
            selector = nnreg_table_field(tables.table[t], row->selector.key);
            ck_assert_ptr_nonnull(selector);
            ck_assert_int_ge(nnreg_vocab_find(selector->vocab, row->selector.word), 0);
        }
    ck_assert_uint_ge(selectors, 1);
}
END_TEST

START_TEST(the_words_that_code_asks_for_are_those_of_the_vocabularies)
{
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_framework, NNREG_FRAMEWORK_TENSORFLOW_1),
                     "tensorflow-1.x");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_SQUASH), "SQUASH");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_CROP), "CROP");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_FILL), "FILL");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_NETWORK), "NETWORK");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_color_channels, NNREG_COLORS_RGB), "RGB");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_color_channels, NNREG_COLORS_BGR), "BGR");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_color_channels, NNREG_COLORS_L), "L");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_task_status, NNREG_TASK_PENDING), "pending");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_task_status, NNREG_TASK_SUCCESS), "success");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_task_status, NNREG_TASK_ERROR), "error");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_roi, NNREG_ROI_NONE), "NONE");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_roi, NNREG_ROI_BBOX), "BBOX");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_CREATE), "create");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_UPDATE), "update");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_DELETE), "delete");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_PUBLISH), "publish");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_UNPUBLISH), "unpublish");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_action, NNREG_ACTION_HEAL), "heal");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_object, NNREG_OBJECT_NETWORK), "network");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_object, NNREG_OBJECT_SPEC), "spec");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_object, NNREG_OBJECT_VERSION), "version");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_object, NNREG_OBJECT_TASK), "task");
}
END_TEST

START_TEST(a_word_is_found_in_exactly_its_spelling)
{
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_data_type, "FLOAT16"), 0);
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_data_type, "INT64"), 8);
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_data_type, "int64"), -1);
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_data_type, "INT6"), -1);
    ck_assert_int_eq(nnreg_vocab_find(&nnreg_vocab_data_type, ""), -1);
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_data_type, -1), "");
    ck_assert_str_eq(nnreg_vocab_word(&nnreg_vocab_data_type, 9), "");
}
END_TEST

/* Rule 0, of which a row that is missing would be, is about JSON. */
START_TEST(every_problem_that_a_reader_tells_of_comes_under_a_rule_for_files)
{
    size_t i;

    for (i = 0; i < NNREG_VARIABLES_PROBLEM_COUNT; i++)
        ck_assert_msg(strncmp(nnreg_rule(nnreg_variables_problem_rules[i].rule)->id, "variables.", 10) == 0,
                      "%s", nnreg_variables_problem_rows[i].name);
    for (i = 0; i < NNREG_MEAN_PROBLEM_COUNT; i++)
        ck_assert_msg(strncmp(nnreg_rule(nnreg_mean_problem_rules[i].rule)->id, "mean.", 5) == 0, "%s",
                      nnreg_mean_problem_rows[i].name);
}
END_TEST

/* What the catalogue says need not be said again. */
START_TEST(a_problem_has_a_severity_only_where_it_is_not_that_of_its_rule)
{
    size_t i;

    for (i = 0; i < NNREG_VARIABLES_PROBLEM_COUNT; i++)
        ck_assert_int_ne(nnreg_variables_problem_rules[i].severity,
                         nnreg_rule(nnreg_variables_problem_rules[i].rule)->severity);
    for (i = 0; i < NNREG_MEAN_PROBLEM_COUNT; i++)
        ck_assert_int_ne(nnreg_mean_problem_rules[i].severity,
                         nnreg_rule(nnreg_mean_problem_rules[i].rule)->severity);
}
END_TEST

static const struct {
    const char *word, *nearest; /* NULL: none is near enough */
} slips[] = {
    {"nmae", "name"},
    {"Name", "name"},
    {"descripton", "description"},
    {"framewrok", "framework"},
    {"meta_data", "metadata"},
    {"post_processings", "postprocessings"},
    {"preprocesing", "preprocessing"},
    {"author", "authors"},
    {"x", NULL},
    {"", NULL},
    {"completely different", NULL},
};

START_TEST(the_nearest_key_is_one_a_slip_away_and_none_when_all_are_far)
{
    const char *keys[KEYS_MOST];
    size_t count = nnreg_table_keys(keys, KEYS_MOST, &nnreg_network_table);
    const char *nearest = nnreg_nearest(slips[_i].word, keys, count);

    if (slips[_i].nearest == NULL)
        ck_assert_msg(nearest == NULL, "%s is near %s", slips[_i].word, nearest);
    else
        ck_assert_pstr_eq(nearest, slips[_i].nearest);
}
END_TEST

START_TEST(the_nearest_of_nothing_and_of_very_long_words_is_found_without_harm)
{
    static const char *const one[] = {"name"};
    char word[1000], other[258];
    const char *long_one = other;

    memset(word, 'n', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    ck_assert_ptr_null(nnreg_nearest(word, one, 1));
    ck_assert_ptr_null(nnreg_nearest("name", one, 0));
    ck_assert_str_eq(nnreg_nearest("name", one, 1), "name");
    /* Names of up to 256 bytes are compared. */
    memset(other, 'n', sizeof other - 1);
    other[257] = word[256] = '\0';
    ck_assert_ptr_null(nnreg_nearest(word, &long_one, 1));
    other[256] = '\0';
    other[100] = 'm';
    ck_assert_ptr_eq(nnreg_nearest(word, &long_one, 1), other);
}
END_TEST

static const struct {
    const char *word, *nearest;
} wrong_letters[] = {
    {"a", "A"},               /* a single letter may have the wrong case, */
    {"b", NULL},              /* and be no other one */
    {"ls", "sl"},             /* a swap is one wrong letter, */
    {"qz", NULL},             /* two of two leave nothing */
    {"colour", "color"},      /* one letter away is nearer than two, */
    {"colours", "colors"},    /* whichever comes first */
    {"CAT", "cat"},           /* with nothing but another case it is the word */
    {"xbcdefgh", "abcdefgh"}, /* at the beginning, */
    {"abcdefgx", "abcdefgh"}, /* at the end, */
    {"badcfegh", "abcdefgh"}, /* and three times swapped: a third of eight, rounded up */
    {"badcfehg", NULL},       /* and four are too many */
    {"0123456789012345678901234567890123456789xxxxxxxx", "0123456789012345678901234567890123456789"},
    {"0123456789012345678901234567890123456789xxxxxxxxx", NULL}, /* 8 of whatever length */
};

START_TEST(the_fewest_wrong_letters_are_the_nearest_and_too_many_are_none)
{
    static const char *const candidates[] = {
        "colors", "color", "cat", "sl", "A", "xy", "abcdefgh", "0123456789012345678901234567890123456789"};
    const char *nearest =
        nnreg_nearest(wrong_letters[_i].word, candidates, sizeof candidates / sizeof *candidates);

    if (wrong_letters[_i].nearest == NULL)
        ck_assert_msg(nearest == NULL, "%s is near %s", wrong_letters[_i].word, nearest);
    else
        ck_assert_pstr_eq(nearest, wrong_letters[_i].nearest);
}
END_TEST

/* How many letters differ, by the table as the books have it: every cell, no bound. */
static unsigned plain_distance(const char *a, const char *b)
{
    static unsigned table[40][40];
    size_t i, k;

    for (i = 0; i <= strlen(a); i++)
        for (k = 0; k <= strlen(b); k++) {
            unsigned least = i == 0 ? (unsigned)k : k == 0 ? (unsigned)i : UINT_MAX;

            if (i > 0 && k > 0) {
                least = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
                least = table[i - 1][k] + 1 < least ? table[i - 1][k] + 1 : least;
                least = table[i][k - 1] + 1 < least ? table[i][k - 1] + 1 : least;
            }
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                least = table[i - 2][k - 2] + 1 < least ? table[i - 2][k - 2] + 1 : least;
            table[i][k] = least;
        }
    return table[strlen(a)][strlen(b)];
}

static void random_word(char *word, size_t most)
{
    size_t length = (size_t)random() % (most + 1), i;

    for (i = 0; i < length; i++)
        word[i] = (char)('a' + random() % 3);
    word[length] = '\0';
}

/* Words of few letters have many swaps and near misses: where the bound cuts the table, it must cut nothing that counts. */
START_TEST(the_bounded_distance_decides_as_the_whole_table_does)
{
    int round, rounds = 200000 / (int)fixture_share("distances", 10);
    char word[40], other[40];

    srandom(1);
    for (round = 0; round < rounds; round++) {
        const char *one = other;
        size_t length, tolerance;

        random_word(word, 30);
        random_word(other, 30);
        if (round % 2 == 0) { /* one that is near */
            memcpy(other, word, sizeof other);
            other[strlen(word) / 2] = 'a';
            if (strlen(word) > 3)
                other[1] = word[2], other[2] = word[1];
        }
        length = strlen(word);
        tolerance = length > 1 ? (length + 2) / 3 : 0;
        tolerance = tolerance < 8 ? tolerance : 8;
        ck_assert_msg((nnreg_nearest(word, &one, 1) != NULL) == (plain_distance(word, other) <= tolerance),
                      "%s and %s", word, other);
    }
}
END_TEST

static const struct {
    const char *text;
    int sides; /* 0: it is none */
    uint32_t width, height;
} sizes[] = {
    {"1", 1, 1, 1},           {"65535", 1, 65535, 65535},
    {"224x224", 2, 224, 224}, {"1x65535", 2, 1, 65535},
    {"640x480", 2, 640, 480}, {"", 0, 0, 0},
    {"0", 0, 0, 0},           {"01", 0, 0, 0},
    {"65536", 0, 0, 0},       {"1x", 0, 0, 0},
    {"x1", 0, 0, 0},          {"1x0", 0, 0, 0},
    {"1x65536", 0, 0, 0},     {"1X1", 0, 0, 0},
    {"+1", 0, 0, 0},          {" 1", 0, 0, 0},
    {"1 ", 0, 0, 0},          {"1x1x1", 0, 0, 0},
    {"4294967297", 0, 0, 0},  {"1x4294967297", 0, 0, 0},
    {"1.0", 0, 0, 0},         {"1x1\n", 0, 0, 0},
};

START_TEST(a_target_size_is_read_as_what_it_says)
{
    uint32_t width = 0, height = 0;
    int sides = 0;
    bool is_one = nnreg_target_size(&width, &height, &sides, sizes[_i].text);

    ck_assert_int_eq(is_one, sizes[_i].sides > 0);
    if (is_one) {
        ck_assert_int_eq(sides, sizes[_i].sides);
        ck_assert_uint_eq(width, sizes[_i].width);
        ck_assert_uint_eq(height, sizes[_i].height);
    }
}
END_TEST

static const struct {
    const char *text;
    size_t length;
    uint64_t index;
} names[] = {
    {"x", 1, 0},
    {"x:0", 1, 0},
    {"x:12", 1, 12},
    {"a/b:3", 3, 3},
    {"x:", 2, 0},
    {":0", 2, 0},
    {"x1", 2, 0},
    {"x:1:2", 3, 2},
    {"12", 2, 0},
    {"", 0, 0},
    {"x:a", 3, 0},
    {"x:18446744073709551615", 1, UINT64_MAX},
    {"x:99999999999999999999999", 1, UINT64_MAX},
};

START_TEST(a_tensor_name_is_an_operation_and_an_index)
{
    uint64_t index = 7;

    ck_assert_uint_eq(nnreg_tensor_split(&nnreg_tensorflow_tensors, &index, names[_i].text),
                      names[_i].length);
    ck_assert_uint_eq(index, names[_i].index);
}
END_TEST

START_TEST(x_and_x_0_are_the_same_tensor)
{
    ck_assert_int_eq(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "x", "x:0"), 0);
    ck_assert_int_eq(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "a/b:1", "a/b:1"), 0);
    ck_assert_int_ne(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "x", "x:1"), 0);
    ck_assert_int_ne(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "x", "X"), 0);
    ck_assert_int_ne(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "x", "xx"), 0);
    ck_assert_int_ne(nnreg_tensor_compare(&nnreg_tensorflow_tensors, "", "x"), 0);
}
END_TEST

Suite *fields_suite(void);
Suite *fields_suite(void)
{
    Suite *suite = suite_create("fields");
    TCase *tables = tcase_create("tables"), *texts = tcase_create("texts");

    tcase_add_test(tables, record_numbers_are_unique_in_a_table_and_below_64);
    tcase_add_test(tables, keys_are_unique_in_a_table_and_found_by_it);
    tcase_add_test(tables, every_row_is_documented_and_complete_for_its_kind);
    tcase_add_test(tables, what_the_registry_assigns_cannot_be_given);
    tcase_add_loop_test(tables, what_can_change_of_an_object_is_what_was_promised, 0,
                        (int)(sizeof changeable / sizeof *changeable));
    tcase_add_test(tables, an_initial_value_is_there_where_a_field_is_optional_and_is_accepted_by_its_row);
    tcase_add_test(tables, bounds_unique_and_most_are_where_something_obeys_them);
    tcase_add_test(tables, a_selector_names_a_vocabulary_field_of_the_same_table_and_one_of_its_words);
    tcase_add_test(tables, every_problem_that_a_reader_tells_of_comes_under_a_rule_for_files);
    tcase_add_test(tables, a_problem_has_a_severity_only_where_it_is_not_that_of_its_rule);
    suite_add_tcase(suite, tables);
    tcase_add_test(texts, the_words_that_code_asks_for_are_those_of_the_vocabularies);
    tcase_add_test(texts, a_word_is_found_in_exactly_its_spelling);
    tcase_add_loop_test(texts, the_nearest_key_is_one_a_slip_away_and_none_when_all_are_far, 0,
                        (int)(sizeof slips / sizeof *slips));
    tcase_add_loop_test(texts, the_fewest_wrong_letters_are_the_nearest_and_too_many_are_none, 0,
                        (int)(sizeof wrong_letters / sizeof *wrong_letters));
    tcase_add_test(texts, the_bounded_distance_decides_as_the_whole_table_does);
    tcase_add_test(texts, the_nearest_of_nothing_and_of_very_long_words_is_found_without_harm);
    tcase_add_loop_test(texts, a_target_size_is_read_as_what_it_says, 0, (int)(sizeof sizes / sizeof *sizes));
    tcase_add_loop_test(texts, a_tensor_name_is_an_operation_and_an_index, 0,
                        (int)(sizeof names / sizeof *names));
    tcase_add_test(texts, x_and_x_0_are_the_same_tensor);
    suite_add_tcase(suite, texts);
    return suite;
}
