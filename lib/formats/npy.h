/*
 * The header of a NumPy array file (doc/FORMATS.md, "Mean files"):
 *
 *     93 "NUMPY" | major | minor | length of the text, 2 bytes in version 1, 4 bytes in 2 and 3 | the text
 *     text = {'descr': '<f4', 'fortran_order': False, 'shape': (3, 224, 224), } as a Python literal, padded with spaces
 *
 * and the elements behind it. Nothing is ever unpickled: a file that would need it is refused.
 */
#ifndef NNREG_FORMATS_NPY_H
#define NNREG_FORMATS_NPY_H

#include "base/cursor.h"
#include "formats/mean_problem.h"
#include "formats/mean_values.h"
#include "formats/problems.h"

#define NNREG_NPY_HEADER ((uint64_t)64 << 10) /* bytes of the text */
#define NNREG_NPY_TYPE   16 /* of the type as the file calls it, with its NUL; cut if longer */

struct nnreg_npy {
    uint8_t major, minor;
    char type[NNREG_NPY_TYPE]; /* "<f4" */
    enum nnreg_element element;
    bool big_endian;
    bool fortran;
    uint32_t rank;
    int64_t dims[NNREG_MEAN_RANK];
    uint64_t count; /* elements; count × size of an element fits 63 bits */
    uint64_t data_offset;
};

/* Reads from the start of `file` to the first element. False when `problems` has got the reason (or cannot hold it). */
bool nnreg_npy_read(struct nnreg_npy *npy, struct nnreg_cursor *file, struct nnreg_problems *problems);

#endif
