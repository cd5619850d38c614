/*
 * The checksums of variables whose elements have no fixed size (doc/FORMATS.md, "entries"): what is stored is
 *
 *     texts     varint length… | checksum of the lengths, 4 bytes | the texts' bytes
 *     variants  for each: varint length | its bytes | checksum of all so far, 4 bytes
 *
 * and what the checksums cover is not quite that: lengths are in them as 4-byte numbers (8 bytes for a text beyond
 * 4 GiB, and for every variant) in the byte order of the machine that wrote them.
 */
#ifndef NNREG_TENSORFLOW_TENSOR_TEXT_H
#define NNREG_TENSORFLOW_TENSOR_TEXT_H

#include "tensorflow/tensor_bytes.h"
#include "tensorflow/variables_problem.h"

/* What was found wrong: NNREG_VARIABLES_PROBLEM_COUNT for nothing, else a code and where in the variable. */
struct nnreg_tensor_text {
    uint32_t crc; /* unmasked, to be compared with the entry's */
    int problem;
    uint64_t at;
    uint64_t trailing; /* bytes behind the last element */
};

/* `bytes` has begun the variable. Failures to read are in bytes->status. */
void nnreg_tensor_texts(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes, uint64_t elements,
                        bool big_endian);
void nnreg_tensor_variants(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes,
                           uint64_t elements);

#endif
