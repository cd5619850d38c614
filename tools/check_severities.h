/*
 * How strictly the rules of each check are taken: as the command line says, else as the configuration that applies to the
 * description says, else as they are. What a configuration turns off is found all the same, and silenced: so a report can
 * tell how much it is, and why.
 */
#ifndef NNREG_TOOLS_CHECK_SEVERITIES_H
#define NNREG_TOOLS_CHECK_SEVERITIES_H

#include "checks.h"

/*
 * Finds the configuration of each check: the one that --config names, none with --no-config, else the nearest. Returns
 * STATUS_DONE, or the exit status after having said why not.
 */
int check_severities_configure(struct run *run, struct checks *checks);

/* --print-config: which configuration applies to each description, and how strictly rules are taken then. */
int check_severities_print(struct run *run, const struct checks *checks);

/* What the configuration says of a rule, by its id; NULL: nothing, or the command line says something else. */
const struct severity_setting *check_severities_find(const struct checks *checks, const struct check *check,
                                                     const char *rule);

/*
 * Makes the list for the findings of a check. `silently`: what the configuration turns off is off; else it is a note, to be
 * silenced. Returns STATUS_DONE, or the exit status after having said why not.
 */
int check_severities_findings(struct run *run, const struct checks *checks, struct check *check,
                              bool silently);

/* Whether the list ended early, so that what is to be silenced may have crowded out what is not. */
bool check_severities_crowd(const struct checks *checks, const struct check *check);

/* Marks the findings of rules that the configuration turns off. */
void check_severities_silence(const struct checks *checks, struct check *check);

/* "1 set and 2 silenced by .nnreg.json"; nothing where no finding was, unless it is to be told verbosely. */
void check_severities_add(struct buffer *text, const struct checks *checks, const struct check *check);

/* How many findings are of the rule that a setting of the configuration is for. */
size_t check_severities_count(const struct check *check, const struct severity_setting *setting);

#endif
