/*
 * What a reader of this floor found wrong in a file: an enumerated code, where, and one line of text. A problem is a
 * fact, not a verdict; the floor above turns codes into findings. The lists of codes (NNREG_VARIABLES_PROBLEMS,
 * NNREG_MEAN_PROBLEMS) say for each what it means.
 */
#ifndef NNREG_FORMATS_PROBLEMS_H
#define NNREG_FORMATS_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define NNREG_PROBLEMS_KEPT \
    1000 /* of one code: each code that was met is in the list, whatever the others do */
#define NNREG_PROBLEM_CODES   64
#define NNREG_PROBLEM_TEXT    256  /* bytes of a text with its NUL; what is longer is cut */
#define NNREG_PROBLEM_IN_FILE (-1) /* `shard` of a problem in the index, or in a file that is no shard */

struct nnreg_problem {
    int code;
    int32_t shard;   /* the data shard it is in, or NNREG_PROBLEM_IN_FILE */
    uint64_t offset; /* in that file */
    char *key;       /* the variable it is about, ended by a NUL that is not counted; NULL: none */
    size_t key_size;
    char *text; /* continues "<file> …" or "<key> …": "has a wrong checksum: …" */
};

struct nnreg_problems {
    struct nnreg_problem *list;
    size_t count;
    size_t capacity;
    uint64_t met[NNREG_PROBLEM_CODES]; /* how often each code was met: more than are kept, maybe */
    bool failed;                       /* there was no memory to keep one */
};

#define NNREG_PROBLEMS_INIT    \
    {                          \
        NULL, 0, 0, {0}, false \
    }

/* Where a problem is, for nnreg_problems_add. */
struct nnreg_problem_location {
    int32_t shard;
    uint64_t offset;
    const void *key; /* NULL: none */
    size_t key_size;
};

void nnreg_problems_free(struct nnreg_problems *problems);
/* Being out of memory is kept in `failed`. */
void nnreg_problems_add(struct nnreg_problems *problems, int code,
                        const struct nnreg_problem_location *location, const char *format, ...)
    NNREG_PRINTF(4, 5);
/* One of the file itself, at an offset, in words that stand as they are. */
void nnreg_problems_add_at(struct nnreg_problems *problems, int code, uint64_t offset, const char *text);
/* Sorts those from `first` on by file and offset: the order that several threads found them in tells nothing. */
void nnreg_problems_sort(struct nnreg_problems *problems, size_t first);

#endif
