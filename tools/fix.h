/*
 * nnreg check --fix: what mends findings is shown as a diff, or, with --fix=write, made in the description. A fix can bring to
 * light what it had hidden, so a description is judged and mended until nothing is left to be mended.
 */
#ifndef NNREG_TOOLS_FIX_H
#define NNREG_TOOLS_FIX_H

#include "checks.h"
#include "options.h"

enum fix_mode { FIX_NOTHING, FIX_SHOW, FIX_WRITE };

#define FIX_OPTION                                                                               \
    {                                                                                            \
        "fix", 0, "[write]",                                                                     \
            "show as a diff what mends the findings that have one\nanswer; --fix=write makes it" \
    }

/* Takes the value of --fix. `report_on_output`: a report in one document goes to standard output. */
int fix_take(struct run *run, enum fix_mode *mode, size_t row, bool report_on_output);

/* Whether standard output is for a diff or a mended description, so that results go to standard error. */
bool fix_has_output(enum fix_mode mode, const struct checks *checks);

/* Fills check->findings, and check->failure where that cannot be done; the weights need not be read. */
typedef void fix_judge(void *context, struct check *check);

/*
 * Shows or makes what mends the description of a check, before that is made: check->description is then the text that is to be
 * judged. What hinders it is left in check->failure.
 */
void fix_description(struct run *run, enum fix_mode mode, struct check *check, fix_judge *judge,
                     void *context);

#endif
