/*
 * Findings as JSON in the form of nnreg_findings_json, but with the places of what the user has written, where the judged
 * document was put together from several pieces.
 */
#ifndef NNREG_TOOLS_FINDINGS_JSON_H
#define NNREG_TOOLS_FINDINGS_JSON_H

#include "findings_text.h"
#include "json_out.h"

/* Adds the array of those findings that `choose` shows. `under` is the pointer of the judged text in the whole, or "". */
void findings_json_add(struct json_out *out, const nnreg_findings *findings, const char *under,
                       finding_choose *choose, const void *context);

#endif
