/* What the command line of a run has said: see run.h. */
#include "run.h"

#include <string.h>

#include "commands.h"

/* The row of an option in the command's own table; false when it has none of that name. */
static bool find_row(size_t *row, const struct run *run, const char *option)
{
    const struct option_row *rows = run->command->options;

    for (*row = 0; rows != NULL && rows[*row].name != NULL; ++*row)
        if (strcmp(rows[*row].name, option) == 0)
            return true;
    return false;
}

bool run_given(const struct run *run, const char *option)
{
    size_t row;

    return find_row(&row, run, option) && run->options.given[row];
}

bool run_takes(const struct run *run, const char *option)
{
    size_t row;

    return find_row(&row, run, option);
}

const char *run_text(const struct run *run, const char *option)
{
    size_t row;

    return find_row(&row, run, option) && run->options.given[row] ? run->options.text[row] : NULL;
}

const char *run_next_text(const struct run *run, const char *option, size_t *at)
{
    size_t row;

    return find_row(&row, run, option) ? options_next(&run->options, row, at) : NULL;
}
