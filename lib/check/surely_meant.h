/*
 * Which of some words another one surely stands for. A hint may name the nearest word, since somebody reads it; what is changed by
 * itself must be the only one that can be meant.
 */
#ifndef NNREG_CHECK_SURELY_MEANT_H
#define NNREG_CHECK_SURELY_MEANT_H

#include <stddef.h>

/* One of the candidates, or NULL: none, or it could be another. */
const char *nnreg_surely_meant(const char *word, const char *const *candidates, size_t count);

#endif
