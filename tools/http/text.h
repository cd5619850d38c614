/*
 * Text. What is put in a buffer (buffer.h) goes on without memory here: a server does not stop for want of it. The
 * first failure is kept in `failed`, what is added after it is not, and who hands the text on looks at that once.
 */
#ifndef HTTP_TEXT_H
#define HTTP_TEXT_H

#include "../buffer.h"

/* Percent-encoded (RFC 3986, 2.1), but for letters, digits and the characters of `plain`. */
void text_percent(struct buffer *text, const char *chars, const char *plain);

#endif
