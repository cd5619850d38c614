/*
 * The checksums of a model's variables: every byte of every readable variable is read once, in file order, in pieces
 * that fit a processor's cache, and by as many threads as are given. Large variables are divided among them.
 */
#ifndef NNREG_TENSORFLOW_TENSOR_CRC_H
#define NNREG_TENSORFLOW_TENSOR_CRC_H

#include <stdint.h>

#include "tensorflow/checkpoint.h"

#define NNREG_TENSOR_PIECE   ((size_t)512 << 10) /* bytes read at once; 512 KiB is the fastest by measurement */
#define NNREG_TENSOR_UNIT    ((uint64_t)16 << 20) /* bytes of one variable that one thread takes at a time */
#define NNREG_TENSOR_THREADS 64u                  /* at most */

struct nnreg_tensor_crc_options {
    unsigned threads; /* 0: as many as there are processors online; the calling thread is one of them */
    /*
     * Called on the calling thread only, NULL: not at all. `done` and `total` are bytes. Non-zero cancels.
     */
    nnreg_progress *progress;
    void *context;
};

struct nnreg_tensor_crc {
    uint64_t tensors; /* whose checksum was compared and is right */
    uint64_t bytes;   /* read */
};

/*
 * Adds to `problems` what is wrong, in file order. `options` may be NULL: all processors, in silence. NNREG_OK also when
 * checksums are wrong; NNREG_CANCELLED; NNREG_NO_MEMORY; NNREG_IO.
 */
nnreg_status nnreg_tensor_crc_verify(struct nnreg_tensor_crc *result,
                                     const struct nnreg_checkpoint *checkpoint,
                                     const struct nnreg_tensor_crc_options *options,
                                     struct nnreg_problems *problems, struct nnreg_error *error);

#endif
