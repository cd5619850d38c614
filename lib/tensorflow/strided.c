/* Slices of a dimension: see strided.h. */
#include "tensorflow/strided.h"

#include <assert.h>

/* A border as an index from the front, within what a step in this direction can reach. */
static int64_t clamp_border(int64_t border, int64_t size, int64_t step)
{
    int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;

    border = border < 0 ? border + size : border;
    return border < low ? low : border > high ? high : border;
}

/* How many elements there are from `first` to before `end`. */
static int64_t count_steps(int64_t first, int64_t end, int64_t step)
{
    int64_t length = end - first;

    if (length == 0 || (length < 0) != (step < 0))
        return 0;
    return length / step + (length % step != 0);
}

void nnreg_strided_range(int64_t *first, int64_t *count, const struct nnreg_strided *slice, int64_t size)
{
    int64_t step = slice->step, end;

    assert(step != 0 && size >= 0);
    *first = slice->whole_begin ? (step > 0 ? 0 : size - 1) : clamp_border(slice->begin, size, step);
    end = slice->whole_end ? (step > 0 ? size : -1) : clamp_border(slice->end, size, step);
    *count = count_steps(*first, end, step);
}
