/*
 * usage: command [--complete | --sample] [--only TEXT] FOLDER <TABLE
 *
 * The command with everything around it failing. Each line of the table is a command line, behind marks of what is special about it.
 * In a copy of the folder it is run once as it is, and then once for each call that is to give way: an allocation fails, alone
 * or with all that follow; a call on a file fails, is interrupted or does less than it is asked to; Ctrl-C comes. The run must not
 * crash. Either nothing shows, and it prints and does what it does without a fault; or it says what is wrong on standard error,
 * ends with one of the documented statuses, and leaves the registry as it was or the change made, and no file of its own. With
 * --complete each call on a file of each line fails, and all that can happen to a call happens on each way through the command and the
 * libraries; else on each way through the command; with --sample an allocation of each line fails.
 *
 * The command is linked in, and each run of it is a child that is forked off: what has its own main is this program, by the
 * linker's --wrap.
 *
 * The marks, before a '|':
 *   c  it changes the registry, or files beside it
 *   s  ... in several steps, of which some may be made
 *   k  what it has written is kept when it fails, so that the next one can go on
 *   v  what it prints is never twice the same
 *   ?  it is no subject, but a call, the end of its file's path ("*": of any) and an error of it that the next line rightly takes for an
 *      answer: "there is none", which changes what it prints and is no failure
 *   =  it is no subject: what there is after it may also be left by the next line, where that says that it could not read something
 *   >  it is no subject, but run behind the next line where that has left something ('k' without it: the line once more). Then there must
 *      be what there is without a fault; or, where the next line has failed, what there is when it was not run at all. Several are run one
 *      after the other. A line with 's' that has left something also says so on standard error
 *   +  it is no subject, but the part of a path, and a text: where a call fails on a file whose path has the part, the next line can be done,
 *      and lines with the text be in what there is besides
 *   ~  it is no subject, but keys of the document that the next line prints, whose numbers can be others though it is done: where a call
 *      fails on a file whose path has the part that is among the keys, with a '/' in front; else where standard error tells the numbers and
 *      the cause
 * A word `<FILE` at the end is its standard input.
 */
#define _GNU_SOURCE /* config.h is not there to say it: as in faultfs.c, the libc as it is */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command_calls.h"

#define WORDS_MOST    32
#define LINE_MOST     1024
#define PATH_MOST     512
#define WAYS          (1u << 17) /* a power of two */
#define TOLD_MOST     100
#define CHANGE_BEFORE 40 /* characters of standard output that are shown before and from a change */
#define CHANGE_MOST   160

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

static char folder[PATH_MOST], out_path[PATH_MOST], err_path[PATH_MOST];
static const char *pristine;
static unsigned failures, trials;
static unsigned interrupts, interrupted; /* trials by Ctrl-C, and those that ended by it */
static const char *without_fault;        /* what the line that is taken prints on standard output */
static struct call_made hit;             /* the call that gave way in the trial */
static bool complete, sample;

/* A line of the table. */
struct subject {
    char line[LINE_MOST];
    char *words[WORDS_MOST + 2];
    int count;
    const char *input; /* NULL: nothing */
    bool changes, steps, keeps, varies, json;
    char means; /* what the line is if no subject: '?', '=', '>', '+', '~', else 0 */
};

/* What a run left to look at. */
struct outcome {
    int status; /* as of waitpid */
    char *out, *err;
};

static void give_up(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(99);
}

static char *copied(const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        give_up("strdup");
    return copy;
}

/* ------------------------------------------------------------------------------------------------------ the folder -- */

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t size = 0, room = 0;

    if (file == NULL)
        give_up(path);
    do {
        room = 2 * room + 4096;
        text = realloc(text, room);
        if (text == NULL)
            give_up(path);
        size += fread(text + size, 1, room - size - 1, file);
    } while (size == room - 1);
    text[size] = '\0';
    fclose(file);
    return text;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

/* The folder is as it was at first. */
static void restore(void)
{
    int status = -1;
    pid_t pid;

    if (chdir("/") != 0 || (nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT))
        give_up(folder);
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        execlp("cp", "cp", "-a", pristine, folder, (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0 || chdir(folder) != 0)
        give_up("cp");
}

static char *listed;
static size_t listed_size, listed_room;

static void list_more(const char *text)
{
    size_t size = strlen(text);

    if (listed_size + size >= listed_room) {
        listed_room = 2 * (listed_room + size) + 1;
        listed = realloc(listed, listed_room);
        if (listed == NULL)
            give_up("realloc");
    }
    memcpy(listed + listed_size, text, size + 1);
    listed_size += size;
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

#define LISTED_MOST 2000

static char *listed_lines[LISTED_MOST];
static size_t listed_count;

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);

    return strcmp(end, "*") == 0 || (length >= wanted && strcmp(text + length - wanted, end) == 0);
}

