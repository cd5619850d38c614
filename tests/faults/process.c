/* See process.h. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRONG_TOLD 30

static unsigned wrong;

/* ---------------------------------------------------------------------------------------------------- the site -- */

void faults_wrong(const char *format, ...)
{
    va_list arguments;

    if (++wrong > WRONG_TOLD)
        return;
    printf("WRONG: ");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

unsigned faults_count(void)
{
    return wrong;
}

void faults_begin(struct faults_site *site, const char *name)
{
    const char *library = getenv("NNREG_FAULTFS"), *build = getenv("NNREG_BUILD_DIR");

    memset(site, 0, sizeof *site);
    if (library == NULL || library[0] == '\0' || access(library, R_OK) != 0) {
        printf("skipped: there is no preload library (NNREG_FAULTFS), or this build cannot be started behind "
               "one\n");
        exit(77);
    }
    site->library = library;
    (void)signal(SIGPIPE, SIG_IGN);
    snprintf(site->actor, sizeof site->actor, "%s/tests/faults/actor", build != NULL ? build : ".");
    if (access(site->actor, X_OK) != 0)
        site_give_up("%s cannot be run (NNREG_BUILD_DIR)", site->actor);
    site_make(site->root, name, true);
    snprintf(site->dir, sizeof site->dir, "%s/registry", site->root);
}

int faults_end(struct faults_site *site)
{
    if (wrong > 0) {
        printf("%u wrong; left for a look: %s\n", wrong, site->root);
        return 1;
    }
    site_remove(site->root);
    return 0;
}

void faults_make_registry(struct faults_site *site, unsigned networks)
{
    struct process process;
    const char *none[] = {"init", NULL};
    unsigned i;

    site_remove(site->dir);
    process_start(&process, site, PLACE_HERE, NULL, none);
    (void)process_expect(&process, NNREG_OK, "init");
    for (i = 0; i < networks; i++) {
        process_tell(&process, "create n 0 %u", i % SITE_MODELS);
        (void)process_expect(&process, NNREG_OK, "create");
    }
    process_no_more(&process);
    if (process_end(&process) != 0)
        site_give_up("cannot make a registry in %s", site->dir);
}

/* --------------------------------------------------------------------------------------------------- starting -- */

static pid_t fork_apart(void)
{
    return (pid_t)syscall(SYS_clone, (geteuid() != 0 ? CLONE_NEWUSER : 0) | CLONE_NEWPID | SIGCHLD, NULL,
                          NULL, NULL, NULL);
}

const char *place_lacks(enum place place)
{
    static char why[200];
    int status = -1;
    pid_t child;

    if (place == PLACE_HERE)
        return NULL;
    child = fork_apart();
    if (child == 0)
        _exit(0);
    if (child > 0 && waitpid(child, &status, 0) == child && status == 0)
        return NULL;
    snprintf(why, sizeof why, "PID namespaces cannot be made here (%s)", strerror(errno));
    return why;
}

static void set(const char *variable, const char *value)
{
    if (value != NULL)
        setenv(variable, value, 1);
}

static void set_number(const char *variable, unsigned long value)
{
    char text[24];

    snprintf(text, sizeof text, "%lu", value);
    setenv(variable, text, 1);
}

static void set_plan(const struct faults_site *site, const struct plan *plan, int tell, int go)
{
    set("LD_PRELOAD", site->library);
    set("NNREG_FAULT_ROOT", site->dir);
    set("NNREG_FAULT_ACTION", plan->action);
    set("NNREG_FAULT_CALLS", plan->calls);
    set("NNREG_FAULT_NAME", plan->name);
    set("NNREG_FAULT_LOG", plan->log);
    set_number("NNREG_FAULT_AT", plan->at);
    if (plan->error != 0)
        set_number("NNREG_FAULT_ERRNO", (unsigned long)plan->error);
    set_number("NNREG_FAULT_LASTING", plan->lasting);
    set_number("NNREG_FAULT_TELL", (unsigned long)tell);
    set_number("NNREG_FAULT_GO", (unsigned long)go);
}

/* The registry alone is mounted read-only, for this process alone. */
static bool mount_read_only(const char *dir)
{
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount(dir, dir, NULL, MS_BIND, NULL) == 0 &&
           mount(NULL, dir, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0;
}

static _Noreturn void become_actor(const struct faults_site *site, const struct plan *plan,
                                   const int pipes[4][2], const char *const *commands)
{
    const char *words[40] = {site->actor, site->root, site->dir};
    size_t i;

    if (dup2(pipes[0][0], STDIN_FILENO) < 0 || dup2(pipes[1][1], STDOUT_FILENO) < 0)
        _exit(99);
    for (i = 0; i < 4; i++) { /* what is kept must not be closed by exec: the plan's ends */
        close(pipes[i][i == 1 || i == 2 ? 0 : 1]);
        if (i < 2)
            close(pipes[i][i]);
    }
    if (site->read_only_mount && !mount_read_only(site->dir))
        _exit(99);
    if (plan != NULL)
        set_plan(site, plan, pipes[2][1], pipes[3][0]);
    for (i = 0; commands[i] != NULL && i < 30; i++)
        words[i + 3] = commands[i];
    execv(site->actor, (char *const *)(uintptr_t)words);
    _exit(99);
}

/* The first process of the namespace: nothing but the parent of the second, whose status it passes on. */
static _Noreturn void become_parent(const struct faults_site *site, const struct plan *plan,
                                    const int pipes[4][2], const char *const *commands)
{
    int status = 0;
    pid_t child = fork();
    size_t i;

    if (child == 0)
        become_actor(site, plan, pipes, commands);
    for (i = 0; i < 4; i++) {
        close(pipes[i][0]);
        close(pipes[i][1]);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void process_start(struct process *process, const struct faults_site *site, enum place place,
                   const struct plan *plan, const char *const *commands)
{
    int pipes[4][2]; /* commands, answers, reached, go */
    size_t i;

    memset(process, 0, sizeof *process);
    fflush(stdout);
    for (i = 0; i < 4; i++)
        if (pipe(pipes[i]) != 0)
            site_give_up("no pipes");
    /* The driver's ends are nobody else's: an end that another process had would keep a reader waiting. */
    for (i = 0; i < 4; i++)
        (void)fcntl(pipes[i][i == 1 || i == 2 ? 0 : 1], F_SETFD, FD_CLOEXEC);
    process->pid = place == PLACE_HERE ? fork() : fork_apart();
    if (process->pid == 0 && place == PLACE_APART_SECOND)
        become_parent(site, plan, (const int(*)[2])pipes, commands);
    if (process->pid == 0)
        become_actor(site, plan, (const int(*)[2])pipes, commands);
    if (process->pid < 0)
        site_give_up("cannot start a process");
    close(pipes[0][0]);
    close(pipes[1][1]);
    close(pipes[2][1]);
    close(pipes[3][0]);
    process->commands = pipes[0][1];
    process->answers = pipes[1][0];
    process->reached = pipes[2][0];
    process->go = pipes[3][1];
}

/* ------------------------------------------------------------------------------------------------- talking to it -- */

void process_tell(struct process *process, const char *format, ...)
{
    char line[PROCESS_LINE];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    line[size] = '\n';
    (void)!write(process->commands, line, (size_t)size + 1); /* one that has ended shows by its answers */
}

void process_no_more(struct process *process)
{
    if (process->commands >= 0)
        close(process->commands);
    process->commands = -1;
}

bool process_answer(struct process *process, char line[PROCESS_LINE])
{
    char *end;
    ssize_t got = 1;
    size_t length;

    line[0] = '\0';
    while ((end = memchr(process->buffer, '\n', process->held)) == NULL && got > 0) {
        got = read(process->answers, process->buffer + process->held, sizeof process->buffer - process->held);
        if (got > 0)
            process->held += (size_t)got;
    }
    if (end == NULL)
        return false;
    length = (size_t)(end - process->buffer);
    snprintf(line, PROCESS_LINE, "%.*s", (int)length, process->buffer);
    process->held -= length + 1;
    memmove(process->buffer, end + 1, process->held);
    return true;
}

const char *process_expect(struct process *process, nnreg_status status, const char *what)
{
    static char line[PROCESS_LINE];
    char *text;

    if (!process_answer(process, line)) {
        faults_wrong("%s: no answer", what);
        return "";
    }
    if (strtol(line, &text, 10) != (long)status)
        faults_wrong("%s: the answer is not %d (%s), but: %s", what, (int)status, nnreg_status_text(status),
                     line);
    return *text == ' ' ? text + 1 : text;
}

bool process_reached(struct process *process)
{
    char byte = '\0';
    ssize_t got;

    do
        got = read(process->reached, &byte, 1);
    while (byte != '\n' && (got > 0 || (got < 0 && errno == EINTR)));
    return got > 0;
}

void process_go(struct process *process)
{
    if (process->go >= 0)
        close(process->go);
    process->go = -1;
}

/* Whether it sleeps in a system call that waits for a lock; or for its driver (a read of commands, or of the plan). */
static bool waits(pid_t pid)
{
    static const long waiting[] = {SYS_fcntl, SYS_flock,     SYS_futex,
                                   SYS_read,  SYS_nanosleep, SYS_clock_nanosleep};
    char path[64], text[200] = "";
    size_t i;
    long number;
    int fd;

    snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true; /* it has ended */
    if (read(fd, text, sizeof text - 1) < 0)
        text[0] = '\0';
    close(fd);
    number = text[0] >= '0' && text[0] <= '9' ? strtol(text, NULL, 10) : -1;
    for (i = 0; i < sizeof waiting / sizeof *waiting; i++)
        if (number == waiting[i])
            return true;
    return false;
}

/* The actor is the process itself, or its only child. */
static pid_t actor_of(pid_t pid)
{
    char path[64], text[64] = "";
    int fd, child;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return pid;
    child = read(fd, text, sizeof text - 1) > 0 ? (int)strtol(text, NULL, 10) : 0;
    close(fd);
    return child > 0 ? (pid_t)child : pid;
}

static bool has_ended(pid_t pid)
{
    siginfo_t info = {.si_pid = 0};

    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid;
}

void process_settle(struct process *process)
{
    struct pollfd polled = {.fd = process->reached, .events = POLLIN};

    while (!has_ended(process->pid) && !waits(actor_of(process->pid)) && poll(&polled, 1, 0) == 0)
        (void)sched_yield();
}

void process_kill(struct process *process)
{
    (void)kill(process->pid, SIGKILL);
}

int process_end(struct process *process)
{
    int status = -1;

    process_no_more(process);
    process_go(process);
    while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(process->answers);
    close(process->reached);
    return status;
}
