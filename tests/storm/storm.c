/*
 * usage: storm [--seconds N] [--seed N] [--audit SECONDS] [--no-namespaces] [--no-preload]
 *
 * The driver of the kill storm: see storm.h. A time that is measured is the point of it, so this is the one test that
 * does. Its last line is the result; when there was a fault, the folder with the registry and the ledger is left and
 * named.
 */
#include "storm.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define LONGEST_LIFE 500 /* milliseconds */
#define PATIENCE     60  /* seconds that a worker may take that only looks */
#define AUDITS       10  /* of one registry, before another is made */
#define SHORT_LIFE \
    30 /* about what a worker needs to open the registry and to look, where nothing else runs */
#define DEADLY_CALLS 500 /* one of so many is a worker's last */
#define EARLY_CALLS  24  /* about so many are made to open the store */
#define GUST         700 /* milliseconds; within this time all are killed at once, so that all open at once */
#define MICROSECOND  INT64_C(1000000)

struct running {
    pid_t pid; /* 0: none */
    int reports;
    int64_t started, dies; /* when it is killed, by the steady clock */
    bool looks;            /* and ends by itself */
};

static struct {
    long seconds, audit_seconds;
    uint64_t seed, random;
    bool no_namespaces, no_preload;
    char root[SITE_PATH], dir[SITE_PATH + 16], self[SITE_PATH], library[SITE_PATH];
    struct running running[STORM_SLOTS];
    struct storm_seen *seen;
    int never[2];   /* a pipe that nobody writes to, for who is held until he is killed */
    uint64_t apart; /* workers that were started in a PID namespace of their own */
    int64_t
        opening; /* microseconds that a worker takes until it has opened the registry, as measured here and now */
} storm = {.seconds = 60, .audit_seconds = 20, .opening = SHORT_LIFE * 1000};

/* --------------------------------------------------------------------------------------------------- starting -- */

/* A fork whose child is the first process of a PID namespace. */
static pid_t fork_apart(void)
{
    return (pid_t)syscall(SYS_clone, (geteuid() != 0 ? CLONE_NEWUSER : 0) | CLONE_NEWPID | SIGCHLD, NULL,
                          NULL, NULL, NULL);
}

static bool can_be_apart(void)
{
    int status = -1;
    pid_t child = fork_apart();

    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/*
 * What the preload library is to do to this worker at one of its calls: to kill it, or to hold it there until it is killed,
 * as a machine under load does, so that the others come to wait for what it has.
 */
static void plan_death(uint64_t *random)
{
    static const char *const actions[] = {"kill", "kill-after", "wait", "wait"};
    char number[24];

    uint64_t calls = storm_random(random, 2) == 0 ? EARLY_CALLS : DEADLY_CALLS;

    snprintf(number, sizeof number, "%llu", (unsigned long long)storm_random(random, calls) + 1);
    setenv("LD_PRELOAD", storm.library, 1);
    setenv("NNREG_FAULT_ROOT", storm.dir, 1);
    setenv("NNREG_FAULT_ACTION", actions[storm_random(random, 4)], 1);
    setenv("NNREG_FAULT_AT", number, 1);
    snprintf(number, sizeof number, "%d", storm.never[0]);
    setenv("NNREG_FAULT_GO", number, 1);
}

static _Noreturn void become_worker(int input, int output, bool preload, uint64_t seed)
{
    uint64_t random = seed;

    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0)
        _exit(99);
    if (preload)
        plan_death(&random);
    execl(storm.self, storm.self, "--work", storm.root, storm.dir, (char *)NULL);
    _exit(99);
}

static struct storm_order order_of(unsigned slot, bool look_only)
{
    const struct storm_slot *own = &storm_ledger.slot[slot];
    struct storm_order order = {.slot = slot,
                                .serial = own->serial,
                                .seed = storm.random,
                                .look_only = look_only,
                                .pending = own->pending,
                                .change = own->change,
                                .objects = own->objects};

    memcpy(order.shared, storm_ledger.shared, sizeof order.shared);
    return order;
}

