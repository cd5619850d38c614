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
Suite *parts_library_suite(void);
Suite *parts_lines_suite(void);
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

/* That the line ends so, and that this is in what it says. */
void parts_says(const char *line, int status, const char *text);
void parts_must(const char *line);

void parts_write_file(const char *path, const char *text);

/*
 * A fixture: the working directory is a new folder, with a model, the description net.json of it, spec.json and version.json; and in
 * the registry reg three such networks, a spec and a version of the first network.
 */
void parts_make_world(void);
void parts_remove_world(void);

extern const char parts_network[]; /* net.json */

#endif
