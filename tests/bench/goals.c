/*
 * The figures that have a goal, and their verdicts: see goals.h.
 *
 * A verdict is "met", "missed", "out of reach" (a floor that was measured in the same run misses it, too), "skipped" with
 * the reason, or "tried" in a quick run, whose figures say nothing.
 */
#include "goals.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define HEATS 8 /* at most */

enum direction { FASTER, SLOWER };

static const struct goal {
    const char *topic, *what, *against;
    enum direction direction;
    double goal;
    unsigned may_miss;
} goals[] = {
#define GOAL_ROW(NAME, TOPIC, WHAT, AGAINST, DIRECTION, GOAL, MAY_MISS) \
    [BENCH_##NAME] = {#TOPIC, WHAT, AGAINST, DIRECTION, GOAL, MAY_MISS},
    BENCH_GOALS(GOAL_ROW)
#undef GOAL_ROW
};

struct heat {
    double ours, theirs;
};

static struct figure {
    struct heat heat[HEATS];
    unsigned heats;
    bool bytes;
    const char *skipped; /* why */
    const char *floor;   /* what it is */
    double floor_ratio;
} figures[BENCH_GOAL_COUNT];

/* ------------------------------------------------------------------------------------------------------ ratios -- */

static double ratio_of(const struct goal *goal, double ours, double theirs)
{
    double over = goal->direction == FASTER ? ours : theirs,
           under = goal->direction == FASTER ? theirs : ours;

    return over > 0 ? under / over : 0;
}

static bool reaches(const struct goal *goal, double ratio)
{
    return goal->direction == FASTER ? ratio >= goal->goal : ratio <= goal->goal;
}

/* The heat that decides: the worst of those that must reach the goal. */
static struct heat deciding_heat(const struct goal *goal, const struct figure *figure)
{
    struct heat sorted[HEATS], other;
    unsigned i, k;

    memcpy(sorted, figure->heat, sizeof sorted);
    for (i = 1; i < figure->heats; i++) /* the worst first: ours over theirs, falling */
        for (k = i; k > 0 && sorted[k].ours * sorted[k - 1].theirs > sorted[k - 1].ours * sorted[k].theirs;
             k--) {
            other = sorted[k];
            sorted[k] = sorted[k - 1];
            sorted[k - 1] = other;
        }
    return sorted[goal->may_miss < figure->heats ? goal->may_miss : figure->heats - 1];
}

static void goal_text(char out[32], const struct goal *goal, unsigned heats)
{
    int used = snprintf(out, 32, "%s %.3g", goal->direction == FASTER ? ">=" : "<=", goal->goal);

    if (heats > 1)
        (void)snprintf(out + used, 32 - (size_t)used, " in %u of %u",
                       heats - (goal->may_miss < heats ? goal->may_miss : 0), heats);
}

/* ----------------------------------------------------------------------------------------------------- reporting -- */

static void report(struct bench *bench, enum bench_goal name, double ours, double theirs, bool bytes)
{
    const struct goal *goal = &goals[name];
    struct figure *figure = &figures[name];
    char wish[32], note[64];

    if (figure->heats == HEATS)
        bench_die(bench, "too many heats of \"%s\"", goal->what);
    figure->bytes = bytes;
    figure->heat[figure->heats++] = (struct heat){ours, theirs};
    goal_text(wish, goal, 1);
    (void)snprintf(note, sizeof note, "(%s)%s", wish,
                   bench->quick || reaches(goal, ratio_of(goal, ours, theirs)) ? "" : "  MISSED");
    bench_row(bench, goal->what, goal->against, ours, theirs, bytes, ratio_of(goal, ours, theirs), note);
}

void bench_figure(struct bench *bench, enum bench_goal name, double ours, double theirs)
{
    report(bench, name, ours, theirs, false);
}

void bench_weight(struct bench *bench, enum bench_goal name, size_t ours, size_t limit)
{
    report(bench, name, (double)ours, (double)limit, true);
}

void bench_floor(struct bench *bench, enum bench_goal name, const char *what, double floor, double theirs)
{
    const struct goal *goal = &goals[name];

    figures[name].floor = what;
    figures[name].floor_ratio = ratio_of(goal, floor, theirs);
    bench_row(bench, goal->what, what, floor, theirs, false, figures[name].floor_ratio, "a floor");
}

void bench_no_figure(struct bench *bench, enum bench_goal name, const char *why)
{
    figures[name].skipped = why;
    bench_skip(bench, goals[name].what, why);
}

/* ------------------------------------------------------------------------------------------------------- summary -- */

/* Whether the goal is missed, for want of anything but what the machine can do. */
static bool judge(char out[128], const struct bench *bench, const struct goal *goal,
                  const struct figure *figure, double ratio)
{
    bool reached = reaches(goal, ratio),
         possible = figure->floor == NULL || reaches(goal, figure->floor_ratio);

    if (bench->quick)
        (void)snprintf(out, 128, "tried");
    else if (figure->floor == NULL)
        (void)snprintf(out, 128, "%s", reached ? "met" : "missed");
    else
        (void)snprintf(out, 128, "%s (%s: %.2f)",
                       reached    ? "met"
                       : possible ? "missed"
                                  : "out of reach",
                       figure->floor, figure->floor_ratio);
    return !bench->quick && !reached && possible;
}

static bool put_line(const struct bench *bench, FILE *out, const struct goal *goal,
                     const struct figure *figure)
{
    char wish[32], ours[32], theirs[32], verdict[128];
    struct heat heat;
    bool missed;

    goal_text(wish, goal, figure->heats);
    if (figure->skipped != NULL) {
        (void)fprintf(out, "| %s | %s | | | | %s | skipped: %s |\n", goal->what, goal->against, wish,
                      figure->skipped);
        return false;
    }
    heat = deciding_heat(goal, figure);
    missed = judge(verdict, bench, goal, figure, ratio_of(goal, heat.ours, heat.theirs));
    (void)fprintf(out, "| %s | %s | %s | %s | %.2f | %s | %s |\n", goal->what, goal->against,
                  bench_text(ours, heat.ours, figure->bytes), bench_text(theirs, heat.theirs, figure->bytes),
                  ratio_of(goal, heat.ours, heat.theirs), wish, verdict);
    return missed;
}

/* Whether a topic of the goal ran. One that did so and left the goal without a word is told of. */
static bool is_told(const struct bench *bench, size_t i, int *silent)
{
    if (!bench_has_run(bench, goals[i].topic))
        return false;
    if (figures[i].heats > 0 || figures[i].skipped != NULL)
        return true;
    (void)fprintf(stderr, "bench: %s gave no figure for \"%s\"\n", goals[i].topic, goals[i].what);
    ++*silent;
    return false;
}

int bench_summary(struct bench *bench, FILE *out)
{
    int missed = 0, silent = 0, lines = 0;
    size_t i;

    for (i = 0; i < BENCH_GOAL_COUNT; i++) {
        if (!is_told(bench, i, &silent))
            continue;
        if (lines++ == 0)
            (void)fprintf(out, "| what | against | ours | theirs | ratio | goal | verdict |\n"
                               "|---|---|---|---|---|---|---|\n");
        missed += put_line(bench, out, &goals[i], &figures[i]);
    }
    return silent > 0 ? -1 : missed;
}
