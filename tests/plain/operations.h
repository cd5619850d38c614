/* Between model.c, which keeps the objects, and operations.c, which knows what happens to them. */
#ifndef NNREG_TESTS_PLAIN_OPERATIONS_H
#define NNREG_TESTS_PLAIN_OPERATIONS_H

#include "plain/model.h"

typedef void plain_operation_work(struct plain_model *model, const struct plain_step *step,
                                  struct plain_answer *answer);
extern plain_operation_work *const plain_operation_works[PLAIN_OPERATIONS];

/* A new one with the next id, made now. */
struct plain_object *plain_insert(struct plain_model *model, enum plain_kind kind);
void plain_drop(struct plain_model *model, enum plain_kind kind, const struct plain_object *object);
/* As plain_find. */
struct plain_object *plain_find_to_change(struct plain_model *model, enum plain_kind kind, uint64_t id);
/* Sets the time of the last change: later than before, even when the clock is not. */
void plain_touch(const struct plain_model *model, struct plain_object *object);

#endif