/* Up to so many milliseconds of a machine that has nothing else to do, in microseconds of this one. */
static int64_t some_time(uint64_t most)
{
    return (int64_t)storm_random(&storm.random, most * (uint64_t)storm.opening / SHORT_LIFE + 1);
}

/* How long a worker lives, in microseconds. */
static int64_t life(bool look_only)
{
    uint64_t most = storm_random(&storm.random, 3) == 0 ? SHORT_LIFE : LONGEST_LIFE;

    return look_only ? PATIENCE * MICROSECOND : some_time(most);
}

/*
 * Where a worker would be dead before it has done anything, it lives longer. Only those are asked that nobody kills, because of the
 * others those live to tell that were fast.
 */
static void note_opening(const struct running *worker)
{
    int64_t took = nnreg_clock_steady() - worker->started, least = (int64_t)SHORT_LIFE * 1000;

    storm.opening = (3 * storm.opening + took) / 4;
    if (storm.opening < least)
        storm.opening = least;
}

static void start(unsigned slot, bool look_only)
{
    struct storm_order order;
    struct running *own = &storm.running[slot];
    uint64_t chance = storm_random(&storm.random, 12);
    bool apart = !storm.no_namespaces && slot >= 3 && chance % 3 != 0;
    bool preload = !storm.no_preload && !look_only && chance % 2 == 0;
    uint64_t seed = storm_random(&storm.random, UINT64_MAX);
    int input[2], output[2];

    order = order_of(slot, look_only);
    if (pipe(input) != 0 || pipe(output) != 0)
        site_give_up("no pipes");
    own->pid = apart ? fork_apart() : fork();
    if (own->pid == 0)
        become_worker(input[0], output[1], preload, seed);
    if (own->pid < 0)
        site_give_up("cannot start a worker");
    storm.apart += apart;
    close(input[0]);
    close(output[1]);
    if (write(input[1], &order, sizeof order) != (ssize_t)sizeof order)
        site_give_up("a worker takes no order");
    close(input[1]);
    own->reports = output[0];
    own->looks = look_only;
    own->started = nnreg_clock_steady();
    own->dies = own->started + life(look_only);
}

/* ------------------------------------------------------------------------------------------- hearing and killing -- */

/* After the last of its reports. `looked`: it was to end by itself. */
static void bury(unsigned slot, bool looked)
{
    struct running *own = &storm.running[slot];
    int status;
    bool killed;

    close(own->reports);
    while (waitpid(own->pid, &status, 0) < 0)
        if (errno != EINTR)
            site_give_up("a worker is lost");
    killed = (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
             (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGKILL);
    storm_totals->killed += killed;
    if (looked && killed)
        storm_fault(STORM_OTHER, "a worker that only looks was not done after %d s", PATIENCE);
    else if (!killed && !(WIFEXITED(status) && WEXITSTATUS(status) <= 1))
        storm_fault(STORM_OTHER, "a worker of slot %u ended with wait status 0x%x", slot, (unsigned)status);
    storm_bury(slot);
    own->pid = 0;
}

/* False at the end of the reports. */
static bool hear(unsigned slot)
{
    struct storm_report reports[16];
    ssize_t got = read(storm.running[slot].reports, reports, sizeof reports);
    size_t i;

    if (got < 0)
        return errno == EINTR;
    if (got % (ssize_t)sizeof *reports != 0)
        site_give_up("a report was cut");
    for (i = 0; i < (size_t)got / sizeof *reports; i++) {
        if (reports[i].said == STORM_OPENED && storm.running[slot].looks)
            note_opening(&storm.running[slot]);
        storm_hear(slot, &reports[i]);
    }
    return got > 0;
}

static void kill_those_due(int64_t now)
{
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++)
        if (storm.running[slot].pid > 0 && storm.running[slot].dies <= now)
            (void)kill(storm.running[slot].pid, SIGKILL);
}

/* Milliseconds until the next is due; at least one, so that one that is dying is waited for. */
static int until_next(int64_t now)
{
    int64_t least = INT64_MAX;
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++)
        if (storm.running[slot].pid > 0 && storm.running[slot].dies < least)
            least = storm.running[slot].dies;
    return least <= now ? 1 : (int)((least - now) / 1000 + 1);
}

