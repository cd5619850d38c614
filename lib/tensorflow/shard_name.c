/* The names of data shards, read from their end: see shard_name.h. */
#include "tensorflow/shard_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS_LEAST = 5, DIGITS_MOST = 9 }; /* nine always fit 32 bits */

/* Takes the decimal number off the end of the `*length` bytes of the name. */
static bool shard_name_cut_number(uint32_t *number, const char *name, size_t *length)
{
    size_t end = *length, i;

    while (*length > 0 && end - *length < DIGITS_MOST && name[*length - 1] >= '0' && name[*length - 1] <= '9')
        --*length;
    *number = 0;
    for (i = *length; i < end; i++)
        *number = *number * 10 + (uint32_t)(name[i] - '0');
    /* "%05d" pads to five digits and no further: a sixth has no zero in front. */
    return end - *length == DIGITS_LEAST || (end - *length > DIGITS_LEAST && name[*length] != '0');
}

static bool shard_name_cut_text(const char *name, size_t *length, const char *text)
{
    size_t size = strlen(text);

    if (*length < size || memcmp(name + *length - size, text, size) != 0)
        return false;
    *length -= size;
    return true;
}

bool nnreg_shard_name(uint32_t *number, uint32_t *total, const char *name)
{
    size_t length = strlen(name);

    return shard_name_cut_number(total, name, &length) && shard_name_cut_text(name, &length, "-of-") &&
           shard_name_cut_number(number, name, &length) && shard_name_cut_text(name, &length, ".data-") &&
           *number < *total;
}

const char *nnreg_shard_name_put(char out[NNREG_SHARD_NAME], uint32_t number, uint32_t total)
{
    (void)snprintf(out, NNREG_SHARD_NAME, "variables.data-%05" PRIu32 "-of-%05" PRIu32, number, total);
    return out;
}
