/*
 * How a value is spelt in protobuf's text form.
 */
#ifndef MW_TWIN_TEXT_H
#define MW_TWIN_TEXT_H

#include "twin.h"

/* Appends the bytes as a piece of a quoted string, without the quotes. */
void mw_text_escape(struct mw_buf *out, enum mw_syntax syntax, const void *bytes, size_t n);
/* Appends the whole quoted string; the unusual syntax breaks it into adjacent pieces. */
void mw_text_quote(struct mw_buf *out, enum mw_syntax syntax, const void *bytes, size_t n);
/* Appends the shortest decimal that reads back as the same float. */
void mw_text_float(struct mw_buf *out, float v);

#endif
