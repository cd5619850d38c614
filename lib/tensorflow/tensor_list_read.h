/*
 * Reading the list of a graph's tensors, node by node, in all the forms that there ever were (tensor_list.h).
 *
 *     nnreg_tensor_list_open(&reader, list, size, error);
 *     while (nnreg_tensor_list_next(&reader))
 *         reader.name, reader.size, reader.outputs …
 *     return nnreg_tensor_list_close(&reader, status, error);
 */
#ifndef NNREG_TENSORFLOW_TENSOR_LIST_READ_H
#define NNREG_TENSORFLOW_TENSOR_LIST_READ_H

#include "base/cursor.h"
#include "formats/shape.h"

/* The byte with which a list begins. */
enum nnreg_tensor_list_form {
    NNREG_TENSOR_LIST_FORM_NAMES = 1,  /* of names and numbers of outputs alone */
    NNREG_TENSOR_LIST_FORM_SHAPES = 2, /* with shapes */
    NNREG_TENSOR_LIST_FORM = 3         /* with types, too: the form that is written */
};

struct nnreg_tensor_list_reader {
    struct nnreg_cursor cursor;
    enum nnreg_tensor_list_form form;
    bool any;   /* a name was read */
    char *name; /* of the node in hand; no text: `size` bytes */
    size_t size;
    uint32_t outputs;    /* NNREG_KEPT_UNKNOWN: not known */
    uint32_t kept;       /* of how many of them something is told, from the first one on … */
    uint64_t kept_at;    /* … and where that begins */
    const char *content; /* the list */
    size_t content_size;
};

/* What a list tells of one output. */
struct nnreg_tensor_list_output {
    uint32_t dtype; /* 0: not known */
    struct nnreg_shape shape;
};

/* `list` is borrowed. NNREG_NO_MEMORY: then there is nothing to close. What is wrong with the list the close tells. */
nnreg_status nnreg_tensor_list_open(struct nnreg_tensor_list_reader *reader, const void *list, size_t size,
                                    struct nnreg_error *error);

/* The next node. False at the end, and where the list is damaged. */
bool nnreg_tensor_list_next(struct nnreg_tensor_list_reader *reader);

/* Sets a cursor to the first of the outputs that are told of the node in hand, which were found to be sound. */
void nnreg_tensor_list_outputs(struct nnreg_cursor *cursor, const struct nnreg_tensor_list_reader *reader);
/* The next of them; false where the list is damaged. */
bool nnreg_tensor_list_output(struct nnreg_tensor_list_output *output,
                              const struct nnreg_tensor_list_reader *reader, struct nnreg_cursor *cursor);

/* `status`: of what was done with what was read; NNREG_OK becomes NNREG_CORRUPT if the list is damaged. */
nnreg_status nnreg_tensor_list_close(struct nnreg_tensor_list_reader *reader, nnreg_status status,
                                     struct nnreg_error *error);

#endif
