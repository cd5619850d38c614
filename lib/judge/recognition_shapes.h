/*
 * The shapes of the tensors that a version names, held against the labels of its specification (version.shape): what a
 * server would cut off, read beyond or mislabel. What is not known of a shape is no mistake.
 */
#ifndef NNREG_JUDGE_RECOGNITION_SHAPES_H
#define NNREG_JUDGE_RECOGNITION_SHAPES_H

#include "bundle/kept_tensors.h"
#include "check/engine.h"
#include "records/recognition.h"

/* What is known of the tensors of a version. */
struct nnreg_version_shapes {
    const struct nnreg_tensor_answer *answers; /* by the version's own names, in its order */
    size_t count, next;                        /* `next`: of the answers, where the next one will be found */
    int64_t batch;       /* images that the network always takes; 0: any number, or not known */
    bool channels_first; /* the images that are fed */
};

/* Each entry of the version against the output of the spec that it is for. NNREG_NO_MEMORY goes to the engine. */
void nnreg_judge_version_shapes(struct nnreg_engine *engine, const struct nnreg_version *version,
                                const struct nnreg_spec *spec, struct nnreg_version_shapes *shapes);

#endif
