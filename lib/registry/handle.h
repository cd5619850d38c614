/*
 * The handle of an open registry, and how a public call begins and ends (messages.c). The floor's other files take a handle
 * that nnreg_enter has let in.
 */
#ifndef NNREG_REGISTRY_HANDLE_H
#define NNREG_REGISTRY_HANDLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/news.h"
#include "base/status.h"
#include "store/blobs.h"
#include "store/kv.h"

struct nnreg {
    struct nnreg_kv *kv;
    struct nnreg_blobs *blobs;
    uint64_t process; /* who opened it: nnreg_process_mark */
    bool read_only;
    bool damaged;           /* opened so: it is read, and looked over, and nothing else */
    struct nnreg_news news; /* for those who wait for an event: how often one was announced */
    pthread_mutex_t watch_mutex;
    struct nnreg_watch *watch; /* under the mutex; NULL until a descriptor to poll is asked for */
    char *dir;                 /* the whole path, for messages (registry/messages.h) */
    nnreg_log *log;
    void *log_context;
};

/*
 * Every public call begins with it: clears the thread's message and refuses a NULL or a handle from before a fork.
 * `writes`: refuses a read-only one, too.
 */
nnreg_status nnreg_enter(nnreg *registry, bool writes, struct nnreg_error *error);

/* Every public call ends with it: keeps the error for nnreg_message and passes the status on. */
nnreg_status nnreg_leave(nnreg *registry, nnreg_status status, const struct nnreg_error *error);

#endif