/* Hears who has something to say; buries who has ended. True while any runs. */
static bool hear_all(bool looking)
{
    struct pollfd polled[STORM_SLOTS];
    int64_t now = nnreg_clock_steady();
    unsigned slot, running = 0;

    kill_those_due(now);
    for (slot = 0; slot < STORM_SLOTS; slot++) {
        polled[slot] = (struct pollfd){.fd = storm.running[slot].pid > 0 ? storm.running[slot].reports : -1,
                                       .events = POLLIN};
        running += storm.running[slot].pid > 0;
    }
    if (running == 0 || (poll(polled, STORM_SLOTS, until_next(now)) < 0 && errno != EINTR))
        return false;
    for (slot = 0; slot < STORM_SLOTS; slot++)
        if (polled[slot].fd >= 0 && (polled[slot].revents & (POLLIN | POLLHUP)) != 0 && !hear(slot))
            bury(slot, looking);
    return true;
}

/* --------------------------------------------------------------------------------------------------- the storm -- */

/* They are of the registry before, and no backup of another one is made in their place. */
static void remove_backups(void)
{
    char path[SITE_PATH + 20];
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++) {
        snprintf(path, sizeof path, "%s/backup-%u", storm.root, slot);
        site_remove(path);
    }
}

/* In a process of its own, so that the driver has nothing of the library open. */
static void make_registry(void)
{
    uint64_t *shared =
        mmap(NULL, sizeof storm_ledger.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char message[SITE_MESSAGE];
    nnreg_findings *findings;
    nnreg *registry;
    int status = -1;
    size_t i;
    pid_t child;

    site_remove(storm.dir);
    remove_backups();
    child = shared != MAP_FAILED ? fork() : -1;
    if (child == 0) {
        if (site_open(&registry, message, storm.dir, NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE) != NNREG_OK ||
            nnreg_findings_new(&findings, NULL, 0) != NNREG_OK)
            _exit(1);
        for (i = 0; i < STORM_SHARED; i++)
            if (site_create(registry, &shared[i], storm.root, 0, "shared", 0, NULL, findings) != NNREG_OK)
                _exit(1);
        nnreg_close(registry);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        site_give_up("cannot make a registry in %s", storm.dir);
    memcpy(storm_ledger.shared, shared, sizeof storm_ledger.shared);
    (void)munmap(shared, sizeof storm_ledger.shared);
    memset(storm.seen, 0, sizeof *storm.seen);
}

static void kill_all(void)
{
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++)
        storm.running[slot].dies = 0;
    while (hear_all(false))
        ;
}

/* Workers come and are killed until then; the slots are never empty for long. */
static void rage(int64_t until)
{
    int64_t gust = 0;
    unsigned slot;

    while (nnreg_clock_steady() < until && storm_faults() == 0) {
        if (nnreg_clock_steady() > gust) {
            kill_all();
            gust = nnreg_clock_steady() + some_time(GUST);
        }
        for (slot = 0; slot < STORM_SLOTS; slot++)
            if (storm.running[slot].pid == 0)
                start(slot, false);
        (void)hear_all(false);
    }
    kill_all();
}

/* Every slot once more, undisturbed: so that each change that was under way is known to be made or not. */
static void settle(void)
{
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++)
        start(slot, true);
    while (hear_all(true))
        ;
}

static bool nearly_full(void)
{
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS; slot++)
        if (storm_ledger.slot[slot].serial > STORM_SERIALS / 2)
            return true;
    return false;
}

