/*
 * Values of attributes and of constants (savedmodel.h): what a node says of how it works, and the numbers it works with.
 *
 * Nodes leave out what is their operation's default, and a reader cannot know defaults that the file does not have: who
 * asks says what an absent attribute means. One of another kind than is asked for is as if absent.
 */
#ifndef NNREG_TENSORFLOW_SAVEDMODEL_VALUES_H
#define NNREG_TENSORFLOW_SAVEDMODEL_VALUES_H

#include "tensorflow/savedmodel.h"

/* -- attributes of a node, by key -- */

int64_t nnreg_savedmodel_node_int(const struct nnreg_savedmodel *model,
                                  const struct nnreg_savedmodel_node *node, const char *key, int64_t absent);
bool nnreg_savedmodel_node_bool(const struct nnreg_savedmodel *model,
                                const struct nnreg_savedmodel_node *node, const char *key, bool absent);
double nnreg_savedmodel_node_float(const struct nnreg_savedmodel *model,
                                   const struct nnreg_savedmodel_node *node, const char *key, double absent);
/* Borrowed from the model, or `absent`. Only the texts of some keys are kept (savedmodel_attr.c). */
const char *nnreg_savedmodel_node_text(const struct nnreg_savedmodel *model,
                                       const struct nnreg_savedmodel_node *node, const char *key,
                                       const char *absent);

struct nnreg_savedmodel_ints {
    uint32_t count;
    int64_t value[NNREG_LIMIT_MODEL_VALUES];
};

/* A list of integers, perhaps an empty one: false when it is absent or longer than is kept. */
bool nnreg_savedmodel_node_ints(struct nnreg_savedmodel_ints *ints, const struct nnreg_savedmodel *model,
                                const struct nnreg_savedmodel_node *node, const char *key);
/* The same of an attribute, which may be NULL. */
bool nnreg_savedmodel_ints(struct nnreg_savedmodel_ints *ints, const struct nnreg_savedmodel *model,
                           const struct nnreg_savedmodel_attr *attr);

/* -- constants -- */

struct nnreg_savedmodel_tensor {
    const struct nnreg_savedmodel *model;
    uint32_t dtype;             /* enum nnreg_dtype */
    uint32_t shape;             /* a shape (nnreg_savedmodel_shape); a constant always says one */
    uint64_t elements;          /* of the shape, if has_elements */
    uint32_t count;             /* values kept: the last one stands for all further elements */
    bool has_elements;          /* the shape is fully known, and its elements can be counted */
    bool has_values;            /* what every element is, is known */
    uint32_t first_text;        /* private: in `numbers` */
    const unsigned char *bytes; /* private: `count` elements as they are stored */
};

/*
 * What is kept of a constant: false when the attribute is NULL or no tensor. Values are kept of texts, up to the limits
 * of these, and of halves, floats, integers from 8 bits on and booleans, if no more than NNREG_LIMIT_MODEL_VALUES are
 * spelt out; not of one that breaks its own rules (doc/FORMATS.md, "Protobuf messages"). One that spells out none is of
 * zeros: one value is kept.
 */
bool nnreg_savedmodel_tensor(struct nnreg_savedmodel_tensor *tensor, const struct nnreg_savedmodel *model,
                             const struct nnreg_savedmodel_attr *attr);

/* An element by its index in C order. False when there is none, its value is not known, or is of another kind. */
bool nnreg_savedmodel_tensor_double(double *value, const struct nnreg_savedmodel_tensor *tensor,
                                    uint64_t element);
/* Integers and booleans only, and none beyond INT64_MAX. */
bool nnreg_savedmodel_tensor_int(int64_t *value, const struct nnreg_savedmodel_tensor *tensor,
                                 uint64_t element);

/* -- how constants are kept; for the reader -- */

/*
 * A TENSOR's text: dtype (2 bytes), shape (4), values kept (1; NNREG_TENSOR_KNOWN is added where they, or their absence,
 * tell all elements), and the values as tensor_content has them, the lowest byte first. So equal constants are kept once.
 */
#define NNREG_TENSOR_HEADER 7u
#define NNREG_TENSOR_KNOWN  0x80u
#define NNREG_TENSOR_WIDTH  8u /* bytes of the largest element of which values are kept */

/* Elements of a shape: false when it is open, or they are more than 64 bits count. */
bool nnreg_savedmodel_elements(uint64_t *elements, const struct nnreg_shape *shape);
/* Bytes of an element of a type of which values are kept; 0: of this type there are none. */
size_t nnreg_savedmodel_value_width(uint32_t dtype);
/* The number in so many bytes, of such a type. */
double nnreg_savedmodel_value(uint32_t dtype, const unsigned char *bytes, bool big_endian);

#endif
