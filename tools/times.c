/* Times: see times.h. */
#include "times.h"

#include <string.h>
#include <time.h>

#define MICROSECONDS 1000000
#define FIRST_SECOND INT64_C(-62135596800) /* of the year 1 */
#define LAST_SECOND  INT64_C(253402300799) /* of the year 9999 */

/* ----------------------------------------------------------------------------------------- moments and clocks -- */

/* What a clock shows, as seconds since 1970. It may be out of range, as the 0th of a month. */
static int64_t seconds_of(struct tm *tm, bool utc)
{
    tm->tm_isdst = -1; /* summer time or not: what holds on that day */
    return (int64_t)(utc ? timegm(tm) : mktime(tm));
}

static bool clock_at(struct tm *tm, int64_t seconds, bool utc)
{
    time_t time = (time_t)seconds;

    return (utc ? gmtime_r(&time, tm) : localtime_r(&time, tm)) != NULL;
}

static bool set_moment(int64_t *moment, int64_t seconds, int64_t microseconds)
{
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
        return false;
    *moment = seconds * MICROSECONDS + microseconds;
    return true;
}

/* --------------------------------------------------------------------------------------------------- ISO 8601 -- */

/* Takes exactly `count` digits of a number from `least` to `most`. */
static bool take_number(int *number, const char **text, int count, int least, int most)
{
    const char *at = *text;

    *number = 0;
    for (; count > 0 && *at >= '0' && *at <= '9'; count--, at++)
        *number = *number * 10 + (*at - '0');
    *text = at;
    return count == 0 && *number >= least && *number <= most;
}

static bool take_mark(const char **text, char mark)
{
    if (**text != mark)
        return false;
    (*text)++;
    return true;
}

static bool take_date(struct tm *tm, const char **text)
{
    int year, month;

    if (!take_number(&year, text, 4, 1, 9999) || !take_mark(text, '-') ||
        !take_number(&month, text, 2, 1, 12) || !take_mark(text, '-') ||
        !take_number(&tm->tm_mday, text, 2, 1, 31))
        return false;
    tm->tm_year = year - 1900;
    tm->tm_mon = month - 1;
    return true;
}

/* Up to six digits behind a point. */
static bool take_fraction(int64_t *microseconds, const char **text)
{
    int64_t unit = MICROSECONDS / 10;

    if (!take_mark(text, '.'))
        return true;
    if (**text < '0' || **text > '9')
        return false;
    for (; **text >= '0' && **text <= '9' && unit > 0; (*text)++, unit /= 10)
        *microseconds += (**text - '0') * unit;
    return true;
}

static bool take_clock(struct tm *tm, int64_t *microseconds, const char **text)
{
    if (!take_number(&tm->tm_hour, text, 2, 0, 23) || !take_mark(text, ':') ||
        !take_number(&tm->tm_min, text, 2, 0, 59))
        return false;
    if (!take_mark(text, ':'))
        return true;
    return take_number(&tm->tm_sec, text, 2, 0, 59) && take_fraction(microseconds, text);
}

/* Takes Z or +hh:mm, and the end. `*zoned`: there was one. */
static bool take_zone(int64_t *east, bool *zoned, const char **text)
{
    int hours = 0, minutes = 0, sign;

    *east = 0;
    *zoned = take_mark(text, 'Z');
    if (!*zoned && (**text == '+' || **text == '-')) {
        *zoned = true;
        sign = *(*text)++ == '+' ? 1 : -1;
        if (!take_number(&hours, text, 2, 0, 23) || !take_mark(text, ':') ||
            !take_number(&minutes, text, 2, 0, 59))
            return false;
        *east = sign * (hours * 60 + minutes) * INT64_C(60);
    }
    return **text == '\0';
}