/* What was done and found, the last line in one. */
static void tell(int64_t seconds)
{
    const struct storm_totals *totals = storm_totals;
    uint64_t done = totals->acknowledged;
    unsigned work;

    printf("besides changes:");
    for (work = STORM_NONE + 1; work < STORM_WORKS; work++) {
        printf(" %llu %s%s", (unsigned long long)totals->work[work], storm_work_names[work],
               work + 1 < STORM_WORKS ? "," : "\n");
        done += totals->work[work];
    }
    printf("%llu audits, %llu files without a reference at the last; %llu opens, %llu changes refused; %llu "
           "workers in PID namespaces of their own\n",
           (unsigned long long)totals->audits, (unsigned long long)totals->orphans,
           (unsigned long long)totals->opened, (unsigned long long)totals->refused,
           (unsigned long long)storm.apart);
    printf(
        "storm: %lld s, seed %llu: %llu operations done, %llu of them acknowledged changes; %llu kills; %llu "
        "objects checked; %llu lost, %llu ids given twice, %llu other faults\n",
        (long long)seconds, (unsigned long long)storm.seed, (unsigned long long)done,
        (unsigned long long)totals->acknowledged, (unsigned long long)totals->killed,
        (unsigned long long)totals->checked, (unsigned long long)totals->lost,
        (unsigned long long)totals->twice, (unsigned long long)totals->other);
}

static void run(void)
{
    int64_t begun = nnreg_clock_steady(), end = begun + storm.seconds * MICROSECOND, now = begun;
    char path[SITE_PATH + 16];
    unsigned audits = AUDITS;

    snprintf(path, sizeof path, "%s/ledger", storm.root);
    while (now < end && storm_faults() == 0) {
        if (audits++ >= AUDITS || nearly_full()) {
            storm_begin_ledger(path);
            make_registry();
            settle();
            audits = 1;
        }
        rage(now + storm.audit_seconds * MICROSECOND < end ? now + storm.audit_seconds * MICROSECOND : end);
        settle();
        storm_audit(storm.seen, storm.root, storm.dir);
        now = nnreg_clock_steady();
    }
    storm_flush();
    tell((now - begun) / MICROSECOND);
}

static void read_options(int count, char **words)
{
    static const struct option options[] = {
        {"seconds", required_argument, NULL, 's'}, {"seed", required_argument, NULL, 'r'},
        {"audit", required_argument, NULL, 'a'},   {"no-namespaces", no_argument, NULL, 'n'},
        {"no-preload", no_argument, NULL, 'p'},    {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        if (option == 's')
            storm.seconds = strtol(optarg, NULL, 10);
        else if (option == 'r')
            storm.seed = strtoull(optarg, NULL, 10);
        else if (option == 'a')
            storm.audit_seconds = strtol(optarg, NULL, 10);
        else if (option == 'n')
            storm.no_namespaces = true;
        else if (option == 'p')
            storm.no_preload = true;
        else
            exit(99);
    }
}

/* What the machine and the build do not allow is left out, and said. */
static void look_around(void)
{
    const char *library = getenv("NNREG_FAULTFS");
    ssize_t length = readlink("/proc/self/exe", storm.self, sizeof storm.self - 1);

    if (length < 0)
        site_give_up("/proc is not mounted");
    storm.self[length] = '\0';
    if (!storm.no_namespaces && !can_be_apart()) {
        printf("left out: PID namespaces cannot be made here (%s)\n", strerror(errno));
        storm.no_namespaces = true;
    }
    if (!storm.no_preload && (library == NULL || access(library, R_OK) != 0)) {
        printf("left out: no preload library (NNREG_FAULTFS)\n");
        storm.no_preload = true;
    }
    if (!storm.no_preload)
        snprintf(storm.library, sizeof storm.library, "%s", library);
    errno = 0;
}

static void *share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        site_give_up("no memory");
    return memory;
}

int main(int count, char **words)
{
    if (count == 4 && strcmp(words[1], "--work") == 0)
        return storm_work(words[2], words[3]);
    storm.seed = (uint64_t)nnreg_clock_now();
    read_options(count, words);
    storm.random = storm.seed;
    storm_totals = share(sizeof *storm_totals);
    storm.seen = share(sizeof *storm.seen);
    (void)signal(SIGPIPE, SIG_IGN);
    if (pipe(storm.never) != 0 || fcntl(storm.never[1], F_SETFD, FD_CLOEXEC) != 0)
        site_give_up("no pipes");
    look_around();
    site_make(storm.root, "storm", false);
    snprintf(storm.dir, sizeof storm.dir, "%s/registry", storm.root);
    run();
    if (storm_faults() == 0) {
        site_remove(storm.root);
        return 0;
    }
    printf("left for a look: %s\n", storm.root);
    return 1;
}
