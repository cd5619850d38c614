/*
 * Which names are one file where case or the form of accents does not count (Windows, macOS): those with the same
 * folded form, which is Unicode's canonical caseless matching (The Unicode Standard, 3.13, D145): decomposed,
 * case-folded, decomposed once more. A table of our own, 50 KiB, since what ICU or libunistring would bring along is
 * a hundred times that, for this one question.
 */
#ifndef NNREG_BASE_NAME_FOLD_H
#define NNREG_BASE_NAME_FOLD_H

#include "base/bytes.h"

/* Appends the folded form of `size` bytes of UTF-8. What is no UTF-8 is appended as it is. */
void nnreg_name_fold(struct nnreg_bytes *out, const char *name, size_t size);

#endif
