/* Fuzz target for .npy files: what is read whole must have been given value by value, each element once. */
#include "fuzz_mean.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    fuzz_mean(NNREG_MEAN_NPY, input, size);
    return 0;
}
