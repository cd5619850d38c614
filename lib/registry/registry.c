/* Opening and closing a registry, and its settings: see nnreg.h. Its messages are in messages.c. */
#include "registry/handle.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/flags.h"
#include "base/fsio.h"
#include "base/process.h"
#include "base/sized.h"
#include "registry/folder.h"
#include "registry/format.h"
#include "registry/messages.h"
#include "registry/settings.h"
#include "registry/watch.h"
#include "store/staging.h"

/* ------------------------------------------------------------------------------------------ open and close -- */

struct registry_opening {
    nnreg *registry;
    unsigned flags;
    const char *dir;
    unsigned max_readers;
    bool has_files; /* there are networks, so there is something in blobs/ */
    bool made;      /* the store */
    bool untidy;    /* it had not been closed in good order */
    size_t swept;   /* folders of killed processes in staging/ */
};

/* What a folder of a registry has besides what the store keeps in it. */
static const char *const remains[] = {"blobs", "staging", NULL};

static nnreg_status read_settings(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct registry_opening *opening = context;
    uint64_t files = 0;
    nnreg_status status =
        (opening->registry->damaged ? nnreg_format_check_damaged : nnreg_format_check)(txn, error);

    if (status == NNREG_OK)
        status = nnreg_kv_count(&files, txn, NNREG_KV_BLOB_REFS, error);
    opening->has_files = files > 0;
    return status;
}

static bool is_missing_folder(int folder, const char *name)
{
    struct nnreg_file_stat stat;

    return nnreg_fs_stat(&stat, folder, name, NULL) == NNREG_NOT_FOUND;
}

/*
 * What is missing is made, but for blobs/ where there are files in it: that is damage. A process that was killed between
 * making the store and these two has left a registry all the same, which can be read.
 */
static nnreg_status open_blobs(nnreg *registry, int folder, struct registry_opening *opening,
                               struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (!registry->read_only && opening->has_files)
        status = nnreg_fs_make_folder(folder, "staging", error);
    if (registry->damaged && is_missing_folder(folder, "blobs"))
        return nnreg_blobs_open_empty(&registry->blobs, folder, error); /* fsck tells of each file */
    if (registry->read_only && !opening->has_files)
        return nnreg_blobs_open_empty(&registry->blobs, folder, error);
    if (status == NNREG_OK)
        status = nnreg_blobs_open(&registry->blobs, folder, !opening->has_files, error);
    if (status == NNREG_OK && !registry->read_only && !registry->damaged &&
        (opening->flags & NNREG_OPEN_KEEP_STAGING) == 0)
        (void)nnreg_staging_sweep(&opening->swept, registry->blobs,
                                  NULL); /* what it cannot remove harms nobody */
    return status;
}

static nnreg_status open_store(nnreg *registry, int folder, struct registry_opening *opening,
                               struct nnreg_error *error)
{
    bool create = (opening->flags & NNREG_OPEN_CREATE) != 0;
    bool mutable_description = (opening->flags & NNREG_OPEN_MUTABLE_DESCRIPTION) != 0;
    struct nnreg_kv_options options = {
        .tables = nnreg_kv_table_names,
        .table_count = NNREG_KV_TABLE_COUNT,
        .needed_tables = NNREG_KV_TABLES_OF_1,
        .create = create,
        .read_only = registry->read_only,
        .allow_remote = (opening->flags & NNREG_OPEN_ALLOW_REMOTE) != 0,
        .max_readers = opening->max_readers,
        .check = (opening->flags & NNREG_OPEN_CHECK) != 0,
        .fill = nnreg_format_write,
        .context = &mutable_description,
        .made = &opening->made,
        .untidy = &opening->untidy,
        .remains = remains,
    };
    nnreg_status status = nnreg_kv_open(&registry->kv, folder, &options, error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no registry in \"%s\"", opening->dir);
    /* As the store does for its own name: who made the folder may have been killed before. */
    if (status == NNREG_OK && !registry->read_only && (opening->made || opening->untidy))
        status = nnreg_folder_sync_above(folder, error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_settings, opening, error);
    if (status == NNREG_OK && (opening->flags & NNREG_OPEN_EXCLUSIVE) != 0 && !opening->made)
        return nnreg_fail(error, NNREG_EXISTS, "there is already a registry in \"%s\"", opening->dir);
    return status == NNREG_OK ? open_blobs(registry, folder, opening, error) : status;
}