static bool read_iso(int64_t *moment, const char *text, bool utc)
{
    struct tm tm = {0}, day;
    int64_t microseconds = 0, east = 0;
    bool zoned = false;

    if (!take_date(&tm, &text))
        return false;
    day = tm;
    (void)timegm(&day);
    if (day.tm_mday != tm.tm_mday) /* 30 February is 1 or 2 March */
        return false;
    if (*text != '\0' && ((!take_mark(&text, 'T') && !take_mark(&text, ' ')) ||
                          !take_clock(&tm, &microseconds, &text) || !take_zone(&east, &zoned, &text)))
        return false;
    return set_moment(moment, seconds_of(&tm, utc || zoned) - east, microseconds);
}

/* ------------------------------------------------------------------------------------------------------ words -- */

static const struct unit {
    const char *word;
    int seconds, days; /* of one; a day is not always 24 hours */
} units[] = {
    {"second", 1, 0}, {"minute", 60, 0}, {"hour", 3600, 0}, {"day", 0, 1}, {"week", 0, 7},
};

static bool find_unit(const struct unit **unit, const char *word, size_t length)
{
    size_t i;

    if (length > 0 && word[length - 1] == 's')
        length--;
    for (i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strlen(units[i].word) == length && memcmp(units[i].word, word, length) == 0) {
            *unit = &units[i];
            return true;
        }
    return false;
}

/* So many days before what the clock shows now; at midnight if `midnight`. */
static bool days_before(int64_t *moment, int64_t now, uint64_t days, bool midnight, bool utc)
{
    struct tm tm;

    if (!clock_at(&tm, now / MICROSECONDS, utc))
        return false;
    tm.tm_mday -= (int)days;
    if (midnight)
        tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
    return set_moment(moment, seconds_of(&tm, utc), midnight ? 0 : now % MICROSECONDS);
}

/* "2 days ago", "1 hour ago". */
static bool read_ago(int64_t *moment, int64_t now, const char *given, bool utc)
{
    size_t digits = strspn(given, "0123456789"), length;
    const char *word = given + digits + 1;
    const struct unit *unit;
    uint64_t count = 0, i;

    if (digits == 0 || digits > 6 || /* "999999 days ago" is before the year 1 anyway */
        given[digits] != ' ')
        return false;
    for (i = 0; i < digits; i++)
        count = count * 10 + (uint64_t)(given[i] - '0');
    length = strcspn(word, " ");
    if (!find_unit(&unit, word, length) || strcmp(word + length, " ago") != 0)
        return false;
    if (unit->days > 0)
        return days_before(moment, now, count * (uint64_t)unit->days, false, utc);
    return set_moment(moment, now / MICROSECONDS - (int64_t)count * unit->seconds, now % MICROSECONDS);
}

bool times_read_at(int64_t *moment, const char *given, int64_t now, bool utc)
{
    if (strcmp(given, "now") == 0)
        return set_moment(moment, now / MICROSECONDS, now % MICROSECONDS);
    if (strcmp(given, "today") == 0)
        return days_before(moment, now, 0, true, utc);
    if (strcmp(given, "yesterday") == 0)
        return days_before(moment, now, 1, true, utc);
    return read_ago(moment, now, given, utc) || read_iso(moment, given, utc);
}

bool times_read(int64_t *moment, const char *given, bool utc)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return times_read_at(moment, given, (int64_t)now.tv_sec * MICROSECONDS + now.tv_nsec / 1000, utc);
}

/* ---------------------------------------------------------------------------------------------------- showing -- */

void times_add(struct buffer *text, int64_t moment, bool utc)
{
    int64_t fraction = moment % MICROSECONDS;
    struct tm tm = {0};
    char shown[64] = "";
    long east;

    if (!clock_at(&tm, (moment - (fraction < 0 ? fraction + MICROSECONDS : fraction)) / MICROSECONDS, utc) ||
        strftime(shown, sizeof shown, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
        return;
    buffer_put(text, shown);
    east = tm.tm_gmtoff / 60;
    if (east == 0)
        buffer_put(text, "Z");
    else
        buffer_printf(text, "%c%02ld:%02ld", east < 0 ? '-' : '+', (east < 0 ? -east : east) / 60,
                      (east < 0 ? -east : east) % 60);
}
