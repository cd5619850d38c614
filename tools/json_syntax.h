/* Whether a text that the user has written is JSON at all: json_pick.h takes that for granted. */
#ifndef NNREG_TOOLS_JSON_SYNTAX_H
#define NNREG_TOOLS_JSON_SYNTAX_H

#include "buffer.h"
#include "run.h"

/*
 * Holds the text against the library's reader, which is strict, and says where it is none: as the path, the line and the
 * column. Returns STATUS_DONE or, after having said what is wrong, STATUS_USAGE.
 */
int json_syntax_hold(struct run *run, const char *path, const struct buffer *text);

/* Whether it is any. Returns STATUS_DONE or, after having told it, how it could not be found out. */
int json_syntax_ask(struct run *run, bool *is, const struct buffer *text);

#endif
