/*
 * Numbers of JSON: their text to doubles and 64-bit integers, and doubles to the shortest text. The host's locale, with
 * its decimal comma, must not show in either direction.
 */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "codec/json_number.h"
#include "codec/json_reader.h"

/* No double, nor the middle between two, has more significant digits than 767; behind that only "more than" counts. */
#define MOST_DIGITS 800

static int64_t exponent_of(const char *at, const char *end)
{
    const int64_t enough = INT64_C(100000000000); /* more than a text of 2^32 digits can make up for */
    int64_t exponent = 0;
    bool negative;

    if (at == end)
        return 0;
    negative = *++at == '-';
    at += *at == '-' || *at == '+';
    for (; at < end; at++)
        exponent = exponent < enough ? exponent * 10 + (*at - '0') : exponent;
    return negative ? -exponent : exponent;
}

/* Writes the same number as "-123e-4", with MOST_DIGITS digits and one that stands for all further ones. */
static void shorten(char *out, size_t out_size, const char *number, size_t length)
{
    const char *end = number + length;
    bool minus = *number == '-', fraction = false, more = false;
    char digits[MOST_DIGITS + 2];
    size_t count = 0;
    int64_t exponent = 0;

    for (number += minus; number < end && (*number | 0x20) != 'e'; number++) {
        if (*number == '.') {
            fraction = true;
        } else if (count < MOST_DIGITS) {
            if (count > 0 || *number != '0')
                digits[count++] = *number;
            exponent -= fraction;
        } else {
            more |= *number != '0';
            exponent += !fraction;
        }
    }
    exponent += exponent_of(number, end);
    if (more)
        exponent--;
    if (more || count == 0)
        digits[count++] = more ? '1' : '0';
    digits[count] = '\0';
    (void)snprintf(out, out_size, "%s%se%" PRId64, minus ? "-" : "", digits, exponent);
}

double nnreg_json_to_double(const char *number, size_t length, const char *stop)
{
    char copy[MOST_DIGITS + 64];

    /* Inside a text the next byte is no part of any number, so strtod stops there by itself. */
    if (number + length < stop)
        return nnreg_decimal_to_double(number);
    shorten(copy, sizeof copy, number, length);
    return nnreg_decimal_to_double(copy);
}

double nnreg_json_number(const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    return nnreg_json_to_double(json->text + value->start, value->stop - value->start,
                                json->text + json->length);
}

/* The digits of an integer without its sign: false when there is something else, or more than fits. */
static bool magnitude(uint64_t *number, const char *at, const char *end)
{
    *number = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9' || __builtin_mul_overflow(*number, 10u, number) ||
            __builtin_add_overflow(*number, (uint64_t)(*at - '0'), number))
            return false;
    }
    return true;
}

bool nnreg_json_uint64(uint64_t *number, const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    const char *at = json->text + value->start;
    bool minus = *at == '-';
    uint64_t size = 0;
    bool fits = value->type == NNREG_JSON_NUMBER && magnitude(&size, at + minus, json->text + value->stop) &&
                (!minus || size == 0);

    *number = fits ? size : 0;
    return fits;
}

bool nnreg_json_int64(int64_t *number, const struct nnreg_json *json, const struct nnreg_json_value *value)
{
    const char *at = json->text + value->start;
    bool minus = *at == '-';
    uint64_t size = 0;
    bool fits = value->type == NNREG_JSON_NUMBER && magnitude(&size, at + minus, json->text + value->stop) &&
                size <= (uint64_t)INT64_MAX + minus;

    *number = !fits ? 0 : minus ? (int64_t)(0 - size) : (int64_t)size;
    return fits;
}

/* A positive number as digits with the point behind the first, times ten to the exponent. */
struct decimal {
    char digits[20];
    size_t count;
    int exponent;
};

