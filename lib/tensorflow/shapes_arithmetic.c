/*
 * Arithmetic on single whole numbers: see shapes_arithmetic.h. The least of all is no value that a tensor is known to have
 * (shapes_pool.c), and only what is summed or multiplied up may be it for once.
 */
#include "tensorflow/shapes_arithmetic.h"

#include <assert.h>

/* Rounded down, where C rounds towards zero. */
static bool floor_divide(int64_t *quotient, int64_t *rest, int64_t a, int64_t b)
{
    assert(a != INT64_MIN);
    if (b == 0)
        return false;
    *quotient = a / b;
    *rest = a % b;
    if (*rest != 0 && (*rest < 0) != (b < 0)) {
        *quotient -= 1;
        *rest += b;
    }
    return true;
}

static bool divide(int64_t *result, enum nnreg_shapes_arithmetic operation, int64_t a, int64_t b)
{
    int64_t quotient, rest;

    if (!floor_divide(&quotient, &rest, a, b))
        return false;
    switch (operation) {
    case NNREG_SHAPES_FLOOR_DIVIDE:
        *result = quotient;
        return true;
    case NNREG_SHAPES_FLOOR_MODULO:
        *result = rest;
        return true;
    case NNREG_SHAPES_DIVIDE:
        *result = a / b;
        return true;
    default:
        *result = a % b;
        return true;
    }
}

static bool compare(enum nnreg_shapes_arithmetic operation, int64_t a, int64_t b)
{
    switch (operation) {
    case NNREG_SHAPES_LESS:
        return a < b;
    case NNREG_SHAPES_LESS_EQUAL:
        return a <= b;
    case NNREG_SHAPES_GREATER:
        return a > b;
    case NNREG_SHAPES_GREATER_EQUAL:
        return a >= b;
    case NNREG_SHAPES_EQUAL:
        return a == b;
    case NNREG_SHAPES_NOT_EQUAL:
        return a != b;
    case NNREG_SHAPES_AND:
        return a != 0 && b != 0;
    case NNREG_SHAPES_OR:
        return a != 0 || b != 0;
    default:
        return a == 0;
    }
}

bool nnreg_shapes_compute(int64_t *result, enum nnreg_shapes_arithmetic operation, int64_t a, int64_t b)
{
    switch (operation) {
    case NNREG_SHAPES_NO_VALUE:
        return false;
    case NNREG_SHAPES_ADD:
        return !__builtin_add_overflow(a, b, result);
    case NNREG_SHAPES_SUBTRACT:
        return !__builtin_sub_overflow(a, b, result);
    case NNREG_SHAPES_MULTIPLY:
        return !__builtin_mul_overflow(a, b, result);
    case NNREG_SHAPES_FLOOR_DIVIDE:
    case NNREG_SHAPES_DIVIDE:
    case NNREG_SHAPES_FLOOR_MODULO:
    case NNREG_SHAPES_MODULO:
        return divide(result, operation, a, b);
    case NNREG_SHAPES_MAXIMUM:
        *result = a > b ? a : b;
        return true;
    case NNREG_SHAPES_MINIMUM:
        *result = a < b ? a : b;
        return true;
    case NNREG_SHAPES_NEGATE:
        return !__builtin_sub_overflow((int64_t)0, a, result);
    case NNREG_SHAPES_ABSOLUTE:
        assert(a != INT64_MIN);
        *result = a < 0 ? -a : a;
        return true;
    case NNREG_SHAPES_SQUARE:
        return !__builtin_mul_overflow(a, a, result);
    default:
        *result = compare(operation, a, b);
        return true;
    }
}
