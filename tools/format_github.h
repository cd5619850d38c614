/*
 * Checks as workflow commands of GitHub Actions, which a workflow shows as annotations of lines: one for each finding, for
 * each check that could not be made, and a notice of what was not looked at.
 */
#ifndef NNREG_TOOLS_FORMAT_GITHUB_H
#define NNREG_TOOLS_FORMAT_GITHUB_H

#include "checks.h"

void format_github(struct buffer *text, const struct checks *checks);

#endif
