/*
 * What the system tells of another process: /proc/ID/stat (proc(5)). Its name is there in parentheses, and may have some itself;
 * so what follows is counted from the last one. The 22nd number is when it started, in clock ticks since the system did.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fsio.h"

#define FIELDS_BEHIND_NAME 20 /* to the start: the name is the 2nd, the start the 22nd */

static bool read_start_ticks(uint64_t *ticks, const char *stat)
{
    const char *at = strrchr(stat, ')');
    unsigned field;

    for (field = 0; at != NULL && field < FIELDS_BEHIND_NAME; field++)
        at = strchr(at + 1, ' ');
    return at != NULL && sscanf(at, "%" SCNu64, ticks) == 1;
}

int64_t nnreg_fs_process_start(long process)
{
    char path[64], text[1024];
    long per_second = sysconf(_SC_CLK_TCK);
    uint64_t ticks = 0;
    ssize_t got = -1;
    int64_t now;
    int fd;

    (void)snprintf(path, sizeof path, "/proc/%ld/stat", process);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        got = read(fd, text, sizeof text - 1);
        (void)close(fd);
    }
    if (got <= 0 || per_second <= 0)
        return 0;
    text[got] = '\0';
    if (!read_start_ticks(&ticks, text))
        return 0;
    /* Before the other clock: what passes between them makes it earlier, never later. */
    now = nnreg_clock_now();
    return now - nnreg_clock_since_boot() +
           (int64_t)(ticks / (uint64_t)per_second * 1000000 +
                     ticks % (uint64_t)per_second * 1000000 / (uint64_t)per_second);
}
