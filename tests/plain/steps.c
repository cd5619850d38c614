/* See steps.h. Shrinking is by halves, quarters … of the sequence, then step by step: ddmin (Zeller, Hildebrandt 2002). */
#include "plain/steps.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const plain_operations[PLAIN_OPERATIONS] = {
    [PLAIN_CREATE_NETWORK] = "create network",
    [PLAIN_UPDATE_NETWORK] = "update network",
    [PLAIN_DELETE_NETWORK] = "delete network",
    [PLAIN_PUBLISH] = "publish network",
    [PLAIN_UNPUBLISH] = "unpublish network",
    [PLAIN_CREATE_SPEC] = "create spec",
    [PLAIN_UPDATE_SPEC] = "update spec",
    [PLAIN_DELETE_SPEC] = "delete spec",
    [PLAIN_CREATE_VERSION] = "create version",
    [PLAIN_DELETE_VERSION] = "delete version",
    [PLAIN_UPDATE_TASK] = "update task",
    [PLAIN_PUBLISH_SPEC] = "publish spec",
    [PLAIN_UNPUBLISH_SPEC] = "unpublish spec",
    [PLAIN_REOPEN] = "close and open",
    [PLAIN_EXPORT_IMPORT] = "export all and import it",
    [PLAIN_SETTING] = "change the setting",
    [PLAIN_CHECKOUT] = "check out network",
    [PLAIN_GC] = "gc",
    [PLAIN_FSCK] = "fsck",
    [PLAIN_COMPACT] = "compact",
    [PLAIN_BACKUP] = "backup",
};

/* --------------------------------------------------------------------------------------------------- random -- */

/* How often an operation is chosen, and of which kind its object is. */
static const struct {
    unsigned weight;
    enum plain_kind kind;
    bool updates;
} odds[PLAIN_OPERATIONS] = {
    [PLAIN_CREATE_NETWORK] = {8, PLAIN_NETWORK, false}, [PLAIN_UPDATE_NETWORK] = {14, PLAIN_NETWORK, true},
    [PLAIN_DELETE_NETWORK] = {8, PLAIN_NETWORK, false}, [PLAIN_PUBLISH] = {8, PLAIN_NETWORK, false},
    [PLAIN_UNPUBLISH] = {6, PLAIN_NETWORK, false},      [PLAIN_CREATE_SPEC] = {5, PLAIN_SPEC, false},
    [PLAIN_UPDATE_SPEC] = {10, PLAIN_SPEC, true},       [PLAIN_DELETE_SPEC] = {5, PLAIN_SPEC, false},
    [PLAIN_CREATE_VERSION] = {20, PLAIN_SPEC, false},   [PLAIN_DELETE_VERSION] = {5, PLAIN_VERSION, false},
    [PLAIN_UPDATE_TASK] = {10, PLAIN_TASK, true},       [PLAIN_REOPEN] = {1, PLAIN_NETWORK, false},
    [PLAIN_EXPORT_IMPORT] = {1, PLAIN_NETWORK, false},  [PLAIN_SETTING] = {1, PLAIN_NETWORK, false},
    [PLAIN_CHECKOUT] = {1, PLAIN_NETWORK, false},       [PLAIN_GC] = {1, PLAIN_NETWORK, false},
    [PLAIN_FSCK] = {1, PLAIN_NETWORK, false},           [PLAIN_COMPACT] = {1, PLAIN_NETWORK, false},
    [PLAIN_BACKUP] = {1, PLAIN_NETWORK, false},         [PLAIN_PUBLISH_SPEC] = {5, PLAIN_SPEC, false},
    [PLAIN_UNPUBLISH_SPEC] = {4, PLAIN_SPEC, false},
};

/* So many of a kind, and the next step that would make one deletes one. */
static const size_t crowded[PLAIN_KINDS] = {14, 8, 24, 14};

