/*
 * Cases that are judged in a registry: what is to become a specification or a version, and updates. tests/cases/README.md
 * says which file of a case makes it one of them, and what the registry has.
 */
#ifndef NNREG_TESTS_CASE_REGISTRY_H
#define NNREG_TESTS_CASE_REGISTRY_H

#include <stdbool.h>

#include "case_text.h"

bool case_registry_is_one(const char *folder);

/* Appends the findings of a case; false when it is none of these. */
bool case_registry_judge(struct text *found, const char *folder);

#endif
