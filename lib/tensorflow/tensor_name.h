/*
 * The two spellings of a tensor: in a graph "node", "node:7", and "^node" for a control edge; in a function's body
 * also "node:argument:7" (doc/FORMATS.md, "Names, tensors, functions").
 */
#ifndef NNREG_TENSORFLOW_TENSOR_NAME_H
#define NNREG_TENSORFLOW_TENSOR_NAME_H

#include "check/tensor_syntax.h"

#define NNREG_TENSOR_OUTPUT_MAX 0x7fffffffu /* larger numbers read as this one: no node has so many outputs */

struct nnreg_tensor_name {
    const char *node; /* within the text that was taken apart */
    size_t length;
    uint32_t output;
    bool is_control;
    const char
        *argument; /* in a body: the output argument, of which `output` counts; NULL where none is said */
    size_t argument_length;
};

/* As TensorFlow's ParseTensorName: digits behind the last ':' are the output, leading zeros and all. */
struct nnreg_tensor_name nnreg_tensor_name_split(const char *text, size_t length);

/* The same in a function's body: the node is what stands before the first ':'. */
struct nnreg_tensor_name nnreg_tensor_name_in_body(const char *text, size_t length);

/* The names in descriptions: those of the tensors of a graph, without control edges. */
extern const struct nnreg_tensor_syntax nnreg_tensorflow_tensors;

#endif
