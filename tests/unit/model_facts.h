/*
 * The facts of a model as text, one a line, in an order that does not depend on that of maps in the file: two models
 * say the same when their texts are equal.
 */
#ifndef TEST_MODEL_FACTS_H
#define TEST_MODEL_FACTS_H

#include "base/bytes.h"
#include "tensorflow/savedmodel_values.h"

/* Freed with nnreg_free. Aborts the test when there is no memory. */
char *model_facts(const struct nnreg_savedmodel *model);

/* Reads a model from memory; *model NULL unless NNREG_OK. */
nnreg_status model_from(struct nnreg_savedmodel **model, const void *bytes, size_t size,
                        enum nnreg_savedmodel_syntax syntax, struct nnreg_savedmodel_failure *failure);

/* A model in text form that is one, and has no unknown field; else the test fails. */
struct nnreg_savedmodel *model_of_text(const char *text);

/* The dimensions of a shape: "[-1,3]", "[]", "?" for an unknown rank, "-" for none given. Static storage. */
const char *model_shape_text(const struct nnreg_savedmodel *model, uint32_t shape);

#endif
