/* See operand_list.h. */
#include "operand_list.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "operand.h"
#include "registry_dir.h"

static bool is_among(const struct operand_list *list, uint64_t id)
{
    size_t i;

    for (i = 0; i < list->count; i++)
        if (list->ids[i] == id)
            return true;
    return false;
}

static int find_all(struct run *run, nnreg *registry, const struct kind *kind, struct operand_list *list)
{
    int result = STATUS_DONE;
    size_t i;

    list->ids = memory_zero(run->operand_count + 1, sizeof *list->ids);
    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++) {
        uint64_t id = 0;

        result = operand_find(run, registry, &id, kind, run->operands[i]);
        if (result == STATUS_DONE && !is_among(list, id))
            list->ids[list->count++] = id;
    }
    return result;
}

int operand_list_open(struct run *run, nnreg **registry, unsigned flags, const struct kind *kind,
                      struct operand_list *list)
{
    int result;
    size_t i;

    *registry = NULL;
    list->several = run->operand_count > 1 || strcmp(run->operands[0], "-") == 0;
    result = operand_read_words(run);
    for (i = 0; i < run->operand_count && result == STATUS_DONE; i++)
        result = operand_check(run, kind, run->operands[i]);
    if (result == STATUS_DONE)
        result = registry_dir_open(run, registry, flags);
    if (result == STATUS_DONE)
        result = find_all(run, *registry, kind, list);
    if (result != STATUS_DONE) {
        nnreg_close(*registry);
        *registry = NULL;
    }
    return result;
}

void operand_list_free(struct operand_list *list)
{
    free(list->ids);
    *list = (struct operand_list){0};
}

#define RESULTS "{\"results\":["

void operand_list_begin(struct buffer *text, const struct run *run, const struct operand_list *list, size_t i)
{
    if (run->json && list->several)
        buffer_put(text, i > 0 ? "," : RESULTS);
    else if (i > 0)
        buffer_put(text, "\n");
}

void operand_list_end(struct buffer *text, const struct run *run, const struct operand_list *list)
{
    if (run->json && list->several)
        buffer_put(text, list->count > 0 ? "]}\n" : RESULTS "]}\n");
    else if (run->json)
        buffer_put(text, "\n");
}
