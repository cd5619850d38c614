/*
 * The judge of a state: see actor.h.
 *
 * The mark of a good end (the file "closed") names data.mdb by its inode and its time of change, which a state that is made anew
 * cannot have. A crash can leave a mark that is right, as it need not take the time of change with the bytes; then the pages are not
 * looked at when the file is opened. So a mark that is whole is made right: no state has it easier than after a crash.
 */
#include "judge.h"

#include <inttypes.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record.h"

#define MOST_TEXT 65536
#define MARK_SIZE 96

struct text {
    size_t used;
    char bytes[MOST_TEXT];
};

uint64_t actor_sum(const char *text)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        sum = (sum ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return sum;
}

_Noreturn static void say(int out, bool sound, uint64_t text, const char *what, const char *why)
{
    struct verdict verdict = {.sound = sound, .text = text};

    snprintf(verdict.message, sizeof verdict.message, "%s%s%s", what, why[0] != '\0' ? ": " : "", why);
    if (write(out, &verdict, sizeof verdict) != (ssize_t)sizeof verdict)
        _exit(2);
    _exit(0);
}

/* ------------------------------------------------------------------------------------------------- reading -- */

typedef nnreg_status lister(nnreg *registry, nnreg_page **page, const struct nnreg_query *query);

static nnreg_status add_list(struct text *text, nnreg *registry, lister *list, bool scoped)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_page *page = NULL;
    nnreg_status status;
    char *json = NULL;

    query.limit = 100;
    if (scoped)
        query.scope = NNREG_SCOPE_ALL;
    status = list(registry, &page, &query);
    if (status == NNREG_OK)
        status = nnreg_page_json(&json, page, NULL);
    if (status == NNREG_OK) {
        text->used += (size_t)snprintf(text->bytes + text->used, MOST_TEXT - text->used, "%s\n", json);
        if (text->used >= MOST_TEXT)
            site_give_up("the text of a registry is too long");
    }
    free(json);
    nnreg_page_free(page);
    return status;
}

static nnreg_status add_registry(struct text *text, nnreg *registry)
{
    uint64_t events = 0;
    nnreg_status status = add_list(text, registry, nnreg_network_list, true);

    if (status == NNREG_OK)
        status = add_list(text, registry, nnreg_spec_list, false);
    if (status == NNREG_OK)
        status = add_list(text, registry, nnreg_version_list, false);
    if (status == NNREG_OK)
        status = add_list(text, registry, nnreg_task_list, false);
    if (status == NNREG_OK)
        status = nnreg_events_last(registry, &events);
    text->used +=
        (size_t)snprintf(text->bytes + text->used, MOST_TEXT - text->used, "%" PRIu64 " events\n", events);
    return status;
}

/* *why is what is wrong with a registry, static; NULL: nothing. */
static const char *look_over(nnreg *registry, nnreg_findings *findings)
{
    static char why[ACTOR_TEXT];
    nnreg_status status = nnreg_fsck(registry, findings, NULL, NULL);
    size_t i;

    if (status == NNREG_OK)
        return NULL;
    snprintf(why, sizeof why, "%s", nnreg_message(registry));
    for (i = 0; i < nnreg_findings_count(findings); i++) {
        const struct nnreg_finding *finding = nnreg_findings_get(findings, i);

        if (finding->severity == NNREG_SEVERITY_ERROR) {
            snprintf(why, sizeof why, "%s: %s", finding->rule, finding->message);
            break;
        }
    }
    return why;
}

static bool is_there(const char *dir)
{
    char path[SITE_PATH + 16];

    snprintf(path, sizeof path, "%s/data.mdb", dir);
    return access(path, F_OK) == 0;
}

/* The backup, where there is one; it has to be sound then. */
static const char *add_backup(struct text *text, struct actor *actor)
{
    static char message[SITE_MESSAGE];
    const char *why;
    nnreg *registry;

    if (!is_there(actor->backup))
        return NULL;
    if (site_open(&registry, message, actor->backup, 0) != NNREG_OK)
        return message;
    why = look_over(registry, actor->findings);
    if (why == NULL && add_registry(text, registry) != NNREG_OK)
        why = "the backup cannot be read";
    nnreg_close(registry);
    return why;
}

void crash_record_state(struct actor *actor)
{
    struct text *text = calloc(1, sizeof *text);
    const char *why = NULL;

    if (text == NULL || add_registry(text, actor->registry) != NNREG_OK ||
        (why = add_backup(text, actor)) != NULL)
        site_give_up("cannot read what was acknowledged: %s", why != NULL ? why : "");
    crash_record_mark(text->bytes);
    free(text);
}

