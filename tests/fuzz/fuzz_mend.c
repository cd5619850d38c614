/*
 * Fuzz target for what mends findings. The input is a byte that says what is described (modulo 3: a network, a specification, a
 * version; 8 more: it is told that the text comes from an object) and the description.
 *
 * Each fix lies within the text, and made alone it gives a text that is JSON; what the library makes of all of them is JSON, too,
 * and the text as it was where there is none. Checked and mended again and again, a text comes to one that has no fix left.
 */
#include "base/alloc.h"
#include "codec/json.h"
#include "fuzz_input.h"

#define ROUNDS_MOST 64

static void check_text(const char *text, size_t size)
{
    struct nnreg_json json;

    must(nnreg_json_read(&json, text, size, NULL, NULL, NULL) == NNREG_OK);
    nnreg_json_free(&json);
}

static void judge(nnreg_findings *findings, unsigned what, const char *text, size_t size)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;

    call.flags = (what & 8) != 0 ? NNREG_FROM_OBJECT : 0;
    if (what % 8 % 3 == 0)
        status = nnreg_check(findings, text, size, NULL, &call);
    else
        status = nnreg_check_object(findings, what % 8 % 3 == 1 ? "spec" : "version", text, size, &call);
    must(status == NNREG_OK || status == NNREG_REFUSED);
}

/* One fix by itself, made by hand. */
static void check_alone(const struct nnreg_fix *fix, const char *text, size_t size)
{
    size_t length = strlen(fix->text), at = (size_t)fix->offset, behind;
    char *made;

    must(fix->offset <= size && fix->length <= size - fix->offset);
    must(fix->action >= NNREG_FIX_RENAME && fix->action <= NNREG_FIX_ADD);
    behind = size - at - (size_t)fix->length;
    made = malloc(at + length + behind + 1);
    must(made != NULL);
    memcpy(made, text, at);
    memcpy(made + at, fix->text, length);
    memcpy(made + at + length, text + at + fix->length, behind);
    check_text(made, at + length + behind);
    free(made);
}

static size_t check_fixes(const nnreg_findings *findings, const char *text, size_t size)
{
    size_t i, count = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_fix *fix = nnreg_findings_fix(findings, i);

        if (fix != NULL) {
            check_alone(fix, text, size);
            count++;
        }
    }
    return count;
}

/* All of them, as the library makes them. NULL: there is none. */
static char *mended(size_t *length, const nnreg_findings *findings, const char *text, size_t size)
{
    size_t applied, count = check_fixes(findings, text, size);
    char *fixed;
    nnreg_status status = nnreg_findings_apply(&fixed, length, &applied, findings, text, size);

    if (status == NNREG_LIMIT)
        return NULL;
    must(status == NNREG_OK && applied <= count && (applied > 0) == (count > 0));
    if (applied > 0) {
        check_text(fixed, *length);
        return fixed;
    }
    must(*length == size && memcmp(fixed, text, size) == 0);
    nnreg_free(fixed);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct fuzz_input rest = {input, size};
    unsigned what = (unsigned)take_number(&rest, 1), rounds = 0;
    char *text = malloc(rest.left + 1), *next;
    size_t length = rest.left, next_length;
    nnreg_findings *findings;

    must(text != NULL && nnreg_findings_new(&findings, NULL, 0) == NNREG_OK);
    if (length > 0)
        memcpy(text, rest.at, length);
    judge(findings, what, text, length);
    next = mended(&next_length, findings, text, length);
    free(text);
    while (next != NULL) {
        must(rounds++ < ROUNDS_MOST);
        text = next;
        length = next_length;
        judge(findings, what, text, length);
        next = mended(&next_length, findings, text, length);
        nnreg_free(text);
    }
    nnreg_findings_free(findings);
    return 0;
}
