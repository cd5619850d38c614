/* Time: see clock.h. The calendar is the proleptic Gregorian one, counted in days, without the C library's time zone. */
#include "base/clock.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define SECOND   INT64_C(1000000)
#define DAY      (INT64_C(86400) * SECOND)
#define EARLIEST (INT64_C(-62167219200) * SECOND)          /* 0000-01-01T00:00:00Z */
#define LATEST   (INT64_C(253402300799) * SECOND + 999999) /* 9999-12-31T23:59:59.999999Z */

static _Atomic(int64_t (*)(void)) replacement;

int64_t nnreg_clock_now(void)
{
    int64_t (*now)(void) = atomic_load(&replacement);
    struct timespec t;

    if (now != NULL)
        return now();
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

void nnreg_clock_use(int64_t (*now)(void))
{
    atomic_store(&replacement, now);
}

/* Days since 1970-01-01 of a date, by counting in years that begin in March, so that the leap day comes last. */
static int64_t days_of_date(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_of_days(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp + (mp < 10 ? 3 : -9);
    *year = yoe + era * 400 + (*month <= 2);
}

/* Writes a number of so many digits, with zeros in front. Objects are full of times, and printf takes its time. */
static void put_padded(char *out, int64_t number, int count)
{
    for (; count > 0; count--, number /= 10)
        out[count - 1] = (char)('0' + number % 10);
}

void nnreg_time_format(char out[NNREG_TIME_TEXT], int64_t t)
{
    int64_t days, rest, year, month, day;

    t = t < EARLIEST ? EARLIEST : t > LATEST ? LATEST : t;
    days = (t >= 0 ? t : t - (DAY - 1)) / DAY;
    rest = t - days * DAY;
    date_of_days(days, &year, &month, &day);
    memcpy(out, "0000-00-00T00:00:00.000000Z", NNREG_TIME_TEXT);
    put_padded(out, year, 4);
    put_padded(out + 5, month, 2);
    put_padded(out + 8, day, 2);
    put_padded(out + 11, rest / (3600 * SECOND), 2);
    put_padded(out + 14, rest / (60 * SECOND) % 60, 2);
    put_padded(out + 17, rest / SECOND % 60, 2);
    put_padded(out + 20, rest % SECOND, 6);
}

/* Reads `count` digits at *text and moves past them; -1 when there are fewer. */
static int digits(const char **text, int count)
{
    int value = 0;

    for (; count > 0; count--, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static bool take_time_mark(const char **text, char expected)
{
    if (**text != expected)
        return false;
    (*text)++;
    return true;
}

static bool read_time(int64_t *microseconds, const char *text)
{
    const char *p = text;
    int year, month, day, hour = -1, minute = -1, second = -1;
    int64_t fraction = 0, unit = SECOND / 10, y, m, d;

    year = digits(&p, 4);
    if (year < 0 || !take_time_mark(&p, '-') || (month = digits(&p, 2)) < 1 || month > 12 ||
        !take_time_mark(&p, '-'))
        return false;
    if ((day = digits(&p, 2)) < 1 || !take_time_mark(&p, 'T') || (hour = digits(&p, 2)) < 0 || hour > 23 ||
        !take_time_mark(&p, ':'))
        return false;
    if ((minute = digits(&p, 2)) < 0 || minute > 59 || !take_time_mark(&p, ':') ||
        (second = digits(&p, 2)) < 0 || second > 59)
        return false;
    if (take_time_mark(&p, '.')) {
        if (*p < '0' || *p > '9')
            return false;
        for (; *p >= '0' && *p <= '9' && unit > 0; p++, unit /= 10)
            fraction += (*p - '0') * unit;
    }
    if (strcmp(p, "Z") != 0)
        return false;
    date_of_days(days_of_date(year, month, day), &y, &m, &d);
    if (m != month) /* 30 February; two digits of a day go beyond three months at most */
        return false;
    *microseconds = days_of_date(year, month, day) * DAY +
                    ((int64_t)hour * 3600 + (int64_t)minute * 60 + second) * SECOND + fraction;
    return true;
}

nnreg_status nnreg_time_parse(int64_t *time, const char *text)
{
    return time != NULL && text != NULL && read_time(time, text) ? NNREG_OK : NNREG_INVALID_ARGUMENT;
}

int64_t nnreg_clock_steady(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t nnreg_clock_since_boot(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void nnreg_clock_pause(unsigned milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000};

    (void)nanosleep(&time, NULL);
}
