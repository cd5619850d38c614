/*
 * One registry for several containers, and files that are taken away under open handles. What looks like one process to
 * LMDB's locks is two here: equal process numbers of different PID namespaces. Each test is a scene of actors, and ends
 * with a look at what must be there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"

#define COMMITS      300       /* of a writer beside a snapshot */
#define LARGEST_FILE (4 << 20) /* bytes of data.mdb after so many small commits */
#define OPEN         ((const char *const[]){"open", NULL})

static struct faults_site site;

static void start(struct process *process, enum place place, const char *const *commands)
{
    process_start(process, &site, place, NULL, commands);
    (void)process_expect(process, NNREG_OK, "open");
}

/* Tells the actor to do it, and has the answer. */
static const char *say(struct process *process, nnreg_status status, const char *command)
{
    process_tell(process, "%s", command);
    return process_expect(process, status, command);
}

/* The network has this value, by a process that comes new. */
static void must_be(unsigned network, unsigned long value)
{
    char command[32], expected[48];
    const char *found;
    struct process process;

    start(&process, PLACE_HERE, OPEN);
    (void)say(&process, NNREG_OK, "audit");
    snprintf(command, sizeof command, "get %u", network);
    snprintf(expected, sizeof expected, "n %lu ", value);
    found = say(&process, NNREG_OK, command);
    if (strcmp(found, expected) != 0)
        faults_wrong("network %u must be \"%s\", and is \"%s\"", network, expected, found);
    (void)process_end(&process);
}

/* ------------------------------------------------------------------------------------------------- two writers -- */

/*
 * A is in its commit, in a thread whose number is 2; B, a process whose number is 2, waits for it and is killed. Whoever
 * takes A for dead lets C write beside it.
 */
static void a_waiting_writer_that_dies_lets_nobody_in(void)
{
    static const struct plan plan = {.action = "wait", .calls = "fdatasync", .name = "data.mdb", .at = 1};
    static const char *const first[] = {"open", "thread", "update 1 n 1", NULL};
    static const char *const second[] = {"open", "update 2 n 2", NULL};
    static const char *const third[] = {"open", "update 3 n 3", NULL};
    struct process a, b, c;

    process_start(&a, &site, PLACE_APART, &plan, first);
    if (!process_reached(&a))
        faults_wrong("A's commit makes no fdatasync");
    process_start(&b, &site, PLACE_APART_SECOND, NULL, second);
    process_settle(&b);
    process_kill(&b);
    (void)process_end(&b);
    process_start(&c, &site, PLACE_HERE, NULL, third);
    process_settle(&c);
    process_go(&a);
    (void)process_expect(&a, NNREG_OK, "A's open");
    (void)process_expect(&a, NNREG_OK, "A's thread");
    (void)process_expect(&a, NNREG_OK, "A's update");
    (void)process_expect(&c, NNREG_OK, "C's open");
    (void)process_expect(&c, NNREG_OK, "C's update");
    (void)process_end(&a);
    (void)process_end(&c);
    must_be(1, 1);
    must_be(3, 3);
}

/* --------------------------------------------------------------------------------------------- two containers -- */

/*
 * One holds a snapshot, the other writes: what the first sees does not change, as often as the other commits before it is
 * done, or has to wait for the end of the snapshot.
 */
static void hold_while_writing(struct process *reader, struct process *writer, const char *count)
{
    char before[PROCESS_LINE];

    (void)say(reader, NNREG_OK, "hold");
    snprintf(before, sizeof before, "%s", say(reader, NNREG_OK, "digest"));
    process_tell(writer, "%s", count);
    process_settle(writer);
    if (strcmp(before, say(reader, NNREG_OK, "digest")) != 0)
        faults_wrong("a snapshot changed while another process wrote");
    (void)say(reader, NNREG_OK, "release");
    (void)process_expect(writer, NNREG_OK, count);
}

