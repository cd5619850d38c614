/* See rate.h. */
#include "rate.h"

#include "number.h"
#include "report.h"

#define RATE_MOST (UINT64_C(1) << 46) /* far above what any device gives */

int rate_take(struct run *run, uint64_t *rate, const char *text)
{
    *rate = 0;
    if (text == NULL || number_read_bytes(rate, text, "KMG", 1, RATE_MOST))
        return STATUS_DONE;
    *rate = 0;
    return report_usage(run, "\"%s\" is no rate: a number of bytes, with K, M or G behind it for more", text);
}