/* The store has its own files, which the registry's state tells. */
static int list_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    char line[PATH_MOST + 32];

    (void)where;
    if (strncmp(path, "./reg/", 6) == 0 || listed_count == LISTED_MOST || ends_in(path, "/closed") ||
        ends_in(path, "/lock.mdb"))
        return 0; /* the last are the mark of who closed a registry, and its lock file: no state */
    snprintf(line, sizeof line, "%s %lld\n", path, type == FTW_F ? (long long)st->st_size : 0);
    listed_lines[listed_count++] = copied(line);
    return 0;
}

static void list_files(void)
{
    size_t i;

    listed_count = 0;
    (void)nftw(".", list_one, 8, FTW_PHYS);
    qsort(listed_lines, listed_count, sizeof *listed_lines, compare_lines);
    for (i = 0; i < listed_count; i++) {
        list_more(listed_lines[i]);
        free(listed_lines[i]);
    }
}

/*
 * What there is takes long to ask for, and most faults leave what has been there: the state of a folder with the same files is known. Files
 * are the same by their times, as those of the folder have the times of what they are copies of, so that a write shows; the store's one is
 * by its bytes, since who only opens it writes to it, too. Its lock file, which is mapped, and the mark that says who closed it, are no state.
 */
#define STATES_KNOWN 64

static struct {
    uint64_t files;
    char *state;
} known[STATES_KNOWN];
static unsigned known_next;
static uint64_t files_now;

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    while (size-- > 0)
        hash = (hash ^ *at++) * 1099511628211u;
    return hash;
}

static uint64_t hash_content(uint64_t hash, const char *path)
{
    static char bytes[1 << 16];
    FILE *file = fopen(path, "re");
    size_t got;

    if (file == NULL)
        give_up(path);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        hash = hash_bytes(hash, bytes, got);
    fclose(file);
    return hash;
}

static int hash_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    uint64_t hash = hash_bytes(14695981039346656037u, path, strlen(path));

    hash = hash_bytes(hash, &st->st_mode, sizeof st->st_mode);
    hash = hash_bytes(hash, &st->st_size, sizeof st->st_size);
    if (strcmp(path + where->base, "data.mdb") == 0)
        hash = hash_content(hash, path);
    else if (type == FTW_F)
        hash = hash_bytes(hash, &st->st_mtim, sizeof st->st_mtim);
    if (strcmp(path + where->base, "lock.mdb") != 0 && strcmp(path + where->base, "closed") != 0)
        files_now += hash; /* in whatever order the folders tell their entries */
    return 0;
}

/*
 * Who opens a registry next goes by the mark of who closed it, and makes other calls by another one than those that were written down: a
 * fault would then be one of another call.
 */
static uint64_t mark_at_first;

static uint64_t hash_mark(void)
{
    return access("reg/closed", F_OK) == 0 ? hash_content(14695981039346656037u, "reg/closed") : 0;
}

/* The state of the folder as it is, when it is known; else NULL, and it is remembered by learn. */
static const char *recall(void)
{
    size_t i;

    files_now = 0;
    (void)nftw(".", hash_one, 8, FTW_PHYS);
    for (i = 0; i < STATES_KNOWN; i++)
        if (known[i].state != NULL && known[i].files == files_now)
            return known[i].state;
    return NULL;
}

static void learn(const char *state)
{
    free(known[known_next].state);
    known[known_next].files = files_now;
    known[known_next].state = copied(state);
    known_next = (known_next + 1) % STATES_KNOWN;
}

/* -------------------------------------------------------------------------------------------------------- a run -- */

static void redirect(const char *path, int flags, int as)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);

    if (fd < 0 || dup2(fd, as) < 0)
        give_up(path);
    close(fd);
}

/* The child: it ends by exit, so that what counts the branches it took can write them down. */
static _Noreturn void be_command(const struct subject *subject, const struct calls_plan *plan,
                                 struct calls_record *record)
{
    int status;

    /* What a shell starts in the background has it ignored, and what is ignored the command leaves so: no Ctrl-C would come. */
    (void)signal(SIGINT, SIG_DFL);
    redirect(subject->input != NULL ? subject->input : "/dev/null", O_RDONLY, STDIN_FILENO);
    redirect(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDOUT_FILENO);
    redirect(err_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDERR_FILENO);
    (void)atexit(calls_end);
    calls_begin(plan, record);
    status = __real_main(subject->count, (char **)subject->words);
    calls_end();
    exit(status);
}