static void two_containers_work(void)
{
    struct process a, b;

    start(&a, PLACE_APART, OPEN);
    start(&b, PLACE_APART, OPEN);
    (void)say(&a, NNREG_OK, "show");
    (void)say(&b, NNREG_OK, "show");
    hold_while_writing(&a, &b, "count 1 300");
    hold_while_writing(&b, &a, "count 2 300");
    process_tell(&a, "count 2 200");
    process_tell(&b, "count 1 200");
    (void)process_expect(&a, NNREG_OK, "count 2");
    (void)process_expect(&b, NNREG_OK, "count 1");
    (void)say(&a, NNREG_OK, "create n 0 4");
    (void)say(&b, NNREG_OK, "create n 0 5");
    (void)process_end(&a);
    (void)process_end(&b);
    must_be(1, 500);
    must_be(2, 500);
    must_be(5, 0);
}

static void the_snapshot_of_a_killed_container_is_cleared(void)
{
    static const char *const holds[] = {"open", "hold", NULL};
    struct process here, killed, again;
    char path[SITE_PATH + 32];
    struct stat st = {.st_size = 0};

    start(&here, PLACE_HERE, OPEN);
    start(&killed, PLACE_APART, holds);
    (void)process_expect(&killed, NNREG_OK, "hold");
    process_kill(&killed);
    (void)process_end(&killed);
    start(&again, PLACE_APART, OPEN);
    (void)say(&again, NNREG_OK, "count 1 300");
    snprintf(path, sizeof path, "%s/data.mdb", site.dir);
    if (stat(path, &st) != 0 || st.st_size > LARGEST_FILE)
        faults_wrong("data.mdb has %lld bytes after %d small commits", (long long)st.st_size, COMMITS);
    (void)process_end(&again);
    (void)process_end(&here);
    must_be(1, COMMITS);
}

static void a_read_only_mount_reads_what_others_write(void)
{
    static const char *const reads[] = {"open ro", NULL};
    struct faults_site read_only = site;
    struct process reader, writer;
    const char *found;

    read_only.read_only_mount = true;
    process_start(&reader, &read_only, PLACE_HERE, NULL, reads);
    (void)process_expect(&reader, NNREG_OK, "open ro");
    start(&writer, PLACE_HERE, OPEN);
    (void)say(&reader, NNREG_OK, "show");
    hold_while_writing(&reader, &writer, "count 1 300");
    found = say(&reader, NNREG_OK, "get 1");
    if (strcmp(found, "n 300 ") != 0)
        faults_wrong("a process on a read-only mount reads \"%s\"", found);
    (void)say(&reader, NNREG_OK, "audit");
    (void)process_end(&reader);
    (void)process_end(&writer);
    must_be(1, COMMITS);
}

/* ----------------------------------------------------------------------------------------------------- identity -- */

