/*
 * Text for people: how wide it stands on a terminal, how it is printed so that no control character in somebody's data
 * reaches the terminal, and how sizes and times read.
 */
#ifndef NNREG_TOOLS_TEXT_H
#define NNREG_TOOLS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/* The length of the UTF-8 character at `text` (RFC 3629), 0 when it is none; `size` is not 0. */
size_t text_decode(uint32_t *code_point, const char *text, size_t size);

/* Bytes of the character at `text` (1 to 4), also 1 for a byte that is no UTF-8; 0 at the end. */
size_t text_next_length(const char *text, size_t size);

/* Whether it is UTF-8 (RFC 3629) as a whole. */
bool text_is_utf8(const char *text, size_t size);

/* Columns that the `size` bytes take when printed by text_add_safe. */
size_t text_width(const char *text, size_t size);

/*
 * Adds text as it can be printed: a tab as TEXT_TAB spaces, what the gate (gate.h) refuses and bytes that are no UTF-8
 * as \xNN. The gate would do so, too; here it is done where widths are counted and lines are made.
 */
#define TEXT_TAB 4
void text_add_safe(struct buffer *buffer, const char *text, size_t size);

/* Adds text on one line, cut to `columns` with "..." at the end; a newline is shown as a space. */
void text_add_short(struct buffer *buffer, const char *text, size_t columns);

/* Adds one line of printable text (text_add_safe), cut to `columns` with an ellipsis at the end. */
void text_add_cut(struct buffer *buffer, const char *text, size_t columns);

/* Adds text on one line, as text_add_safe does; a newline is shown as a space. */
void text_add_line(struct buffer *buffer, const char *text);

/* "17 B", "1.5 MiB": at most four digits. */
void text_add_size(struct buffer *buffer, uint64_t bytes);

/* Microseconds since 1970 as ISO 8601 in UTC, "2018-02-16T13:45:36.078955Z", or up to the second only. */
enum text_precision { TEXT_MICROSECONDS, TEXT_SECONDS };
void text_add_time(struct buffer *buffer, int64_t microseconds, enum text_precision precision);

/* As one word of a shell command, quoted only where it must be. */
void text_add_shell_word(struct buffer *buffer, const char *text);

#endif
