/*
 * How the tensors of a framework are named: what is a name, and which names are one tensor. Each framework has one
 * (bundle/framework.h); the table walker and the judges of string formats only ask.
 */
#ifndef NNREG_CHECK_TENSOR_SYNTAX_H
#define NNREG_CHECK_TENSOR_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong with a text that is no name. */
struct nnreg_tensor_fault {
    char what[80];    /* continues `tensor_name "x" `: "is not a tensor name: …" */
    const char *hint; /* static */
};

struct nnreg_tensor_syntax {
    /* A regular expression (ECMA-262) of the names, without anchors and without alternatives outside of groups. */
    const char *pattern;
    /* How two spellings can be one tensor, for a message: "x and x:0 are the same tensor". */
    const char *same;
    /* The length of a name without the number of an output, and that number. Equal ones of both are one tensor. */
    size_t (*split)(uint64_t *output, const char *name);
    /* True: the text, which is not empty, is no name, and `fault` says why. */
    bool (*is_wrong)(struct nnreg_tensor_fault *fault, const char *text);
};

/* `syntax` may be NULL in all of these: then every text that is not empty is a name of its own. */
size_t nnreg_tensor_split(const struct nnreg_tensor_syntax *syntax, uint64_t *output, const char *name);
bool nnreg_tensor_is_wrong(const struct nnreg_tensor_syntax *syntax, struct nnreg_tensor_fault *fault,
                           const char *text);

/* Orders names by their tensors, like memcmp: 0 when they are one. */
int nnreg_tensor_compare(const struct nnreg_tensor_syntax *syntax, const char *a, const char *b);

/* Sorts names by their tensors. False: no memory, and nothing is changed. */
bool nnreg_tensor_sort(const struct nnreg_tensor_syntax *syntax, const char **names, size_t count);
/* Whether one of names that are sorted so is the tensor. */
bool nnreg_tensor_among(const struct nnreg_tensor_syntax *syntax, const char *const *names, size_t count,
                        const char *name);

#endif
