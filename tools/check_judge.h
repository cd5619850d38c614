/* Making one check: the description is judged, with its bundle where it has one, and the baseline knows what it knows. */
#ifndef NNREG_TOOLS_CHECK_JUDGE_H
#define NNREG_TOOLS_CHECK_JUDGE_H

#include "baseline.h"
#include "checks.h"
#include "run.h"

/* Makes one check. What hinders it is left in check->failure. */
void judge(struct run run, const struct checks *checks, struct baseline *baseline, struct check *check);

#endif
