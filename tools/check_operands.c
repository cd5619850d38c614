/* What is checked with what: see check_operands.h. */
#include "check_operands.h"

#include <string.h>

#include "buffer.h"
#include "description.h"
#include "report.h"

static void add_check(struct checks *checks, char **operands, size_t count)
{
    checks->list[checks->count++] = (struct check){.operands = operands, .operand_count = count};
}

/* What stands between two separators: descriptions alone (check *.json), or one with the paths of its bundle. */
static int split_group(struct run *run, struct checks *checks, char **operands, size_t count)
{
    size_t i;

    for (i = 0; i < count && description_is_named(operands[i]);)
        i++;
    if (i == count) {
        for (i = 0; i < count; i++)
            add_check(checks, operands + i, 1);
        return STATUS_DONE;
    }
    for (i = 1; i < count; i++)
        if (strcmp(operands[i], "-") == 0)
            return report_usage(run, "\"-\" is a description and no part of a bundle: put -- before it");
    add_check(checks, operands, count);
    return STATUS_DONE;
}

int split_operands(struct run *run, struct checks *checks)
{
    size_t start, stop, from_input = 0, i;
    int result = STATUS_DONE;

    checks->list = memory_zero(run->operand_count, sizeof *checks->list);
    for (start = 0; result == STATUS_DONE && start <= run->operand_count; start = stop + 1) {
        for (stop = start; stop < run->operand_count && strcmp(run->operands[stop], "--") != 0;)
            stop++;
        if (stop == start)
            return report_usage(run, "a description is missing %s a \"--\"", start == 0 ? "before" : "after");
        result = split_group(run, checks, run->operands + start, stop - start);
    }
    for (i = 0; i < checks->count; i++)
        from_input += strcmp(checks->list[i].operands[0], "-") == 0;
    return result == STATUS_DONE && from_input > 1
               ? report_usage(run, "only one description can come from standard input")
               : result;
}
