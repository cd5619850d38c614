/* Statuses and their texts: see status.h. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cause.h"

static const char *const texts[NNREG_STATUS_COUNT] = {
    [NNREG_OK] = "ok",
    [NNREG_INVALID_ARGUMENT] = "invalid argument",
    [NNREG_REFUSED] = "refused by validation",
    [NNREG_NOT_FOUND] = "not found",
    [NNREG_EXISTS] = "already exists",
    [NNREG_CONFLICT] = "conflict: the present state forbids it",
    [NNREG_READ_ONLY] = "read-only",
    [NNREG_BUSY] = "busy",
    [NNREG_NO_SPACE] = "no space left",
    [NNREG_IO] = "input or output failed",
    [NNREG_NO_MEMORY] = "out of memory",
    [NNREG_CORRUPT] = "the registry is damaged",
    [NNREG_UNSUPPORTED] = "unknown format version or feature",
    [NNREG_LIMIT] = "a limit was reached",
    [NNREG_CANCELLED] = "cancelled",
};

const char *nnreg_status_text(nnreg_status status)
{
    return (unsigned)status < NNREG_STATUS_COUNT ? texts[status] : "unknown status";
}

const char *nnreg_library_version(void)
{
#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)
    return TEXT(NNREG_VERSION_MAJOR) "." TEXT(NNREG_VERSION_MINOR) "." TEXT(NNREG_VERSION_PATCH);
#undef TEXT
#undef TEXT_
}

nnreg_status nnreg_fail(struct nnreg_error *error, nnreg_status status, const char *format, ...)
{
    va_list arguments;

    if (error == NULL)
        return status;
    error->status = status;
    error->cause = 0;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return status;
}

nnreg_status nnreg_fail_memory(struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_NO_MEMORY, "out of memory");
}

/* A text that fills the room loses its end, and then the cause, too: what failed says more. */
nnreg_status nnreg_fail_errno(struct nnreg_error *error, int number, const char *format, ...)
{
    nnreg_status status = nnreg_status_of_errno(number);
    char room[NNREG_CAUSE_TEXT];
    va_list arguments;
    int used;

    if (error == NULL)
        return status;
    error->status = status;
    error->cause = number;
    va_start(arguments, format);
    used = vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    if (used >= 0 && (size_t)used < sizeof error->text)
        (void)snprintf(error->text + used, sizeof error->text - (size_t)used, ": %s",
                       nnreg_cause_text(number, room));
    return status;
}

bool nnreg_error_is_others(const struct nnreg_error *error)
{
    return error->status == NNREG_BUSY && error->cause == 0;
}

/* The statuses that cause.c gives to errnos of the system alone; NNREG_IO is of either. */
bool nnreg_error_is_systems(const struct nnreg_error *error)
{
    switch (error->status) {
    case NNREG_BUSY:
    case NNREG_NO_SPACE:
    case NNREG_NO_MEMORY:
    case NNREG_READ_ONLY:
        return true;
    case NNREG_IO:
        return !nnreg_cause_is_path(error->cause);
    default:
        return false;
    }
}
