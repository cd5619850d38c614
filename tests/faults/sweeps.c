/*
 * usage: sweeps [--complete] [OPERATION]
 *
 * For each operation, each file call that it makes below the registry gives way, in a process of its own: fails with each
 * errno, once and from then on, reads or writes less than it was asked to, or is the process's last, made or not made.
 * The process must not crash and must tell a failure by a status that blames nobody, with the cause in words and a file; what
 * failed once works when it is asked for again; and whoever comes next, without faults, must find all that was acknowledged,
 * each change made whole or not at all, and a registry that is sound and can be written to. Each STRIDEth of these trials, of what
 * keeps the registry each call by one of the first faults, or with --complete all of them.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cause.h"
#include "process.h"

#define MOST_CALLS 1000 /* that an operation makes: more is a mistake here */
#define STRIDE     17   /* a prime, so that it falls on other calls with each fault */
#define FIRST      4    /* of the faults are first ones */
#define TARGET     2    /* the network that is changed */

static struct faults_site site;
static char copied[SITE_PATH + 16]; /* where an actor's "backup" goes */
static unsigned at_first = 3;       /* networks of a registry that is made */

/* ------------------------------------------------------------------------------------------------ the operations -- */

/* What the next one finds: the target's value and slug, and how many networks there are more than at first. */
struct state {
    unsigned long value;
    int more;
    bool gone, is_public;
};

/* A command on the target, and what it leaves. */
struct operation {
    const char *name, *command;
    struct state after;
    bool
        keeps; /* what it changes is how the registry is kept, or a copy of it: each call is tried by a first fault */
};

static const struct operation operations[] = {
    {"open", "show", {0, 0, false, false}, false},
    {"create", "create new 0 5", {0, 1, false, false}, false},
    {"upload", "upload new 0 5", {0, 1, false, false}, false},
    {"update", "update 2 n 7", {7, 0, false, false}, false},
    {"delete", "delete 2", {0, -1, true, false}, false},
    {"publish", "publish 2 slug", {0, 0, false, true}, false},
    {"compact", "compact", {0, 0, false, false}, true},
    {"backup", "backup", {0, 0, false, false}, true},
};

/* ----------------------------------------------------------------------------------------------------- the faults -- */

struct fault {
    const char *name, *action, *calls;
    int error;
    bool lasting;
    const char *file; /* NULL: any */
    bool first;       /* tried at every call of what only keeps the registry, in turn with the others */
};

static const struct fault faults[] = {
    {"EIO", "fail", NULL, EIO, false, NULL, true},
    {"EIO for good", "fail", NULL, EIO, true, NULL, false},
    {"ENOSPC", "fail", NULL, ENOSPC, false, NULL, true},
    {"ENOSPC for good", "fail", NULL, ENOSPC, true, NULL, false},
    {"EDQUOT", "fail", "open,write,sync,truncate,name", EDQUOT, false, NULL, false},
    {"EDQUOT for good", "fail", "open,write,sync,truncate,name", EDQUOT, true, NULL, false},
    {"EMFILE", "fail", "open", EMFILE, false, NULL, false},
    {"EMFILE for good", "fail", "open", EMFILE, true, NULL, false},
    {"ENFILE", "fail", "open", ENFILE, false, NULL, false},
    {"ENFILE for good", "fail", "open", ENFILE, true, NULL, false},
    {"ENOMEM", "fail", "open,map,lock,truncate,name,stat", ENOMEM, false, NULL, false},
    {"ENOMEM for good", "fail", "open,map,lock,truncate,name,stat", ENOMEM, true, NULL, false},
    {"EINTR", "fail", "open,read,write,sync,truncate,lock", EINTR, false, NULL, false},
    {"a short read or write", "short", "read,write", 0, false, NULL, false},
    {"short reads and writes", "short", "read,write", 0, true, NULL, false},
    {"a kill before it", "kill", NULL, 0, false, NULL, true},
    {"a kill after it", "kill-after", NULL, 0, false, NULL, true},
};

/*
 * The statuses by which a failure of the system is told. A read that is short inside a file is none that a system makes;
 * LMDB, which reads its meta pages by itself, takes it for damage.
 */
static bool is_sane(long status, const struct fault *fault)
{
    if (status == NNREG_CORRUPT)
        return fault->calls != NULL && strcmp(fault->action, "short") == 0;
    return status == NNREG_OK || status == NNREG_IO || status == NNREG_NO_SPACE || status == NNREG_BUSY ||
           status == NNREG_NO_MEMORY;
}

/* --------------------------------------------------------------------------------------------------------- a trial -- */

