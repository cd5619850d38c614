/*
 * Fuzz target for the whole check, and for what else reads a bundle. The input is a bundle and its description: a byte
 * with the number of files (modulo 8), for each file a byte that names it (modulo the names below), two bytes with its
 * size, the lower one first, and its content; what is left is the description. A size that goes beyond the end ends there.
 *
 * Promised: a status of those that the header tells; NNREG_REFUSED exactly where an error is found; findings that name a
 * rule, say something, and stand somewhere that exists; the same findings a second time; a report and a draft that are JSON.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "fuzz/fuzz_mutate.h"
#include "nnreg.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *input, size_t size, size_t room, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *input, size_t size, size_t room) __attribute__((weak)); /* libFuzzer's own */

/* A macro, so that the place of a broken promise is in the backtrace. */
#define must(kept)   \
    do {             \
        if (!(kept)) \
            abort(); \
    } while (0)

static const char *const names[] = {
    "saved_model.pb",
    "saved_model.pbtxt",
    "variables.index",
    "variables.data-00000-of-00001",
    "variables.data-00000-of-00002",
    "variables.data-00001-of-00002",
    "mean.npy",
    "mean.binaryproto",
    "mean.proto.bin",
    "assets/labels.txt",
    "assets.extra/x",
    "fingerprint.pb",
    "README",
    "../x",
};

struct parts {
    nnreg_bundle *bundle;
    const char *json;
    size_t length;
};

static void take_apart(struct parts *parts, const uint8_t *input, size_t size)
{
    size_t at = 0, files = size > 0 ? input[at++] % 8 : 0;

    must(nnreg_bundle_new(&parts->bundle) == NNREG_OK);
    for (; files > 0 && size - at >= 3; files--) {
        const char *name = names[input[at] % (sizeof names / sizeof *names)];
        size_t content = (size_t)input[at + 1] | (size_t)input[at + 2] << 8;

        at += 3;
        if (content > size - at)
            content = size - at;
        must(nnreg_bundle_add_memory(parts->bundle, input + at, content, name) == NNREG_OK);
        at += content;
    }
    parts->json = (const char *)input + at;
    parts->length = size - at;
}

static void check_finding(const struct nnreg_finding *finding, size_t size)
{
    must(nnreg_rule_find(finding->rule) != NULL);
    must(finding->severity >= NNREG_SEVERITY_NOTE && finding->severity <= NNREG_SEVERITY_ERROR);
    must(finding->message != NULL && finding->message[0] != '\0');
    must(finding->hint == NULL || finding->hint[0] != '\0');
    must(finding->pointer == NULL || finding->pointer[0] == '\0' || finding->pointer[0] == '/');
    must((finding->line == 0) == (finding->column == 0));
    must(!finding->has_offset || finding->offset <= size);
    must(finding->pointer == NULL || finding->file == NULL);
}

static void check_json(const char *text)
{
    struct nnreg_json json;

    must(nnreg_json_read(&json, text, strlen(text), NULL, NULL, NULL) == NNREG_OK);
    nnreg_json_free(&json);
}

/* What a list of findings promises, whoever filled it. Its JSON text, to be freed. */
static char *check_findings(const nnreg_findings *findings, size_t size)
{
    const struct nnreg_finding *finding;
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    char *text;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(findings, i)) != NULL; i++) {
        check_finding(finding, size);
        worst = finding->severity > worst ? finding->severity : worst;
    }
    must(i == nnreg_findings_count(findings) && worst <= nnreg_findings_worst(findings));
    must(nnreg_findings_json(&text, findings) == NNREG_OK);
    check_json(text);
    return text;
}

static void check_twice(const struct parts *parts, nnreg_findings *findings, size_t size)
{
    char *first, *second;
    nnreg_status status = nnreg_check(findings, parts->json, parts->length, parts->bundle, NULL);

    must(status == NNREG_OK || status == NNREG_REFUSED);
    must((status == NNREG_REFUSED) == (nnreg_findings_worst(findings) == NNREG_SEVERITY_ERROR));
    first = check_findings(findings, size);
    must(nnreg_check(findings, parts->json, parts->length, parts->bundle, NULL) == status);
    second = check_findings(findings, size);
    must(strcmp(first, second) == 0);
    nnreg_free(first);
    nnreg_free(second);
}

static void inspect_and_draft(const struct parts *parts, nnreg_findings *findings, size_t size)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    nnreg_status status;
    char *text;

    call.flags = NNREG_INSPECT_TENSORS | NNREG_INSPECT_COST;
    call.depth = (unsigned)(size % 4);
    must(nnreg_inspect(&text, findings, parts->bundle, &call) == NNREG_OK);
    check_json(text);
    nnreg_free(text);
    nnreg_free(check_findings(findings, size));
    status = nnreg_draft(&text, findings, parts->bundle);
    must(status == NNREG_OK || status == NNREG_REFUSED);
    must((status == NNREG_OK) == (text != NULL));
    if (text != NULL)
        check_json(text);
    nnreg_free(text);
}

/* An input that begins with a model in text form, mostly as another model of that kind. */
size_t LLVMFuzzerCustomMutator(uint8_t *input, size_t size, size_t room, unsigned seed)
{
    enum { HEAD = 4, TEXT = 1 /* among the names */ };
    uint8_t rest[UINT16_MAX + 1];
    size_t content, left;

    if (size < HEAD || input[0] % 8 == 0 || input[1] % (sizeof names / sizeof *names) != TEXT ||
        seed % 8 == 0)
        return LLVMFuzzerMutate(input, size, room);
    content = (size_t)input[2] | (size_t)input[3] << 8;
    content = content < size - HEAD ? content : size - HEAD;
    left = size - HEAD - content;
    if (left > sizeof rest)
        return LLVMFuzzerMutate(input, size, room);
    memcpy(rest, input + HEAD + content, left);
    room = room - HEAD - left < UINT16_MAX ? room - HEAD - left : UINT16_MAX;
    if (content <= room)
        content = mutate_text((char *)input + HEAD, content, room, seed);
    memcpy(input + HEAD + content, rest, left);
    input[2] = (uint8_t)content;
    input[3] = (uint8_t)(content >> 8);
    return HEAD + content + left;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    nnreg_findings *findings;
    struct parts parts;

    take_apart(&parts, input, size);
    must(nnreg_findings_new(&findings, NULL, 0) == NNREG_OK);
    check_twice(&parts, findings, size);
    inspect_and_draft(&parts, findings, size);
    nnreg_findings_free(findings);
    nnreg_bundle_free(parts.bundle);
    return 0;
}
