/* --if-update-date TIME: a change that is made only if nobody else has made one since. */
#ifndef NNREG_TOOLS_UPDATE_DATE_H
#define NNREG_TOOLS_UPDATE_DATE_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/*
 * Puts what the option was given, if anything, into the options of a call, by way of `room`, which must live as long as they
 * are used. Returns STATUS_DONE, or STATUS_USAGE after having said what is wrong.
 */
int update_date_read(struct run *run, struct nnreg_call_options *call, struct buffer *room);

#endif
