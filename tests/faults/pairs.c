/*
 * usage: pairs [--complete]
 *
 * Two processes that open one registry, change it, and close it: the first is paused at its k-th file call, the second
 * is started and comes as far as it can (it waits for a lock, or is done) or is paused at its own j-th; then the
 * first is killed. The second must go on, or fail sensibly; what either has acknowledged must be there, and whoever opens the
 * registry next finds it sound. For all k, which takes in every call of opening and of closing; of the pairs (k, j) each
 * STRIDEth, or with --complete all of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"

#define MOST_CALLS 400 /* that a process makes: more is a mistake here */
#define STRIDE     101 /* a prime, so that it falls on other pairs in each row */

static struct faults_site site;

/* What must be in each network: its value, and where it is not known whether a change was made, the other one. */
static struct {
    unsigned long must, may;
} expected[3];

static unsigned long last_value;

/* One of the two processes: which network it changes, to what. */
struct one {
    struct process process;
    unsigned network;
    unsigned long value;
    bool acknowledged;
};

static void start(struct one *one, unsigned network, unsigned long pause_at, bool writes)
{
    char update[80];
    struct plan plan = {.action = "wait", .at = pause_at};
    const char *commands[] = {"open", update, "close", NULL};

    *one = (struct one){.network = network, .value = ++last_value};
    snprintf(update, sizeof update, writes ? "update %u n %lu" : "show", network, one->value);
    process_start(&one->process, &site, PLACE_HERE, pause_at > 0 ? &plan : NULL, commands);
    process_no_more(&one->process);
    if (writes)
        expected[network].may = one->value;
}

/* Reads what it has answered: the second answer is that of the change. */
static void hear(struct one *one, const char *who, unsigned long k, unsigned long j)
{
    char line[PROCESS_LINE];
    unsigned answers = 0;

    while (process_answer(&one->process, line)) {
        if (strncmp(line, "0", 1) != 0)
            faults_wrong("k = %lu, j = %lu: the %s process says: %s", k, j, who, line);
        if (++answers == 2 && line[0] == '0' && expected[one->network].may == one->value) {
            expected[one->network].must = one->value;
            one->acknowledged = true;
        }
    }
}

static void end_well(struct one *one, unsigned long k, unsigned long j)
{
    int status;

    hear(one, "second", k, j);
    status = process_end(&one->process);
    if (status != 0)
        faults_wrong("k = %lu, j = %lu: the second process ended with wait status 0x%x", k, j,
                     (unsigned)status);
}

static void compare(struct process *process, unsigned network, unsigned long k, unsigned long j)
{
    char command[32], line[PROCESS_LINE];
    unsigned long value = 0;

    snprintf(command, sizeof command, "get %u", network);
    process_tell(process, "%s", command);
    if (!process_answer(process, line) || sscanf(line, "0 n %lu", &value) != 1)
        faults_wrong("k = %lu, j = %lu: network %u: %s", k, j, network, line);
    else if (value != expected[network].must && value != expected[network].may)
        faults_wrong(
            "k = %lu, j = %lu: network %u must have value %lu, and has %lu: an acknowledged change is lost",
            k, j, network, expected[network].must, value);
    expected[network].must = expected[network].may = value;
}

/* Whoever comes next finds all that was acknowledged, and can write. A registry that is spoilt is made anew. */
static void look(unsigned long k, unsigned long j)
{
    static const char *const commands[] = {"open", "audit", "show", "count 3 1", NULL};
    unsigned before = faults_count(), network;
    struct process process;
    char line[PROCESS_LINE];
    size_t i;

    process_start(&process, &site, PLACE_HERE, NULL, commands);
    for (i = 0; commands[i] != NULL; i++)
        if (!process_answer(&process, line) || line[0] != '0')
            faults_wrong("k = %lu, j = %lu: after it, %s: %s", k, j, commands[i], line);
    for (network = 1; network <= 2; network++)
        compare(&process, network, k, j);
    (void)process_end(&process);
    if (faults_count() == before)
        return;
    faults_make_registry(&site, 3);
    memset(expected, 0, sizeof expected);
}

/* False when the first process made fewer calls than k. j = 0: the second is not paused. */
static bool try_pair(unsigned long k, unsigned long j, bool writes)
{
    struct one first, second;
    bool reached;

    start(&first, 1, k, writes);
    reached = process_reached(&first.process);
    start(&second, 2, j, true);
    if (j == 0)
        process_settle(&second.process);
    else if (reached)
        process_settle(&second.process); /* paused at j, or waiting for what the first has */
    process_kill(&first.process);
    process_go(&second.process);
    end_well(&second, k, j);
    hear(&first, "first", k, j);
    (void)process_end(&first.process);
    look(k, j);
    return reached;
}

static unsigned long sweep_alone(bool writes)
{
    unsigned long k = 1;

    while (k < MOST_CALLS && try_pair(k, 0, writes))
        k++;
    return k - 1;
}

static unsigned long sweep_pairs(unsigned long calls, unsigned long stride)
{
    unsigned long at, done = 0;

    for (at = 0; at < calls * calls; at += stride, done++)
        (void)try_pair(at / calls + 1, at % calls + 1, true);
    return done;
}

int main(int count, char **words)
{
    bool complete = count > 1 && strcmp(words[1], "--complete") == 0;
    unsigned long writer, reader, pairs;

    faults_begin(&site, "pairs");
    faults_make_registry(&site, 3);
    writer = sweep_alone(true);
    reader = sweep_alone(false);
    pairs = sweep_pairs(writer, complete ? 1 : STRIDE);
    printf("killed at each of the %lu calls of a process that writes and the %lu of one that reads, while "
           "another "
           "opens; %lu of %lu pairs of calls; %u wrong\n",
           writer, reader, pairs, writer * writer, faults_count());
    if (writer < 20 || writer >= MOST_CALLS)
        faults_wrong("a process makes %lu calls: the preload library does not work", writer);
    return faults_end(&site);
}
