/* What nnreg_inspect tells of a SavedModel, within the report that bundle/inspection.h describes. */
#ifndef NNREG_TENSORFLOW_INSPECT_H
#define NNREG_TENSORFLOW_INSPECT_H

#include "bundle/inspection.h"
#include "tensorflow/judge_model.h"

/* The members "model", "unsafe_operations" and, where asked for, "tensors", "scopes" and "cost". */
void nnreg_inspection_model(struct nnreg_inspection *inspection, const struct nnreg_judged *judged);

/* The member "images" of a signature's input, where the first operations tell something of it. */
void nnreg_inspection_images(struct nnreg_inspection *inspection, const struct nnreg_judged *judged,
                             struct nnreg_first_ops *first, const struct nnreg_savedmodel_info *info);

/* The member "tensors": each output of each node of the graph that is served. */
void nnreg_inspection_tensors(struct nnreg_inspection *inspection, const struct nnreg_judged *judged);

/* The member "scopes": the graph that is served, collapsed to inspection->depth parts of its names. */
void nnreg_inspection_scopes(struct nnreg_inspection *inspection, const struct nnreg_judged *judged);

/* The member "cost": what it takes to compute the outputs of the signature that is served, for one example (cost.h). */
void nnreg_inspection_cost(struct nnreg_inspection *inspection, const struct nnreg_judged *judged);

/* The member "variables". */
void nnreg_inspection_variables(struct nnreg_inspection *inspection,
                                const struct nnreg_checkpoint *checkpoint);

/* Values. A shape that is not known is null, a dimension -1; a type without a name is null. */
void nnreg_inspection_text(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                           uint32_t text);
void nnreg_inspection_shape(struct nnreg_inspection *inspection, const struct nnreg_shape *shape);
void nnreg_inspection_dtype(struct nnreg_inspection *inspection, uint32_t dtype);

#endif
