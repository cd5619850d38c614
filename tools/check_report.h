/*
 * The report of a check: in which format, and where it goes. Text is written check by check; every other format in one piece
 * when all of them are made.
 */
#ifndef NNREG_TOOLS_CHECK_REPORT_H
#define NNREG_TOOLS_CHECK_REPORT_H

#include "checks.h"
#include "fix.h"
#include "run.h"

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_SARIF,
    FORMAT_JUNIT,
    FORMAT_GITHUB,
    FORMAT_GITLAB,
    FORMAT_COUNT
};

/* Starts as {.fd = -1}. */
struct report_target {
    enum format format;
    const char *path; /* NULL: the streams */
    int fd;
    struct buffer text; /* of a report in one piece */
    enum fix_mode fix;
    bool beside; /* standard output is for what --fix gives out, and results go to standard error */
};

/* The format of a word that need not end; FORMAT_COUNT: there is none, which is told, too. */
enum format format_named(struct run *run, const char *word, size_t length);

/* Which format is wanted; run->json says the same afterwards. Returns STATUS_DONE or, after having said why not, STATUS_USAGE. */
int take_format(struct run *run, enum format *format);

/* Before anything is judged: what cannot be written would be learnt too late, and an old report must not remain. */
int open_target(struct run *run, struct report_target *target);

/* The same for a file that target->path names. */
int open_target_file(struct run *run, struct report_target *target);

/* The text form of one check: what is wrong on standard error, the result on standard output, or all of it in the file. */
void add_text(struct run *run, struct report_target *target, const struct checks *checks,
              const struct check *check);

/* Writes what is left to be written. Returns the exit status of all. */
int write_report(struct run *run, const struct checks *checks, struct report_target *target);

void free_target(struct report_target *target);

#endif
