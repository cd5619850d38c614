/*
 * usage: actor ROOT REGISTRY [COMMAND]...
 *
 * A process that drivers start to have it fail, wait or die: it carries out the commands of its arguments, then those of
 * its standard input, a line each, and answers each with a line "STATUS TEXT", STATUS being an nnreg_status. It goes on
 * after a failure. Its exit status is that of its last command.
 *
 *   init, open, open-ro, close
 *   create NAME VALUE MODEL   upload NAME VALUE MODEL (the same from uploads)   update ID NAME VALUE   delete ID   publish ID SLUG   unpublish ID
 *   get ID         answers "NAME VALUE SLUG"
 *   count ID TIMES that many updates, each of which counts the value up by one; answers how many were acknowledged
 *   show           reads every network and the whole of its files, whose digests must be right; answers how many
 *   compact        answers "smaller" when it was made so
 *   backup         to ROOT/backup
 *   audit          the invariants of tests/unit/registry_state.c
 *   hold           begins a snapshot; until "release", "digest" answers the digest of all that it sees
 *   thread         what follows is done by a second thread
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "registry/objects.h"
#include "registry_state.h"
#include "site.h"
#include "store/keys.h"
#include "store/kv.h"

struct actor {
    const char *root, *dir;
    nnreg *registry;
    nnreg_findings *findings;
    char message[SITE_MESSAGE];
    char **words; /* the arguments that are left */
    nnreg_status last;
};

#define LINE 600

static void answer(struct actor *actor, nnreg_status status, const char *text)
{
    char line[LINE + 40];
    int size = snprintf(line, sizeof line, "%d %.*s\n", (int)status, LINE, text);

    actor->last = status;
    if (write(STDOUT_FILENO, line, (size_t)size) != size)
        _exit(98);
}

/* OK with a text, or the failure with its message. */
static void answer_call(struct actor *actor, nnreg_status status, const char *text)
{
    const char *message = actor->registry != NULL ? nnreg_message(actor->registry) : actor->message;

    if (status == NNREG_REFUSED && nnreg_findings_count(actor->findings) > 0)
        message = nnreg_findings_get(actor->findings, 0)->message;
    answer(actor, status, status == NNREG_OK ? text : message);
}

/* ------------------------------------------------------------------------------------------------ the commands -- */

typedef void command(struct actor *actor, const char *text);

static void open_as(struct actor *actor, unsigned flags)
{
    nnreg_status status = site_open(&actor->registry, actor->message, actor->dir, flags);

    answer_call(actor, status, "");
}

static void do_init(struct actor *actor, const char *text)
{
    (void)text;
    open_as(actor, NNREG_OPEN_CREATE);
}

static void do_open(struct actor *actor, const char *text)
{
    open_as(actor, strcmp(text, "ro") == 0 ? NNREG_OPEN_READ_ONLY : 0);
}

static void do_close(struct actor *actor, const char *text)
{
    (void)text;
    nnreg_close(actor->registry);
    actor->registry = NULL;
    answer(actor, NNREG_OK, "");
}

static void do_create(struct actor *actor, const char *text)
{
    char name[80] = "", said[32];
    unsigned long long value = 0;
    unsigned model = 0;
    uint64_t id;
    nnreg_status status;

    (void)sscanf(text, "%79s %llu %u", name, &value, &model);
    status = site_create(actor->registry, &id, actor->root, model, name, value, NULL, actor->findings);
    snprintf(said, sizeof said, "%llu", (unsigned long long)id);
    answer_call(actor, status, said);
}

static void do_upload(struct actor *actor, const char *text)
{
    char name[80] = "", id_text[32], said[SITE_MESSAGE];
    unsigned long long value = 0;
    unsigned model = 0;
    uint64_t id;
    nnreg_status status;

    (void)sscanf(text, "%79s %llu %u", name, &value, &model);
    status = site_create_uploaded(actor->registry, &id, actor->root, model, name, value, NULL,
                                  actor->findings, said);
    snprintf(id_text, sizeof id_text, "%llu", (unsigned long long)id);
    if (said[0] != '\0')
        answer(actor, status, said);
    else
        answer_call(actor, status, id_text);
}

