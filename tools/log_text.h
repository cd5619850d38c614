/*
 * An event of the history on one line:
 *
 *        7  2026-11-26T10:30:00Z  alice     update  network 3  name "digits" -> "digits, spring"
 *
 * The time is in the zone of the person, or in UTC (times.h). Long values are shortened. A create tells the new values, a delete those that went.
 */
#ifndef NNREG_TOOLS_LOG_TEXT_H
#define NNREG_TOOLS_LOG_TEXT_H

#include <nnreg.h>

#include <stdbool.h>

#include "buffer.h"

void log_add_line(struct buffer *text, const struct nnreg_event *event, bool utc);

#endif
