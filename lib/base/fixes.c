/* What mends findings: see fixes.h. */
#include "base/fixes.h"

#include <stdlib.h>

#include "base/alloc.h"

const char *nnreg_fix_action_text(nnreg_fix_action action)
{
    static const char *const texts[] = {[NNREG_FIX_RENAME] = "rename",
                                        [NNREG_FIX_REPLACE] = "replace",
                                        [NNREG_FIX_REMOVE] = "remove",
                                        [NNREG_FIX_ADD] = "add"};

    if (action < NNREG_FIX_RENAME || action > NNREG_FIX_ADD)
        return "unknown action";
    return texts[action];
}

void nnreg_fix_free(struct nnreg_fix *fix)
{
    if (fix == NULL)
        return;
    nnreg_free((void *)(uintptr_t)fix->pointer);
    nnreg_free((void *)(uintptr_t)fix->value);
    nnreg_free((void *)(uintptr_t)fix->text);
    nnreg_free(fix);
}

struct nnreg_fix *nnreg_fix_copy(const struct nnreg_fix *fix)
{
    struct nnreg_fix *copy = nnreg_alloc(sizeof *copy);

    if (copy == NULL)
        return NULL;
    *copy = *fix;
    copy->size = sizeof *copy;
    copy->pointer = nnreg_strdup(fix->pointer);
    copy->value = fix->value != NULL ? nnreg_strdup(fix->value) : NULL;
    copy->text = nnreg_strdup(fix->text);
    if (copy->pointer != NULL && copy->text != NULL && (copy->value != NULL || fix->value == NULL))
        return copy;
    nnreg_fix_free(copy);
    return NULL;
}

/* One end of what a fix takes away. */
struct fix_end {
    uint64_t offset;
    uint64_t *line, *column;
};

static int compare_fix_ends(const void *a, const void *b)
{
    const struct fix_end *x = a, *y = b;

    return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Fixes come in the order of their findings, which is not that of the bytes they change: so their ends are sorted first. */
nnreg_status nnreg_fixes_locate(struct nnreg_fix *const *fixes, size_t count, nnreg_findings_locator *locate,
                                void *context)
{
    struct fix_end *ends = nnreg_realloc_array(NULL, count, 2 * sizeof *ends);
    size_t i;

    if (ends == NULL)
        return NNREG_NO_MEMORY;
    for (i = 0; i < count; i++) {
        struct nnreg_fix *fix = fixes[i];

        ends[2 * i] = (struct fix_end){fix->offset, &fix->line, &fix->column};
        ends[2 * i + 1] = (struct fix_end){fix->offset + fix->length, &fix->end_line, &fix->end_column};
    }
    qsort(ends, 2 * count, sizeof *ends, compare_fix_ends);
    for (i = 0; i < 2 * count; i++)
        locate(context, ends[i].line, ends[i].column, ends[i].offset);
    nnreg_free(ends);
    return NNREG_OK;
}
