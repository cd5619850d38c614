/*
 * Reporting: a rule of the catalogue, where, what is wrong in one line, and how to mend it. What is wrong with a value of a
 * description is reported through the table walker (check/engine.h), which knows the place.
 *
 * How grave a finding is comes from three places, each of which may overrule the one before: the rule's row in the catalogue;
 * the one who reports, where one problem under a rule is graver or lighter than the others (a problem's row below, or an
 * argument); and who asked for the check, by nnreg_findings_new, which is applied last, in nnreg_findings_takes, and mutes a
 * rule with OFF. So OFF as an argument can mean "the rule's own", and no finding is muted by mistake.
 */
#ifndef NNREG_CHECK_REPORT_H
#define NNREG_CHECK_REPORT_H

#include "base/findings.h"
#include "check/rules.h"

/*
 * What a problem that a reader of files tells of comes under, and, where one is graver or lighter than the catalogue says of
 * the rule, with which severity; OFF (0): the rule's own. One table for each list of problems, where they are judged.
 */
struct nnreg_problem_rule {
    enum nnreg_rule rule;
    nnreg_severity severity;
};

/* The severity that a problem is reported with where the caller has not set another for the rule. */
nnreg_severity nnreg_problem_severity(const struct nnreg_problem_rule *row);

/* Reports on a file (NULL: on the bundle as a whole). `severity` OFF: the rule's own. */
void nnreg_report_file(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                       const char *file, const char *hint, const char *format, ...) NNREG_PRINTF(6, 7);

/* The same with a place in the file. */
void nnreg_report_location(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                           const struct nnreg_location *place, const char *hint, const char *format, ...)
    NNREG_PRINTF(6, 7);

/* Counts as findings what is as a row says, and was met too often to be told one by one. */
void nnreg_report_lost(nnreg_findings *findings, const struct nnreg_problem_rule *row, uint64_t count);

#endif
