/* See unique_name.h. */
#include "base/unique_name.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"

void nnreg_unique_name(char out[NNREG_UNIQUE_NAME], const char *prefix)
{
    uint64_t random;

    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
        random =
            (uint64_t)nnreg_clock_now(); /* early after a boot; a name that is taken is met by its owner */
    (void)snprintf(out, NNREG_UNIQUE_NAME, "%.24s%ld-%016llx", prefix, (long)getpid(),
                   (unsigned long long)random);
}