static void do_update(struct actor *actor, const char *text)
{
    char name[80] = "", json[SITE_JSON];
    unsigned long long id = 0, value = 0;
    size_t size;

    (void)sscanf(text, "%llu %79s %llu", &id, name, &value);
    size = site_update_json(json, name, value);
    answer_call(actor, nnreg_network_update(actor->registry, id, json, size, NULL, actor->findings), "");
}

static void do_delete(struct actor *actor, const char *text)
{
    answer_call(actor, nnreg_network_delete(actor->registry, strtoull(text, NULL, 10), NULL, NULL), "");
}

static void do_publish(struct actor *actor, const char *text)
{
    char slug[80] = "";
    unsigned long long id = 0;

    (void)sscanf(text, "%llu %79s", &id, slug);
    answer_call(actor, nnreg_network_publish(actor->registry, id, slug, NULL), "");
}

static void do_unpublish(struct actor *actor, const char *text)
{
    answer_call(actor, nnreg_network_unpublish(actor->registry, strtoull(text, NULL, 10), NULL), "");
}

static void do_get(struct actor *actor, const char *text)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(actor->registry, &network, strtoull(text, NULL, 10));
    char said[LINE] = "";

    if (status == NNREG_OK)
        snprintf(said, sizeof said, "%s %llu %s", nnreg_network_name(network),
                 (unsigned long long)site_value(nnreg_network_metadata(network)),
                 nnreg_network_slug(network));
    answer_call(actor, status, said);
    nnreg_network_free(network);
}

static nnreg_status count_once(struct actor *actor, uint64_t id)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(actor->registry, &network, id);
    char json[SITE_JSON];

    if (status == NNREG_OK)
        status = nnreg_network_update(actor->registry, id, json,
                                      site_update_json(json, nnreg_network_name(network),
                                                       site_value(nnreg_network_metadata(network)) + 1),
                                      NULL, actor->findings);
    nnreg_network_free(network);
    return status;
}

static void do_count(struct actor *actor, const char *text)
{
    unsigned long long id = 0, times = 0, done = 0;
    nnreg_status status = NNREG_OK;
    char said[32];

    (void)sscanf(text, "%llu %llu", &id, &times);
    while (done < times && (status = count_once(actor, id)) == NNREG_OK)
        done++;
    snprintf(said, sizeof said, "%llu", done);
    answer_call(actor, status, said);
}

/* NNREG_CORRUPT: a file is another one. */
static nnreg_status read_files(struct actor *actor, const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    nnreg_status status;
    char found[65];
    uint64_t size;
    size_t i, large = 0;
    int fd;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        large += strcmp(file.name, SITE_LARGE_NAME) == 0; /* what was uploaded has it, too */
        status = nnreg_network_open_file(actor->registry, &fd, &size, nnreg_network_id(network), file.name);
        if (status != NNREG_OK)
            return status;
        site_digest_fd(found, fd);
        close(fd);
        if (strcmp(found, file.sha256) != 0)
            return found[0] == '\0' ? NNREG_IO : NNREG_CORRUPT;
    }
    return i == SITE_FILES + large ? NNREG_OK : NNREG_CORRUPT;
}

static void do_show(struct actor *actor, const char *text)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    nnreg_status status;
    nnreg_page *page;
    char said[80];
    size_t i;

    (void)text;
    query.scope = NNREG_SCOPE_ALL;
    status = nnreg_network_list(actor->registry, &page, &query);
    for (i = 0; status == NNREG_OK && i < nnreg_page_count(page); i++)
        status = read_files(actor, nnreg_page_network(page, i));
    snprintf(said, sizeof said, "%zu", i);
    answer_call(actor, status, said);
    nnreg_page_free(page);
}

static void do_compact(struct actor *actor, const char *text)
{
    struct nnreg_compaction result = NNREG_COMPACTION_INIT;
    nnreg_status status = nnreg_compact(actor->registry, &result, NULL);

    (void)text;
    answer_call(actor, status, result.after < result.before ? "smaller" : "the same");
}

static void do_backup(struct actor *actor, const char *text)
{
    char target[SITE_PATH + 16];

    (void)text;
    snprintf(target, sizeof target, "%s/backup", actor->root);
    answer_call(actor, nnreg_backup(actor->registry, target, NULL, NULL), "");
}