/* Prints the `count` digits that are nearest to `number`. The decimal point of the host is passed over. */
static void round_to(struct decimal *decimal, double number, int count)
{
    char text[40];
    const char *at = text;

    (void)snprintf(text, sizeof text, "%.*e", count - 1, number);
    for (decimal->count = 0; *at != 'e'; at++) {
        if (*at >= '0' && *at <= '9')
            decimal->digits[decimal->count++] = *at;
    }
    decimal->digits[decimal->count] = '\0';
    decimal->exponent = (int)strtol(at + 1, NULL, 10);
}

static double value_of(const struct decimal *decimal)
{
    char text[40];

    (void)snprintf(text, sizeof text, "%.*se%d", (int)decimal->count, decimal->digits,
                   decimal->exponent - (int)decimal->count + 1);
    return nnreg_decimal_to_double(text);
}

/* The next greater decimal with as many digits; never called with all nines, whose next one has fewer digits. */
static void step_up(struct decimal *decimal)
{
    size_t i = decimal->count;

    while (i > 1 && decimal->digits[i - 1] == '9')
        decimal->digits[--i] = '0';
    decimal->digits[i - 1]++;
}

/*
 * Whether some decimal of `count` digits reads back as `number`. That is the nearest one, but for powers of two: their
 * neighbour below is nearer than the one above, so the nearest decimal can miss where the next one above does not.
 */
static bool try_digits(struct decimal *decimal, double number, int count)
{
    int exponent;

    round_to(decimal, number, count);
    if (value_of(decimal) == number)
        return true;
    if (frexp(number, &exponent) != 0.5 || strspn(decimal->digits, "9") >= decimal->count)
        return false;
    step_up(decimal);
    return value_of(decimal) == number;
}

static void shortest(struct decimal *decimal, double number)
{
    /* 15 digits always survive in a normal double, so fewer are found among them by dropping zeros. */
    int count = isnormal(number) ? 15 : 1;

    while (count < 17 && !try_digits(decimal, number, count))
        count++;
    if (count == 17)
        round_to(decimal, number, 17);
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

static void put_exponent_form(struct nnreg_bytes *out, const struct decimal *decimal)
{
    nnreg_bytes_char(out, decimal->digits[0]);
    if (decimal->count > 1) {
        nnreg_bytes_char(out, '.');
        nnreg_bytes_put(out, decimal->digits + 1, decimal->count - 1);
    }
    nnreg_bytes_format(out, "e%d", decimal->exponent);
}

static void put_zeros(struct nnreg_bytes *out, int count)
{
    while (count-- > 0)
        nnreg_bytes_char(out, '0');
}

static void put_plain_form(struct nnreg_bytes *out, const struct decimal *decimal)
{
    int before = decimal->exponent + 1, count = (int)decimal->count; /* digits before the point, and all */
    int whole = before < count ? before : count;

    if (before <= 0) {
        nnreg_bytes_text(out, "0.");
        put_zeros(out, -before);
        nnreg_bytes_put(out, decimal->digits, decimal->count);
        return;
    }
    nnreg_bytes_put(out, decimal->digits, (size_t)whole);
    put_zeros(out, before - count);
    nnreg_bytes_char(out, '.');
    if (whole < count)
        nnreg_bytes_put(out, decimal->digits + whole, (size_t)(count - whole));
    else
        nnreg_bytes_char(out, '0');
}

void nnreg_json_put_shortest(struct nnreg_bytes *out, double number)
{
    struct decimal decimal;

    assert(isfinite(number));
    if (signbit(number))
        nnreg_bytes_char(out, '-');
    number = fabs(number);
    if (number == 0) {
        nnreg_bytes_text(out, "0.0");
        return;
    }
    if (number < 1e15 && number == (double)(uint64_t)number) { /* whole, and its digits are exact: most are */
        nnreg_bytes_decimal(out, (uint64_t)number);
        nnreg_bytes_text(out, ".0");
        return;
    }
    shortest(&decimal, number);
    if (decimal.exponent < -5 || decimal.exponent > 15)
        put_exponent_form(out, &decimal);
    else
        put_plain_form(out, &decimal);
}
