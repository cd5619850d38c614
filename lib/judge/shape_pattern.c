/*
 * Matching: the set of how many dimensions of the pattern may have been met, a bit for each, is carried along the shape.
 */
#include "judge/shape_pattern.h"

bool nnreg_pattern_judges(const struct nnreg_tensor_answer *tensor)
{
    return tensor != NULL && tensor->dim != NULL && tensor->rank <= NNREG_LIMIT_PATTERN_RANK;
}

static bool dimension_fits(int64_t wanted, int64_t there)
{
    return wanted == NNREG_PATTERN_ANY || there < 0 || wanted == there;
}

static bool may_be_passed(const struct nnreg_tensor_answer *tensor, uint32_t i, int64_t batch)
{
    return tensor->dim[i] < 0 || tensor->dim[i] == 1 || (i == 0 && batch > 0 && tensor->dim[i] == batch);
}

/* A dimension that is to be 1 may be left out of a shape. */
static unsigned pass_ones(const struct nnreg_shape_pattern *pattern, unsigned met)
{
    uint32_t k;

    for (k = 0; k < pattern->rank; k++)
        if ((met & 1u << k) != 0 && pattern->dim[k] == 1)
            met |= 1u << (k + 1);
    return met;
}

bool nnreg_pattern_fits(const struct nnreg_shape_pattern *pattern, const struct nnreg_tensor_answer *tensor,
                        int64_t batch)
{
    unsigned met = pass_ones(pattern, 1u), next;
    uint32_t i, k;

    if (!nnreg_pattern_judges(tensor))
        return true;
    for (i = 0; i < tensor->rank; i++) {
        next = may_be_passed(tensor, i, batch) ? met : 0;
        for (k = 0; k < pattern->rank; k++)
            if ((met & 1u << k) != 0 && dimension_fits(pattern->dim[k], tensor->dim[i]))
                next |= 1u << (k + 1);
        met = pass_ones(pattern, next);
    }
    return (met & 1u << pattern->rank) != 0;
}