/* Takes a file of the registry away; `copied`: a copy of it comes in its place. */
static void take_away(const char *name, bool copied)
{
    char path[SITE_PATH + 32], copy[SITE_PATH + 32], piece[16384];
    int from, to;
    ssize_t got;

    snprintf(path, sizeof path, "%s/%s", site.dir, name);
    snprintf(copy, sizeof copy, "%s/copy", site.root);
    from = open(path, O_RDONLY | O_CLOEXEC);
    to = open(copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    while ((got = read(from, piece, sizeof piece)) > 0)
        if (write(to, piece, (size_t)got) != got)
            site_give_up("cannot copy %s", path);
    if (got < 0 || close(from) != 0 || close(to) != 0 || (copied ? rename(copy, path) : unlink(path)) != 0)
        site_give_up("cannot take %s away", path);
}

static void two_handles_lose_a_file(const char *name, bool copied)
{
    struct process a, b;
    bool data = strcmp(name, "data.mdb") == 0;

    faults_make_registry(&site, 3);
    start(&a, PLACE_HERE, OPEN);
    start(&b, PLACE_HERE, OPEN);
    (void)say(&a, NNREG_OK, "update 1 n 1");
    (void)say(&b, NNREG_OK, "update 2 n 2");
    take_away(name, copied);
    (void)say(&a, NNREG_CONFLICT, "update 1 n 10");
    (void)say(&b, NNREG_CONFLICT, "update 2 n 20");
    (void)say(&a, NNREG_CONFLICT, "create n 0 3");
    (void)say(&b, NNREG_CONFLICT, "delete 3");
    if (!data || copied) {
        (void)say(&a, NNREG_OK, "close");
        (void)say(&a, NNREG_OK, "open");
        (void)say(&a, NNREG_OK, "update 1 n 11");
        (void)say(&b, NNREG_CONFLICT, "update 2 n 21"); /* what it has open is still gone */
    }
    (void)process_end(&a);
    (void)process_end(&b);
    if (data && !copied)
        return;
    must_be(1, 11);
    must_be(2, 2);
    must_be(3, 0);
}

static void nothing_is_acknowledged_into_a_file_that_is_gone(void)
{
    two_handles_lose_a_file("lock.mdb", false);
    two_handles_lose_a_file("lock.mdb", true);
    two_handles_lose_a_file("data.mdb", false);
    two_handles_lose_a_file("data.mdb", true);
}

/* It goes while the commit is under way: what was found before the write is not what is acknowledged. */
static void a_file_that_goes_during_a_commit_is_noticed(void)
{
    static const struct plan plan = {.action = "wait", .calls = "fdatasync", .name = "data.mdb", .at = 1};
    static const char *const updates[] = {"open", "update 1 n 1", NULL};
    static const char *const names[] = {"data.mdb", "lock.mdb"};
    struct process process;
    size_t i;

    for (i = 0; i < 2; i++) {
        faults_make_registry(&site, 3);
        process_start(&process, &site, PLACE_HERE, &plan, updates);
        if (!process_reached(&process))
            faults_wrong("a commit makes no fdatasync");
        take_away(names[i], true);
        process_go(&process);
        (void)process_expect(&process, NNREG_OK, "open");
        (void)process_expect(&process, NNREG_CONFLICT, "an update whose file goes meanwhile");
        (void)process_end(&process);
    }
}

/* --------------------------------------------------------------------------------------------------------- all -- */

static const char *lacks_nothing(void)
{
    return NULL;
}

static const char *lacks_namespaces(void)
{
    return place_lacks(PLACE_APART);
}

static const char *lacks_mounts(void)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0)
        _exit(unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 ? 0 : 1);
    if (child > 0 && waitpid(child, &status, 0) == child && status == 0)
        return NULL;
    return "mounts of its own are not allowed to this user";
}

#define SCENE(name, lacks) \
    {                      \
#name, name, lacks \
    }
static const struct {
    const char *name;
    void (*play)(void);
    const char *(*lacks)(void);
} scenes[] = {
    SCENE(a_waiting_writer_that_dies_lets_nobody_in, lacks_namespaces),
    SCENE(two_containers_work, lacks_namespaces),
    SCENE(the_snapshot_of_a_killed_container_is_cleared, lacks_namespaces),
    SCENE(a_read_only_mount_reads_what_others_write, lacks_mounts),
    SCENE(nothing_is_acknowledged_into_a_file_that_is_gone, lacks_nothing),
    SCENE(a_file_that_goes_during_a_commit_is_noticed, lacks_nothing),
};

int main(int count, char **words)
{
    const char *lacks;
    unsigned before;
    size_t i;

    faults_begin(&site, "namespaces");
    for (i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        if (count > 1 && strstr(scenes[i].name, words[1]) == NULL)
            continue;
        lacks = scenes[i].lacks();
        before = faults_count();
        if (lacks == NULL) {
            faults_make_registry(&site, 3);
            scenes[i].play();
        }
        printf("%s: %s%s\n", scenes[i].name,
               lacks != NULL              ? "skipped: "
               : faults_count() == before ? "ok"
                                          : "WRONG",
               lacks != NULL ? lacks : "");
    }
    return faults_end(&site);
}