static struct outcome run(const struct subject *subject, const struct calls_plan *plan,
                          struct calls_record *record)
{
    struct outcome outcome;
    pid_t pid;

    fflush(NULL);
    pid = fork();
    if (pid == 0)
        be_command(subject, plan, record);
    if (pid < 0 || waitpid(pid, &outcome.status, 0) < 0)
        give_up("fork");
    outcome.out = slurp(out_path);
    outcome.err = slurp(err_path);
    return outcome;
}

static void outcome_free(struct outcome *outcome)
{
    free(outcome->out);
    free(outcome->err);
}

static int exit_status(const struct outcome *outcome)
{
    return WIFEXITED(outcome->status) ? WEXITSTATUS(outcome->status) : 128 + WTERMSIG(outcome->status);
}

static void read_words(struct subject *subject, char *text)
{
    char *word, *rest = NULL;

    subject->words[0] = copied("nnreg");
    subject->count = 1;
    for (word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (subject->count == WORDS_MOST)
            give_up(subject->line);
        if (word[0] == '<')
            subject->input = word + 1;
        else
            subject->words[subject->count++] = word;
        subject->json = subject->json || strcmp(word, "--json") == 0;
    }
    subject->words[subject->count] = NULL;
}

/* What a time is printed as is not twice the same. */
static void forget_times(char *text)
{
    char *at, *to;

    for (at = to = text; *at != '\0';)
        if (strspn(at, "0123456789") == 4 && at[4] == '-' && strspn(at, "0123456789-:.TZ ") >= 17)
            at += strspn(at, "0123456789-:.TZ ");
        else
            *to++ = *at++;
    *to = '\0';
}

/* How many events there are, which fsck tells, tells the log, too. */
static void forget_events(char *text)
{
    char *at = strstr(text, " events,"), *from = at;

    while (from != NULL && from > text && strchr("0123456789", from[-1]) != NULL)
        from--;
    if (from != NULL)
        memmove(from, at, strlen(at) + 1);
}

/* -------------------------------------------------------------------------------------------------- what there is -- */

/* Asked by one process, which has not the time to begin anew for each. */
static _Noreturn void be_asker(void)
{
    static const char *const asked[] = {"-r reg fsck --quick -q",  "-r reg ls --all -q",
                                        "-r reg spec ls --all -q", "-r reg version ls -q",
                                        "-r reg task ls -q",       "-r reg log --order oldest"};
    struct subject subject;
    char line[64];
    size_t i;
    int status = 0;

    redirect(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDOUT_FILENO);
    redirect(err_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, STDERR_FILENO);
    for (i = 0; i < sizeof asked / sizeof *asked && status == 0; i++) {
        memset(&subject, 0, sizeof subject);
        snprintf(line, sizeof line, "%s", asked[i]);
        read_words(&subject, line);
        status = __real_main(subject.count, subject.words);
    }
    exit(status);
}

/* All that can be asked of the registry, and the files beside it. Freed with free. */
static char *look(const char *about)
{
    const char *recalled = recall();
    struct outcome outcome;
    unsigned failed = failures;
    pid_t pid;

    if (recalled != NULL)
        return copied(recalled);
    fflush(NULL);
    pid = fork();
    if (pid == 0)
        be_asker();
    if (pid < 0 || waitpid(pid, &outcome.status, 0) < 0)
        give_up("fork");
    outcome.out = slurp(out_path);
    outcome.err = slurp(err_path);
    if (outcome.status != 0) {
        failures++;
        printf("%s: afterwards the registry is not sound: %s%s\n", about, outcome.out, outcome.err);
    }
    listed_size = 0;
    list_more(outcome.out);
    outcome_free(&outcome);
    forget_times(listed);
    forget_events(listed);
    listed_size = strlen(listed);
    list_files();
    if (failures == failed)
        learn(listed);
    return copied(listed);
}

/* -------------------------------------------------------------------------------------------------------- a trial -- */

struct sound {
    struct outcome outcome; /* of the run without a fault */
    char *before, *after;   /* what there is */
    char *next_after;       /* ... behind it and what is run next; NULL: nobody has asked for it yet */
    char *next_alone;       /* ... behind what is run next alone */
};

/* Whether it tells the cause of a fault, in the words of the system or in those of the library (lib/base/cause.c). */
static bool is_cause_told(const char *text, const struct calls_plan *plan)
{
    int error = plan->shorter ? EIO : plan->error; /* a write that cannot be told to have been made */

    return strcasestr(text, strerror(error)) != NULL || (error == ENOMEM && strstr(text, "memory") != NULL) ||
           (error == ENOENT && strstr(text, "there is no such file or folder") != NULL) ||
           (error == ENOSPC && strcasestr(text, "no space") != NULL);
}

