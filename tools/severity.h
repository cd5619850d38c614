/* --severity RULE=LEVEL, given any number of times: how strictly a check takes its rules. */
#ifndef NNREG_TOOLS_SEVERITY_H
#define NNREG_TOOLS_SEVERITY_H

#include <stdbool.h>

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

#define SEVERITY_OPTION "RULE=LEVEL"
#define SEVERITY_HELP \
    "take a rule as error, warning, note or off; can be\ngiven several times (the rules: nnreg rules)"

/* Starts as {0}; freed with free. */
struct severities {
    struct nnreg_rule_severity *list;
    size_t count;
};

/* The rule with this id, whose severity can be set; NULL: `problem` says why not. */
const struct nnreg_rule_info *severity_find_rule(struct buffer *problem, const char *id);

/* The severity that is called so. False: `problem` says what they are. */
bool severity_find_level(nnreg_severity *severity, struct buffer *problem, const char *word);

/* Reads what the option of that row was given. Returns STATUS_DONE or, after having said why not, STATUS_USAGE. */
int severity_take(struct run *run, struct severities *severities, size_t row);

/* Makes a list of findings with these severities. Returns STATUS_DONE, or the exit status after having said why not. */
int severity_findings(struct run *run, nnreg_findings **findings, const struct severities *severities);

#endif
