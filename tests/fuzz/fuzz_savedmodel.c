/* Fuzz target for models in binary form: model_promises.h says what is promised. */
#include <stdint.h>

#include "fuzz/model_promises.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    check_model(input, size, NNREG_SAVEDMODEL_BINARY);
    return 0;
}
