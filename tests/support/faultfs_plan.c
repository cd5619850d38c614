/*
 * A preload library (LD_PRELOAD) that makes the n-th file call of a process give way: below LMDB, where no hook of
 * the library reaches. Nothing of it is known to the program; the plan is in the environment:
 *
 *   NNREG_FAULT_ROOT    the folder whose files count, by the path of the call or of its descriptor (required)
 *   NNREG_FAULT_NAME    only files of this name ("data.mdb")
 *   NNREG_FAULT_CALLS   only these calls, with commas between them: names ("pwrite,fdatasync") or groups: "open",
 *                       "read", "write", "sync", "truncate", "map", "name" (rename, link, unlink, mkdir, rmdir),
 *                       "lock" (flock, fcntl), "mode", "stat", "seek", "close"
 *   NNREG_FAULT_AT      the number of the call, from 1; none: calls are only counted
 *   NNREG_FAULT_ACTION  "fail" (the default), "short", "wait", "kill" (before the call), "kill-after"
 *   NNREG_FAULT_ERRNO   a number, for "fail"; the default is EIO
 *   NNREG_FAULT_LASTING "1": every counted call from that one on, not that one alone
 *   NNREG_FAULT_TELL    for "wait": the number of a descriptor to which a line with the name of the call is written …
 *   NNREG_FAULT_GO      … before the call waits until a byte, or the end, is read from this one
 *   NNREG_FAULT_LOG     a file to which a line "PROCESS NUMBER CALL NAME" is appended for each counted call
 *   NNREG_FAULT_ALONE   "1": processes that this one starts are left alone
 *
 * A fork goes on counting where its parent was; a program that is started begins at 1.
 */
#define _GNU_SOURCE /* config.h is not there to say it: the preload library wants the libc as it is */
#include "faultfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum action { FAIL, SHORTEN, WAIT, KILL, KILL_AFTER };

static const char *const action_names[] = {
    [FAIL] = "fail", [SHORTEN] = "short", [WAIT] = "wait", [KILL] = "kill", [KILL_AFTER] = "kill-after"};

static struct {
    char root[PATH_MAX]; /* "": nothing counts */
    size_t root_length;
    char name[NAME_MAX + 1], calls[512], log[PATH_MAX];
    unsigned long at;
    enum action action;
    int error, tell, go;
    bool lasting;
    atomic_ulong counted;
} plan;

/* ------------------------------------------------------------------------------------------------ the plan -- */

static void copy(char *out, size_t size, const char *variable)
{
    const char *value = getenv(variable);

    snprintf(out, size, "%s", value != NULL ? value : "");
}

static unsigned long number(const char *variable, unsigned long otherwise)
{
    const char *value = getenv(variable);

    return value != NULL ? strtoul(value, NULL, 10) : otherwise;
}

static void be_left_alone(void)
{
    static const char *const variables[] = {"LD_PRELOAD",        "NNREG_FAULT_ROOT",  "NNREG_FAULT_NAME",
                                            "NNREG_FAULT_CALLS", "NNREG_FAULT_AT",    "NNREG_FAULT_ACTION",
                                            "NNREG_FAULT_ERRNO", "NNREG_FAULT_TELL",  "NNREG_FAULT_GO",
                                            "NNREG_FAULT_LOG",   "NNREG_FAULT_ALONE", "NNREG_FAULT_LASTING"};
    size_t i;

    for (i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
}

__attribute__((constructor)) static void read_plan(void)
{
    const char *root = getenv("NNREG_FAULT_ROOT");
    char action[32];
    size_t i;

    if (root == NULL || realpath(root, plan.root) == NULL)
        copy(plan.root, sizeof plan.root, "NNREG_FAULT_ROOT"); /* a folder that is still to be made */
    copy(plan.name, sizeof plan.name, "NNREG_FAULT_NAME");
    copy(plan.calls, sizeof plan.calls, "NNREG_FAULT_CALLS");
    copy(plan.log, sizeof plan.log, "NNREG_FAULT_LOG");
    copy(action, sizeof action, "NNREG_FAULT_ACTION");
    for (i = 0; i < sizeof action_names / sizeof *action_names; i++)
        if (strcmp(action, action_names[i]) == 0)
            plan.action = (enum action)i;
    plan.at = number("NNREG_FAULT_AT", 0);
    plan.error = (int)number("NNREG_FAULT_ERRNO", EIO);
    plan.lasting = number("NNREG_FAULT_LASTING", 0) != 0;
    plan.tell = (int)number("NNREG_FAULT_TELL", (unsigned long)-1);
    plan.go = (int)number("NNREG_FAULT_GO", (unsigned long)-1);
    plan.root_length = strlen(plan.root);
    if (number("NNREG_FAULT_ALONE", 0) != 0)
        be_left_alone();
}

/* ------------------------------------------------------------------------------------------- whose file it is -- */

/* The path behind a descriptor; false when there is none. */
static bool path_of(char out[PATH_MAX], int fd)
{
    char link[64];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = fd >= 0 ? readlink(link, out, PATH_MAX - 1) : -1;
    if (length < 0)
        return false;
    out[length] = '\0';
    return true;
}

/* LMDB is given paths of the kind /proc/self/fd/N/data.mdb. */
static bool path_through(char out[PATH_MAX], const char *path)
{
    static const char prefix[] = "/proc/self/fd/";
    char folder[PATH_MAX], *rest;

    if (strncmp(path, prefix, sizeof prefix - 1) != 0 ||
        !path_of(folder, (int)strtol(path + sizeof prefix - 1, &rest, 10)))
        return false;
    return (size_t)snprintf(out, PATH_MAX, "%s%s", folder, rest) < PATH_MAX;
}

static bool resolve(char out[PATH_MAX], const struct faultfs_call *call)
{
    char folder[PATH_MAX];

    if (call->path == NULL)
        return path_of(out, call->fd);
    if (call->path[0] == '\0' && call->fd < 0)
        return snprintf(out, PATH_MAX, "%s", plan.root) < PATH_MAX;
    if (call->path[0] == '/')
        return path_through(out, call->path) || snprintf(out, PATH_MAX, "%s", call->path) < PATH_MAX;
    if (call->fd < 0 ? getcwd(folder, sizeof folder) == NULL : !path_of(folder, call->fd))
        return false;
    return (size_t)snprintf(out, PATH_MAX, "%s/%s", folder, call->path) < PATH_MAX;
}

/* Whether `word` is in a list with commas; an empty list has them all. */
static bool is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);
    const char *at = list;

    if (list[0] == '\0')
        return true;
    while ((at = strstr(at, word)) != NULL) {
        if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return true;
        at += length;
    }
    return false;
}

