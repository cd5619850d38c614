/* HTML. What is put into a page may be hostile text, so there is one way to put a value there, which escapes it. */
#ifndef HTTP_HTML_H
#define HTTP_HTML_H

#include "../buffer.h"

/*
 * Adds HTML: "%h" a text, escaped for an element and for a value between quotation marks of either kind, "%u" an unsigned long long, "%f" a
 * double as short as it reads, "%t" a time (int64_t, microseconds since 1970), "%b" bytes (unsigned long long) for people, "%%". The format
 * is a literal.
 */
void html_put(struct buffer *page, const char *format, ...);

/* The begin of a table, up to its first row. The headings of its columns are escaped, too. */
void html_begin_table(struct buffer *page, const char *const *columns, size_t count);

#endif