/* ------------------------------------------------------------------------------------ what the lines before it allow -- */

#define RULES_MOST 8

static struct rule {
    struct subject line;
    char *left; /* of '=': what there is after it */
} rules[RULES_MOST];
static size_t rule_count;

static void add_rule(const struct subject *line)
{
    if (rule_count == RULES_MOST || line->count < 2)
        give_up(line->line);
    rules[rule_count++] = (struct rule){*line, NULL};
}

static void forget_rules(void)
{
    while (rule_count > 0) {
        free(rules[--rule_count].left);
        free(rules[rule_count].line.words[0]);
    }
}

static void run_quietly(const struct subject *line)
{
    struct outcome outcome = run(line, NULL, NULL);

    outcome_free(&outcome);
}

static void run_instead(void)
{
    size_t i;

    for (i = 0; i < rule_count; i++)
        if (rules[i].line.means == '=') {
            run_quietly(&rules[i].line);
            rules[i].left = look(rules[i].line.line);
            restore();
        }
}

static bool is_instead(const char *now, const struct outcome *outcome)
{
    bool is = false;
    size_t i;

    for (i = 0; i < rule_count; i++)
        is = is || (rules[i].left != NULL && strcmp(now, rules[i].left) == 0);
    return is && exit_status(outcome) > 2;
}

static bool has_next(const struct subject *subject)
{
    bool has = subject->keeps;
    size_t i;

    for (i = 0; i < rule_count; i++)
        has = has || rules[i].line.means == '>';
    return has;
}

/* Runs what is run behind a line that has left something: what '>' says, else the line itself. */
static void run_next(const struct subject *subject)
{
    bool any = false;
    size_t i;

    for (i = 0; i < rule_count; i++)
        if (rules[i].line.means == '>') {
            run_quietly(&rules[i].line);
            any = true;
        }
    if (!any)
        run_quietly(subject);
}

static bool is_error_called(int error, const char *name)
{
    return (error == ENOENT && strcmp(name, "ENOENT") == 0) ||
           (error == EACCES && strcmp(name, "EACCES") == 0);
}

static bool is_answer(const struct calls_plan *plan)
{
    size_t i;

    if (plan->kind != CALLS_FILE || plan->at == 0 || plan->lasting || plan->signal != 0)
        return false;
    for (i = 0; i < rule_count; i++)
        if (rules[i].line.means == '?' && rules[i].line.count == 4 &&
            strcmp(rules[i].line.words[1], hit.name) == 0 && ends_in(hit.file, rules[i].line.words[2]) &&
            is_error_called(plan->error, rules[i].line.words[3]))
            return true;
    return false;
}

/* Takes the lines with the text away. */
static void strip_lines(char *text, const char *with)
{
    char *at = text, *to = text, *end, *found;

    for (; *at != '\0'; at = end) {
        end = strchr(at, '\n');
        end = end != NULL ? end + 1 : at + strlen(at);
        found = strstr(at, with);
        if (found == NULL || found >= end) {
            memmove(to, at, (size_t)(end - at));
            to += end - at;
        }
    }
    *to = '\0';
}

static bool is_mended(const char *now, const char *wanted, const struct calls_plan *plan)
{
    char *stripped;
    bool is = false;
    size_t i;

    for (i = 0; i < rule_count && !is; i++)
        if (rules[i].line.means == '+' && plan->kind == CALLS_FILE && plan->error != 0 &&
            strstr(hit.file, rules[i].line.words[1]) != NULL) {
            stripped = copied(now);
            strip_lines(stripped, rules[i].line.words[2]);
            is = strcmp(stripped, wanted) == 0;
            free(stripped);
        }
    return is;
}

/* Takes the number behind the key out of the document, and tells it; -1: there is none. */
static long take_number(char *text, const char *key)
{
    char *at = strstr(text, key), *end;
    long number;

    if (at == NULL || at[strlen(key)] != ':')
        return -1;
    at += strlen(key) + 1;
    number = strtol(at, &end, 10);
    if (end == at)
        return -1;
    memmove(at, end, strlen(end) + 1);
    return number;
}

