/* The list of what can be wrong with a mean file, as a table: see mean_problem.h. */
#include "formats/mean_problem.h"

const struct nnreg_mean_problem_row nnreg_mean_problem_rows[NNREG_MEAN_PROBLEM_COUNT] = {
#define NNREG_ROW(NAME, MEANING) [NNREG_MEAN_##NAME] = {#NAME, MEANING},
    NNREG_MEAN_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
};
