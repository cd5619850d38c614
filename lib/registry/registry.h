/*
 * The open registry: settings, features. The floor's other files take a handle that nnreg_enter has let in.
 */
#ifndef NNREG_REGISTRY_REGISTRY_H
#define NNREG_REGISTRY_REGISTRY_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "store/blobs.h"
#include "store/keys.h"
#include "store/kv.h"

#define NNREG_FORMAT_VERSION 1

/* The keys of the table `settings`. */
#define NNREG_SETTING_FORMAT              "format_version"
#define NNREG_SETTING_FEATURES            "features"
#define NNREG_SETTING_MUTABLE_DESCRIPTION "mutable_description"
#define NNREG_SETTING_NEXT_NETWORK        "next_network_id"
#define NNREG_SETTING_NEXT_TASK           "next_task_id"
#define NNREG_SETTING_NEXT_SPEC           "next_spec_id"
#define NNREG_SETTING_NEXT_VERSION        "next_version_id"
#define NNREG_SETTING_LAST_EVENT          "last_event" /* sequence, time and hash: registry/events.h */
#define NNREG_SETTING_IDENTITY            "identity" /* 16 random bytes: cursors of one registry are not for another */

struct nnreg {
    struct nnreg_kv *kv;
    struct nnreg_blobs blobs;
    long process; /* who opened it */
    bool read_only;
    bool mutable_description;
    struct { /* for those who wait for an event: how often one was announced */
        pthread_mutex_t mutex;
        pthread_cond_t more;
        uint64_t number;
    } news;
    char *dir; /* the whole path, for messages (registry/messages.h) */
};

/*
 * Every public call begins with it: clears the thread's message and refuses a NULL or a handle from before a fork.
 * `writes`: refuses a read-only one, too.
 */
nnreg_status nnreg_enter(nnreg *registry, bool writes, struct nnreg_error *error);

/* Every public call ends with it: keeps the error for nnreg_message and passes the status on. */
nnreg_status nnreg_leave(nnreg *registry, nnreg_status status, const struct nnreg_error *error);

/* A number of the table settings; NNREG_NOT_FOUND, without a text, where there is none. */
nnreg_status nnreg_setting_get(uint64_t *number, struct nnreg_kv_txn *txn, const char *key,
                               struct nnreg_error *error);
nnreg_status nnreg_setting_put(struct nnreg_kv_txn *txn, const char *key, uint64_t number,
                               struct nnreg_error *error);

/* The 16 bytes that tell this registry from every other. */
nnreg_status nnreg_identity(unsigned char identity[16], struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* Takes the next id of a counter. */
nnreg_status nnreg_next_id(uint64_t *id, struct nnreg_kv_txn *txn, const char *counter,
                           struct nnreg_error *error);

#endif