static unsigned random_id(uint64_t *random, const struct plain_model *model, enum plain_kind kind)
{
    size_t count = model->count[kind];

    if (count == 0 || plain_random(random, 10) == 0)
        return (unsigned)plain_random(random, model->next[kind] + 2); /* one that is gone, to come, or 0 */
    return (unsigned)model->objects[kind][plain_random(random, count)].id;
}

static enum plain_operation random_operation(uint64_t *random, const struct plain_model *model)
{
    unsigned total = 0, at, i;

    for (i = 0; i < PLAIN_OPERATIONS; i++)
        total += odds[i].weight;
    at = (unsigned)plain_random(random, total);
    for (i = 0; at >= odds[i].weight; i++)
        at -= odds[i].weight;
    if (i == PLAIN_CREATE_NETWORK && model->count[PLAIN_NETWORK] >= crowded[PLAIN_NETWORK])
        return PLAIN_DELETE_NETWORK;
    if (i == PLAIN_CREATE_SPEC && model->count[PLAIN_SPEC] >= crowded[PLAIN_SPEC])
        return PLAIN_DELETE_SPEC;
    if (i == PLAIN_CREATE_VERSION && model->count[PLAIN_VERSION] >= crowded[PLAIN_VERSION])
        return PLAIN_DELETE_VERSION;
    return (enum plain_operation)i;
}

static unsigned random_members(uint64_t *random, enum plain_operation operation)
{
    static const unsigned known[PLAIN_OPERATIONS] = {
        [PLAIN_UPDATE_NETWORK] = PLAIN_NAME | PLAIN_METADATA | PLAIN_DESCRIPTION,
        [PLAIN_UPDATE_SPEC] = PLAIN_NAME | PLAIN_METADATA | PLAIN_DESCRIPTION | PLAIN_CURRENT,
        [PLAIN_UPDATE_TASK] = PLAIN_STATUS | PLAIN_ERROR};
    unsigned members = (unsigned)plain_random(random, 64) & known[operation];

    /* Mostly without a description: a network takes none. */
    return plain_random(random, 3) > 0 ? members & ~(unsigned)PLAIN_DESCRIPTION : members;
}

static enum plain_fault random_fault(uint64_t *random, enum plain_operation operation)
{
    enum plain_fault fault =
        plain_random(random, 8) == 0 ? (enum plain_fault)plain_random(random, PLAIN_FAULTS) : PLAIN_SOUND;

    if (operation == PLAIN_CREATE_NETWORK)
        return fault == PLAIN_IMMUTABLE ? PLAIN_SOUND : fault;
    if (operation == PLAIN_CREATE_SPEC || operation == PLAIN_CREATE_VERSION)
        return fault == PLAIN_READ_ONLY || fault == PLAIN_UNKNOWN ? fault : PLAIN_SOUND;
    return fault >= PLAIN_NO_TENSOR ? PLAIN_SOUND : fault;
}

/* Seconds by which the clock moves: it mostly goes on, stands still often, and is set back now and then. */
static int random_seconds(uint64_t *random)
{
    static const int seconds[] = {0, 0, 0, 1, 1, 1, 2, 60, -1, -30};

    return seconds[plain_random(random, PLAIN_COUNT(seconds))];
}

/* Postprocessings that fit the spec, mostly. */
static unsigned random_entries(uint64_t *random, const struct plain_model *model, unsigned spec_id)
{
    static const unsigned char fitting[PLAIN_COUNT(plain_outputs)][3] = {{0, 1, 0}, {3, 4, 3}, {6, 7, 7}};
    const struct plain_object *spec = plain_find(model, PLAIN_SPEC, spec_id);

    if (spec == NULL || plain_random(random, 6) == 0)
        return (unsigned)plain_random(random, PLAIN_COUNT(plain_entries));
    return fitting[spec->bundle][plain_random(random, 3)];
}

struct plain_step plain_step_random(uint64_t *random, const struct plain_model *model)
{
    struct plain_step step = {.operation = random_operation(random, model)};
    enum plain_kind kind;

