/*
 * A failure on its way up: a status and one line that says what failed, on what, and why. Every internal call that
 * can fail for a reason outside the caller's data takes a `struct nnreg_error *` (may be NULL) and fills it.
 */
#ifndef NNREG_BASE_STATUS_H
#define NNREG_BASE_STATUS_H

#include <stdbool.h>

#include "nnreg.h"

#define NNREG_ERROR_TEXT 1024 /* two shortened paths and what goes with them */

struct nnreg_error {
    nnreg_status status;
    char text[NNREG_ERROR_TEXT];
    int cause; /* the errno it came of, 0 when it did not come of one */
};

#define NNREG_ERROR_INIT   \
    {                      \
        .status = NNREG_OK \
    }

#define NNREG_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Both fill `error` and return the status, so that a caller writes `return nnreg_fail(…)`. */
nnreg_status nnreg_fail(struct nnreg_error *error, nnreg_status status, const char *format, ...)
    NNREG_PRINTF(3, 4);

/* The same for a failed system call: the status and the end of the text (": no space is left…") come from `number`. */
nnreg_status nnreg_fail_errno(struct nnreg_error *error, int number, const char *format, ...)
    NNREG_PRINTF(3, 4);

/* NNREG_NO_MEMORY with its text. */
nnreg_status nnreg_fail_memory(struct nnreg_error *error);

/*
 * Whether a failure that a file of the caller's met is the system's (a limit, no memory, a failing device) and no fault
 * of the file or its path.
 */
bool nnreg_error_is_systems(const struct nnreg_error *error);

/* Whether it was for others, and will pass; the system's own NNREG_BUSY, which has no room for a lock, has a cause. */
bool nnreg_error_is_others(const struct nnreg_error *error);

#endif
