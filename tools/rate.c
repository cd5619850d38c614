/* See rate.h. */
#include "rate.h"

#include <string.h>

#include "report.h"

int rate_take(struct run *run, uint64_t *rate, const char *text)
{
    static const char units[] = "KMG";
    uint64_t number = 0;
    const char *c = text, *unit;

    *rate = 0;
    if (text == NULL)
        return STATUS_DONE;
    for (; *c >= '0' && *c <= '9' && number < (UINT64_C(1) << 40); c++)
        number = number * 10 + (uint64_t)(*c - '0');
    unit = *c != '\0' ? strchr(units, *c) : NULL;
    if (unit != NULL) {
        unsigned bits = 10 * (unsigned)(unit - units + 1);

        number = number <= UINT64_MAX >> bits ? number << bits : 0;
        c++;
    }
    if (number == 0 || *c != '\0')
        return report_usage(run, "\"%s\" is no rate: a number of bytes, with K, M or G behind it for more",
                            text);
    *rate = number;
    return STATUS_DONE;
}
