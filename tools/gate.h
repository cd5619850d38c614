/*
 * The one gate that text passes on its way to standard output and standard error, whoever wrote it: what could steer a
 * terminal, turn the reading direction or hide in a line is shown, not sent. It does not ask whether there is a terminal:
 * a log is read on one later.
 */
#ifndef NNREG_TOOLS_GATE_H
#define NNREG_TOOLS_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/* Whether a character is shown as an escape. */
bool gate_refuses(uint32_t code_point);

/* Text for people: such characters as \xNN for each byte. Newlines, tabs and the styles of output.h pass. */
void gate_add_text(struct buffer *to, const char *text, size_t size);

/* A JSON text: the same characters as \uXXXX, which stands for the same value. They occur in its strings only. */
void gate_add_json(struct buffer *to, const char *text, size_t size);

/* One character, that is refused, for JSON. */
void gate_add_json_escape(struct buffer *to, uint32_t code_point);

/*
 * Whether the bytes of a file would all pass as they are, piece by piece: a character may be cut by the end of a piece.
 * A byte order mark at the start of the file passes, as do form feeds and carriage returns.
 */
struct gate_scan {
    char cut[4];
    size_t cut_size;
    uint64_t offset;
};
bool gate_scan_piece(struct gate_scan *scan, const char *bytes, size_t size);

#endif
