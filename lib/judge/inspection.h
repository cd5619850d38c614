/*
 * The report of nnreg_inspect while it is written: one JSON object, its members in the order in which the facts become
 * known. What could make it larger than the files it tells of has a limit, and tells what was left out.
 */
#ifndef NNREG_JUDGE_INSPECTION_H
#define NNREG_JUDGE_INSPECTION_H

#include "tensorflow/judge_model.h"

#define NNREG_INSPECTION_LIST    ((size_t)64 << 20)  /* bytes of one list: tensors, unsafe operations */
#define NNREG_INSPECTION_OUTPUTS 1024u               /* outputs listed of one node */
#define NNREG_INSPECTION_WORK    ((uint64_t)1 << 30) /* attributes looked at to list the tensors */
#define NNREG_INSPECTION_TEXT    1024u               /* bytes of a text that is there to be read by people */

struct nnreg_inspection {
    struct nnreg_bytes out;
    struct nnreg_json_writer writer;
    const struct nnreg_bundle_files *files;
    bool tensors; /* they are asked for */
    bool has_model, has_variables;
    nnreg_status status; /* NNREG_NO_MEMORY sticks */
};

/* The members "model", "unsafe_operations" and, where asked for, "tensors". An observer's function (judge.h). */
void nnreg_inspection_model(void *context, const struct nnreg_judged *judged);

/* The member "tensors": each output of each node of the graph that is served. */
void nnreg_inspection_tensors(struct nnreg_inspection *inspection, const struct nnreg_judged *judged);

/* The member "variables". An observer's function. */
void nnreg_inspection_variables(void *context, const struct nnreg_checkpoint *checkpoint);

/* Values. A shape that is not known is null, a dimension -1; a type without a name is null. */
void nnreg_inspection_text(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                           uint32_t text);
void nnreg_inspection_shape(struct nnreg_inspection *inspection, const struct nnreg_shape *shape);
void nnreg_inspection_dtype(struct nnreg_inspection *inspection, uint32_t dtype);

#endif
