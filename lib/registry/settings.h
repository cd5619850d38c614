/* Settings and counters: what the table `settings` holds, and the numbers in it. */
#ifndef NNREG_REGISTRY_SETTINGS_H
#define NNREG_REGISTRY_SETTINGS_H

#include <stdint.h>

#include "store/keys.h"
#include "store/kv.h"

/* Of new registries. Every version since NNREG_FORMAT_OLDEST is opened, and is written to as it is (registry/upgrade.h). */
#define NNREG_FORMAT_VERSION 4
#define NNREG_FORMAT_OLDEST  1
#define NNREG_FORMAT_SEALED  4 /* records have checksums since this one (registry/sealing.h) */

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

/* A number of the table settings; NNREG_NOT_FOUND, without a text, where there is none. */
nnreg_status nnreg_setting_get(uint64_t *number, struct nnreg_kv_txn *txn, const char *key,
                               struct nnreg_error *error);
nnreg_status nnreg_setting_put(struct nnreg_kv_txn *txn, const char *key, uint64_t number,
                               struct nnreg_error *error);

/* The 16 bytes that tell this registry from every other. */
nnreg_status nnreg_identity(unsigned char identity[16], struct nnreg_kv_txn *txn, struct nnreg_error *error);

/* The id that a counter gives out next. NNREG_CORRUPT, with a text: there is no counter, or it says what no id is. */
nnreg_status nnreg_counter_get(uint64_t *next, struct nnreg_kv_txn *txn, const char *counter,
                               struct nnreg_error *error);
/* Takes the next id of a counter. */
nnreg_status nnreg_next_id(uint64_t *id, struct nnreg_kv_txn *txn, const char *counter,
                           struct nnreg_error *error);

#endif
