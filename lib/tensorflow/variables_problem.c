/* The list of what can be wrong with variables, as a table: see variables_problem.h. */
#include "tensorflow/variables_problem.h"

const struct nnreg_variables_problem_row nnreg_variables_problem_rows[NNREG_VARIABLES_PROBLEM_COUNT] = {
#define NNREG_ROW(NAME, MEANING) [NNREG_VARIABLES_##NAME] = {#NAME, MEANING},
    NNREG_VARIABLES_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
};
