/* Decimal numbers: see decimal.h. */
#include "base/decimal.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The C library gives out its built-in C locale here, so nothing is made or kept. */
double nnreg_decimal_to_double(const char *text)
{
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double number;

    if (locale == (locale_t)0)
        return strtod(text, NULL);
    number = strtod_l(text, NULL, locale);
    freelocale(locale);
    return number;
}

/* Of what %g writes only the point is the locale's, and it can be several bytes: those that are no byte of a number. */
const char *nnreg_decimal_shown(char out[NNREG_DECIMAL_SHOWN], double number)
{
    static const char numeral[] = "0123456789+-einfa";
    char text[NNREG_DECIMAL_SHOWN];
    size_t whole, fraction;

    (void)snprintf(text, sizeof text, "%g", number);
    whole = strspn(text, numeral);
    fraction = whole + strcspn(text + whole, numeral);
    (void)snprintf(out, NNREG_DECIMAL_SHOWN, "%.*s%s%s", (int)whole, text, fraction > whole ? "." : "",
                   text + fraction);
    return out;
}
