/* What a user sees in a registry, as a text. */
#ifndef NNREG_TESTS_CRASH_JUDGE_H
#define NNREG_TESTS_CRASH_JUDGE_H

#include "actor.h"

/* Marks in the record that what is seen now was acknowledged. */
void crash_record_state(struct actor *actor);

#endif