    step.id = random_id(random, model, odds[step.operation].kind);
    step.other =
        random_id(random, model, step.operation == PLAIN_CREATE_VERSION ? PLAIN_SPEC : PLAIN_VERSION);
    step.third = random_id(random, model, PLAIN_NETWORK);
    step.name = (unsigned)plain_random(random, PLAIN_NAME_COUNT);
    step.description = (unsigned)plain_random(random, PLAIN_COUNT(plain_descriptions));
    step.metadata = (unsigned)plain_random(random, PLAIN_METADATA_COUNT);
    step.slug = (unsigned)plain_random(random, plain_random(random, 4) == 0 ? PLAIN_COUNT(plain_slugs)
                                                                            : PLAIN_GOOD_SLUGS);
    step.actor = (unsigned)plain_random(random, PLAIN_COUNT(plain_actors));
    step.members = random_members(random, step.operation);
    step.bundle = step.operation == PLAIN_CREATE_VERSION ? random_entries(random, model, step.other)
                                                         : (unsigned)plain_random(random, 12);
    step.tensor =
        plain_random(random, 6) == 0 ? (unsigned)plain_random(random, PLAIN_TENSORS) : PLAIN_TENSOR_GIVEN_OUT;
    step.status = (unsigned)plain_random(random, PLAIN_COUNT(plain_statuses));
    step.error = (unsigned)plain_random(random, PLAIN_COUNT(plain_errors));
    step.fault = random_fault(random, step.operation);
    step.date =
        plain_random(random, 6) == 0 ? (enum plain_date)plain_random(random, PLAIN_DATES) : PLAIN_ANY_DATE;
    step.declares = plain_random(random, 2) == 0;
    step.by_key = plain_random(random, 3) == 0;
    step.merge = odds[step.operation].updates && plain_random(random, 2) == 0;
    step.dry_run = plain_deletes(step.operation) && plain_random(random, 8) == 0;
    step.move = plain_publishes(step.operation) && plain_random(random, 3) == 0;
    if (plain_changes_public(step.operation, &kind)) {
        step.withdraw = plain_random(random, 3) == 0;
        step.by_slug = plain_random(random, 4) == 0;
    }
    step.seconds = random_seconds(random);
    return step;
}

/* --------------------------------------------------------------------------------------------------- telling -- */

char *plain_steps_text(const struct plain_step *steps, size_t count, bool mutable_description)
{
    static struct plain_file files[PLAIN_BUNDLES][PLAIN_FILES];
    struct plain_model *model = malloc(sizeof *model);
    struct plain_answer *answer = malloc(sizeof *answer);
    char *text;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(model);
    ck_assert_ptr_nonnull(answer);
    ck_assert_ptr_nonnull(out);
    plain_model_init(model, (const struct plain_file(*)[PLAIN_FILES])files, mutable_description, 0);
    for (i = 0; i < count; i++) {
        const struct plain_step *step = &steps[i];
        char *json = plain_step_json(model, step);

        fprintf(out, "%3zu. %+d s, %s", i + 1, step->seconds, plain_operations[step->operation]);
        if (step->operation < PLAIN_REOPEN || step->operation == PLAIN_CHECKOUT)
            fprintf(out, " %u%s%s%s%s%s%s %s", step->id, step->by_slug ? " by slug " : "",
                    step->by_slug ? plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)] : "",
                    step->merge ? ", merging" : "", step->dry_run ? ", dry run" : "",
                    step->move       ? ", moving"
                    : step->withdraw ? ", withdrawing"
                                     : "",
                    step->date == PLAIN_STALE_DATE     ? ", stale date"
                    : step->date == PLAIN_PRESENT_DATE ? ", present date"
                                                       : "",
                    plain_publishes(step->operation) ? plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)]
                                                     : json);
        if (step->operation == PLAIN_CREATE_NETWORK)
            fprintf(out, " with model %u%s", step->bundle % PLAIN_BUNDLES,
                    step->fault == PLAIN_NO_INDEX ? " without its index" : "");
        fputc('\n', out);
        free(json);
        plain_apply(model, step, answer);
    }
    ck_assert_int_eq(fclose(out), 0);
    plain_model_free(model);
    free(model);
    free(answer);
    return text;
}

