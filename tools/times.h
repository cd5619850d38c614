/*
 * Times as people give them and as they are shown: in the zone of the person (TZ), or in UTC where --utc asks for it. What is
 * shown tells its distance from UTC, so that it means one moment wherever it is read, and can be given back.
 */
#ifndef NNREG_TOOLS_TIMES_H
#define NNREG_TOOLS_TIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/*
 * Reads a moment, as microseconds since 1970:
 *
 *     2026-11-26                      the first instant of a day
 *     2026-11-26T10:30                a minute, a second, or up to a microsecond (10:30:00.078955); a space for the T will do
 *     2026-11-26T10:30:00Z, …+02:00   in UTC, or so far from it; else it is in the person's zone, or in UTC if `utc`
 *     now, today, yesterday           the days at their first instant
 *     2 days ago                      seconds, minutes, hours; days and weeks at the same time of the day
 *
 * False: it is none of these, or lies outside the years 1 to 9999.
 */
bool times_read(int64_t *moment, const char *given, bool utc);

/* The same at a moment that is given for now, which is after 1970. */
bool times_read_at(int64_t *moment, const char *given, int64_t now, bool utc);

#define TIMES_FORMS "2026-11-26, 2026-11-26T10:30, today, yesterday, 2 days ago"

/* Adds a moment up to the second: "2026-11-26T11:30:00+01:00", and Z for +00:00. */
void times_add(struct buffer *text, int64_t moment, bool utc);

#endif
