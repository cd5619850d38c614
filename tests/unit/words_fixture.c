/* What a check says: see words_fixture.h. */
#include "words_fixture.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "short_graph.h"

void words_begin(struct words *words)
{
    memset(words, 0, sizeof *words);
    ck_assert_int_eq(nnreg_bundle_new(&words->bundle), NNREG_OK);
    ck_assert_int_eq(nnreg_findings_new(&words->findings, NULL, 0), NNREG_OK);
    words_describe(words, "{'name': 'n', 'framework': 'tensorflow-1.x'}");
}

void words_end(struct words *words)
{
    nnreg_findings_free(words->findings);
    if (words->has_files)
        case_bundle_free(&words->files);
    else
        nnreg_bundle_free(words->bundle);
    nnreg_free(words->json);
    nnreg_free(words->model);
    memset(words, 0, sizeof *words);
}

static void take(char **text, struct nnreg_bytes *bytes)
{
    nnreg_free(*text);
    ck_assert_int_eq(nnreg_bytes_take(text, bytes), NNREG_OK);
}

void words_describe(struct words *words, const char *json)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *at;

    nnreg_bytes_text(&out, json);
    take(&words->json, &out);
    for (at = words->json; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
}

void words_add_files(struct words *words, const char *lines)
{
    nnreg_bundle_free(words->bundle);
    case_bundle_make(&words->files, lines, strlen(lines), NULL);
    words->has_files = true;
    words->bundle = words->files.bundle;
}

void words_add_model(struct words *words, const char *nodes, const char *library, const char *more)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    nnreg_bytes_text(&out, "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } "
                           "graph_def { versions { producer: 1000 } ");
    short_nodes_put(&out, nodes);
    nnreg_bytes_format(&out, "%s } %s }", library, more);
    take(&words->model, &out);
    ck_assert_int_eq(
        nnreg_bundle_add_memory(words->bundle, words->model, strlen(words->model), "saved_model.pbtxt"),
        NNREG_OK);
}

static nnreg_status check_words(struct words *words)
{
    return nnreg_check(words->findings, words->json, strlen(words->json), words->bundle, NULL);
}

bool words_are_among(const char *words, const char *word)
{
    size_t length = strlen(word);
    const char *at;

    for (at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static void put_told(struct words *words, const char *rules, int hints)
{
    const struct nnreg_finding *finding;
    size_t i, length = 0;

    words->told[0] = '\0';
    for (i = 0; (finding = nnreg_findings_get(words->findings, i)) != NULL; i++) {
        if (!words_are_among(rules, finding->rule))
            continue;
        if (hints)
            length += (size_t)snprintf(words->told + length, sizeof words->told - length, "%s: %s (%s); ",
                                       finding->rule, finding->message,
                                       finding->hint != NULL ? finding->hint : "-");
        else
            length +=
                (size_t)snprintf(words->told + length, sizeof words->told - length, "%s; ", finding->message);
        ck_assert_uint_lt(length, sizeof words->told);
    }
}

const char *words_told(struct words *words, const char *rules, int hints)
{
    (void)check_words(words);
    put_told(words, rules, hints);
    return words->told;
}

void words_survive(struct words *words, const char *rules)
{
    nnreg_status status = NNREG_NO_MEMORY, whole = check_words(words);
    char all[sizeof words->told];
    unsigned n;

    put_told(words, rules, 1);
    ck_assert_str_ne(words->told, "");
    memcpy(all, words->told, sizeof all);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = check_words(words);
        nnreg_alloc_fail_from(0);
        ck_assert(status != NNREG_NO_MEMORY || nnreg_findings_get(words->findings, 0) == NULL);
    }
    ck_assert_int_eq(status, whole);
    ck_assert_uint_gt(n, 20);
    put_told(words, rules, 1);
    ck_assert_str_eq(words->told, all);
}
