/* The messages of a handle: see messages.h. */
#include "registry/messages.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"

struct nnreg_message {
    struct nnreg_message *next;
    pthread_t thread;
    struct nnreg_error error;
};

/* ----------------------------------------------------------------------------------- which registry it was -- */

nnreg_status nnreg_messages_name(nnreg *registry, int folder, const char *dir, struct nnreg_error *error)
{
    char path[NNREG_FS_PATH];

    registry->dir = nnreg_strdup(nnreg_fs_path(path, folder, NULL) ? path : dir);
    return registry->dir != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/* What a caller did is told in the caller's own terms; the rest happened to the registry. */
static bool is_of_the_registry(nnreg_status status)
{
    switch (status) {
    case NNREG_READ_ONLY:
    case NNREG_BUSY:
    case NNREG_NO_SPACE:
    case NNREG_IO:
    case NNREG_NO_MEMORY:
    case NNREG_CORRUPT:
    case NNREG_VERSION:
        return true;
    default:
        return false;
    }
}

/* Whether the text has the directory, or a path in it, in quotation marks. */
static bool mentions(const char *text, const char *dir)
{
    size_t length = strlen(dir);
    const char *at;

    for (at = strstr(text, dir); at != NULL; at = strstr(at + 1, dir))
        if (at > text && at[-1] == '"' && (at[length] == '"' || at[length] == '/'))
            return true;
    return false;
}

void nnreg_messages_place(struct nnreg_error *error, const nnreg *registry)
{
    struct nnreg_error placed = *error;
    int used;

    if (registry->dir == NULL || !is_of_the_registry(error->status) || mentions(error->text, registry->dir))
        return;
    used = snprintf(placed.text, sizeof placed.text, "registry \"%s\": ", registry->dir);
    (void)snprintf(placed.text + used, sizeof placed.text - (size_t)used, "%s", error->text);
    *error = placed;
}

/* ------------------------------------------------------------------------------------------------- messages -- */

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

    *error = (struct nnreg_error)NNREG_ERROR_INIT;
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
    told.status = status;
    if (told.text[0] == '\0')
        (void)snprintf(told.text, sizeof told.text, "%s", nnreg_status_text(status));
    nnreg_messages_place(&told, registry);
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

void nnreg_messages_free(nnreg *registry)
{
    while (registry->messages != NULL) {
        struct nnreg_message *next = registry->messages->next;

        nnreg_free(registry->messages);
        registry->messages = next;
    }
    nnreg_free(registry->dir);
}
