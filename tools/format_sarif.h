/*
 * Checks as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): one run with all rules of the catalogue,
 * one result for each finding. Code hosts show the results at the lines of the description, so every result has a
 * file: the description, or the file of the bundle by its path.
 */
#ifndef NNREG_TOOLS_FORMAT_SARIF_H
#define NNREG_TOOLS_FORMAT_SARIF_H

#include "checks.h"

void format_sarif(struct buffer *text, const struct checks *checks);

#endif