/* -------------------------------------------------------------------------------------------------- shrinking -- */

struct shrinking {
    struct plain_world *world;
    bool mutable_description;
    unsigned flaws;
    struct plain_failure *failure;
};

/* Whether these steps show a difference, in an answer or in the end; it is then noted in the failure. */
static bool fails(struct shrinking *shrinking, const struct plain_step *steps, size_t count)
{
    struct plain_run *run = malloc(sizeof *run);
    bool same = true;
    size_t i;

    ck_assert_ptr_nonnull(run);
    plain_run_begin(run, shrinking->world, shrinking->mutable_description, shrinking->flaws);
    for (i = 0; i < count && same; i++)
        same = plain_make(run, &steps[i]);
    same = same && plain_compare_all(run);
    if (!same)
        memcpy(shrinking->failure->difference, run->difference, sizeof run->difference);
    plain_run_end(run);
    free(run);
    return !same;
}

static void take(struct plain_failure *failure, const struct plain_step *steps, size_t count)
{
    memcpy(failure->steps, steps, count * sizeof *steps);
    failure->count = count;
}

static void lower(unsigned *id)
{
    *id -= *id > 1;
}

/* What a step that makes an object is left out for: those of its kind that come later have one id less. */
static void lower_ids(struct plain_step *steps, size_t count, enum plain_kind kind)
{
    size_t i;

    for (i = 0; i < count; i++) {
        bool attaches = steps[i].operation == PLAIN_CREATE_VERSION;

        if (odds[steps[i].operation].kind == kind ||
            (kind == PLAIN_NETWORK && odds[steps[i].operation].kind == PLAIN_TASK))
            lower(&steps[i].id);
        if (kind == (attaches ? PLAIN_SPEC : PLAIN_VERSION))
            lower(&steps[i].other);
        if (kind == PLAIN_NETWORK && attaches)
            lower(&steps[i].third);
    }
}

static bool still_fails_with_lower_ids(struct shrinking *shrinking, struct plain_step *steps, size_t count,
                                       size_t from, const struct plain_step *without)
{
    if (without->operation != PLAIN_CREATE_NETWORK && without->operation != PLAIN_CREATE_SPEC &&
        without->operation != PLAIN_CREATE_VERSION)
        return false;
    lower_ids(steps + from, count - from,
              without->operation == PLAIN_CREATE_VERSION ? PLAIN_VERSION : odds[without->operation].kind);
    return fails(shrinking, steps, count);
}

/* Leaves out pieces of this many steps, wherever that still fails. Whether one could be. */
static bool leave_out(struct shrinking *shrinking, size_t piece)
{
    struct plain_failure *failure = shrinking->failure;
    struct plain_step *fewer = calloc(failure->count + 1, sizeof *fewer);
    size_t at = 0;
    bool any = false;

    ck_assert_ptr_nonnull(fewer);
    while (at < failure->count && failure->count > 1) {
        size_t cut = failure->count - at < piece ? failure->count - at : piece, left = failure->count - cut;
        struct plain_step without = failure->steps[at];

        memcpy(fewer, failure->steps, at * sizeof *fewer);
        memcpy(fewer + at, failure->steps + at + cut, (left - at) * sizeof *fewer);
        if (left > 0 && (fails(shrinking, fewer, left) ||
                         (piece == 1 && still_fails_with_lower_ids(shrinking, fewer, left, at, &without)))) {
            take(failure, fewer, left);
            any = true;
        } else {
            at += cut;
        }
    }
    free(fewer);
    return any;
}

#define WAYS 19 /* of making a step plainer */

