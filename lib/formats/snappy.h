/*
 * Unpacking snappy's raw form, in which writers of index files may store blocks (doc/FORMATS.md, "SSTable file").
 *
 * It is short, and the library of that name is C++: every program that reads a model would load libstdc++ for a form that
 * hardly a file has.
 */
#ifndef NNREG_FORMATS_SNAPPY_H
#define NNREG_FORMATS_SNAPPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length that packed bytes claim to unpack to. False: they do not begin with one of 32 bits. */
bool nnreg_snappy_length(uint32_t *length, const unsigned char *packed, size_t size);

/* Unpacks to exactly `length` bytes, the length that was claimed. False: it is no snappy data; `out` may be written to. */
bool nnreg_snappy_unpack(unsigned char *out, uint32_t length, const unsigned char *packed, size_t size);

#endif
