/*
 * What killed processes have left in staging/: see staging.h. A session is known by its name, and a dead one by its lock,
 * which nobody has; it is had here while the session is looked at or emptied, so that nobody else does the same. Whatever else
 * lies there was put there by nobody of ours, and is not touched.
 */
#include <string.h>

#include "base/fsio.h"
#include "store/staging.h"

#define MOST_SESSIONS ((size_t)1 << 16)

/* PID-RANDOM, as staging.c makes it. */
static bool names_session(const char *name)
{
    size_t digits = strspn(name, "0123456789");

    return digits > 0 && name[digits] == '-' && strspn(name + digits + 1, "0123456789abcdef") == 16 &&
           name[digits + 1 + 16] == '\0';
}

/* No staging/ is none of anything; *staging is -1 then. */
static nnreg_status open_sessions(int *staging, const struct nnreg_blobs *blobs, struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(staging, blobs->registry, "staging", false, error);

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    return status == NNREG_INVALID_ARGUMENT ? NNREG_CORRUPT : status;
}

/* Opens and locks a session that nobody holds. *folder is -1, and NNREG_OK, where it is held (*held) or gone. */
static nnreg_status take_session(int *folder, bool *held, int staging, const char *name,
                                 struct nnreg_error *error)
{
    nnreg_status status = nnreg_fs_open_folder(folder, staging, name, false, error);

    *held = false;
    if (status == NNREG_NOT_FOUND) /* another sweep was faster */
        return NNREG_OK;
    if (status != NNREG_OK)
        return status;
    status = nnreg_fs_try_lock(held, *folder, error);
    if (status == NNREG_OK && !*held)
        return NNREG_OK;
    nnreg_fs_close(*folder);
    *folder = -1;
    return status;
}

/* ---------------------------------------------------------------------------------------------------- removing -- */

static nnreg_status empty_session(int folder, struct nnreg_error *error)
{
    struct nnreg_fs_names files;
    nnreg_status status = nnreg_fs_list(&files, folder, NNREG_STAGING_FILES, error);
    size_t i;

    for (i = 0; i < files.count && status == NNREG_OK; i++)
        status = nnreg_fs_remove(folder, files.name[i], error);
    nnreg_fs_names_free(&files);
    return status;
}

static nnreg_status sweep_session(bool *gone, int staging, const char *name, struct nnreg_error *error)
{
    int folder;
    bool held;
    nnreg_status status = take_session(&folder, &held, staging, name, error);

    *gone = false;
    if (folder < 0)
        return status;
    status = empty_session(folder, error);
    if (status == NNREG_OK)
        status = nnreg_fs_remove_folder(staging, name, error);
    *gone = status == NNREG_OK;
    nnreg_fs_close(folder);
    return status;
}

nnreg_status nnreg_staging_remove(bool *gone, const struct nnreg_blobs *blobs, const char *name,
                                  struct nnreg_error *error)
{
    int staging;
    nnreg_status status = open_sessions(&staging, blobs, error);

    *gone = false;
    if (status == NNREG_OK && staging >= 0)
        status = sweep_session(gone, staging, name, error);
    nnreg_fs_close(staging);
    return status;
}

nnreg_status nnreg_staging_sweep(size_t *removed, const struct nnreg_blobs *blobs, struct nnreg_error *error)
{
    struct nnreg_fs_names sessions = {NULL, 0};
    nnreg_status status, first = NNREG_OK;
    size_t i, count = 0;
    int staging;

    status = open_sessions(&staging, blobs, error);
    if (status == NNREG_OK && staging >= 0)
        status = nnreg_fs_list(&sessions, staging, MOST_SESSIONS, error);
    for (i = 0; i < sessions.count; i++) {
        bool gone;
        nnreg_status swept;

        if (!names_session(sessions.name[i]))
            continue;
        swept = sweep_session(&gone, staging, sessions.name[i], first == NNREG_OK ? error : NULL);
        first = first == NNREG_OK ? swept : first;
        count += gone;
    }
    nnreg_fs_names_free(&sessions);
    nnreg_fs_close(staging);
    if (removed != NULL)
        *removed = count;
    return status != NNREG_OK ? status : first;
}

/* ----------------------------------------------------------------------------------------------------- looking -- */

static nnreg_status measure_session(struct nnreg_staging_met *met, int folder, struct nnreg_error *error)
{
    struct nnreg_fs_names files;
    struct nnreg_file_stat stat;
    nnreg_status status = nnreg_fs_list(&files, folder, NNREG_STAGING_FILES, error);
    size_t i;

    for (i = 0; i < files.count && status == NNREG_OK; i++) {
        status = nnreg_fs_stat(&stat, folder, files.name[i], error);
        met->files++;
        met->bytes += status == NNREG_OK && stat.kind == NNREG_FILE_REGULAR ? stat.size : 0;
    }
    nnreg_fs_names_free(&files);
    return status;
}

/* What is gone since it was listed was a session that ended, or that somebody swept. */
static nnreg_status visit_session(int staging, const char *name, nnreg_staging_visit *visit, void *context,
                                  struct nnreg_error *error)
{
    struct nnreg_staging_met met = {.name = name};
    struct nnreg_file_stat stat;
    int folder = -1;
    nnreg_status status = nnreg_fs_stat(&stat, staging, name, error);

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    met.is_session = status == NNREG_OK && names_session(name) && stat.kind == NNREG_FILE_DIRECTORY;
    if (met.is_session) {
        status = take_session(&folder, &met.is_held, staging, name, error);
        if (status == NNREG_OK && folder < 0 && !met.is_held)
            return NNREG_OK;
        if (status == NNREG_OK && folder >= 0)
            status = measure_session(&met, folder, error);
    }
    if (status == NNREG_OK)
        status = visit(&met, context, error);
    nnreg_fs_close(folder);
    return status;
}

nnreg_status nnreg_staging_walk(const struct nnreg_blobs *blobs, nnreg_staging_visit *visit, void *context,
                                struct nnreg_error *error)
{
    struct nnreg_fs_names sessions = {NULL, 0};
    size_t i;
    int staging;
    nnreg_status status = open_sessions(&staging, blobs, error);

    if (status == NNREG_OK && staging >= 0)
        status = nnreg_fs_list(&sessions, staging, MOST_SESSIONS, error);
    for (i = 0; i < sessions.count && status == NNREG_OK; i++)
        status = visit_session(staging, sessions.name[i], visit, context, error);
    nnreg_fs_names_free(&sessions);
    nnreg_fs_close(staging);
    return status;
}
