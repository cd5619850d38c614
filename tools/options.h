/*
 * Command line options by table. `--name value`, `--name=value`, `-n value`, `-nvalue`; flags bundle (`-qr DIR`); `--`
 * ends the options; `-` alone is an operand; options may stand before, between and after operands. A name is never
 * abbreviated: a script must not break when a second option with the same beginning arrives.
 */
#ifndef NNREG_TOOLS_OPTIONS_H
#define NNREG_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/* A table ends with a row without name. */
struct option_row {
    const char *name; /* without the dashes */
    char letter;      /* or 0 */
    /* What it takes, for the help: "DIR"; NULL makes it a flag. "[GLOB]" can be left out, and comes only behind '='. */
    const char *argument;
    const char *help; /* one line, or several with newlines between them */
};

#define OPTIONS_MAX 20

/* One option as it was given. */
struct option_use {
    size_t row;
    const char *text;
};

/*
 * By row of the table. The last of several wins; who wants all of them gives `uses` room for as many as there are
 * arguments. Texts are borrowed from argv.
 */
struct option_values {
    bool given[OPTIONS_MAX];
    const char *text[OPTIONS_MAX];
    struct option_use *uses; /* in the order of the command line; NULL: not wanted */
    size_t use_count;
};

struct option_table {
    const struct option_row *rows; /* NULL: none */
    struct option_values *values;
};

struct option_scan {
    char **arguments; /* ends with NULL; the scan starts at the first */
    size_t next;
    bool only_operands; /* "--" was met */
    bool separates;     /* a "--" now is no end of the options but an operand, which separates others */
};

enum option_result { OPTION_TAKEN, OPTION_OPERAND, OPTION_END, OPTION_WRONG };

/*
 * Takes the next argument: an option into the values of the table that knows it (the first that does), or an
 * operand, which is left at arguments[next - 1]. OPTION_WRONG: `problem` says what is wrong.
 */
enum option_result options_take(struct option_scan *scan, const struct option_table *tables,
                                size_t table_count, struct buffer *problem);

/*
 * The option whose value is to follow an argument as the next one: `--name`, or `-n` with perhaps other letters in front. NULL:
 * the argument is none, or has its value already, or takes none. No value of a table is touched.
 */
const struct option_row *options_expects(const struct option_table *tables, size_t table_count,
                                         const char *argument);

/* Goes through what an option that can be given several times was given. Start with `*at` 0; NULL at the end. */
const char *options_next(const struct option_values *values, size_t row, size_t *at);

#endif
