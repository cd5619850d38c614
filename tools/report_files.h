/*
 * --report FORMAT=FILE, given any number of times: reports of one check in several formats, without judging twice.
 */
#ifndef NNREG_TOOLS_REPORT_FILES_H
#define NNREG_TOOLS_REPORT_FILES_H

#include "check_report.h"

/* Starts as {NULL, 0}. */
struct report_files {
    struct report_target *list;
    size_t count;
};

/*
 * Opens what the option of that row was given, before anything is judged. Returns STATUS_DONE or, after having said why not,
 * another exit status. Freed by report_files_free in any case.
 */
int report_files_open(struct run *run, struct report_files *files, size_t row);

/* All are written, whatever becomes of one of them. Returns STATUS_DONE, or the status of the first that could not be. */
int report_files_write(struct run *run, struct report_files *files, const struct checks *checks);

void report_files_free(struct report_files *files);

#endif
