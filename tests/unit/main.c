/*
 * The unit tests as one program: runs every suite of suites.h, or those that the environment variable NNREG_SUITE
 * names, or of all every fourth, beginning with the second, for NNREG_PART=2/4: so four processes run all of them. With
 * NNREG_ENGINE=memory or postgresql, those that are about no engine, on the engine of memory_engine.c or postgresql_fixture.h.
 * With NNREG_FORK=suite, a child process for each suite, else one for each test, as Check does. Compiled with NNREG_THREADS_ALONE (tests/meta/tsan.sh) it
 * has the suites with threads and no others.
 * Exit status 0 when at least one test ran and none failed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_engine.h"
#include "pg_server.h"
#include "postgresql_fixture.h"
#include "store_fixture.h"
#include "suite_child.h"
#include "unit/suites.h"

#ifdef NNREG_THREADS_ALONE
#define SUITES(X) NNREG_THREAD_SUITES(X)
#else
#define SUITES(X) NNREG_TEST_SUITES(X)
#endif

#define DECLARE(topic) Suite *topic##_suite(void);
SUITES(DECLARE)
#undef DECLARE

static const struct {
    const char *topic;
    Suite *(*make)(void);
} suites[] = {
#define ROW(topic) {#topic, topic##_suite},
    SUITES(ROW)
#undef ROW
};

/* Those that run on any engine. */
static const char *const neutral[] = {
#define TOPIC(topic) #topic,
    NNREG_NEUTRAL_SUITES(TOPIC)
#undef TOPIC
};

static bool is_neutral(const char *topic)
{
    size_t i = 0;

    while (i < sizeof neutral / sizeof *neutral && strcmp(neutral[i], topic) != 0)
        i++;
    return i < sizeof neutral / sizeof *neutral;
}

/* Which suites are asked for. */
struct choice {
    const char *only; /* names, with spaces between; NULL: all */
    unsigned part, parts;
};

static bool read_choice(struct choice *choice)
{
    const char *part = getenv("NNREG_PART");
    char rest;

    choice->only = getenv("NNREG_SUITE");
    if (choice->only != NULL && *choice->only == '\0')
        choice->only = NULL;
    choice->part = choice->parts = 1;
    if (part == NULL || *part == '\0')
        return true;
    return sscanf(part, "%u/%u%c", &choice->part, &choice->parts, &rest) == 2 && choice->part > 0 &&
           choice->part <= choice->parts;
}

/* Whether `topic` is one of the words of `names`. */
static bool is_named(const char *names, const char *topic)
{
    size_t size = strlen(topic), word;

    for (; *names != '\0'; names += word + strspn(names + word, " ")) {
        word = strcspn(names, " ");
        if (word == size && memcmp(names, topic, size) == 0)
            return true;
    }
    return false;
}

static bool is_chosen(const struct choice *choice, size_t i)
{
    return i % choice->parts == choice->part - 1 && (store_is_default() || is_neutral(suites[i].topic)) &&
           (choice->only == NULL || is_named(choice->only, suites[i].topic));
}

/* All in one runner of Check; the number of those that failed. */
static int run_together(int *ran, const struct choice *choice)
{
    SRunner *runner = srunner_create(NULL);
    size_t i;
    int failed;

    for (i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
        if (is_chosen(choice, i))
            srunner_add_suite(runner, suites[i].make());
    srunner_run_all(runner, CK_NORMAL);
    *ran = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}

static int run_each(int *ran, const struct choice *choice)
{
    size_t i;
    int failed = 0;

    *ran = 0;
    for (i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
        if (is_chosen(choice, i) && !suite_child_run(ran, suites[i].topic, suites[i].make))
            failed++;
    return failed;
}

static bool run(const struct choice *choice)
{
    int ran, failed = suite_child_is_wanted() ? run_each(&ran, choice) : run_together(&ran, choice);

    if (ran == 0)
        fprintf(stderr, "no test ran: does NNREG_SUITE name a suite of suites.h?\n");
    return ran > 0 && failed == 0;
}

/* NULL: there is none of that name. */
static const struct nnreg_kv_engine *named_engine(const char *name)
{
    return strcmp(name, memory_engine.name) == 0 ? &memory_engine
           : strcmp(name, "postgresql") == 0     ? postgresql_test_engine()
                                                 : NULL;
}

/* Whether a suite is run that needs the server of PostgreSQL, which has to be started before any child is. */
static bool wants_server(const struct choice *choice)
{
    size_t i = 0;

    if (postgresql_test_engine() == NULL)
        return false;
    while (i < sizeof suites / sizeof *suites &&
           (strcmp(suites[i].topic, "postgresql") != 0 || !is_chosen(choice, i)))
        i++;
    return i < sizeof suites / sizeof *suites ||
           (!store_is_default() && strcmp(getenv("NNREG_ENGINE"), "postgresql") == 0);
}

int main(void)
{
    const struct nnreg_kv_engine *engine = store_is_default() ? NULL : named_engine(getenv("NNREG_ENGINE"));
    struct choice choice;
    const char *why;

    if (!store_is_default() && engine == NULL) {
        fprintf(stderr,
                "NNREG_ENGINE=%s is no engine: there are memory and, with configure --with-postgresql, "
                "postgresql\n",
                getenv("NNREG_ENGINE"));
        return EXIT_FAILURE;
    }
    nnreg_kv_use_engine(engine);
    if (!read_choice(&choice)) {
        fprintf(stderr, "NNREG_PART=%s is no part: it is M/N, with M from 1 to N\n", getenv("NNREG_PART"));
        return EXIT_FAILURE;
    }
    if (wants_server(&choice) && !pg_server_start(&why)) {
        printf("skipped: %s\n", why);
        if (!store_is_default())
            return 77;
    }
    return run(&choice) ? EXIT_SUCCESS : EXIT_FAILURE;
}
