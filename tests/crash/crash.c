/*
 * The crash explorer: runs each operation once, with all that it does to files recorded, and opens what a power cut at any moment of
 * it may leave. Then takes out of each run every sync, and a few orders, and fails unless that is noticed.
 *
 *     crash [--most N] [--recovery N] [--no-mutations] [--states-of-mutation N] [OPERATION…]
 *
 * Without --most all states are judged; with it, a sample of so many of each operation; --states-of-mutation is the same for each
 * mutation. It ends with 1 if anything was lost, or if all operations were tried and a mutation was noticed in none of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explore.h"
#include "mutations.h"

struct totals {
    struct explored all;
    bool failed;
};

static void record_run(struct actor *actor, const char *log)
{
    int ended;
    pid_t child = fork();

    if (child < 0)
        site_give_up("cannot start a child");
    if (child == 0) {
        actor_record(actor, log);
        _exit(0);
    }
    if (waitpid(child, &ended, 0) != child || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0)
        site_give_up("the operation %s does not end well", actor->operation->name);
}

static void add(struct explored *to, const struct explored *from)
{
    to->met += from->met;
    to->equal += from->equal;
    to->left += from->left;
    to->judged += from->judged;
    to->again += from->again;
    to->lost += from->lost;
}

static void print_row(const char *name, const struct explored *row)
{
    printf("%-14s %9llu %9llu %9llu %9llu %9llu %6llu\n", name, (unsigned long long)row->met,
           (unsigned long long)row->equal, (unsigned long long)row->left, (unsigned long long)row->judged,
           (unsigned long long)row->again, (unsigned long long)row->lost);
    if (row->lost > 0)
        printf("    lost: %s\n", row->first);
    fflush(stdout);
}

static void explore_operation(struct totals *totals, struct actor *actor, const struct operation *operation,
                              const struct exploring *how, uint64_t states_of_mutation, bool mutate)
{
    struct explored explored = {.met = 0};
    struct outcomes *outcomes = outcomes_new(true);
    char log[SITE_PATH + 8];
    struct disk disk;

    actor_prepare(actor, operation);
    disk_read(&disk, actor->disk);
    snprintf(log, sizeof log, "%s/log", actor->root);
    record_run(actor, log);
    disk_follow(&disk, log);
    explore(&explored, &disk, how, NULL, outcomes);
    print_row(operation->name, &explored);
    add(&totals->all, &explored);
    if (mutate)
        mutations_of_run(&disk, how, states_of_mutation, outcomes);
    if (getenv("NNREG_CRASH_STEPS") != NULL)
        for (uint32_t i = 0; i < disk.step_count; i++)
            printf("    %u %s\n", i, disk.steps[i].site);
    outcomes_free(outcomes);
    disk_free(&disk);
}

static bool is_asked(char **names, const char *name)
{
    if (*names == NULL)
        return true;
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    static char root[SITE_PATH];
    static struct actor actor;
    struct exploring how = {.actor = &actor, .recovery = 20};
    struct totals totals = {.failed = false};
    uint64_t states_of_mutation = 0;
    bool mutate = true;
    size_t i;

    for (argv++; argc > 1 && *argv != NULL && strncmp(*argv, "--", 2) == 0; argv++) {
        if (strcmp(*argv, "--no-mutations") == 0)
            mutate = false;
        else if (argv[1] != NULL && strcmp(*argv, "--most") == 0)
            how.most = strtoull(*++argv, NULL, 10);
        else if (argv[1] != NULL && strcmp(*argv, "--recovery") == 0)
            how.recovery = (unsigned)strtoul(*++argv, NULL, 10);
        else if (argv[1] != NULL && strcmp(*argv, "--states-of-mutation") == 0)
            states_of_mutation = strtoull(*++argv, NULL, 10);
        else
            site_give_up("what is %s?", *argv);
    }
    site_make(root, "crash", true);
    actor.root = root;
    snprintf(actor.disk, sizeof actor.disk, "%.480s/disk", root);
    snprintf(actor.dir, sizeof actor.dir, "%.480s/disk/registry", root);
    snprintf(actor.backup, sizeof actor.backup, "%.480s/disk/backup", root);
    snprintf(actor.brought, sizeof actor.brought, "%.480s/brought.zip", root);
    if (nnreg_findings_new(&actor.findings, NULL, 0) != NNREG_OK)
        site_give_up("no memory");
    printf("%-14s %9s %9s %9s %9s %9s %6s\n", "operation", "states", "equal", "left out", "judged",
           "recovery", "lost");
    for (i = 0; i < OPERATIONS; i++)
        if (is_asked(argv, operations[i].name))
            explore_operation(&totals, &actor, &operations[i], &how, states_of_mutation, mutate);
    print_row("all", &totals.all);
    totals.failed = totals.all.lost > 0;
    if (mutate && !mutations_print(*argv == NULL))
        totals.failed = true;
    nnreg_findings_free(actor.findings);
    site_remove(root);
    return totals.failed ? 1 : 0;
}
