/*
 * The registry against a plain model of it (tests/plain): a long random sequence of all operations, compared after each
 * step; and models that are made wrong on purpose, whose mistake has to be found and told by a few steps.
 *
 * NNREG_MODEL_SEED and NNREG_MODEL_STEPS choose another sequence. A failure tells its seed, and the steps it comes down to.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "plain/steps.h"

Suite *model_suite(void);

static struct plain_world world;

static void begin(void)
{
    scratch_use_memory(true);
    plain_world_begin(&world);
}

static void end(void)
{
    plain_world_end(&world);
    scratch_use_memory(false);
}

static uint64_t number_from(const char *variable, uint64_t otherwise)
{
    const char *text = getenv(variable);

    return text != NULL && text[0] != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

/* With AddressSanitizer a step takes ten times as long. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
#define STEPS 1000u
#else
#define STEPS 10000u
#endif

/* Check cuts a long message: the steps are told on their own. */
static void tell(const struct plain_failure *failure, uint64_t seed)
{
    char *text = plain_steps_text(failure->steps, failure->count, seed % 2 != 0);

    fprintf(stderr, "NNREG_MODEL_SEED=%llu comes down to\n%s%s\n", (unsigned long long)seed, text,
            failure->difference);
    free(text);
}

START_TEST(registry_and_model_agree_after_each_of_ten_thousand_random_steps)
{
    uint64_t seed = number_from("NNREG_MODEL_SEED", 20261126), steps = number_from("NNREG_MODEL_STEPS", 0);
    struct plain_failure failure;

    if (steps == 0)
        steps = STEPS / fixture_share("model", 40);
    fprintf(stderr, "model: NNREG_MODEL_SEED=%llu NNREG_MODEL_STEPS=%llu\n", (unsigned long long)seed,
            (unsigned long long)steps);
    plain_try(&failure, &world, seed, steps, 0);
    if (failure.count > 0)
        tell(&failure, seed);
    ck_assert_msg(failure.count == 0, "registry and model differ after %zu steps, told above: %.1000s",
                  failure.count, failure.difference);
    plain_failure_free(&failure);
}
END_TEST

/* A mistake of the model is one of the registry, seen from the other side. */
static const char *const flaws[PLAIN_FLAWS] = {
    "the current version stays when it is deleted",
    "files that others share go",
    "update_date goes back with the clock",
    "a slug stays taken when its network is unpublished",
    "an id is used again",
    "equal names are ordered by date",
    "a dry run is in the history",
    "a merge patch replaces the metadata",
};
#define MOST_STEPS 4u /* network, spec, version, delete: that is what the first of them takes */

#define FLAW_SEED 8u

START_TEST(each_mistake_is_found_and_told_by_the_fewest_steps)
{
    struct plain_failure failure;

    if (_i % (int)fixture_stride(flaws[_i], 4) != 0)
        return;
    plain_try(&failure, &world, FLAW_SEED, 3000, 1u << _i);
    ck_assert_msg(failure.count > 0, "not found: %s", flaws[_i]);
    if (failure.count > MOST_STEPS)
        tell(&failure, FLAW_SEED);
    ck_assert_msg(failure.count <= MOST_STEPS, "%s: found by %zu steps", flaws[_i], failure.count);
    ck_assert_msg(!plain_fails(&failure, &world, FLAW_SEED, 0), "it is another one: %.1000s",
                  failure.difference);
    plain_failure_free(&failure);
}
END_TEST

Suite *model_suite(void)
{
    Suite *suite = suite_create("model");
    TCase *random = tcase_create("random");

    tcase_add_checked_fixture(random, begin, end);
    tcase_add_test(random, registry_and_model_agree_after_each_of_ten_thousand_random_steps);
    tcase_add_loop_test(random, each_mistake_is_found_and_told_by_the_fewest_steps, 0, PLAIN_FLAWS);
    suite_add_tcase(suite, random);
    return suite;
}
