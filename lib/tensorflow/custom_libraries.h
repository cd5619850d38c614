/* Which library an operation usually comes from that is none of TensorFlow's core. */
#ifndef NNREG_TENSORFLOW_CUSTOM_LIBRARIES_H
#define NNREG_TENSORFLOW_CUSTOM_LIBRARIES_H

#include <stddef.h>

/* "TensorFlow Decision Forests (tensorflow_decision_forests)": static; NULL when that is not known. */
const char *nnreg_custom_library(const char *op, size_t length);

#endif
