/*
 * What the suites of the program `tools` share.
 */
#ifndef NNREG_TESTS_PARTS_H
#define NNREG_TESTS_PARTS_H

#include <check.h>
#include <stdbool.h>

#include "buffer.h"
#include "json_pick.h"

Suite *parts_command_suite(void);
Suite *parts_json_suite(void);
Suite *parts_report_suite(void);
Suite *parts_stat_suite(void);
Suite *parts_text_suite(void);

/* The JSON as a part. */
struct json_part parts_json(const char *json);

/* That the buffer holds exactly this, or this besides; it is emptied. */
void parts_is(struct buffer *buffer, const char *wanted);
void parts_has(struct buffer *buffer, const char *wanted);
/* ... and that it does not hold this. It is left as it is. */
void parts_lacks(const struct buffer *buffer, const char *unwanted);

/* Runs the command, "stat -q" say, with what it prints in a buffer; the exit status. */
int parts_run(struct buffer *out, const char *line);

#endif
