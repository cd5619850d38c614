/* Which elements of a dimension a slice takes as Python writes it, `begin:end:step`: as StridedSlice is documented. */
#ifndef NNREG_TENSORFLOW_STRIDED_H
#define NNREG_TENSORFLOW_STRIDED_H

#include <stdbool.h>
#include <stdint.h>

/* A border that is left out reaches as far as the step leads; a negative one counts from the end, where the size is known. */
struct nnreg_strided {
    int64_t begin, end, step; /* the step is not 0 */
    bool whole_begin, whole_end;
};

/* Of a dimension of this size: `*count` elements, the first of them at `*first`, which says nothing where there are none. */
void nnreg_strided_range(int64_t *first, int64_t *count, const struct nnreg_strided *slice, int64_t size);

#endif