struct trial {
    const struct operation *operation;
    const struct fault *fault;
    unsigned long n;
    bool acknowledged;
};

static void wrong(const struct trial *trial, const char *what, const char *detail)
{
    faults_wrong("%s, call %lu, %s: %s%s", trial->operation->name, trial->n, trial->fault->name, what,
                 detail);
}

/*
 * The words of the cause, and the file: by its path, or the store's two by their names. What is not open has nothing to say but that.
 */
static void check_words(const struct trial *trial, const char *line)
{
    char room[NNREG_CAUSE_TEXT];
    int error = trial->fault->error;

    if (error == 0 || line[0] == '0' || strcmp(line, "1 nothing is open") == 0)
        return;
    if (strcmp(line, "9 ") ==
        0) /* a read of the actor's own, of a file that the library has opened: it has no words */
        return;
    if (strstr(line, nnreg_cause_text(error, room)) == NULL)
        wrong(trial, "it does not tell the cause: ", line);
    if (strstr(line, "data.mdb") == NULL && strstr(line, "lock.mdb") == NULL &&
        (strstr(line, site.dir) == NULL && strstr(line, copied) == NULL))
        wrong(trial, "it names no file: ", line);
}

/* By which a handle says that nothing can be asked of it until it is closed. */
static bool is_failed_handle(const char *line)
{
    return strstr(line, "open it again") != NULL;
}

static bool again(struct trial *trial, struct process *process, const char *command, char line[PROCESS_LINE])
{
    process_tell(process, "%s", command);
    if (process_answer(process, line) && line[0] == '0')
        return true;
    wrong(trial, "the next call does not work: ", line);
    return false;
}

/*
 * What failed once works in the same process when it is asked for again; where it is not known what is on the device, when it has been
 * opened again. Then it is not made twice.
 */
static void go_on(struct trial *trial, struct process *process, bool opened, bool failed_handle)
{
    char line[PROCESS_LINE];

    if (failed_handle) {
        process_tell(process, "close");
        (void)process_answer(process, line);
    }
    if ((failed_handle || !opened) && !again(trial, process, "open", line))
        return;
    if (failed_handle)
        (void)again(trial, process, "show", line);
    else
        trial->acknowledged = again(trial, process, trial->operation->command, line);
}

/* Runs it; true when there was an n-th call, which the log tells. */
static bool run(struct trial *trial, const char *log)
{
    const char *commands[] = {"open", trial->operation->command, NULL};
    struct plan plan = {.action = trial->fault->action,
                        .calls = trial->fault->calls,
                        .name = trial->fault->file,
                        .at = trial->n,
                        .error = trial->fault->error,
                        .lasting = trial->fault->lasting,
                        .log = log};
    bool passes = !trial->fault->lasting && trial->fault->action[0] != 'k', opened = false, failed = false;
    struct process process;
    char line[PROCESS_LINE];
    unsigned answers = 0;
    int status;
    bool killed;

    trial->acknowledged = false;
    process_start(&process, &site, PLACE_HERE, &plan, commands);
    while (answers < 2 && process_answer(&process, line)) {
        answers++;
        if (answers == 2 && trial->n == 0 && strcmp(line, "0 the same") == 0)
            wrong(trial, "there is nothing to gain", "");
        if (answers == 1)
            opened = line[0] == '0';
        if (answers == 2 && line[0] == '0')
            trial->acknowledged = true;
        failed = failed || is_failed_handle(line);
        if (!is_sane(strtol(line, NULL, 10), trial->fault) && strcmp(line, "1 nothing is open") != 0)
            wrong(trial, "it says: ", line);
        check_words(trial, line);
    }
    if (passes && answers == 2 && !trial->acknowledged)
        go_on(trial, &process, opened, failed);
    process_tell(&process, "close");
    process_no_more(&process);
    while (process_answer(&process, line))
        answers++;
    status = process_end(&process);
    killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && trial->fault->action[0] == 'k';
    if (!killed && (!WIFEXITED(status) || WEXITSTATUS(status) >= 90))
        wrong(trial, "it crashed", "");
    return killed || answers == 3;
}