static bool counts(const struct faultfs_call *call, const char *path)
{
    const char *name = strrchr(path, '/');

    return strncmp(path, plan.root, plan.root_length) == 0 &&
           (path[plan.root_length] == '/' || path[plan.root_length] == '\0' ||
            path[plan.root_length] == ' ') &&
           (is_listed(plan.calls, call->name) || is_listed(plan.calls, call->group)) &&
           (plan.name[0] == '\0' || (name != NULL && strcmp(name + 1, plan.name) == 0));
}

/* ------------------------------------------------------------------------------------------------- the verdict -- */

/* Without a stream, whose buffer a fork would double, and without any call that is wrapped. */
static void write_log(unsigned long n, const struct faultfs_call *call, const char *path)
{
    char line[PATH_MAX + 64];
    const char *name = strrchr(path, '/');
    int fd, length = snprintf(line, sizeof line, "%d %lu %s %s\n", (int)getpid(), n, call->name,
                              name != NULL ? name + 1 : path);

    fd = (int)syscall(SYS_openat, AT_FDCWD, plan.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    (void)!syscall(SYS_write, fd, line, (size_t)length);
    (void)syscall(SYS_close, fd);
}

/* The first process of a PID namespace does not die by a signal of its own; it ends as abruptly by this. */
static void die(void)
{
    (void)kill(getpid(), SIGKILL);
    (void)syscall(SYS_exit_group, 128 + SIGKILL);
}

static void wait_to_go(const char *name)
{
    char line[64], byte;
    int length = snprintf(line, sizeof line, "%s\n", name);

    (void)!syscall(SYS_write, plan.tell, line, (size_t)length);
    while (syscall(SYS_read, plan.go, &byte, 1) < 0 && errno == EINTR)
        ;
}

static struct faultfs_verdict give_way(const struct faultfs_call *call)
{
    struct faultfs_verdict verdict = {0, false, false};

    switch (plan.action) {
    case FAIL:
        verdict.error = plan.error;
        break;
    case SHORTEN:
        verdict.shortened = true;
        break;
    case WAIT:
        wait_to_go(call->name);
        break;
    case KILL:
        die();
        break;
    case KILL_AFTER:
        verdict.kill_after = true;
        break;
    }
    return verdict;
}

struct faultfs_verdict faultfs_judge(const struct faultfs_call *call)
{
    struct faultfs_verdict verdict = {0, false, false};
    char path[PATH_MAX];
    unsigned long n;
    int saved = errno;

    if (plan.root[0] != '\0' && resolve(path, call) && counts(call, path)) {
        n = atomic_fetch_add(&plan.counted, 1) + 1;
        if (plan.log[0] != '\0')
            write_log(n, call, path);
        if (plan.at != 0 && (n == plan.at || (plan.lasting && n > plan.at)))
            verdict = give_way(call);
    }
    errno = saved;
    return verdict;
}

void faultfs_made(const struct faultfs_verdict *verdict)
{
    if (verdict->kill_after)
        die();
}

size_t faultfs_size(const struct faultfs_verdict *verdict, size_t size)
{
    return verdict->shortened && size > 1 ? size / 2 : size;
}