/* `out` and `as_ever` lose what may be another number. False: this is none of the trials in which it may. */
static bool take_numbers(const struct subject *line, char *out, char *as_ever, const struct outcome *outcome,
                         const struct calls_plan *plan)
{
    const char *place = NULL;
    char said[24];
    long number;
    int i;

    for (i = 1; i < line->count; i++)
        if (line->words[i][0] == '/')
            place = line->words[i];
    if (plan->signal != 0 ||
        (place != NULL && (plan->kind != CALLS_FILE || strstr(hit.file, place) == NULL)) ||
        (place == NULL && !is_cause_told(outcome->err, plan)))
        return false;
    for (i = 1; i < line->count; i++) {
        if (line->words[i] == place)
            continue;
        number = take_number(out, line->words[i]);
        snprintf(said, sizeof said, ": %ld ", number);
        if (take_number(as_ever, line->words[i]) < 0 || number < 0 ||
            (place == NULL && strstr(outcome->err, said) == NULL))
            return false;
    }
    return true;
}

/* Whether the two documents, which differ, do so in nothing but numbers that may be others. Both are changed. */
static bool is_told_in_numbers(char *out, char *as_ever, const struct outcome *outcome,
                               const struct calls_plan *plan)
{
    size_t i;

    for (i = 0; i < rule_count; i++)
        if (rules[i].line.means == '~' && take_numbers(&rules[i].line, out, as_ever, outcome, plan))
            return strcmp(out, as_ever) == 0;
    return false;
}

/* -------------------------------------------------------------------------------------------------------- telling -- */

/* Where standard output begins to be another than without a fault. */
static void tell_change(const struct outcome *outcome)
{
    size_t at = 0;

    if (without_fault == NULL || strcmp(without_fault, outcome->out) == 0)
        return;
    while (outcome->out[at] != '\0' && outcome->out[at] == without_fault[at])
        at++;
    at -= at < CHANGE_BEFORE ? at : CHANGE_BEFORE;
    printf("    standard output: %.*s\n    without a fault: %.*s\n", CHANGE_MOST, outcome->out + at,
           CHANGE_MOST, without_fault + at);
}

/* Of many that are wrong the first ones tell what there is to know. */
static bool is_told(unsigned failure)
{
    return failure <= TOLD_MOST || getenv("NNREG_FAULTS_TELL") != NULL;
}

static void wrong(const struct subject *subject, const struct calls_plan *plan, const struct outcome *outcome,
                  const char *what)
{
    static const char *const kinds[] = {[CALLS_ALLOCATION] = "allocation", [CALLS_FILE] = "call on a file"};

    if (!is_told(++failures))
        return;
    printf("nnreg%s: %s %lu (", subject->line, kinds[plan->kind], plan->at);
    if (plan->at > 0 && hit.name[0] != '\0')
        printf("%s of %s: ", hit.name, hit.file);
    printf("%s%s): %s; status %d, it said: %s",
           plan->signal != 0 ? "Ctrl-C"
           : plan->shorter   ? "shorter"
                             : strerror(plan->error),
           plan->lasting ? ", for good" : "", what, exit_status(outcome),
           outcome->err[0] != '\0' ? outcome->err : "nothing\n");
    tell_change(outcome);
}

static bool has_line(const char *text, const char *line)
{
    size_t length = strlen(line);
    const char *found = strstr(text, line);

    while (found != NULL && ((found != text && found[-1] != '\n') || found[length] != '\n'))
        found = strstr(found + 1, line);
    return found != NULL;
}