/* Makes a step plainer in one way; false: it is so plain already. */
static bool make_plain(struct plain_step *step, unsigned way)
{
    unsigned *const numbers[] = {&step->name,    &step->description, &step->metadata, &step->actor,
                                 &step->members, &step->bundle,      &step->tensor,   &step->other,
                                 &step->third,   &step->id,          &step->status};
    bool *const flags[] = {&step->merge, &step->dry_run,  &step->by_key,
                           &step->move,  &step->withdraw, &step->by_slug};
    bool any;

    if (way < PLAIN_COUNT(numbers)) {
        any = *numbers[way] != 0;
        *numbers[way] = 0;
    } else if (way < PLAIN_COUNT(numbers) + PLAIN_COUNT(flags)) {
        any = *flags[way - PLAIN_COUNT(numbers)];
        *flags[way - PLAIN_COUNT(numbers)] = false;
    } else if (way < WAYS - 1) {
        any = step->fault != PLAIN_SOUND || step->date != PLAIN_ANY_DATE;
        step->fault = PLAIN_SOUND;
        step->date = PLAIN_ANY_DATE;
    } else {
        any = step->seconds != 0;
        step->seconds = 0;
    }
    return any;
}

static void make_plainer(struct shrinking *shrinking)
{
    struct plain_failure *failure = shrinking->failure;
    size_t i;
    unsigned way;

    for (i = 0; i < failure->count; i++)
        for (way = 0; way < WAYS; way++) {
            struct plain_step before = failure->steps[i];

            if (make_plain(&failure->steps[i], way) && !fails(shrinking, failure->steps, failure->count))
                failure->steps[i] = before;
        }
}

static void shrink(struct shrinking *shrinking)
{
    struct plain_failure *failure = shrinking->failure;
    size_t piece;

    for (piece = failure->count / 2; piece > 1; piece /= 2)
        (void)leave_out(shrinking, piece);
    while (leave_out(shrinking, 1))
        ;
    make_plainer(shrinking);
    while (leave_out(shrinking, 1))
        ;
    (void)fails(shrinking, failure->steps, failure->count); /* for the difference that is told */
}

/* ---------------------------------------------------------------------------------------------------- trying -- */

#define ALL_EACH 64 /* steps; in between what a step can have changed is compared, and some lists */

void plain_try(struct plain_failure *failure, struct plain_world *world, uint64_t seed, size_t count,
               unsigned flaws)
{
    struct shrinking shrinking = {world, seed % 2 != 0, flaws, failure};
    struct plain_run *run = malloc(sizeof *run);
    uint64_t random = seed * 0x9e3779b97f4a7c15u + 1;
    bool same = true;
    size_t made;

    memset(failure, 0, sizeof *failure);
    failure->steps = calloc(count, sizeof *failure->steps);
    ck_assert_ptr_nonnull(run);
    ck_assert_ptr_nonnull(failure->steps);
    plain_run_begin(run, world, shrinking.mutable_description, flaws);
    for (made = 0; made < count && same; made++) {
        failure->steps[made] = plain_step_random(&random, &run->model);
        same = plain_make(run, &failure->steps[made]) && plain_compare(run) &&
               ((made % ALL_EACH != 0 && made + 1 < count) || plain_compare_all(run));
    }
    memcpy(failure->difference, run->difference, sizeof run->difference);
    plain_run_end(run);
    free(run);
    failure->count = same ? 0 : made;
    if (!same &&
        fails(&shrinking, failure->steps, made)) /* else only some of the lists show it: it stays as it is */
        shrink(&shrinking);
}

bool plain_fails(struct plain_failure *failure, struct plain_world *world, uint64_t seed, unsigned flaws)
{
    struct shrinking shrinking = {world, seed % 2 != 0, flaws, failure};

    return fails(&shrinking, failure->steps, failure->count);
}

void plain_failure_free(struct plain_failure *failure)
{
    free(failure->steps);
}
