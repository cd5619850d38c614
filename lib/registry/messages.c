/* Messages, and around each public call: see messages.h. */
#include "registry/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"
#include "base/process.h"
#include "registry/message_list.h"
#include "registry/readers.h"

/* ----------------------------------------------------------------------------------- which registry it was -- */

nnreg_status nnreg_messages_name(nnreg *registry, int folder, const char *dir, struct nnreg_error *error)
{
    char path[NNREG_FS_PATH];

    /* Without /proc it is as it was given, and its end tells more than its beginning. */
    if (!nnreg_fs_path(path, folder, NULL)) {
        size_t length = strlen(dir);

        (void)snprintf(path, sizeof path, "%s",
                       length < sizeof path ? dir : dir + length - (sizeof path - 1));
    }
    registry->dir = nnreg_strdup(path);
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

/* ------------------------------------------------------------------------------------------------- the host's log -- */

void nnreg_messages_log(const nnreg *registry, nnreg_severity severity, const char *format, ...)
{
    struct nnreg_error told = {.status = NNREG_CORRUPT}; /* of the registry's own: it gets the directory */
    va_list arguments;

    if (registry->log == NULL)
        return;
    va_start(arguments, format);
    (void)vsnprintf(told.text, sizeof told.text, format, arguments);
    va_end(arguments);
    nnreg_messages_add_directory(&told, registry);
    registry->log(registry->log_context, severity, told.text);
}

void nnreg_messages_log_failure(const nnreg *registry, const struct nnreg_error *error)
{
    /* Whoever opened it for reading was told so by that. */
    if (registry->log == NULL || !is_of_the_registry(error->status) || error->status == NNREG_READ_ONLY)
        return;
    registry->log(registry->log_context,
                  error->status == NNREG_BUSY ? NNREG_SEVERITY_WARNING : NNREG_SEVERITY_ERROR, error->text);
}

/* -------------------------------------------------------------------------------- around each public call -- */

static const char before_fork[] = "this registry was opened before a fork: the child must open it for itself";

nnreg_status nnreg_enter(nnreg *registry, bool writes, struct nnreg_error *error)
{
    error->status =
        NNREG_OK; /* the rest of the text is left as it is: there is much of it, and few calls need it */
    error->text[0] = '\0';
    error->cause = 0;
    if (registry == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (registry->process != nnreg_process_mark())
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "%s", before_fork);
    nnreg_message_forget(registry);
    if (writes && registry->read_only)
        return nnreg_fail(error, NNREG_READ_ONLY, "the registry was opened read-only");
    if (writes && registry->damaged)
        return nnreg_fail(error, NNREG_READ_ONLY,
                          "the registry was opened as damaged: only fsck may write to it");
    return NNREG_OK;
}

void nnreg_messages_remark(nnreg *registry, const struct nnreg_error *remark)
{
    struct nnreg_error told = *remark;

    nnreg_messages_add_directory(&told, registry);
    nnreg_message_keep(registry, told.text);
    if (registry->log != NULL)
        registry->log(registry->log_context, NNREG_SEVERITY_WARNING, told.text);
}

/* A call has gone well. If the file grew, it may be that somebody keeps it from being used again. */
static void log_growth(nnreg *registry)
{
    struct nnreg_error words = NNREG_ERROR_INIT;

    if (nnreg_readers_blamed(&words, registry->kv))
        nnreg_messages_log(registry, NNREG_SEVERITY_WARNING, "%s", words.text);
}

nnreg_status nnreg_leave(nnreg *registry, nnreg_status status, const struct nnreg_error *error)
{
    struct nnreg_error told;

    if (status == NNREG_OK && registry->log != NULL && nnreg_kv_grew(registry->kv))
        log_growth(registry);
    if (status == NNREG_OK || registry == NULL || registry->process != nnreg_process_mark())
        return status;
    told = *error;
    told.status = status;
    if (told.text[0] == '\0')
        (void)snprintf(told.text, sizeof told.text, "%s", nnreg_status_text(status));
    nnreg_messages_add_directory(&told, registry);
    nnreg_message_keep(registry, told.text);
    nnreg_messages_log_failure(registry, &told);
    return status;
}

const char *nnreg_message(nnreg *registry)
{
    if (registry == NULL)
        return "";
    return registry->process == nnreg_process_mark() ? nnreg_message_kept(registry) : before_fork;
}

void nnreg_messages_free(nnreg *registry)
{
    nnreg_message_forget_all(registry);
    nnreg_free(registry->dir);
}
