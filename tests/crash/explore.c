/*
 * Going through the states: see explore.h. A state is known by which changes are there before it is by its bytes, since the one costs
 * nothing to tell; both lead to one verdict. Verdicts hold for later steps and for mutations of the same run, too; only what they are
 * held against differs.
 */
#include "explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "outcomes.h"
#include "record.h"

#define MARKS 16

struct run {
    struct explored *explored;
    struct disk *disk;
    const struct exploring *how;
    struct outcomes *by_changes, *by_bytes; /* the verdicts are those of the second */
    uint64_t mark[MARKS];                   /* the sum of what was acknowledged, and at which step */
    uint32_t mark_step[MARKS], marks;
    uint32_t step;
    bool *there;
    uint32_t *open; /* the changes that may be there at this step */
    uint32_t open_count;
    uint32_t
        *sure; /* without the mutation: from which step on each change was sure; NULL: there is no mutation */
    bool counting; /* only counts the states that there are to judge */
    uint64_t to_judge, one_of;
    unsigned recovered;
};

static uint64_t scatter(uint64_t value)
{
    value += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* By the steps that made the changes, which stay the same whatever order a mutation brings them into. */
static uint64_t key_of_change(const struct run *run, uint32_t i)
{
    const struct disk_change *change = &run->disk->changes[i];

    return (uint64_t)(run->disk->order[change->born] - run->disk->steps) * 2 + (change->kind == DISK_UNNAME);
}

static uint64_t key_of(const struct run *run, const struct disk_state *state)
{
    uint64_t key = 1;
    uint32_t i;

    for (i = 0; i < run->disk->change_count; i++)
        if (state->there[i])
            key = scatter(key ^ key_of_change(run, i));
    if (state->torn != DISK_NONE)
        key = scatter(key ^
                      scatter(key_of_change(run, state->torn) ^ scatter(state->from ^ scatter(state->to))));
    return key;
}

/* ------------------------------------------------------------------------------------------------ one state -- */

static void add_inner(struct explored *to, const struct explored *inner)
{
    to->met += inner->met;
    to->equal += inner->equal;
    to->left += inner->left;
    to->judged += inner->judged;
    to->again += inner->judged;
    if (inner->lost > 0 && to->lost == 0)
        snprintf(to->first, sizeof to->first, "in the recovery: %.1100s", inner->first);
    to->lost += inner->lost;
}

/* Crashes within what the judge did on the state. */
static void explore_recovery(struct run *run, struct disk *disk, const char *log)
{
    struct exploring how = *run->how;
    struct explored inner = {.met = 0};
    struct outcomes *outcomes = outcomes_new(true);

    how.recovery = 0;
    how.most = run->how->most > 0 ? run->how->most / 4 + 8 : EXPLORE_RECOVERY;
    disk_follow(disk, log);
    explore(&inner, disk, &how, NULL, outcomes);
    add_inner(run->explored, &inner);
    outcomes_free(outcomes);
}

static struct verdict *judge_state(struct run *run, const struct disk_state *state)
{
    struct verdict *verdict = malloc(sizeof *verdict);
    struct actor *actor = run->how->actor;
    bool again = run->recovered < run->how->recovery &&
                 run->explored->judged >= (run->recovered + 1) * EXPLORE_BETWEEN;
    struct disk disk;
    char log[SITE_PATH + 16];

    site_remove(actor->disk);
    if (verdict == NULL || mkdir(actor->disk, 0755) != 0)
        site_give_up("cannot make %s", actor->disk);
    (void)disk_make(run->disk, state, actor->disk);
    snprintf(log, sizeof log, "%s/log-again", actor->root);
    if (again)
        disk_read(&disk, actor->disk);
    actor_judge(verdict, actor, again ? log : NULL);
    run->explored->judged++;
    if (again) {
        run->recovered++;
        if (verdict->sound)
            explore_recovery(run, &disk, log);
        disk_free(&disk);
    }
    return verdict;
}

/* NULL: it is not judged. */
static struct verdict *find_verdict(struct run *run, const struct disk_state *state, bool *known)
{
    uint64_t key = key_of(run, state);
    struct verdict **place = outcome_at(run->by_changes, key, known), **same;
    bool equal;

    if (*known)
        return *place;
    if (run->counting || (run->one_of > 1 && scatter(key) % run->one_of != 0)) {
        run->to_judge++;
        return NULL;
    }
    same = outcome_at(run->by_bytes, disk_make(run->disk, state, NULL), &equal);
    *known = equal;
    if (!equal)
        *same = judge_state(run, state);
    *place = *same;
    return *place;
}

/* ----------------------------------------------------------------------------------------------- the verdict -- */

/* The marks that are reached at this step; what was acknowledged by the last one must be there, or what comes next. */
static bool is_allowed(const struct run *run, uint64_t text)
{
    uint32_t reached = 0;

    while (reached < run->marks && run->mark_step[reached] <= run->step)
        reached++;
    return (reached > 0 && run->mark[reached - 1] == text) ||
           (reached < run->marks && run->mark[reached] == text);
}

static void tell_lost(struct run *run, const struct disk_state *state, const struct verdict *verdict)
{
    char *out = run->explored->first;
    size_t room = sizeof run->explored->first, used;
    uint32_t i;

    used = (size_t)snprintf(out, room, "after \"%s\" (step %u of %u): %s; not on the device:",
                            run->step < run->disk->step_count ? run->disk->order[run->step]->site : "nothing",
                            run->step, run->disk->step_count,
                            verdict->sound ? "it is neither as acknowledged nor as it would be next"
                                           : verdict->message);
    for (i = 0; i < run->open_count && used < room - 1; i++) {
        const struct disk_change *change = &run->disk->changes[run->open[i]];

        if (!state->there[run->open[i]])
            used += (size_t)snprintf(out + used, room - used, " [%s%s]", run->disk->order[change->born]->site,
                                     change->kind == DISK_UNNAME ? ", the old name" : "");
    }
    if (state->torn != DISK_NONE && used < room - 1)
        snprintf(out + used, room - used, " [of %s all but %llu to %llu]",
                 run->disk->order[run->disk->changes[state->torn].born]->site,
                 (unsigned long long)state->from, (unsigned long long)state->to);
}

/* Whether it is a state that the mutation alone has brought: without it what is missing would have been sure by then. */
static bool is_of_mutation(const struct run *run, const struct disk_state *state)
{
    uint32_t i;

    if (run->disk->moved_to > 0)
        return run->step >= run->disk->moved_from && run->step <= run->disk->moved_to;
    for (i = 0; i < run->open_count; i++)
        if ((!run->there[run->open[i]] || run->open[i] == state->torn) &&
            run->sure[run->open[i]] <= run->step)
            return true;
    return false;
}

/* Whether to go on. */
static bool meet(struct run *run, struct disk_state *state)
{
    struct verdict *verdict;
    bool known;
    uint32_t i;

    for (i = 0; i < run->disk->change_count; i++) /* what needs another one that is not there */
        if (run->there[i] && run->disk->changes[i].needs != DISK_NONE &&
            !run->there[run->disk->changes[i].needs])
            return true;
    if (run->sure != NULL && !is_of_mutation(run, state))
        return true;
    state->there = run->there;
    verdict = find_verdict(run, state, &known);
    if (run->counting)
        return true;
    run->explored->met++;
    if (verdict == NULL) {
        run->explored->left++;
        return true;
    }
    run->explored->equal += known;
    if (verdict->sound && is_allowed(run, verdict->text))
        return true;
    if (run->explored->lost++ == 0)
        tell_lost(run, state, verdict);
    return !run->how->until_lost;
}

/* -------------------------------------------------------------------------------------------- the states at a step -- */

static void set_open(struct run *run, bool value)
{
    uint32_t i;

    for (i = 0; i < run->open_count; i++)
        run->there[run->open[i]] = value;
}

static bool meet_whole(struct run *run)
{
    struct disk_state state = {.torn = DISK_NONE};

    return meet(run, &state);
}

static bool meet_subsets(struct run *run)
{
    uint32_t subset, i;

    for (subset = 0; subset < UINT32_C(1) << run->open_count; subset++) {
        for (i = 0; i < run->open_count; i++)
            run->there[run->open[i]] = (subset >> i & 1) != 0;
        if (!meet_whole(run))
            return false;
    }
    return true;
}

static bool is_of_name(const struct run *run, uint32_t i)
{
    return run->disk->changes[run->open[i]].kind >= DISK_NAME;
}

/* Each one alone, or each one missing. */
static bool meet_singles(struct run *run, bool alone)
{
    uint32_t i;

    for (i = 0; i < run->open_count; i++) {
        set_open(run, !alone);
        run->there[run->open[i]] = alone;
        if (!meet_whole(run))
            return false;
    }
    set_open(run, alone);
    if (!meet_whole(run))
        return false;
    for (i = 0; i < run->open_count; i++)
        run->there[run->open[i]] = is_of_name(run, i) == alone;
    return meet_whole(run);
}

/* Cuts a write at a sector: what is before, and what is behind. */
static bool meet_cut(struct run *run, uint32_t torn, uint64_t at)
{
    struct disk_state before = {.torn = torn, .to = at};
    struct disk_state behind = {.torn = torn, .from = at, .to = run->disk->changes[torn].size};

    return at == 0 || at >= behind.to || (meet(run, &before) && meet(run, &behind));
}

static bool meet_torn(struct run *run, bool others)
{
    uint32_t i;

    for (i = 0; i < run->open_count; i++) {
        uint32_t torn = run->open[i];
        uint64_t size = run->disk->changes[torn].size;

        if (run->disk->changes[torn].kind != DISK_BYTES)
            continue;
        set_open(run, others);
        run->there[torn] = true;
        if (!meet_cut(run, torn, 512) || !meet_cut(run, torn, 4096) ||
            !meet_cut(run, torn, size / 1024 * 512) || !meet_cut(run, torn, (size - 1) / 512 * 512))
            return false;
    }
    return true;
}

static bool meet_step(struct run *run)
{
    uint32_t i;

    run->open_count = 0;
    for (i = 0; i < run->disk->change_count; i++) {
        const struct disk_change *change = &run->disk->changes[i];

        run->there[i] = change->born <= run->step && change->sure <= run->step;
        if (change->born <= run->step && change->sure > run->step)
            run->open[run->open_count++] = i;
    }
    if (run->open_count <= EXPLORE_ALL) {
        if (!meet_subsets(run))
            return false;
    } else if (!meet_singles(run, false) || !meet_singles(run, true))
        return false;
    return meet_torn(run, true) && meet_torn(run, false);
}

/* At a step that makes nothing new possible there is no state that was not there before. */
static bool meet_steps(struct run *run)
{
    uint32_t next = 0;

    for (run->step = 0; run->step < run->disk->step_count; run->step++) {
        bool changes = run->disk->order[run->step]->entry->call == CRASH_MARK;

        for (; next < run->disk->change_count && run->disk->changes[next].born <= run->step; next++)
            changes = true;
        if (changes && !meet_step(run))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------ the whole -- */

static void find_marks(struct run *run)
{
    uint32_t i;

    for (i = 0; i < run->disk->step_count; i++) {
        if (run->disk->order[i]->entry->call != CRASH_MARK)
            continue;
        if (run->marks == MARKS)
            site_give_up("more than %d acknowledgements in a run", MARKS);
        run->mark_step[run->marks] = i;
        run->mark[run->marks++] = actor_sum((const char *)run->disk->order[i]->bytes);
    }
}

/* How many states there are, which says which part of them is judged. */
static void choose_sample(struct run *run)
{
    run->counting = true;
    run->by_changes = outcomes_new(false);
    (void)meet_steps(run);
    outcomes_free(run->by_changes);
    run->counting = false;
    run->one_of = run->to_judge / run->how->most + 1;
}

static void settle_mutation(struct run *run, const struct disk_mutation *mutation)
{
    uint32_t i;

    run->sure = calloc(run->disk->change_count + 1, sizeof *run->sure);
    if (run->sure == NULL)
        site_give_up("no memory");
    for (i = 0; i < run->disk->change_count; i++)
        run->sure[i] = run->disk->changes[i].sure;
    disk_settle(run->disk, mutation);
}

void explore(struct explored *explored, struct disk *disk, const struct exploring *how,
             const struct disk_mutation *mutation, struct outcomes *outcomes)
{
    struct run run = {.explored = explored, .disk = disk, .how = how, .by_bytes = outcomes};

    disk_settle(disk, NULL);
    if (mutation != NULL)
        settle_mutation(&run, mutation);
    run.there = calloc(disk->change_count + 1, sizeof *run.there);
    run.open = calloc(disk->change_count + 1, sizeof *run.open);
    if (run.there == NULL || run.open == NULL)
        site_give_up("no memory");
    find_marks(&run);
    if (how->most > 0)
        choose_sample(&run);
    run.by_changes = outcomes_new(false);
    (void)meet_steps(&run);
    outcomes_free(run.by_changes);
    free(run.there);
    free(run.open);
    free(run.sure);
}