/* How many calls of a kind the operation makes, when none gives way. */
static unsigned long count_calls(const struct operation *operation, const struct fault *fault)
{
    struct trial trial = {operation, fault, 0, false};
    char log[SITE_PATH + 16], line[1024];
    unsigned long count = 0;
    FILE *file;

    snprintf(log, sizeof log, "%s/log", site.root);
    (void)unlink(log);
    (void)run(&trial, log);
    file = fopen(log, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        count++;
    if (file != NULL)
        fclose(file);
    if (!trial.acknowledged || count >= MOST_CALLS)
        wrong(&trial, "it does not work without a fault", "");
    if (count == 0)
        wrong(&trial, "the preload library counts nothing", "");
    return count;
}

/* --------------------------------------------------------------------------------------------- whoever comes next -- */

static bool ask(struct process *process, const struct trial *trial, const char *command,
                char line[PROCESS_LINE])
{
    process_tell(process, "%s", command);
    if (process_answer(process, line) && line[0] == '0')
        return true;
    wrong(trial, "after it: ", line);
    return false;
}

/* What there is. */
static bool look(struct state *state, struct process *process, const struct trial *trial, unsigned target)
{
    char line[PROCESS_LINE], command[32], slug[80] = "";

    memset(state, 0, sizeof *state);
    if (!ask(process, trial, "audit", line) || !ask(process, trial, "show", line))
        return false;
    state->more = (int)strtol(line + 2, NULL, 10) - (int)at_first;
    snprintf(command, sizeof command, "get %u", target);
    process_tell(process, "%s", command);
    if (!process_answer(process, line))
        return false;
    state->gone = strtol(line, NULL, 10) == NNREG_NOT_FOUND;
    if (!state->gone && sscanf(line, "0 n %lu %79s", &state->value, slug) < 1) {
        wrong(trial, "after it, the network: ", line);
        return false;
    }
    state->is_public = slug[0] != '\0';
    return true;
}

static bool same(const struct state *a, const struct state *b)
{
    return a->value == b->value && a->more == b->more && a->gone == b->gone && a->is_public == b->is_public;
}

/* The registry is as before, or as the operation leaves it, which it must be when that was acknowledged. */
static void judge(struct process *process, const struct trial *trial)
{
    static const struct state before = {0, 0, false, false};
    struct state now;
    bool made;

    if (!look(&now, process, trial, TARGET))
        return;
    made = same(&now, &trial->operation->after);
    if (!made && trial->acknowledged)
        wrong(trial, "an acknowledged change is lost", "");
    else if (!made && !same(&now, &before))
        wrong(trial, "a change is half made", "");
    if (made && !trial->operation->keeps && strcmp(trial->operation->name, "open") != 0)
        faults_make_registry(&site, at_first); /* the ids must be what they were */
}

/* The next one comes to its end, over whatever is left of it, and the copy is a sound registry with all that there is. */
static void keep_again(struct process *process, const struct trial *trial)
{
    static const char *const open[] = {"open", "audit", NULL};
    struct faults_site copy = site;
    struct process other;
    struct state now;
    char line[PROCESS_LINE];

    if (!ask(process, trial, trial->operation->command, line) ||
        strcmp(trial->operation->name, "backup") != 0)
        return;
    snprintf(copy.dir, sizeof copy.dir, "%s", copied);
    process_start(&other, &copy, PLACE_HERE, NULL, open);
    if (!process_answer(&other, line) || line[0] != '0' || !process_answer(&other, line) || line[0] != '0')
        wrong(trial, "the copy: ", line);
    else if (look(&now, &other, trial, TARGET) && !same(&now, &trial->operation->after))
        wrong(trial, "the copy has not all", "");
    (void)process_end(&other);
    site_remove(copied);
}

static void look_after(const struct trial *trial)
{
    static const char *const open[] = {"open", NULL};
    unsigned before = faults_count();
    struct process process;
    char line[PROCESS_LINE];

    process_start(&process, &site, PLACE_HERE, NULL, open);
    if (process_answer(&process, line) && line[0] == '0') {
        (void)ask(&process, trial, "count 1 1", line);
        judge(&process, trial);
        if (trial->operation->keeps)
            keep_again(&process, trial);
    } else {
        wrong(trial, "it does not open any more: ", line);
    }
    (void)process_end(&process);
    if (faults_count() > before || trial->operation->keeps)
        faults_make_registry(&site, at_first);
}

/* -------------------------------------------------------------------------------------------------------- the sweep -- */

static unsigned long sweep(const struct operation *operation, unsigned long *at, unsigned long stride)
{
    unsigned long calls, step, turn = 0, done = 0;
    struct trial trial;
    size_t i;

    for (i = 0; i < sizeof faults / sizeof *faults; i++) {
        faults_make_registry(&site, at_first);
        calls = count_calls(operation, &faults[i]);
        step = stride;
        if (operation->keeps && faults[i].first) {
            step = stride > FIRST ? FIRST : stride;
            *at = turn++ % step;
        }
        site_remove(copied);
        faults_make_registry(&site, at_first);
        for (; *at < calls; *at += step, done++) {
            trial = (struct trial){operation, &faults[i], *at + 1, false};
            (void)run(&trial, NULL);
            look_after(&trial);
        }
        *at = *at > calls ? *at - calls : 0;
    }
    return done;
}

/*
 * The same for all writes and syncs in a registry that has just been made: what is changed then takes pages behind all
 * others, and a meta page that LMDB could not write, and puts back, names roots beyond its own last page.
 */
static unsigned long sweep_new(const struct operation *operation)
{
    static const struct fault once[] = {{"EIO", "fail", "write,sync", EIO, false, NULL, false},
                                        {"ENOSPC", "fail", "write,sync", ENOSPC, false, NULL, false}};
    unsigned long calls, n, done = 0;
    struct trial trial;
    size_t i;

    at_first = 2; /* with more, there are free pages before the end again */
    for (i = 0; i < sizeof once / sizeof *once; i++) {
        faults_make_registry(&site, at_first);
        calls = count_calls(operation, &once[i]);
        for (n = 1; n <= calls; n++, done++) {
            faults_make_registry(&site, at_first);
            trial = (struct trial){operation, &once[i], n, false};
            (void)run(&trial, NULL);
            look_after(&trial);
        }
    }
    at_first = 3;
    return done;
}

/* --------------------------------------------------------------------------------------------- a failed handle -- */

/* The number of the last such call of an update. */
static unsigned long last_call(const char *call)
{
    const struct fault fault = {"none", "fail", call, EIO, false, "data.mdb", false};

    faults_make_registry(&site, at_first);
    return count_calls(&operations[2], &fault);
}

/*
 * A commit whose sync or whose last write has failed is neither made nor not: the handle says so to whatever is asked of it,
 * until it is opened again. Others go on meanwhile.
 */
static void a_failed_commit_fails_the_handle(const char *call)
{
    struct plan plan = {.action = "fail", .calls = call, .name = "data.mdb", .at = last_call(call)};
    const char *commands[] = {"open", "update 2 n 50", "update 3 n 51", "get 1", "show", "close", NULL};
    static const nnreg_status expected[] = {NNREG_OK, NNREG_IO, NNREG_IO, NNREG_IO, NNREG_IO, NNREG_OK};
    static const char *const others[] = {"open", "count 1 3", "audit", NULL};
    struct process process, other;
    const char *text;
    size_t i;

    faults_make_registry(&site, at_first);
    process_start(&process, &site, PLACE_HERE, &plan, commands);
    for (i = 0; i < 5; i++) {
        text = process_expect(&process, expected[i], commands[i]);
        if (i > 1 && strstr(text, "reopen") == NULL && strstr(text, "open it again") == NULL)
            faults_wrong("%s after a failed %s: \"%s\" does not say to open it again", commands[i], call,
                         text);
    }
    process_start(&other, &site, PLACE_HERE, NULL, others);
    for (i = 0; others[i] != NULL; i++)
        (void)process_expect(&other, NNREG_OK, others[i]);
    (void)process_end(&other);
    (void)process_expect(&process, NNREG_OK, "close");
    process_tell(&process, "open");
    (void)process_expect(&process, NNREG_OK, "open again");
    process_tell(&process, "get 1");
    text = process_expect(&process, NNREG_OK, "get 1, again");
    if (strcmp(text, "n 3 ") != 0)
        faults_wrong("after a failed %s, what others have acknowledged is \"%s\"", call, text);
    process_tell(&process, "update 2 n 52");
    (void)process_expect(&process, NNREG_OK, "update, again");
    process_tell(&process, "audit");
    (void)process_expect(&process, NNREG_OK, "audit");
    (void)process_end(&process);
}

int main(int count, char **words)
{
    bool complete = count > 1 && strcmp(words[1], "--complete") == 0;
    const char *only = count > 1 && !complete ? words[1] : count > 2 ? words[2] : "";
    unsigned long at = 0, done;
    size_t i;

    faults_begin(&site, "sweeps");
    snprintf(copied, sizeof copied, "%s/backup", site.root);
    for (i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strstr(operations[i].name, only) == NULL)
            continue;
        done = sweep(&operations[i], &at, complete ? 1 : STRIDE);
        if (strcmp(operations[i].name, "open") != 0 &&
            !operations[i].keeps) /* which neither writes nor waits for the device */
            done += sweep_new(&operations[i]);
        printf("%s: %lu trials, %u wrong\n", operations[i].name, done, faults_count());
    }
    a_failed_commit_fails_the_handle("fdatasync");
    a_failed_commit_fails_the_handle("pwrite");
    return faults_end(&site);
}
