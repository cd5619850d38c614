/*
 * The messages of a handle: see messages.h.
 *
 * A message is there from the failure to the thread's next call on the handle; it goes before that when the thread ends
 * or the handle is closed. Each thread has a list of its own, whose head is looked at without a lock: it is empty for
 * all but those whose last call on a handle failed. What changes a list, of one's own or at a close of all threads,
 * holds the mutex, for a few instructions.
 *
 * The key is there for its destructor only, which runs when a thread ends that ever had a failure; it is taken back when
 * the library is unloaded, so that no thread that lives on calls into what is gone.
 */
#include "registry/messages.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fsio.h"

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
    case NNREG_UNSUPPORTED:
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

void nnreg_messages_add_directory(struct nnreg_error *error, const nnreg *registry)
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

struct message {
    const nnreg *registry;
    struct thread *thread;
    struct message *next;   /* of the thread */
    struct message *all[2]; /* before and behind it, of all */
    char text[NNREG_ERROR_TEXT];
};

struct thread {
    _Atomic(struct message *) first;
};

static _Thread_local struct thread self;

static struct {
    pthread_mutex_t mutex;
    struct message *first; /* of all threads and handles */
    size_t count;
    pthread_once_t once;
    pthread_key_t key;
    bool has_key;
} messages = {.mutex = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT};

/* With the mutex. */
static void add_message(struct message *message)
{
    message->next = atomic_load(&self.first);
    message->all[1] = messages.first;
    if (messages.first != NULL)
        messages.first->all[0] = message;
    messages.first = message;
    messages.count++;
    atomic_store(&self.first, message);
}

/* With the mutex. Takes a message out of both lists and frees it. */
static void drop_message(struct message *message)
{
    struct message *before = atomic_load(&message->thread->first);

    if (before == message)
        atomic_store(&message->thread->first, message->next);
    else {
        while (before->next != message)
            before = before->next;
        before->next = message->next;
    }
    *(message->all[0] != NULL ? &message->all[0]->all[1] : &messages.first) = message->all[1];
    if (message->all[1] != NULL)
        message->all[1]->all[0] = message->all[0];
    messages.count--;
    nnreg_free(message);
}

/* With the mutex. The present thread's of a handle. */
static struct message *find_message(const nnreg *registry)
{
    struct message *message = atomic_load(&self.first);

    while (message != NULL && message->registry != registry)
        message = message->next;
    return message;
}

static bool has_any(void)
{
    return atomic_load_explicit(&self.first, memory_order_relaxed) != NULL;
}

static void forget_message(const nnreg *registry)
{
    struct message *message;

    if (!has_any())
        return;
    pthread_mutex_lock(&messages.mutex);
    message = find_message(registry);
    if (message != NULL)
        drop_message(message);
    pthread_mutex_unlock(&messages.mutex);
}

/* --------------------------------------------------------------------------- threads, forks and the library -- */

static void end_thread(void *context)
{
    struct thread *ended = context;
    struct message *message;

    pthread_mutex_lock(&messages.mutex);
    while ((message = atomic_load(&ended->first)) != NULL)
        drop_message(message);
    pthread_mutex_unlock(&messages.mutex);
}

/* A child has one thread and whatever the others had allocated; their places may be another's by then. */
static void lock_for_fork(void)
{
    pthread_mutex_lock(&messages.mutex);
}

static void unlock_in_parent(void)
{
    pthread_mutex_unlock(&messages.mutex);
}

static void unlock_in_child(void)
{
    struct message *message = messages.first, *next;

    atomic_store(&self.first, NULL);
    messages.first = NULL;
    messages.count = 0;
    for (; message != NULL; message = next) {
        next = message->all[1];
        nnreg_free(message);
    }
    pthread_mutex_unlock(&messages.mutex);
}

static void make_key(void)
{
    messages.has_key = pthread_key_create(&messages.key, end_thread) == 0 &&
                       pthread_atfork(lock_for_fork, unlock_in_parent, unlock_in_child) == 0;
}

__attribute__((destructor)) static void take_key_back(void)
{
    if (messages.has_key)
        (void)pthread_key_delete(messages.key);
}

/* Keeps a text, if it can: without it nnreg_message says "", and the status says the rest. */
static void keep_message(const nnreg *registry, const char *text)
{
    struct message *message;

    (void)pthread_once(&messages.once, make_key);
    if (!messages.has_key || pthread_setspecific(messages.key, &self) != 0)
        return;
    message = nnreg_alloc(sizeof *message);
    if (message == NULL)
        return;
    *message = (struct message){.registry = registry, .thread = &self};
    (void)snprintf(message->text, sizeof message->text, "%s", text);
    pthread_mutex_lock(&messages.mutex);
    add_message(message);
    pthread_mutex_unlock(&messages.mutex);
}

size_t nnreg_messages_kept(void)
{
    size_t count;

    pthread_mutex_lock(&messages.mutex);
    count = messages.count;
    pthread_mutex_unlock(&messages.mutex);
    return count;
}

/* -------------------------------------------------------------------------------- around each public call -- */

static const char before_fork[] = "this registry was opened before a fork: the child must open it for itself";

nnreg_status nnreg_enter(nnreg *registry, bool writes, struct nnreg_error *error)
{
    *error = (struct nnreg_error)NNREG_ERROR_INIT;
    if (registry == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (registry->process != (long)getpid())
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "%s", before_fork);
    forget_message(registry);
    if (writes && registry->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the registry was opened read-only");
    return NNREG_OK;
}

void nnreg_messages_remark(nnreg *registry, const struct nnreg_error *remark)
{
    struct nnreg_error told = *remark;

    nnreg_messages_add_directory(&told, registry);
    keep_message(registry, told.text);
}

nnreg_status nnreg_leave(nnreg *registry, nnreg_status status, const struct nnreg_error *error)
{
    struct nnreg_error told = *error;

    if (status == NNREG_OK || registry == NULL || registry->process != (long)getpid())
        return status;
    told.status = status;
    if (told.text[0] == '\0')
        (void)snprintf(told.text, sizeof told.text, "%s", nnreg_status_text(status));
    nnreg_messages_add_directory(&told, registry);
    keep_message(registry, told.text);
    return status;
}

const char *nnreg_message(nnreg *registry)
{
    struct message *message;

    if (registry == NULL)
        return "";
    if (registry->process != (long)getpid())
        return before_fork;
    if (!has_any())
        return "";
    pthread_mutex_lock(&messages.mutex);
    message = find_message(registry);
    pthread_mutex_unlock(&messages.mutex);
    return message != NULL ? message->text : "";
}

void nnreg_messages_free(nnreg *registry)
{
    struct message *message, *next;

    pthread_mutex_lock(&messages.mutex);
    for (message = messages.first; message != NULL; message = next) {
        next = message->all[1];
        if (message->registry == registry)
            drop_message(message);
    }
    pthread_mutex_unlock(&messages.mutex);
    nnreg_free(registry->dir);
}
