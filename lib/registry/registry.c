/* Opening and closing a registry, its settings and its messages: see registry.h. */
#include "registry/registry.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "registry/folder.h"

/* What a registry of this library is made of beyond version 1; a library that does not know one must not touch it. */
static const char *const known_features[] = {"blocks", "indexes", "events", "tensor-lists"};

struct nnreg_message {
    struct nnreg_message *next;
    pthread_t thread;
    struct nnreg_error error;
};

/* --------------------------------------------------------------------------------------------- messages -- */

static struct nnreg_message *message_of_thread(nnreg *registry)
{
    struct nnreg_message *message;

    pthread_mutex_lock(&registry->lock);
    message = registry->messages;
    while (message != NULL && !pthread_equal(message->thread, pthread_self()))
        message = message->next;
    pthread_mutex_unlock(&registry->lock);
    return message;
}

static void add_message(nnreg *registry, const struct nnreg_error *error)
{
    struct nnreg_message *message = nnreg_alloc(sizeof *message);

    if (message == NULL)
        return; /* nnreg_message then says ""; the status says the rest */
    *message = (struct nnreg_message){.thread = pthread_self(), .error = *error};
    pthread_mutex_lock(&registry->lock);
    message->next = registry->messages;
    registry->messages = message;
    pthread_mutex_unlock(&registry->lock);
}

nnreg_status nnreg_enter(nnreg *registry, bool writes, struct nnreg_error *error)
{
    struct nnreg_message *message;

    *error = (struct nnreg_error){NNREG_OK, ""};
    if (registry == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (registry->process != (long)getpid())
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "this registry was opened before a fork: the child must open it for itself");
    message = message_of_thread(registry);
    if (message != NULL)
        message->error.text[0] = '\0';
    if (writes && registry->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the registry was opened read-only");
    return NNREG_OK;
}

nnreg_status nnreg_leave(nnreg *registry, nnreg_status status, const struct nnreg_error *error)
{
    struct nnreg_message *message;
    struct nnreg_error told = *error;

    if (status == NNREG_OK || registry == NULL)
        return status;
    if (told.text[0] == '\0')
        (void)snprintf(told.text, sizeof told.text, "%s", nnreg_status_text(status));
    /* After a fork the lock may be held by a thread that is not here: the list is then looked at without it. */
    if (registry->process != (long)getpid())
        return status;
    message = message_of_thread(registry);
    if (message != NULL)
        message->error = told;
    else
        add_message(registry, &told);
    return status;
}

const char *nnreg_message(nnreg *registry)
{
    struct nnreg_message *message;

    if (registry == NULL)
        return "";
    if (registry->process != (long)getpid())
        return "this registry was opened before a fork: the child must open it for itself";
    message = message_of_thread(registry);
    return message != NULL ? message->error.text : "";
}

/* ---------------------------------------------------------------------------------- settings and features -- */

struct opening {
    nnreg *registry;
    unsigned flags;
    const char *dir;
};

static nnreg_status write_features(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    char names[256] = "";
    size_t i, used = 0;

    for (i = 0; i < sizeof known_features / sizeof *known_features; i++)
        used +=
            (size_t)snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? " " : "", known_features[i]);
    return nnreg_kv_put(txn, NNREG_TABLE_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES),
                        (struct nnreg_slice){names, used}, error);
}

static nnreg_status write_identity(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    unsigned char identity[16];

    if (getrandom(identity, sizeof identity, 0) != (ssize_t)sizeof identity)
        return nnreg_fail(error, NNREG_IO, "the system gives no random bytes");
    return nnreg_kv_put(txn, NNREG_TABLE_SETTINGS, nnreg_key_text(NNREG_SETTING_IDENTITY),
                        (struct nnreg_slice){identity, sizeof identity}, error);
}

static nnreg_status write_settings(struct nnreg_kv_txn *txn, const struct opening *opening,
                                   struct nnreg_error *error)
{
    const struct {
        const char *key;
        uint64_t value;
    } numbers[] = {
        {NNREG_SETTING_FORMAT, NNREG_FORMAT_VERSION},
        {NNREG_SETTING_MUTABLE_DESCRIPTION, (opening->flags & NNREG_OPEN_MUTABLE_DESCRIPTION) != 0},
        {NNREG_SETTING_NEXT_NETWORK, 1},
        {NNREG_SETTING_NEXT_TASK, 1},
        {NNREG_SETTING_NEXT_SPEC, 1},
        {NNREG_SETTING_NEXT_VERSION, 1},
    };
    nnreg_status status = write_features(txn, error);
    size_t i;

    if (status == NNREG_OK)
        status = write_identity(txn, error);
    for (i = 0; i < sizeof numbers / sizeof *numbers && status == NNREG_OK; i++)
        status = nnreg_setting_put(txn, numbers[i].key, numbers[i].value, error);
    return status;
}

