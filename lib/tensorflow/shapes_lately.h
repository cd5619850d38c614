/*
 * What operations gave out lately. The layers of a network are alike, so most operations get shapes that another of the same kind
 * and the same attributes got a moment ago, and give out the same. As with attributes of the file (savedmodel_seen.h) each falls
 * to one place by what it gets, the last that fell there is there, and all that its row's function looks at is compared.
 */
#ifndef NNREG_TENSORFLOW_SHAPES_LATELY_H
#define NNREG_TENSORFLOW_SHAPES_LATELY_H

#include "tensorflow/shapes_parts.h"

/* Puts the outputs of an operation and its row: false, and nothing done, where they are not known. */
bool nnreg_shapes_recall(struct nnreg_shapes_op *op);
/* Notes what an operation has given out, whose level was `before`. Nothing of one that cannot work, or gets what comes back. */
void nnreg_shapes_note(const struct nnreg_shapes_op *op, uint8_t before);

#endif
