/* A draft of a description from a SavedModel: the tensors of its signature, and what their shapes tell of images. */
#ifndef NNREG_TENSORFLOW_DRAFT_H
#define NNREG_TENSORFLOW_DRAFT_H

#include "bundle/draft_writer.h"
#include "tensorflow/judge_model.h"

/* NNREG_REFUSED: there is no graph, or nothing in it that could be an input. NNREG_NO_MEMORY. */
nnreg_status nnreg_tensorflow_draft(struct nnreg_draft *draft, const struct nnreg_judged *judged);

#endif
