/*
 * The causes that the system gives for a failed call, in words of our own: a library's text should not depend on the
 * host's locale, and what a user can do about some of them is worth a word. One row for each errno.
 */
#ifndef NNREG_BASE_CAUSE_H
#define NNREG_BASE_CAUSE_H

#include <stdbool.h>

#include "nnreg.h"

#define NNREG_CAUSE_TEXT 128

/* What an errno means: static, or for one without a row written to `room` ("system error 123"). */
const char *nnreg_cause_text(int number, char room[NNREG_CAUSE_TEXT]);

/* The status an errno stands for. */
nnreg_status nnreg_status_of_errno(int number);

/*
 * Whether the errno speaks of the path that was given, and would come again for as long as it is as it is: who gave the
 * path can mend it. The others speak of the system, its devices and its limits.
 */
bool nnreg_cause_is_path(int number);

#endif