/* Makes the registry in an empty store; in one that has it already this is nothing, or an error with EXCLUSIVE. */
static nnreg_status make(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct opening *opening = context;
    uint64_t version;
    nnreg_status status = nnreg_setting_get(&version, txn, NNREG_SETTING_FORMAT, error);

    if (status == NNREG_NOT_FOUND)
        return write_settings(txn, opening, error);
    if (status == NNREG_OK && (opening->flags & NNREG_OPEN_EXCLUSIVE) != 0)
        return nnreg_fail(error, NNREG_EXISTS, "there is already a registry in \"%s\"", opening->dir);
    return status;
}

static bool is_known(const char *feature, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof known_features / sizeof *known_features; i++)
        if (strlen(known_features[i]) == length && memcmp(known_features[i], feature, length) == 0)
            return true;
    return false;
}

static nnreg_status check_features(struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    struct nnreg_slice value;
    nnreg_status status =
        nnreg_kv_get(&value, txn, NNREG_TABLE_SETTINGS, nnreg_key_text(NNREG_SETTING_FEATURES), error);
    const char *names = value.content;
    size_t i = 0;

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the registry does not say which features it has");
    while (status == NNREG_OK && i < value.size) {
        const char *space = memchr(names + i, ' ', value.size - i);
        size_t length = space != NULL ? (size_t)(space - names) - i : value.size - i;

        if (!is_known(names + i, length))
            return nnreg_fail(error, NNREG_VERSION,
                              "the registry has the feature \"%.*s\", which this library (%s) does not know: "
                              "use a newer one",
                              (int)(length < 64 ? length : 64), names + i, nnreg_version());
        i += length + 1;
    }
    return status;
}

static nnreg_status read_settings(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct opening *opening = context;
    uint64_t version, mutable_description;
    nnreg_status status = nnreg_setting_get(&version, txn, NNREG_SETTING_FORMAT, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no registry in \"%s\"", opening->dir);
    if (status == NNREG_OK && version != NNREG_FORMAT_VERSION)
        return nnreg_fail(error, NNREG_VERSION,
                          "the registry has format version %llu, this library (%s) knows version %d",
                          (unsigned long long)version, nnreg_version(), NNREG_FORMAT_VERSION);
    if (status == NNREG_OK)
        status = check_features(txn, error);
    if (status == NNREG_OK)
        status = nnreg_setting_get(&mutable_description, txn, NNREG_SETTING_MUTABLE_DESCRIPTION, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the registry lacks the setting \"%s\"",
                          NNREG_SETTING_MUTABLE_DESCRIPTION);
    if (status == NNREG_OK)
        opening->registry->mutable_description = mutable_description != 0;
    return status;
}

/* ------------------------------------------------------------------------------------------ open and close -- */

static nnreg_status open_store(nnreg *registry, int folder, const struct opening *opening,
                               struct nnreg_error *error)
{
    bool create = (opening->flags & NNREG_OPEN_CREATE) != 0;
    struct nnreg_kv_options options = {
        .tables = nnreg_table_names,
        .table_count = NNREG_TABLE_COUNT,
        .create = create,
        .read_only = registry->read_only,
        .allow_remote = (opening->flags & NNREG_OPEN_ALLOW_REMOTE) != 0,
    };
    nnreg_status status = nnreg_kv_open(&registry->kv, folder, &options, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no registry in \"%s\"", opening->dir);
    if (status == NNREG_OK && create)
        status = nnreg_kv_write(registry->kv, make, (void *)(uintptr_t)opening, error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_settings, (void *)(uintptr_t)opening, error);
    if (status == NNREG_OK)
        status = nnreg_blobs_open(&registry->blobs, folder, !registry->read_only, error);
    if (status == NNREG_OK && !registry->read_only)
        (void)nnreg_blobs_sweep(NULL, &registry->blobs, NULL); /* what it cannot remove harms nobody */
    return status;
}

static nnreg_status open_folder(int *folder, bool *made, const struct opening *opening,
                                struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(folder, AT_FDCWD, opening->dir, true, error);

    *made = false;
    if (status == NNREG_OK &&
        (opening->flags & (NNREG_OPEN_CREATE | NNREG_OPEN_AMONG_FILES)) == NNREG_OPEN_CREATE)
        return nnreg_folder_is_free(*folder, opening->dir, error);
    if (status != NNREG_NOT_FOUND)
        return status;
    if ((opening->flags & NNREG_OPEN_CREATE) == 0)
        return nnreg_fail(error, NNREG_NOT_FOUND, "there is no registry in \"%s\"", opening->dir);
    status = nnreg_fs_make_folder(AT_FDCWD, opening->dir, error);
    *made = status == NNREG_OK;
    return status == NNREG_OK ? nnreg_fs_open_folder(folder, AT_FDCWD, opening->dir, true, error) : status;
}

