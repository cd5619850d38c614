/*
 * Checks as a Code Quality report of GitLab: an array of issues, one for each finding, for each check that could not be
 * made, and for what was not looked at. A merge request shows those that the target branch has not, by their fingerprints.
 */
#ifndef NNREG_TOOLS_FORMAT_GITLAB_H
#define NNREG_TOOLS_FORMAT_GITLAB_H

#include "checks.h"

void format_gitlab(struct buffer *text, const struct checks *checks);

#endif
