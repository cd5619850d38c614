/*
 * Names of a model as they are shown in findings. Nothing keeps a model from having a NUL in a name, where a text of C would end, and
 * be that of something else that there may be, too.
 */
#ifndef NNREG_TENSORFLOW_MODEL_NAMES_H
#define NNREG_TENSORFLOW_MODEL_NAMES_H

#include "base/bytes.h"
#include "check/engine.h"
#include "tensorflow/savedmodel.h"

/* As nnreg_shown, all of it. */
const char *nnreg_model_shown(char out[NNREG_SHOWN], const struct nnreg_savedmodel *model, uint32_t text);

/* As nnreg_put_names. */
void nnreg_model_put_names(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                           const uint32_t *texts, size_t count, const char *between);

bool nnreg_model_has_nul(const struct nnreg_savedmodel *model, uint32_t text);

#endif