static void do_audit(struct actor *actor, const char *text)
{
    const char *fault = registry_fault(actor->registry, actor->dir, true);

    (void)text;
    answer(actor, fault == NULL ? NNREG_OK : NNREG_CORRUPT, fault != NULL ? fault : "");
}

/* ---------------------------------------------------------------------------------------------------- snapshots -- */

static bool next_command(char line[LINE], struct actor *actor);

static nnreg_status add_to_digest(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                  struct nnreg_error *error)
{
    nnreg_status status = nnreg_sha256_add(context, key.content, key.size, error);

    (void)stop;
    return status == NNREG_OK ? nnreg_sha256_add(context, value.content, value.size, error) : status;
}

/* Of every key and value of every table, as the snapshot has them. */
static nnreg_status digest_all(char out[NNREG_SHA256_TEXT], struct nnreg_kv_txn *txn,
                               struct nnreg_error *error)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);
    unsigned table;

    for (table = 0; table < NNREG_KV_TABLE_COUNT && status == NNREG_OK; table++)
        status = nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, false, add_to_digest, &sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    if (status == NNREG_OK)
        nnreg_hex(out, digest);
    nnreg_sha256_free(&sha);
    return status;
}

static nnreg_status hold(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct actor *actor = context;
    char line[LINE], text[NNREG_SHA256_TEXT] = "";
    nnreg_status status = NNREG_OK;

    answer(actor, NNREG_OK, "held");
    while (next_command(line, actor) && strcmp(line, "release") != 0) {
        status = digest_all(text, txn, error);
        answer(actor, status, status == NNREG_OK ? text : error->text);
    }
    return status;
}

static void do_hold(struct actor *actor, const char *text)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status;

    (void)text;
    status = nnreg_kv_read(actor->registry->kv, hold, actor, &error);
    answer(actor, status, error.text);
}

/* ------------------------------------------------------------------------------------------------------ the loop -- */

static command do_thread;

static const struct {
    const char *name;
    command *run;
} commands[] = {{"init", do_init},     {"open", do_open},       {"close", do_close},
                {"create", do_create}, {"update", do_update},   {"delete", do_delete},
                {"get", do_get},       {"publish", do_publish}, {"unpublish", do_unpublish},
                {"count", do_count},   {"show", do_show},       {"audit", do_audit},
                {"hold", do_hold},     {"thread", do_thread},   {"compact", do_compact},
                {"backup", do_backup}, {"upload", do_upload}};

/* The next one, without its line end; false when there is none. By single bytes, so that nothing is read ahead. */
static bool next_command(char line[LINE], struct actor *actor)
{
    size_t length = 0;
    char byte;

    if (*actor->words != NULL) {
        snprintf(line, LINE, "%s", *actor->words++);
        return true;
    }
    while (length < LINE - 1 && read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
        line[length++] = byte;
    line[length] = '\0';
    return length > 0;
}

static void act(struct actor *actor)
{
    char line[LINE], *text;
    size_t i;

    while (next_command(line, actor)) {
        text = line + strcspn(line, " ");
        if (*text != '\0')
            *text++ = '\0';
        for (i = 0; i < sizeof commands / sizeof *commands && strcmp(commands[i].name, line) != 0; i++)
            ;
        if (i == sizeof commands / sizeof *commands)
            answer(actor, NNREG_INVALID_ARGUMENT, "no such command");
        else if (actor->registry == NULL && commands[i].run != do_init && commands[i].run != do_open &&
                 commands[i].run != do_close && commands[i].run != do_thread)
            answer(actor, NNREG_INVALID_ARGUMENT, "nothing is open");
        else
            commands[i].run(actor, text);
    }
}

static void *act_there(void *actor)
{
    act(actor);
    return NULL;
}

static void do_thread(struct actor *actor, const char *text)
{
    pthread_t thread;

    (void)text;
    answer(actor, NNREG_OK, "");
    if (pthread_create(&thread, NULL, act_there, actor) != 0 || pthread_join(thread, NULL) != 0)
        _exit(98);
}

int main(int count, char **words)
{
    struct actor actor = {.words = words + 3};

    if (count < 3 || nnreg_findings_new(&actor.findings, NULL, 0) != NNREG_OK)
        return 99;
    actor.root = words[1];
    actor.dir = words[2];
    act(&actor);
    nnreg_close(actor.registry);
    nnreg_findings_free(actor.findings);
    return (int)actor.last;
}
