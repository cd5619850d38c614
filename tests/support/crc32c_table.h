/*
 * CRC32C by tables, independent of the library's: the two are held against each other in the tests.
 *
 * A running value starts at 0 and may be continued: mw_crc32c(mw_crc32c(0, a, n), b, m) is the sum of a then b.
 */
#ifndef MW_CRC32C_TABLE_H
#define MW_CRC32C_TABLE_H

#include <stddef.h>
#include <stdint.h>

uint32_t mw_crc32c(uint32_t crc, const void *bytes, size_t n);

/* The same as mw_crc32c() over n zero bytes, in O(log n): for sparse tensors. */
uint32_t mw_crc32c_zeros(uint32_t crc, uint64_t n);

/* The rotated form in which TensorBundle files store a sum. */
uint32_t mw_crc32c_mask(uint32_t crc);
uint32_t mw_crc32c_unmask(uint32_t masked);

#endif
