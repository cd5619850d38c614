/*
 * A line of a document with a caret under one of its characters. The caret stands right under tabs, characters of any
 * width and bytes that are no UTF-8; a long line is cut around it.
 */
#ifndef NNREG_TOOLS_EXCERPT_H
#define NNREG_TOOLS_EXCERPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

#define EXCERPT_MARGIN 5  /* columns of the line number */
#define EXCERPT_WIDTH  96 /* columns of the excerpt */
#define EXCERPT_BEFORE 60 /* of these at most before the caret */

/*
 * A place in a document, moved forward from finding to finding: these come in document order, and a document can be one
 * line of 16 MiB with a thousand of them. Starts as {0}.
 */
struct excerpt {
    const char *text;
    size_t length;
    uint64_t line, column; /* of `at`, from 1 */
    size_t line_start, at;
    size_t
        line_stop; /* behind the line's last character, once it is known: a line can be the whole document */
    bool has_stop;
};

/* Begins at the start of `text`, unless that is the document already in use. */
void excerpt_use(struct excerpt *excerpt, const char *text, size_t length);

/* Adds the line and the caret line; nothing when the document has no such line. A column past the end is the end. */
void excerpt_add(struct buffer *text, bool colour, struct excerpt *excerpt, uint64_t line, uint64_t column);

#endif
