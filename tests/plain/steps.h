/* Sequences of steps: made at random, run, told, and shrunk to the few that still show a difference. */
#ifndef NNREG_TESTS_PLAIN_STEPS_H
#define NNREG_TESTS_PLAIN_STEPS_H

#include "plain/agree.h"

/* A step that makes sense more often than not for what the model holds now. */
struct plain_step plain_step_random(uint64_t *random, const struct plain_model *model);

/* One line for each step, to be freed: what is done with which objects, and the JSON that is handed over. */
char *plain_steps_text(const struct plain_step *steps, size_t count, bool mutable_description);

/* A sequence that shows a difference. */
struct plain_failure {
    struct plain_step *steps; /* owned */
    size_t count;             /* 0: no difference was found */
    char difference[6000];
};

/*
 * Makes `count` random steps and compares after each. What is different then is what the failure says, already shrunk to
 * a shortest sequence in the sense that no step can be left out, and no detail of one made plainer.
 */
void plain_try(struct plain_failure *failure, struct plain_world *world, uint64_t seed, size_t count,
               unsigned flaws);
/* Whether the steps of a failure show it with these flaws, too. */
bool plain_fails(struct plain_failure *failure, struct plain_world *world, uint64_t seed, unsigned flaws);
void plain_failure_free(struct plain_failure *failure);

#endif
