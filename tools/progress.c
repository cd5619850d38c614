/* A progress bar: see progress.h. */
#include "progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "output.h"
#include "text.h"

#define FIRST_MS 500 /* before that nobody misses a bar */
#define EVERY_MS 100
#define BAR      30 /* columns between the brackets */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_start(struct progress *progress, const struct run *run)
{
    const char *term = getenv("TERM");

    progress->shown = !run->quiet && isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
    progress->drawn = false;
    progress->due = now_ms() + FIRST_MS;
}

/* Without a total it is a number of things. */
static void draw(const char *stage, uint64_t done, uint64_t total)
{
    struct buffer line = {0};
    double part = total > 0 && done < total ? (double)done / (double)total : 1;
    size_t full = (size_t)(part * BAR);

    if (total == 0) {
        buffer_printf(&line, "\r%-10s %llu", stage, (unsigned long long)done);
    } else {
        buffer_printf(&line, "\r%-10s %3d%% [", stage, (int)(part * 100));
        buffer_fill(&line, '#', full);
        buffer_fill(&line, '.', BAR - full);
        buffer_put(&line, "] ");
        text_add_size(&line, done);
        buffer_put(&line, " of ");
        text_add_size(&line, total);
    }
    buffer_put(&line, "\033[K");
    (void)output_all(STDERR_FILENO, buffer_text(&line), line.length); /* its controls are its own */
    buffer_free(&line);
}

int progress_call(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    int64_t now;

    if (interrupt_came())
        return 1;
    if (!progress->shown)
        return 0;
    now = now_ms();
    if (now >= progress->due) {
        draw(stage, done, total);
        progress->drawn = true;
        progress->due = now + EVERY_MS;
    }
    return 0;
}

void progress_stop(struct progress *progress)
{
    struct buffer wipe = {0};

    if (!progress->drawn)
        return;
    buffer_put(&wipe, "\r\033[K");
    (void)output_all(STDERR_FILENO, buffer_text(&wipe), wipe.length);
    buffer_free(&wipe);
    progress->drawn = false;
}
