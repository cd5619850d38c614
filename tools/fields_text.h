/* An object as text: a line for each field, the label on the left. */
#ifndef NNREG_TOOLS_FIELDS_TEXT_H
#define NNREG_TOOLS_FIELDS_TEXT_H

#include <stdint.h>

#include "buffer.h"

/* "label           value"; a value of several lines goes on under its beginning, and so does `label` "". */
void fields_add(struct buffer *text, const char *label, const char *value);
void fields_addf(struct buffer *text, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void fields_add_number(struct buffer *text, const char *label, uint64_t number);
void fields_add_time(struct buffer *text, const char *label, int64_t time);

#endif
