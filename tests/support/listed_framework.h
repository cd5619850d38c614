/*
 * A second framework, which exists in the tests only: what it takes to add one, and the proof that nothing else is needed.
 * Its model is a text, "model.list", that lists the tensors, one a line:
 *
 *   input %NAME TYPE WIDTHxHEIGHTxCHANNELS
 *   output %NAME TYPE
 *
 * A name begins with %, has letters after it, and no output's number. Further files are in the folder weights/.
 */
#ifndef NNREG_TESTS_LISTED_FRAMEWORK_H
#define NNREG_TESTS_LISTED_FRAMEWORK_H

#include "bundle/framework.h"

#define LISTED_WORD "tests-listed"

extern const struct nnreg_framework listed_framework;

#endif