/* The lines of `one` that `other` has not. */
static void tell_lines(const char *sign, const char *one, const char *other)
{
    char *lines = copied(one), *rest = NULL, *line;

    for (line = strtok_r(lines, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        if (!has_line(other, line))
            printf("    %s %.*s\n", sign, CHANGE_MOST, line);
    free(lines);
}

/* Whether there is all that there was, and besides nothing but files. */
static bool is_with_files(const char *now, const char *before)
{
    char *lines = copied(before), *more = copied(now), *rest = NULL, *line;
    bool is = true;

    for (line = strtok_r(lines, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        is = is && has_line(now, line);
    for (line = strtok_r(more, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        is = is && (strncmp(line, "./", 2) == 0 || has_line(before, line));
    free(lines);
    free(more);
    return is;
}

static void wrong_left(const struct subject *subject, const struct calls_plan *plan,
                       const struct outcome *outcome, const char *what, const char *now, const char *wanted)
{
    wrong(subject, plan, outcome, what);
    if (!is_told(failures))
        return;
    tell_lines("-", wanted, now);
    tell_lines("+", now, wanted);
}

/* Nothing shows of the fault. */
static bool is_as_ever(const struct subject *subject, const struct calls_plan *plan,
                       const struct outcome *outcome, const struct sound *sound)
{
    char *out = copied(outcome->out), *as_ever = copied(sound->outcome.out);
    bool same;

    forget_times(out);
    forget_times(as_ever);
    same = outcome->status == sound->outcome.status &&
           (subject->varies || strcmp(out, as_ever) == 0 || is_told_in_numbers(out, as_ever, outcome, plan));
    free(out);
    free(as_ever);
    return same;
}

/* Of which kind of document standard output is one, by its ends: the reader of the scenarios looks at all of it. */
static bool is_one_document(const char *text)
{
    size_t length = strlen(text);

    return length == 0 || ((text[0] == '{' || text[0] == '[') && length > 2 && text[length - 1] == '\n' &&
                           strchr(text, '\n') == text + length - 1);
}

static void check_status(const struct subject *subject, const struct calls_plan *plan,
                         const struct outcome *outcome)
{
    int status = exit_status(outcome);

    if (WIFSIGNALED(outcome->status) && (plan->signal == 0 || WTERMSIG(outcome->status) != plan->signal)) {
        wrong(subject, plan, outcome, "it crashed");
        return;
    }
    if (is_answer(plan) && exit_status(outcome) <= 4)
        return;
    if (plan->signal != 0 && status != 128 + plan->signal)
        wrong(subject, plan, outcome, "it does not end as one that was interrupted");
    else if (plan->signal == 0 && (status == 0 || status > 4 || status == 2))
        wrong(subject, plan, outcome, "the status is none of a failure");
    else if (plan->kind == CALLS_ALLOCATION && status != 4)
        wrong(subject, plan, outcome, "the status blames somebody");
    /* What cannot be read can also be a finding, which some forms print on standard output. */
    if (!WIFSIGNALED(outcome->status) && outcome->err[0] == '\0' && plan->error != EPIPE &&
        ((status != 1 && !subject->json) || plan->error == 0 || !is_cause_told(outcome->out, plan)))
        wrong(subject, plan, outcome, "it says nothing");
    else if (plan->kind == CALLS_ALLOCATION && strstr(outcome->err, "memory") == NULL)
        wrong(subject, plan, outcome, "it does not tell the cause");
    if (subject->json && plan->signal == 0 && status != 4 && !is_one_document(outcome->out))
        wrong(subject, plan, outcome, "standard output is no document");
}

/* Whether what a line has left is no hindrance for the next one, and gone after it. */
static bool is_gone_on_from(const struct subject *subject, struct sound *sound, bool as_ever)
{
    char *now;
    bool is;

    if (!has_next(subject))
        return false;
    run_next(subject);
    now = look(subject->line);
    restore();
    if (sound->next_alone == NULL) {
        run_next(subject);
        sound->next_alone = look(subject->line);
        restore();
        run_quietly(subject);
        run_next(subject);
        sound->next_after = look(subject->line);
        restore();
    }
    is = strcmp(now, sound->next_after) == 0 || (!as_ever && strcmp(now, sound->next_alone) == 0);
    if (!is && is_told(failures + 1)) {
        tell_lines("then -", sound->next_after, now);
        tell_lines("then +", now, sound->next_after);
    }
    free(now);
    return is;
}

/* Whether a run that failed may leave this, which is neither what there was nor what there is after it. */
static bool may_be_left(const struct subject *subject, const struct calls_plan *plan,
                        const struct outcome *outcome, struct sound *sound, const char *now)
{
    if (subject->steps || is_instead(now, outcome))
        return true;
    if (subject->keeps)
        return is_gone_on_from(subject, sound, false);
    /* Where nothing can be removed any more, what it has begun to write stays beside what there was. */
    return plan->lasting && is_with_files(now, sound->before) &&
           (!has_next(subject) || is_gone_on_from(subject, sound, false));
}

/*
 * The registry and the folder are as before, or as after the change; else they are put back. What keeps things may leave the place it
 * worked in: that is gone after the next one.
 */
static void check_left(const struct subject *subject, const struct calls_plan *plan,
                       const struct outcome *outcome, struct sound *sound, bool as_ever)
{
    char *now = look(subject->line);
    bool is_before = strcmp(now, sound->before) == 0, is_after = strcmp(now, sound->after) == 0;

    if (as_ever) {
        if (!is_after && !is_answer(plan) && !is_mended(now, sound->after, plan) &&
            ((subject->steps && outcome->err[0] == '\0') || !is_gone_on_from(subject, sound, true)))
            wrong_left(subject, plan, outcome, "it says that it is done, and it is not", now, sound->after);
    } else if (!is_before && !is_after && !may_be_left(subject, plan, outcome, sound, now)) {
        wrong_left(subject, plan, outcome, "it is half done, or something is left", now, sound->before);
    }
    if (!is_before)
        restore();
    free(now);
}

static void try(const struct subject *subject, const struct calls_plan *plan, struct sound *sound)
{
    struct outcome outcome = run(subject, plan, NULL);
    bool as_ever;

    hit = *calls_hit();
    as_ever = is_as_ever(subject, plan, &outcome, sound);
    trials++;
    interrupts += plan->signal != 0;
    interrupted += plan->signal != 0 && exit_status(&outcome) == 128 + plan->signal;
    if (!as_ever)
        check_status(subject, plan, &outcome);
    if (subject->changes)
        check_left(subject, plan, &outcome, sound, as_ever);
    if (hash_mark() != mark_at_first)
        restore();
    outcome_free(&outcome);
}

/* --------------------------------------------------------------------------------------------------- which trials -- */

static uint64_t ways[CALLS_KINDS][WAYS];

/*
 * Whether nobody came this way before; true once they are too many to know. With --complete a way goes through the libraries, too: a
 * call that is made again from the same places tells nothing new.
 */
static bool is_new_way(enum calls_kind kind, const struct call_made *made)
{
    uint64_t way = complete ? made->stack : made->way;
    size_t at = way % WAYS, looked;

    for (looked = 0; looked < WAYS; looked++, at = (at + 1) % WAYS) {
        if (ways[kind][at] == way)
            return false;
        if (ways[kind][at] == 0) {
            ways[kind][at] = way;
            return true;
        }
    }
    return true;
}

struct fault {
    const char *groups; /* with spaces around each */
    int error;
    bool lasting, shorter;
    bool
        first; /* it is tried on every new way, the others on those of the command's own that nobody else makes */
};

/* The first one is tried with --complete also where the others would tell nothing new: what the line has done before, and prints, differs. */
static const struct fault faults[] = {
    {NULL, EIO, false, false, true},
    {" write sync truncate name open ", ENOSPC, false, false, false},
    {" read write open ", EINTR, false, false, true},
    {" open stat ", ENOENT, false, false, true},
    {" open name ", EACCES, false, false, false},
    {" read write ", 0, false, true, false},
    {" write ", EPIPE, true, false, false},
    {NULL, EIO, true, false, false},
};

static bool is_of(const char *groups, const char *group)
{
    const char *at = groups != NULL ? strstr(groups, group) : NULL;

    return groups == NULL || (at != NULL && at[-1] == ' ' && at[strlen(group)] == ' ');
}

static void try_file(const struct subject *subject, const struct calls_record *record, unsigned long n,
                     struct sound *sound)
{
    struct calls_plan plan = {CALLS_FILE, n, 0, 0, false, false};
    bool is_new = is_new_way(CALLS_FILE, &record->made[CALLS_FILE][n - 1]);
    size_t i;

    for (i = 0; i < sizeof faults / sizeof *faults; i++)
        if (is_of(faults[i].groups, record->made[CALLS_FILE][n - 1].group) &&
            (faults[i].error != ENOENT ||
             strcmp(record->made[CALLS_FILE][n - 1].name, "fstat") != 0) && /* it is open */
            (is_new ? complete || faults[i].first || (n + i) % 4 == 0 : complete && i == 0)) {
            plan.error = faults[i].error;
            plan.lasting = faults[i].lasting;
            plan.shorter = faults[i].shorter;
            try(subject, &plan, sound);
        }
    if (!is_new)
        return;
    plan = (struct calls_plan){CALLS_FILE, n, 0, SIGINT, false, false};
    try(subject, &plan, sound);
}

/* What the command itself allocates ends it, whatever it is for: a few of those are enough, where not all are asked for. */
static bool is_allocation_taken(const struct call_made *made, unsigned long n)
{
    return (complete || strcmp(made->group, "own") != 0 || n % 97 == 1) && is_new_way(CALLS_ALLOCATION, made);
}

/* An allocation somewhere in each line, and elsewhere in the next. */
static void try_some(const struct subject *subject, const struct calls_record *record, struct sound *sound)
{
    static unsigned long turn;
    struct calls_plan plan = {CALLS_ALLOCATION, 0, ENOMEM, 0, false, false};

    turn++;
    plan.at = record->count[CALLS_ALLOCATION] > 0 ? turn * 7919 % record->count[CALLS_ALLOCATION] + 1 : 1;
    try(subject, &plan, sound);
}

static void try_all(const struct subject *subject, const struct calls_record *record, struct sound *sound)
{
    struct calls_plan plan = {CALLS_ALLOCATION, 0, ENOMEM, 0, false, false};
    unsigned long n, count[CALLS_KINDS];

    memcpy(count, record->count, sizeof count);
    for (n = 1; n <= count[CALLS_ALLOCATION] && n <= CALLS_MOST; n++)
        if (is_allocation_taken(&record->made[CALLS_ALLOCATION][n - 1], n)) {
            plan.at = n;
            plan.lasting = n % 3 == 0;
            try(subject, &plan, sound);
        }
    for (n = 1; n <= count[CALLS_FILE] && n <= CALLS_MOST; n++)
        try_file(subject, record, n, sound);
}

/* ---------------------------------------------------------------------------------------------------------- the table -- */

static bool read_subject(struct subject *subject, char *line)
{
    char *bar;
    const char *means;

    memset(subject, 0, sizeof *subject);
    bar = strchr(line, '|');
    if (line[0] == '\0' || line[0] == '#' || bar == NULL)
        return false;
    *bar = '\0';
    subject->steps = strchr(line, 's') != NULL;
    subject->keeps = strchr(line, 'k') != NULL;
    subject->changes = subject->steps || subject->keeps || strchr(line, 'c') != NULL;
    subject->varies = strchr(line, 'v') != NULL;
    means = strpbrk(line, "?=>+~");
    subject->means = means != NULL ? *means : '\0';
    snprintf(subject->line, sizeof subject->line, "%s", bar + 1);
    read_words(subject, bar + 1);
    return true;
}

static void take(struct subject *subject, struct calls_record *record)
{
    static char *at_first; /* what there is before a line: the same for all */
    struct sound sound = {.before = NULL};
    unsigned before = trials;

    run_instead();
    if (at_first == NULL) {
        at_first = look(subject->line);
        restore(); /* who asked has left its mark */
    }
    memset(record->count, 0, sizeof record->count);
    record->counts_only = sample;
    sound.before = at_first;
    sound.outcome = run(subject, NULL, record);
    without_fault = sound.outcome.out;
    sound.after = subject->changes || !sample ? look(subject->line) : copied(at_first);
    if (!subject->changes && strcmp(sound.before, sound.after) != 0) {
        failures++;
        printf("nnreg%s: it changes something\n", subject->line);
    }
    if (exit_status(&sound.outcome) > 4) {
        failures++;
        printf("nnreg%s: status %d: %s\n", subject->line, exit_status(&sound.outcome), sound.outcome.err);
    }
    if (strcmp(sound.before, sound.after) != 0 || hash_mark() != mark_at_first)
        restore();
    (sample ? try_some : try_all)(subject, record, &sound);
    if (!subject->changes && !sample)
        check_left(subject, &(struct calls_plan){0}, &sound.outcome, &sound, true);
    if (getenv("NNREG_FAULTS_TELL") != NULL)
        fprintf(stderr, "%5u trials, %lu allocations, %lu calls on files, status %d:%s\n", trials - before,
                record->count[CALLS_ALLOCATION], record->count[CALLS_FILE], exit_status(&sound.outcome),
                subject->line);
    without_fault = NULL;
    outcome_free(&sound.outcome);
    free(sound.after);
    free(sound.next_after);
    free(sound.next_alone);
    free(subject->words[0]);
}

int __wrap_main(int argc, char **argv)
{
    struct calls_record *record = calls_record_new();
    const char *only = "", *name = NULL;
    struct subject subject;
    char *table, *next;
    int i;

    for (i = 1; i < argc; i++)
        if (strcmp(argv[i], "--complete") == 0)
            complete = true;
        else if (strcmp(argv[i], "--sample") == 0)
            sample = true;
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            only = argv[++i];
        else
            name = argv[i];
    pristine = name != NULL ? realpath(name, NULL) : NULL;
    if (record == NULL || pristine == NULL)
        give_up("usage: command [--complete | --sample] [--only TEXT] FOLDER <TABLE");
    snprintf(folder, sizeof folder, "%.400s.run", pristine);
    snprintf(out_path, sizeof out_path, "%.400s.out", pristine);
    snprintf(err_path, sizeof err_path, "%.400s.err", pristine);
    restore();
    mark_at_first = hash_mark();
    for (table = slurp("/dev/stdin"); table != NULL && table[0] != '\0'; table = next) {
        next = strchr(table, '\n');
        if (next != NULL)
            *next++ = '\0';
        if (read_subject(&subject, table) && subject.means != '\0') {
            add_rule(&subject);
        } else {
            if (subject.count > 0 && strstr(subject.line, only) != NULL)
                take(&subject, record);
            forget_rules();
        }
        if (next == NULL)
            break;
    }
    free(look("at the end"));
    if (interrupts > 0 && interrupted == 0) {
        failures++;
        printf("no run ended by Ctrl-C, of %u that it was sent to\n", interrupts);
    }
    printf("%u runs with a fault, %u were wrong\n", trials, failures);
    return trials == 0 || failures > 0;
}
