/* The list of problems of one file or bundle: see problems.h. */
#include "formats/problems.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

void nnreg_problems_free(struct nnreg_problems *problems)
{
    size_t i;

    for (i = 0; i < problems->count; i++) {
        nnreg_free(problems->list[i].key);
        nnreg_free(problems->list[i].text);
    }
    nnreg_free(problems->list);
    *problems = (struct nnreg_problems)NNREG_PROBLEMS_INIT;
}

static bool reserve_problems(struct nnreg_problems *problems)
{
    struct nnreg_problem *grown =
        nnreg_array_room(problems->list, &problems->capacity, problems->count + 1, sizeof *grown);

    if (grown != NULL)
        problems->list = grown;
    return grown != NULL;
}

/* Copies text and key into `made`: false, and nothing is owned, when there is no memory. */
static bool fill_problem(struct nnreg_problem *made, const struct nnreg_problem_location *location,
                         const char *text)
{
    made->text = nnreg_strdup(text);
    if (made->text == NULL)
        return false;
    if (location->key == NULL)
        return true;
    made->key = nnreg_strndup(location->key, location->key_size);
    made->key_size = location->key_size;
    if (made->key == NULL)
        nnreg_free(made->text);
    return made->key != NULL;
}

/*
 * A damaged file gives as many problems as it has entries. Of each code the first NNREG_PROBLEMS_KEPT are kept, so that a
 * flood of one kind cannot crowd out the others, and the rest are counted.
 */
void nnreg_problems_add(struct nnreg_problems *problems, int code,
                        const struct nnreg_problem_location *location, const char *format, ...)
{
    struct nnreg_problem made = {.code = code, .shard = location->shard, .offset = location->offset};
    char text[NNREG_PROBLEM_TEXT];
    va_list arguments;

    if (problems->failed)
        return;
    assert(code >= 0 && code < NNREG_PROBLEM_CODES);
    if (problems->met[code]++ >= NNREG_PROBLEMS_KEPT)
        return;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (!reserve_problems(problems) || !fill_problem(&made, location, text))
        problems->failed = true;
    else
        problems->list[problems->count++] = made;
}

void nnreg_problems_add_at(struct nnreg_problems *problems, int code, uint64_t offset, const char *text)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE, .offset = offset};

    nnreg_problems_add(problems, code, &location, "%s", text);
}

static int problems_by_location(const void *left, const void *right)
{
    const struct nnreg_problem *a = left, *b = right;

    if (a->shard != b->shard)
        return a->shard < b->shard ? -1 : 1;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return (a->code > b->code) - (a->code < b->code);
}

void nnreg_problems_sort(struct nnreg_problems *problems, size_t first)
{
    if (problems->count > first + 1)
        qsort(problems->list + first, problems->count - first, sizeof *problems->list, problems_by_location);
}
