/* What a syntax of tensor names says of two of them: see tensor_syntax.h. */
#include "check/tensor_syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "nnreg.h"

size_t nnreg_tensor_split(const struct nnreg_tensor_syntax *syntax, uint64_t *output, const char *name)
{
    *output = 0;
    return syntax != NULL ? syntax->split(output, name) : strlen(name);
}

bool nnreg_tensor_is_wrong(const struct nnreg_tensor_syntax *syntax, struct nnreg_tensor_fault *fault,
                           const char *text)
{
    return syntax != NULL && syntax->is_wrong(fault, text);
}

/* A name taken apart, so that sorting does so once for each name, and not in each comparison. */
struct tensor_parts {
    const char *name;
    size_t length;
    uint64_t output;
};

static struct tensor_parts parts_of(const struct nnreg_tensor_syntax *syntax, const char *name)
{
    struct tensor_parts parts = {.name = name};

    parts.length = nnreg_tensor_split(syntax, &parts.output, name);
    return parts;
}

static int compare_parts(const void *one, const void *other)
{
    const struct tensor_parts *a = one, *b = other;
    int order = memcmp(a->name, b->name, a->length < b->length ? a->length : b->length);

    if (order != 0 || a->length != b->length)
        return order != 0 ? order : a->length < b->length ? -1 : 1;
    return a->output < b->output ? -1 : a->output > b->output;
}

int nnreg_tensor_compare(const struct nnreg_tensor_syntax *syntax, const char *a, const char *b)
{
    struct tensor_parts parts_a = parts_of(syntax, a), parts_b = parts_of(syntax, b);

    return compare_parts(&parts_a, &parts_b);
}

bool nnreg_tensor_sort(const struct nnreg_tensor_syntax *syntax, const char **names, size_t count)
{
    struct tensor_parts *parts = nnreg_alloc_zero(count, sizeof *parts);
    size_t i;

    for (i = 0; parts != NULL && i < count; i++)
        parts[i] = parts_of(syntax, names[i]);
    if (parts != NULL && count > 1)
        qsort(parts, count, sizeof *parts, compare_parts);
    for (i = 0; parts != NULL && i < count; i++)
        names[i] = parts[i].name;
    nnreg_free(parts);
    return parts != NULL;
}

bool nnreg_tensor_among(const struct nnreg_tensor_syntax *syntax, const char *const *names, size_t count,
                        const char *name)
{
    size_t low = 0, high = count;

    while (low < high) { /* what is the tensor, if anything, lies in [low, high) */
        size_t middle = low + (high - low) / 2;
        int order = nnreg_tensor_compare(syntax, names[middle], name);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
