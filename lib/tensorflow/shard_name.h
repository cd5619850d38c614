/*
 * The name of a data shard, "PREFIX.data-%05d-of-%05d" with the number and the total of the save
 * (tensorflow/core/util/tensor_bundle/naming.cc): at least five digits each, and more only where five do not suffice, so
 * that every shard has one name.
 */
#ifndef NNREG_TENSORFLOW_SHARD_NAME_H
#define NNREG_TENSORFLOW_SHARD_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers in the name: false when it does not end like a shard's, or the number is not below the total. */
bool nnreg_shard_name(uint32_t *number, uint32_t *total, const char *name);

/* The name of a shard of a SavedModel's variables, in `out`, which is returned. */
#define NNREG_SHARD_NAME 48
const char *nnreg_shard_name_put(char out[NNREG_SHARD_NAME], uint32_t number, uint32_t total);

#endif
