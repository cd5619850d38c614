/* Names of a model in findings: see model_names.h. */
#include "tensorflow/model_names.h"

#include <string.h>

#include "base/utf8.h"

const char *nnreg_model_shown(char out[NNREG_SHOWN], const struct nnreg_savedmodel *model, uint32_t text)
{
    return nnreg_utf8_quote(out, NNREG_SHOWN, nnreg_savedmodel_text(model, text),
                            nnreg_savedmodel_text_size(model, text));
}

void nnreg_model_put_names(struct nnreg_bytes *out, const struct nnreg_savedmodel *model,
                           const uint32_t *texts, size_t count, const char *between)
{
    char shown[NNREG_SHOWN];
    size_t i;

    for (i = 0; i < count; i++)
        nnreg_bytes_format(out, "%s\"%s\"", i == 0 ? "" : between, nnreg_model_shown(shown, model, texts[i]));
}

bool nnreg_model_has_nul(const struct nnreg_savedmodel *model, uint32_t text)
{
    return memchr(nnreg_savedmodel_text(model, text), '\0', nnreg_savedmodel_text_size(model, text)) != NULL;
}
