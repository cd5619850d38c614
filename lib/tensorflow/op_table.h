/*
 * The operations of TensorFlow's core, as a table: for each that a release has had, its arguments and attributes. What it is
 * made of, and when an operation is missing here though some TensorFlow has it, says doc/FORMATS.md, "Operations".
 *
 * All of it is constant, needs no set-up and no relocation: what refers to something is a number, by which functions find it.
 * Any thread may ask at any time.
 */
#ifndef NNREG_TENSORFLOW_OP_TABLE_H
#define NNREG_TENSORFLOW_OP_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "formats/dtype.h"

enum nnreg_op_flags {
    NNREG_OP_V1 = 1, /* a TensorFlow 1.x has it */
    NNREG_OP_V2 = 2, /* a TensorFlow 2.x has it, perhaps only one that is newer than 2.9 */
    NNREG_OP_STATEFUL = 4,
    NNREG_OP_DEPRECATED = 8
};

/* An operation. Texts are numbers of nnreg_op_text. */
struct nnreg_op_row {
    uint16_t name;
    uint16_t inputs_at, outputs_at, attrs_at; /* as the functions below take them */
    uint8_t inputs, outputs, attrs;           /* how many arguments, and attributes */
    uint8_t flags;                            /* enum nnreg_op_flags */
};

enum nnreg_op_arg_flags {
    NNREG_OP_ARG_LIST = 1, /* one tensor for each entry of `attr`, a list(type), and of that type */
    NNREG_OP_ARG_REF = 2   /* a reference, as the variables of TensorFlow 1 are */
};

/* An input or output: one tensor, or as many as the attribute `number` says, or a list. */
struct nnreg_op_arg {
    uint16_t name;
    uint16_t attr;   /* the attribute that says the type; 0: none does, it is `dtype` */
    uint16_t number; /* the attribute that says how many; 0: none does */
    uint8_t dtype;   /* enum nnreg_dtype; NNREG_DT_INVALID where an attribute says it */
    uint8_t flags;   /* enum nnreg_op_arg_flags */
};

enum nnreg_op_attr_kind {
    NNREG_OP_ATTR_INT,
    NNREG_OP_ATTR_FLOAT,
    NNREG_OP_ATTR_BOOL,
    NNREG_OP_ATTR_STRING,
    NNREG_OP_ATTR_TYPE,
    NNREG_OP_ATTR_SHAPE,
    NNREG_OP_ATTR_TENSOR,
    NNREG_OP_ATTR_FUNC
};

enum nnreg_op_attr_flags {
    NNREG_OP_ATTR_LIST = 1,   /* of such values */
    NNREG_OP_ATTR_DEFAULT = 2 /* a node may leave it out; which value it then has, the table does not know */
};

struct nnreg_op_attr {
    uint16_t name;
    uint8_t kind;  /* enum nnreg_op_attr_kind */
    uint8_t flags; /* enum nnreg_op_attr_flags */
};

/* The operation of this name, or NULL. */
const struct nnreg_op_row *nnreg_op_find(const char *name, size_t length);

/* All of them: from 0 to the count, in the order of their names as bytes. */
size_t nnreg_op_count(void);
const struct nnreg_op_row *nnreg_op_at(size_t index);

/* The text of a number in these structs. */
const char *nnreg_op_text(uint16_t text);

/* Inputs, outputs and attributes, by a number less than row->inputs, row->outputs, row->attrs. */
const struct nnreg_op_arg *nnreg_op_input(const struct nnreg_op_row *row, size_t index);
const struct nnreg_op_arg *nnreg_op_output(const struct nnreg_op_row *row, size_t index);
const struct nnreg_op_attr *nnreg_op_attr(const struct nnreg_op_row *row, size_t index);

#endif
