/*
 * What a finding is known by from one run to the next: its rule, the description, and the JSON Pointer or the file; not its
 * line, which moves with every line above it, and not the wording, which may change. Of several that are alike in these,
 * the second is another than the first.
 */
#ifndef NNREG_TOOLS_FINGERPRINT_H
#define NNREG_TOOLS_FINGERPRINT_H

#include "checks.h"

#define FINGERPRINT_TEXT 17 /* 16 hexadecimal digits and a NUL */

struct fingerprint {
    size_t check, finding; /* their numbers, from 0 */
    uint64_t hash;
    char text[FINGERPRINT_TEXT]; /* different for all findings of a run */
};

/* Owned; freed with free. In the order of the checks and their findings. */
struct fingerprint *fingerprints_make(const struct checks *checks);

/* What all findings have in common that are known by the same. `place` is a file's name or a JSON Pointer. */
uint64_t fingerprint_hash(const char *rule, const char *description, bool on_file, const char *place);

/* Of what is no finding: that a check was not made, or not all of it. */
void fingerprint_of_check(char text[static FINGERPRINT_TEXT], const struct checks *checks,
                          const struct check *check);

#endif
