/*
 * The JSON form of a check: {"checks":[{"description","bundle","ok","weights_checked","outputs","findings"}]}; with
 * "configuration" where one applies.
 */
#ifndef NNREG_TOOLS_FORMAT_JSON_H
#define NNREG_TOOLS_FORMAT_JSON_H

#include "checks.h"

/*
 * A check that could not be made has an `error` more, and the document has that of the check that decides about the
 * exit status, as it has for any other command that fails. Returns what nnreg_findings_json does.
 */
nnreg_status format_json(struct buffer *text, const struct checks *checks);

#endif
