/*
 * Where text goes: results on standard output, everything else on standard error, each piece in one write. A failed
 * write on standard output is remembered and becomes the exit status; nothing is ever buffered behind it.
 */
#ifndef NNREG_TOOLS_OUTPUT_H
#define NNREG_TOOLS_OUTPUT_H

#include "buffer.h"
#include "run.h"

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/*
 * AUTO: on a terminal, unless NO_COLOR is set to something or TERM is "dumb" or not set.
 */
void output_start(struct run *run, enum colour colour);

/* Through the gate (gate.h): as text, or with --json as JSON. */
void output_write(struct run *run, const struct buffer *text);
/* `text` and a newline, unless it ends with one. */
void output_line(struct run *run, const char *text);
/* A JSON text also without --json. */
void output_json(struct run *run, const char *json);
/* As they are: the bytes of a file. */
void output_bytes(struct run *run, const void *bytes, size_t size);

/* How wide standard output is: columns of the terminal, else COLUMNS, else 80; 0 where it is no terminal. */
size_t output_columns(void);

void output_message(const struct buffer *text); /* on standard error */

/* All of it, whatever the descriptor is. Returns errno or 0. */
int output_all(int fd, const char *bytes, size_t size);

/* The exit status: `status`, or STATUS_SYSTEM with a message when a write on standard output failed. */
int output_finish(struct run *run, int status);

enum style { STYLE_HEADING, STYLE_PLACE, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE, STYLE_CARET, STYLE_FAINT };

/* What stands between the two is shown in the style when `colour`. */
void output_style(struct buffer *text, bool colour, enum style style);
void output_style_end(struct buffer *text, bool colour);

#endif
