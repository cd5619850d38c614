/*
 * The fixes of a list of findings, made in the text that was judged (nnreg_findings_apply). They are made from the front of the
 * text to its end, each byte is copied once, and what comes out is read again: fixes that are right one by one could still make
 * a text that is too large or too deep together.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"

/* By place; of two at one place the finding that comes first decides. */
struct placed_fix {
    const struct nnreg_fix *fix;
    size_t sequence;
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed_fix *x = a, *y = b;

    if (x->fix->offset != y->fix->offset)
        return x->fix->offset < y->fix->offset ? -1 : 1;
    return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static size_t place_fixes(struct placed_fix *placed, const nnreg_findings *findings)
{
    size_t i, count = 0;

    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_fix *fix = nnreg_findings_fix(findings, i);

        if (fix != NULL)
            placed[count++] = (struct placed_fix){fix, i};
    }
    if (count > 0)
        qsort(placed, count, sizeof *placed, compare_placed);
    return count;
}

/*
 * Whether a fix has to wait for the next check, `at` being where the text is copied from next. What is added right behind the end
 * of another fix waits, too: it begins with a comma, which needs the member in front of it. Nothing is added where a text begins.
 */
static bool waits(const struct nnreg_fix *fix, size_t at)
{
    return fix->offset < at || (fix->offset == at && fix->length == 0);
}

static nnreg_status make_fixes(struct nnreg_bytes *out, size_t *made, const struct placed_fix *placed,
                               size_t count, const char *json, size_t length)
{
    size_t i, at = 0;

    for (i = 0; i < count; i++) {
        const struct nnreg_fix *fix = placed[i].fix;

        if (fix->offset > length || fix->length > length - fix->offset)
            return NNREG_INVALID_ARGUMENT;
        if (waits(fix, at))
            continue;
        nnreg_bytes_put(out, json + at, (size_t)fix->offset - at);
        nnreg_bytes_text(out, fix->text);
        at = (size_t)(fix->offset + fix->length);
        ++*made;
    }
    nnreg_bytes_put(out, json + at, length - at);
    return out->failed ? NNREG_NO_MEMORY : NNREG_OK;
}

/* Whether what came out is no JSON because it is too much; otherwise the fixes were not of this text. */
struct apply_limits {
    bool over;
};

static void hear_limit(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                       const char *message, const char *hint)
{
    struct apply_limits *limits = context;

    (void)offset, (void)value, (void)message, (void)hint;
    if (problem == NNREG_JSON_TOO_DEEP || problem == NNREG_JSON_TOO_LARGE)
        limits->over = true;
}

static nnreg_status read_again(const struct nnreg_bytes *out)
{
    struct apply_limits limits = {false};
    struct nnreg_json json;
    nnreg_status status = nnreg_json_read(&json, out->content, out->size, NULL, hear_limit, &limits);

    nnreg_json_free(&json);
    if (status == NNREG_REFUSED)
        return limits.over ? NNREG_LIMIT : NNREG_INVALID_ARGUMENT;
    return status;
}

static nnreg_status apply_fixes(struct nnreg_bytes *out, size_t *made, const nnreg_findings *findings,
                                const char *json, size_t length)
{
    struct placed_fix *placed = nnreg_realloc_array(NULL, nnreg_findings_count(findings), sizeof *placed);
    nnreg_status status;

    if (placed == NULL)
        return NNREG_NO_MEMORY;
    status = make_fixes(out, made, placed, place_fixes(placed, findings), json, length);
    if (status == NNREG_OK && *made > 0)
        status = read_again(out);
    nnreg_free(placed);
    return status;
}

nnreg_status nnreg_findings_apply(char **fixed, size_t *fixed_length, size_t *applied,
                                  const nnreg_findings *findings, const char *json, size_t length)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    nnreg_status status;
    size_t made = 0, size;

    if (fixed != NULL)
        *fixed = NULL;
    if (fixed_length != NULL)
        *fixed_length = 0;
    if (applied != NULL)
        *applied = 0;
    if (fixed == NULL || findings == NULL || json == NULL)
        return NNREG_INVALID_ARGUMENT;
    status = apply_fixes(&out, &made, findings, json, length);
    size = out.size;
    if (status == NNREG_OK)
        status = nnreg_bytes_take(fixed, &out);
    nnreg_bytes_free(&out);
    if (status == NNREG_OK && fixed_length != NULL)
        *fixed_length = size;
    if (status == NNREG_OK && applied != NULL)
        *applied = made;
    return status;
}
