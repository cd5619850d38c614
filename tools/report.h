/*
 * What the command says when something went wrong, and the exit status that goes with it. Messages are one line on
 * standard error; with --json the same is a document on standard output, too:
 * {"error":{"status":"not found","message":"…"}}.
 */
#ifndef NNREG_TOOLS_REPORT_H
#define NNREG_TOOLS_REPORT_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/* A failure that is told later, in its place among other results. */
struct failure {
    nnreg_status status; /* NNREG_OK: none */
    struct buffer message;
};

/* Says what failed, on what, why, and how to go on, or leaves it in run->failure. Returns the exit status. */
int report_failure(struct run *run, nnreg_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same where the command has its own document for the failure: on standard error alone. Returns the exit status. */
int report_told(struct run *run, nnreg_status status, const char *message);

/* The command line makes no sense. Adds the usage line of the command. Returns STATUS_USAGE. */
int report_usage(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Worth knowing, not needed: nothing with -q. */
void report_note(const struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

int report_exit_status(nnreg_status status);

#endif
