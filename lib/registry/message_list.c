/*
 * The list of messages: see message_list.h.
 *
 * The key is there for its destructor only, which runs when a thread ends that ever had a failure; it is taken back when
 * the library is unloaded, so that no thread that lives on calls into what is gone.
 */
#include "registry/message_list.h"

#include <stdatomic.h>
#include <stdio.h>

#include "base/alloc.h"

struct nnreg_message_thread {
    _Atomic(struct nnreg_message *) first;
};

static _Thread_local struct nnreg_message_thread self;

struct nnreg_message_list nnreg_message_list = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static struct {
    pthread_once_t once;
    pthread_key_t key;
    bool has_key;
} library = {.once = PTHREAD_ONCE_INIT};

/* With the mutex. */
static void add_message(struct nnreg_message *message)
{
    message->next = atomic_load(&self.first);
    message->all[1] = nnreg_message_list.first;
    if (nnreg_message_list.first != NULL)
        nnreg_message_list.first->all[0] = message;
    nnreg_message_list.first = message;
    atomic_store(&self.first, message);
}

/* With the mutex. Takes a message out of both lists and frees it. */
static void drop_message(struct nnreg_message *message)
{
    struct nnreg_message *before = atomic_load(&message->thread->first);

    if (before == message)
        atomic_store(&message->thread->first, message->next);
    else {
        while (before->next != message)
            before = before->next;
        before->next = message->next;
    }
    *(message->all[0] != NULL ? &message->all[0]->all[1] : &nnreg_message_list.first) = message->all[1];
    if (message->all[1] != NULL)
        message->all[1]->all[0] = message->all[0];
    nnreg_free(message);
}

/* With the mutex. The present thread's of a handle. */
static struct nnreg_message *find_message(const nnreg *registry)
{
    struct nnreg_message *message = atomic_load(&self.first);

    while (message != NULL && message->registry != registry)
        message = message->next;
    return message;
}

static bool has_any(void)
{
    return atomic_load_explicit(&self.first, memory_order_relaxed) != NULL;
}

void nnreg_message_forget(const nnreg *registry)
{
    struct nnreg_message *message;

    if (!has_any())
        return;
    pthread_mutex_lock(&nnreg_message_list.mutex);
    message = find_message(registry);
    if (message != NULL)
        drop_message(message);
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}

/* --------------------------------------------------------------------------- threads, forks and the library -- */

static void end_thread(void *context)
{
    struct nnreg_message_thread *ended = context;
    struct nnreg_message *message;

    pthread_mutex_lock(&nnreg_message_list.mutex);
    while ((message = atomic_load(&ended->first)) != NULL)
        drop_message(message);
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}

/* A child has one thread and whatever the others had allocated; their places may be another's by then. */
static void lock_for_fork(void)
{
    pthread_mutex_lock(&nnreg_message_list.mutex);
}

static void unlock_in_parent(void)
{
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}

static void unlock_in_child(void)
{
    struct nnreg_message *message = nnreg_message_list.first, *next;

    atomic_store(&self.first, NULL);
    nnreg_message_list.first = NULL;
    for (; message != NULL; message = next) {
        next = message->all[1];
        nnreg_free(message);
    }
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}

static void make_key(void)
{
    library.has_key = pthread_key_create(&library.key, end_thread) == 0 &&
                      pthread_atfork(lock_for_fork, unlock_in_parent, unlock_in_child) == 0;
}

__attribute__((destructor)) static void take_key_back(void)
{
    if (library.has_key)
        (void)pthread_key_delete(library.key);
}

void nnreg_message_keep(const nnreg *registry, const char *text)
{
    struct nnreg_message *message;

    (void)pthread_once(&library.once, make_key);
    if (!library.has_key || pthread_setspecific(library.key, &self) != 0)
        return;
    message = nnreg_alloc(sizeof *message);
    if (message == NULL)
        return;
    *message = (struct nnreg_message){.registry = registry, .thread = &self};
    (void)snprintf(message->text, sizeof message->text, "%s", text);
    pthread_mutex_lock(&nnreg_message_list.mutex);
    add_message(message);
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}

const char *nnreg_message_kept(const nnreg *registry)
{
    struct nnreg_message *message;

    if (!has_any())
        return "";
    pthread_mutex_lock(&nnreg_message_list.mutex);
    message = find_message(registry);
    pthread_mutex_unlock(&nnreg_message_list.mutex);
    return message != NULL ? message->text
                           : ""; /* only this thread, or a close of the handle, takes it away */
}

void nnreg_message_forget_all(const nnreg *registry)
{
    struct nnreg_message *message, *next;

    pthread_mutex_lock(&nnreg_message_list.mutex);
    for (message = nnreg_message_list.first; message != NULL; message = next) {
        next = message->all[1];
        if (message->registry == registry)
            drop_message(message);
    }
    pthread_mutex_unlock(&nnreg_message_list.mutex);
}