/* ------------------------------------------------------------------------------------------------- judging -- */

static void trust_mark(const char *dir)
{
    char path[SITE_PATH + 16], mark[MARK_SIZE + 1];
    struct stat st, data;
    int fd;

    snprintf(path, sizeof path, "%s/data.mdb", dir);
    if (stat(path, &data) != 0)
        return;
    snprintf(path, sizeof path, "%s/closed", dir);
    fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && st.st_size == MARK_SIZE && read(fd, mark, MARK_SIZE) == MARK_SIZE &&
        memcmp(mark, "nnreg closed ", 13) == 0 && mark[MARK_SIZE - 1] == '\n') {
        memset(mark, ' ', MARK_SIZE);
        mark[snprintf(mark, MARK_SIZE, "nnreg closed %" PRIu64 " %" PRIu64 " %" PRId64, (uint64_t)data.st_ino,
                      (uint64_t)data.st_size,
                      (int64_t)data.st_ctim.tv_sec * 1000000000 + data.st_ctim.tv_nsec)] = ' ';
        mark[MARK_SIZE - 1] = '\n';
        if (pwrite(fd, mark, MARK_SIZE, 0) != MARK_SIZE)
            site_give_up("cannot write %s", path);
    }
    close(fd);
}

/* What a user would do next. */
static const char *go_on(struct actor *actor)
{
    static char why[SITE_MESSAGE + 40];
    bool copies = strncmp(actor->operation->name, "backup", 6) == 0;
    const char *what = "gc";
    uint64_t id;
    nnreg_status status = nnreg_gc(actor->registry, NULL, NULL);

    if (status == NNREG_OK && copies) {
        what = "the backup again";
        status = nnreg_backup(actor->registry, actor->backup, NULL, NULL);
        if (status == NNREG_OK)
            crash_record_state(actor);
    }
    if (status == NNREG_OK) {
        what = "a create";
        status = site_create(actor->registry, &id, actor->root, 2, "probe", 1, NULL, actor->findings);
    }
    if (status == NNREG_OK)
        return NULL;
    snprintf(why, sizeof why, "%s then fails: %s", what, nnreg_message(actor->registry));
    return why;
}

_Noreturn static void judge(struct actor *actor, int out)
{
    static struct text text, after;
    char message[SITE_MESSAGE];
    const char *why;

    alarm(60);
    if (site_open(&actor->registry, message, actor->dir, actor->operation->fresh ? NNREG_OPEN_CREATE : 0) !=
        NNREG_OK)
        say(out, false, 0, "it does not open", message);
    why = look_over(actor->registry, actor->findings);
    if (why != NULL)
        say(out, false, 0, "fsck", why);
    if (add_registry(&text, actor->registry) != NNREG_OK)
        say(out, false, 0, "it cannot be read", nnreg_message(actor->registry));
    why = add_backup(&text, actor);
    if (why != NULL)
        say(out, false, 0, "the backup", why);
    crash_record_mark(text.bytes);
    why = go_on(actor);
    if (why != NULL)
        say(out, false, 0, "going on", why);
    why = look_over(actor->registry, actor->findings);
    if (why != NULL)
        say(out, false, 0, "fsck after going on", why);
    if (add_registry(&after, actor->registry) != NNREG_OK)
        say(out, false, 0, "it cannot be read after going on", nnreg_message(actor->registry));
    crash_record_state(actor);
    nnreg_close(actor->registry);
    crash_record_end();
    say(out, true, actor_sum(text.bytes), "", "");
}

void actor_judge(struct verdict *verdict, struct actor *actor, const char *log)
{
    int ends[2], ended = 0;
    pid_t child;

    *verdict = (struct verdict){.sound = false};
    trust_mark(actor->dir);
    trust_mark(actor->backup);
    if (pipe(ends) != 0 || (child = fork()) < 0)
        site_give_up("cannot start a child");
    if (child == 0) {
        close(ends[0]);
        if (log != NULL)
            crash_record_begin(actor->disk, log);
        judge(actor, ends[1]);
    }
    close(ends[1]);
    if (read(ends[0], verdict, sizeof *verdict) != (ssize_t)sizeof *verdict)
        verdict->sound = false;
    close(ends[0]);
    (void)waitpid(child, &ended, 0);
    if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
        verdict->sound = false;
        snprintf(verdict->message, sizeof verdict->message, "the process ends by signal %d, status %d",
                 WIFSIGNALED(ended) ? WTERMSIG(ended) : 0, WEXITSTATUS(ended));
    }
}
