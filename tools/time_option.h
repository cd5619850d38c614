/* An option whose value is a time (times.h). */
#ifndef NNREG_TOOLS_TIME_OPTION_H
#define NNREG_TOOLS_TIME_OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "run.h"

/*
 * Reads the time that the option was given, in UTC if there is --utc. `*given` tells whether it was given one. Returns
 * STATUS_DONE, or STATUS_USAGE after having said what is wrong.
 */
int time_option(struct run *run, bool *given, int64_t *moment, const char *option);

#endif
