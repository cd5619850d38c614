/* Arithmetic on single whole numbers, as operations on shapes do it: see shapes.h. */
#ifndef NNREG_TENSORFLOW_SHAPES_ARITHMETIC_H
#define NNREG_TENSORFLOW_SHAPES_ARITHMETIC_H

#include <stdbool.h>
#include <stdint.h>

enum nnreg_shapes_arithmetic {
    NNREG_SHAPES_NO_VALUE, /* the operation is not computed */
    NNREG_SHAPES_ADD,
    NNREG_SHAPES_SUBTRACT,
    NNREG_SHAPES_MULTIPLY,
    NNREG_SHAPES_FLOOR_DIVIDE,
    NNREG_SHAPES_DIVIDE, /* towards zero */
    NNREG_SHAPES_FLOOR_MODULO,
    NNREG_SHAPES_MODULO,
    NNREG_SHAPES_MAXIMUM,
    NNREG_SHAPES_MINIMUM,
    NNREG_SHAPES_NEGATE,
    NNREG_SHAPES_ABSOLUTE,
    NNREG_SHAPES_SQUARE,
    /* From here on the result is 0 or 1. */
    NNREG_SHAPES_LESS,
    NNREG_SHAPES_LESS_EQUAL,
    NNREG_SHAPES_GREATER,
    NNREG_SHAPES_GREATER_EQUAL,
    NNREG_SHAPES_EQUAL,
    NNREG_SHAPES_NOT_EQUAL,
    NNREG_SHAPES_AND,
    NNREG_SHAPES_OR,
    NNREG_SHAPES_NOT
};

/* Of one number `b` counts for nothing. False where there is no result, or it needs more than 64 bits. */
bool nnreg_shapes_compute(int64_t *result, enum nnreg_shapes_arithmetic operation, int64_t a, int64_t b);

#endif