static nnreg_status open_registry(nnreg *registry, const struct opening *opening, struct nnreg_error *error)
{
    int folder = -1;
    bool made = false;
    nnreg_status status = open_folder(&folder, &made, opening, error);

    if (status == NNREG_OK)
        status = open_store(registry, folder, opening, error);
    nnreg_fs_close(folder);
    if (status != NNREG_OK && made)
        (void)nnreg_fs_remove_folder(AT_FDCWD, opening->dir, NULL); /* goes only if it is empty */
    return status;
}

/* The options a caller of an older library did not know are as if not given. */
static nnreg_status take_options(struct nnreg_options *taken, const struct nnreg_options *given)
{
    static const unsigned known = NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE | NNREG_OPEN_READ_ONLY |
                                  NNREG_OPEN_ALLOW_REMOTE | NNREG_OPEN_MUTABLE_DESCRIPTION |
                                  NNREG_OPEN_AMONG_FILES;

    *taken = (struct nnreg_options)NNREG_OPTIONS_INIT;
    if (given == NULL)
        return NNREG_OK;
    if (given->size < sizeof given->size + sizeof given->flags)
        return NNREG_INVALID_ARGUMENT;
    memcpy(taken, given, given->size < sizeof *taken ? given->size : sizeof *taken);
    if ((taken->flags & ~known) != 0)
        return NNREG_INVALID_ARGUMENT;
    if ((taken->flags & NNREG_OPEN_READ_ONLY) != 0 && (taken->flags & NNREG_OPEN_CREATE) != 0)
        return NNREG_INVALID_ARGUMENT;
    return NNREG_OK;
}

static bool make_locks(nnreg *registry)
{
    if (pthread_mutex_init(&registry->lock, NULL) != 0)
        return false;
    if (pthread_mutex_init(&registry->news.mutex, NULL) == 0) {
        if (nnreg_condition_init(&registry->news.more))
            return true;
        (void)pthread_mutex_destroy(&registry->news.mutex);
    }
    (void)pthread_mutex_destroy(&registry->lock);
    return false;
}

static nnreg *new_handle(void)
{
    nnreg *registry = nnreg_alloc_zero(1, sizeof *registry);

    if (registry == NULL)
        return NULL;
    if (!make_locks(registry)) {
        nnreg_free(registry);
        return NULL;
    }
    registry->process = (long)getpid();
    registry->blobs.registry = registry->blobs.folder = -1;
    return registry;
}

nnreg_status nnreg_open(nnreg **registry, const char *dir, const struct nnreg_options *options)
{
    struct nnreg_options taken;
    struct opening opening;
    struct nnreg_error error = {NNREG_OK, ""};
    nnreg_status status;

    if (registry == NULL)
        return NNREG_INVALID_ARGUMENT;
    *registry = NULL;
    status = take_options(&taken, options);
    if (dir == NULL || dir[0] == '\0' || status != NNREG_OK) {
        status =
            nnreg_fail(&error, NNREG_INVALID_ARGUMENT,
                       dir == NULL || dir[0] == '\0' ? "no directory was given"
                                                     : "the options contradict each other, or are unknown");
    } else {
        *registry = new_handle();
        if (*registry == NULL)
            status = nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK) {
        (*registry)->read_only = (taken.flags & NNREG_OPEN_READ_ONLY) != 0;
        opening = (struct opening){*registry, taken.flags, dir};
        status = open_registry(*registry, &opening, &error);
    }
    if (status != NNREG_OK) {
        nnreg_close(*registry);
        *registry = NULL;
    }
    if (taken.message != NULL && taken.message_size > 0)
        (void)snprintf(taken.message, taken.message_size, "%s", error.text);
    return status;
}

void nnreg_close(nnreg *registry)
{
    if (registry == NULL)
        return;
    nnreg_kv_close(registry->kv);
    nnreg_blobs_close(&registry->blobs);
    while (registry->messages != NULL) {
        struct nnreg_message *next = registry->messages->next;

        nnreg_free(registry->messages);
        registry->messages = next;
    }
    if (registry->process ==
        (long)getpid()) { /* in a forked child they may look as if somebody waited: for ever */
        (void)pthread_mutex_destroy(&registry->lock);
        (void)pthread_mutex_destroy(&registry->news.mutex);
        (void)pthread_cond_destroy(&registry->news.more);
    }
    nnreg_free(registry);
}

nnreg_status nnreg_get_settings(nnreg *registry, struct nnreg_settings *settings)
{
    struct nnreg_error error;
    struct nnreg_settings known = {sizeof known, NNREG_FORMAT_VERSION, 0};
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK && (settings == NULL || settings->size < sizeof settings->size))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "the settings' size is not set");
    if (status == NNREG_OK) {
        known.mutable_description = registry->mutable_description;
        known.size = settings->size;
        memcpy(settings, &known, known.size < sizeof known ? known.size : sizeof known);
    }
    return nnreg_leave(registry, status, &error);
}
