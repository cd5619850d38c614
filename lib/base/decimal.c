/* Decimal numbers: see decimal.h. */
#include "base/decimal.h"

#include <locale.h>
#include <stdlib.h>

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
