/* Command line options by table: see options.h. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include <nnreg.h>

#include "memory.h"
#include "text.h"

/* Where an option was found. */
struct match {
    const struct option_row *row;
    struct option_values *values;
    size_t index;
};

static bool row_matches(const struct option_row *row, const char *name, size_t length, char letter)
{
    if (letter != '\0')
        return row->letter == letter;
    return strlen(row->name) == length && memcmp(row->name, name, length) == 0;
}

/* Looks by letter, or by name when `letter` is 0. */
static bool find(struct match *match, const struct option_table *tables, size_t table_count, const char *name,
                 size_t length, char letter)
{
    size_t t, i;

    for (t = 0; t < table_count; t++)
        for (i = 0; tables[t].rows != NULL && tables[t].rows[i].name != NULL; i++)
            if (row_matches(&tables[t].rows[i], name, length, letter)) {
                *match = (struct match){&tables[t].rows[i], tables[t].values, i};
                return true;
            }
    return false;
}

/* The long name of an option that may be meant, NULL when none is near. */
static const char *nearest_option(const struct option_table *tables, size_t table_count, const char *given)
{
    const char **names, *nearest;
    size_t count = 0, t, i;

    for (t = 0; t < table_count; t++)
        for (i = 0; tables[t].rows != NULL && tables[t].rows[i].name != NULL; i++)
            count++;
    names = memory_zero(count + 1, sizeof *names);
    count = 0;
    for (t = 0; t < table_count; t++)
        for (i = 0; tables[t].rows != NULL && tables[t].rows[i].name != NULL; i++)
            names[count++] = tables[t].rows[i].name;
    nearest = nnreg_nearest(given, names, count);
    free(names);
    return nearest;
}

static enum option_result unknown_name(const struct option_table *tables, size_t table_count,
                                       const char *name, size_t length, struct buffer *problem)
{
    char *given = memory_zero(length + 1, 1);
    const char *nearest;

    memcpy(given, name, length);
    nearest = nearest_option(tables, table_count, given);
    buffer_put(problem, "unknown option \"--");
    text_add_safe(problem, given, length);
    buffer_put(problem, "\"");
    if (nearest != NULL)
        buffer_printf(problem, "; did you mean \"--%s\"?", nearest);
    free(given);
    return OPTION_WRONG;
}

static void store(const struct match *match, const char *text)
{
    match->values->given[match->index] = true;
    match->values->text[match->index] = text;
    if (match->values->uses != NULL)
        match->values->uses[match->values->use_count++] = (struct option_use){match->index, text};
}

static enum option_result store_next(struct option_scan *scan, const struct match *match,
                                     struct buffer *problem)
{
    const char *text = scan->arguments[scan->next];

    if (text == NULL) {
        buffer_printf(problem, "option \"--%s\" needs %s", match->row->name, match->row->argument);
        return OPTION_WRONG;
    }
    scan->next++;
    store(match, text);
    return OPTION_TAKEN;
}

static enum option_result take_long(struct option_scan *scan, const struct option_table *tables,
                                    size_t table_count, const char *name, struct buffer *problem)
{
    size_t length = strcspn(name, "=");
    struct match match;

    if (!find(&match, tables, table_count, name, length, '\0'))
        return unknown_name(tables, table_count, name, length, problem);
    if (match.row->argument == NULL && name[length] == '=') {
        buffer_printf(problem, "option \"--%s\" takes no value", match.row->name);
        return OPTION_WRONG;
    }
    if (match.row->argument != NULL && match.row->argument[0] != '[' && name[length] != '=')
        return store_next(scan, &match, problem);
    store(&match, name[length] == '=' ? name + length + 1 : NULL);
    return OPTION_TAKEN;
}

/* `letters` is what follows the dash: flags, then perhaps one option with its value, here or in the next argument. */
static enum option_result take_letters(struct option_scan *scan, const struct option_table *tables,
                                       size_t table_count, const char *letters, struct buffer *problem)
{
    for (; *letters != '\0'; letters++) {
        struct match match;

        if (!find(&match, tables, table_count, NULL, 0, *letters)) {
            buffer_put(problem, "unknown option \"-");
            text_add_safe(problem, letters, text_next_length(letters, strlen(letters)));
            buffer_put(problem, "\"");
            return OPTION_WRONG;
        }
        if (match.row->argument == NULL) {
            store(&match, NULL);
            continue;
        }
        if (letters[1] == '\0')
            return store_next(scan, &match, problem);
        store(&match, letters + 1);
        break;
    }
    return OPTION_TAKEN;
}

enum option_result options_take(struct option_scan *scan, const struct option_table *tables,
                                size_t table_count, struct buffer *problem)
{
    const char *argument = scan->arguments[scan->next];

    if (argument == NULL)
        return OPTION_END;
    scan->next++;
    if (scan->only_operands || argument[0] != '-' || argument[1] == '\0')
        return OPTION_OPERAND;
    if (scan->separates && strcmp(argument, "--") == 0)
        return OPTION_OPERAND;
    if (argument[1] != '-')
        return take_letters(scan, tables, table_count, argument + 1, problem);
    if (argument[2] != '\0')
        return take_long(scan, tables, table_count, argument + 2, problem);
    scan->only_operands = true;
    return options_take(scan, tables, table_count, problem); /* once: from now on only operands */
}

const struct option_row *options_expects(const struct option_table *tables, size_t table_count,
                                         const char *argument)
{
    size_t length = strlen(argument);
    struct match match;

    if (length < 2 || argument[0] != '-')
        return NULL;
    if (argument[1] != '-' && !find(&match, tables, table_count, NULL, 0, argument[length - 1]))
        return NULL;
    if (argument[1] == '-' && !find(&match, tables, table_count, argument + 2, length - 2, '\0'))
        return NULL;
    return match.row->argument != NULL && match.row->argument[0] != '[' ? match.row : NULL;
}

const char *options_next(const struct option_values *values, size_t row, size_t *at)
{
    while (*at < values->use_count) {
        const struct option_use *use = &values->uses[(*at)++];

        if (use->row == row)
            return use->text;
    }
    return NULL;
}
