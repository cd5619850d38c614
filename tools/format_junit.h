/*
 * Checks as JUnit XML, in the form that Jenkins and GitLab read, valid by the schema of the xUnit plugin of Jenkins
 * (junit-10.xsd), which refuses attributes that others allow: one test case for each check. Readers show one failure
 * of a case, and some of them only its text, so all findings are in that. What does not make a check fail, warnings and
 * what was not looked at, is in <system-out>.
 */
#ifndef NNREG_TOOLS_FORMAT_JUNIT_H
#define NNREG_TOOLS_FORMAT_JUNIT_H

#include "checks.h"

void format_junit(struct buffer *text, const struct checks *checks);

#endif
