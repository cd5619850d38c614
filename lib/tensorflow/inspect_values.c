/* The values of a report: see inspect.h. */
#include "tensorflow/inspect.h"

void nnreg_inspection_text(struct nnreg_inspection *inspection, const struct nnreg_savedmodel *model,
                           uint32_t text)
{
    nnreg_json_put_chars(&inspection->writer, nnreg_savedmodel_text(model, text),
                         nnreg_savedmodel_text_size(model, text));
}

void nnreg_inspection_shape(struct nnreg_inspection *inspection, const struct nnreg_shape *shape)
{
    uint32_t i;

    if (!shape->known) {
        nnreg_json_put_null(&inspection->writer);
        return;
    }
    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < shape->rank; i++)
        nnreg_json_put_int(&inspection->writer, shape->dim[i]);
    nnreg_json_close_array(&inspection->writer);
}

void nnreg_inspection_dtype(struct nnreg_inspection *inspection, uint32_t dtype)
{
    const char *name = dtype != NNREG_DTYPE_UNNAMED ? nnreg_dtype_name(dtype) : NULL;

    if (name != NULL)
        nnreg_json_put_string(&inspection->writer, name);
    else
        nnreg_json_put_null(&inspection->writer);
}
