/*
 * One run of the command: what the global options said, which command it is, and what that was given.
 */
#ifndef NNREG_TOOLS_RUN_H
#define NNREG_TOOLS_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"

/* The exit statuses: contract (doc/nnreg.1). A run that a signal ended has 128 and the signal's number: 130. */
enum status_code {
    STATUS_DONE = 0,
    STATUS_REFUSED = 1,   /* invalid, immutable, conflict, already there */
    STATUS_USAGE = 2,     /* the command line makes no sense */
    STATUS_NOT_FOUND = 3, /* no such registry, object, file or rule */
    STATUS_SYSTEM = 4     /* the registry or the system failed */
};

struct command;
struct failure;

struct run {
    const struct command *command; /* NULL until it is known */
    const char *registry;          /* as -r gave it, or NULL */
    const char *actor;             /* as --actor gave it, or NULL (actor.h) */
    bool json, quiet, check_store;
    bool colour_out, colour_err;
    struct option_values options; /* the command's own, by row of its table */
    char **operands;
    size_t operand_count;
    struct buffer operand_words; /* of standard input, in the place of the operand "-" (operand.h) */
    struct failure *failure; /* where report_failure leaves what it is told; NULL: it prints it (report.h) */
    int output_error;        /* errno of the first write on standard output that failed, or 0 */
};

/*
 * What an option of the command's own was given, by its name: what several commands share is written once, and finds its
 * options in each of them. NULL, or false: it was not given, or the command has none of that name.
 */
bool run_given(const struct run *run, const char *option);
/* Whether the command has an option of that name. */
bool run_takes(const struct run *run, const char *option);
const char *run_text(const struct run *run, const char *option);

/* Goes through all the texts that it was given. Start with `*at` 0; NULL at the end. */
const char *run_next_text(const struct run *run, const char *option, size_t *at);

#endif
