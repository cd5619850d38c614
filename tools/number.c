/* Numbers as they are given: see number.h. */
#include "number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* false: they are none, or say more than there is room for; the number is as it was then. */
static bool read_digits(uint64_t *number, const char *text)
{
    uint64_t value;

    errno = 0;
    value = strtoull(text, NULL, 10); /* which would take a sign and spaces, too */
    if (*text < '0' || *text > '9' || errno != 0)
        return false;
    *number = value;
    return true;
}

bool number_read(uint64_t *number, const char *text, uint64_t least, uint64_t most)
{
    return text[strspn(text, DIGITS)] == '\0' && (*text != '0' || text[1] == '\0') &&
           read_digits(number, text) && *number >= least && *number <= most;
}

bool number_read_bytes(uint64_t *bytes, const char *text, const char *units, uint64_t least, uint64_t most)
{
    const char *behind = text + strspn(text, DIGITS);
    const char *unit = *behind != '\0' ? strchr(units, *behind) : NULL;
    unsigned shift = unit != NULL ? 10 * (unsigned)(unit - units + 1) : 0;

    if (!read_digits(bytes, text) || behind[unit != NULL] != '\0' || *bytes > UINT64_MAX >> shift)
        return false;
    *bytes <<= shift;
    return *bytes >= least && *bytes <= most;
}
