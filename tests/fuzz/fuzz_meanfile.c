/* Fuzz target for mean files that are protobuf messages: the first byte tells which, Caffe's or TensorFlow's. */
#include "fuzz_mean.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    if (size > 0)
        fuzz_mean(input[0] % 2 == 0 ? NNREG_MEAN_BLOB : NNREG_MEAN_TENSOR, input + 1, size - 1);
    return 0;
}