static nnreg_status open_folder(int *folder, bool *made, const struct registry_opening *opening,
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

static void close_parts(nnreg *registry)
{
    nnreg_kv_close(registry->kv);
    nnreg_blobs_close(registry->blobs);
    registry->kv = NULL;
    registry->blobs = NULL;
}

static nnreg_status open_registry(nnreg *registry, struct registry_opening *opening,
                                  struct nnreg_error *error)
{
    int folder = -1;
    bool made = false;
    nnreg_status status = open_folder(&folder, &made, opening, error);

    if (status == NNREG_OK)
        status = nnreg_messages_name(registry, folder, opening->dir, error);
    if (status == NNREG_OK)
        status = open_store(registry, folder, opening, error);
    if (status != NNREG_OK && opening->made) {
        close_parts(registry);
        nnreg_kv_unmake(folder, remains);
        opening->made = false;
    }
    nnreg_fs_close(folder);
    if (status != NNREG_OK && made)
        (void)nnreg_fs_remove_folder(AT_FDCWD, opening->dir, NULL); /* goes only if it is empty */
    return status;
}

/* The options a caller of an older library did not know are as if not given. */
static const struct nnreg_sized sized_options = NNREG_SIZED(struct nnreg_options, flags);

static nnreg_status take_options(struct nnreg_options *taken, const struct nnreg_options *given,
                                 struct nnreg_error *error)
{
    static const unsigned known = NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE | NNREG_OPEN_READ_ONLY |
                                  NNREG_OPEN_ALLOW_REMOTE | NNREG_OPEN_MUTABLE_DESCRIPTION |
                                  NNREG_OPEN_CHECK | NNREG_OPEN_AMONG_FILES | NNREG_OPEN_KEEP_STAGING |
                                  NNREG_OPEN_DAMAGED;

    nnreg_status status;

    *taken = (struct nnreg_options)NNREG_OPTIONS_INIT;
    status = nnreg_sized_take(&sized_options, taken, given, error);
    if (status == NNREG_OK)
        status = nnreg_flags_check(taken->flags, known, "nnreg_open", error);
    if (status != NNREG_OK)
        return status;
    if ((taken->flags & (NNREG_OPEN_READ_ONLY | NNREG_OPEN_DAMAGED)) != 0 &&
        (taken->flags & NNREG_OPEN_CREATE) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the options contradict each other");
    if (taken->max_readers > NNREG_LIMIT_READERS)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "max_readers is %u, and can be %u at most",
                          taken->max_readers, NNREG_LIMIT_READERS);
    return NNREG_OK;
}

static nnreg *new_handle(void)
{
    nnreg *registry = nnreg_alloc_zero(1, sizeof *registry);

    if (registry == NULL)
        return NULL;
    if (pthread_mutex_init(&registry->watch_mutex, NULL) != 0) {
        nnreg_free(registry);
        return NULL;
    }
    registry->process = nnreg_process_mark();
    return registry;
}

/* For the host's log: what it has done on the way, or why it failed. */
static void log_opening(const struct registry_opening *opening, const struct nnreg_error *error)
{
    const nnreg *registry = opening->registry;

    if (opening->made)
        nnreg_messages_log(registry, NNREG_SEVERITY_NOTE, "made");
    if (opening->untidy)
        nnreg_messages_log(
            registry, NNREG_SEVERITY_NOTE,
            "not closed in good order by those who had it open last: its store was looked over");
    if (opening->swept > 0)
        nnreg_messages_log(registry, NNREG_SEVERITY_NOTE,
                           "removed from staging/ what %zu killed process%s had left", opening->swept,
                           opening->swept == 1 ? "" : "es");
    nnreg_messages_log_failure(registry, error);
}

nnreg_status nnreg_open(nnreg **registry, const char *dir, const struct nnreg_options *options)
{
    struct nnreg_options taken;
    struct registry_opening opening;
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status;

    if (registry != NULL)
        *registry = NULL;
    status = take_options(&taken, options, &error);
    if (status == NNREG_OK && registry == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK && (dir == NULL || dir[0] == '\0'))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "no directory was given");
    if (status == NNREG_OK) {
        *registry = new_handle();
        if (*registry == NULL)
            status = nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK) {
        (*registry)->read_only = (taken.flags & NNREG_OPEN_READ_ONLY) != 0;
        (*registry)->damaged = (taken.flags & NNREG_OPEN_DAMAGED) != 0;
        (*registry)->log = taken.log;
        (*registry)->log_context = taken.log_context;
        opening = (struct registry_opening){
            .registry = *registry, .flags = taken.flags, .dir = dir, .max_readers = taken.max_readers};
        status = open_registry(*registry, &opening, &error);
        error.status = status;
        if (status != NNREG_OK)
            nnreg_messages_add_directory(&error, *registry);
        log_opening(&opening, &error);
    }
    if (status != NNREG_OK && registry != NULL) {
        nnreg_close(*registry);
        *registry = NULL;
    }
    if (taken.message != NULL && taken.message_size > 0)
        (void)snprintf(taken.message, taken.message_size, "%s", status != NNREG_OK ? error.text : "");
    return status;
}

void nnreg_close(nnreg *registry)
{
    if (registry == NULL)
        return;
    nnreg_watch_end(registry);
    close_parts(registry);
    nnreg_messages_free(registry);
    if (registry->process == nnreg_process_mark()) /* in a forked child it may look as if somebody had it */
        (void)pthread_mutex_destroy(&registry->watch_mutex);
    nnreg_free(registry);
}

static nnreg_status look_up_settings(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_settings *settings = context;
    bool allowed = false;
    nnreg_status status = nnreg_format_version(&settings->format_version, txn, error);

    if (status == NNREG_OK)
        status = nnreg_format_mutable_description(&allowed, txn, error);
    settings->mutable_description = allowed;
    return status;
}

static const struct nnreg_sized sized_settings = NNREG_SIZED(struct nnreg_settings, format_version);

nnreg_status nnreg_get_settings(nnreg *registry, struct nnreg_settings *settings)
{
    struct nnreg_error error;
    struct nnreg_settings given, known = {.size = sizeof known}, none = known;
    bool usable;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK)
        status = nnreg_sized_check(&sized_settings, settings, &error);
    status = nnreg_sized_begin(&usable, &sized_settings, &given, settings, status, &error);
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, look_up_settings, &known, &error);
    if (usable)
        nnreg_sized_give(&sized_settings, settings, status == NNREG_OK ? &known : &none);
    return nnreg_leave(registry, status, &error);
}
