/*
 * The messages of the threads of this process: each thread has one for each handle on which its last call failed.
 *
 * A message is there from the failure to the thread's next call on the handle; it goes before that when the thread ends
 * or the handle is closed. So there are never more than threads times handles, and mostly there are none. Each thread has a
 * list of its own, whose head is looked at without a lock: it is empty for all but those whose last call on a handle failed, so
 * that a call that follows a success waits for nobody. What changes a list, of one's own or at a close those of all threads,
 * holds the mutex, for a few instructions.
 */
#ifndef NNREG_REGISTRY_MESSAGE_LIST_H
#define NNREG_REGISTRY_MESSAGE_LIST_H

#include <pthread.h>

#include "base/status.h"
#include "nnreg.h"

struct nnreg_message_thread;

struct nnreg_message {
    const nnreg *registry;
    struct nnreg_message_thread *thread;
    struct nnreg_message *next;   /* of the thread */
    struct nnreg_message *all[2]; /* before and behind it, of all */
    char text[NNREG_ERROR_TEXT];
};

/* Of all threads and handles. Seen here so that a test can count them. */
extern struct nnreg_message_list {
    pthread_mutex_t mutex;
    struct nnreg_message *first;
} nnreg_message_list;

/* Keeps a text for the present thread, if it can: without it nnreg_message says "", and the status says the rest. */
void nnreg_message_keep(const nnreg *registry, const char *text);

/* The present thread's text of a handle; "": there is none. */
const char *nnreg_message_kept(const nnreg *registry);

/* Takes the present thread's away. */
void nnreg_message_forget(const nnreg *registry);

/* Those of all threads, when the handle is closed. */
void nnreg_message_forget_all(const nnreg *registry);

#endif
