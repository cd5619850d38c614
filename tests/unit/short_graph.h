/*
 * Graphs in a few words, made into the text form of a model. A node is a line of words, nodes are parted by ';':
 *
 *     s Split =#-1 x num_split=3; j ConcatV2 s:2 s:1 s =#-1; y Conv2D j
 *
 * Its name, its operation, then inputs and attributes. An input is the name of a tensor, or a constant that is made for it:
 * "=1,2" a vector of whole numbers, "=#1" a single one, "=4x2:0,0,…" a matrix, "=3x3x8:1" all elements alike, "=0:" none; of
 * floats where a number has a point, of 64 bits behind an L or where one has more than nine digits, of texts where it is put in "'".
 * Attributes: "key=1" a number, "key=0.5" a float, "key=1,2," a list, "key=true", "key=[1,2]" a shape, "key=[#9]" one of nine
 * dimensions, each of 1, "key=?" one of unknown rank, "key={[1],?}" shapes, "key=DT_INT32" a type, "key=DT_200" one by its number, "key=@NAME" a function, "key=WORD" or "key='WORD'" a text,
 * "key='A','B'," texts.
 */
#ifndef TEST_SHORT_GRAPH_H
#define TEST_SHORT_GRAPH_H

#include "base/bytes.h"

void short_nodes_put(struct nnreg_bytes *out, const char *nodes);

/* Its parts: of a shape "[-1,3]" or "?" the fields, of a constant behind "=" operation and attributes, attributes in a row. */
void short_dims_put(struct nnreg_bytes *out, const char *text);
void short_constant_put(struct nnreg_bytes *out, const char *text, const char *end);
void short_attrs_put(struct nnreg_bytes *out, const char *text);

#endif
