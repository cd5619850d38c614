/*
 * A key of any index, which is an object's place in the order of that index. Every key ends with the object's id, so that
 * no two objects have the same, and an order is complete.
 *
 *     by id           the id                              nnreg_key_u64
 *     by name         the name, a NUL, the id             nnreg_key_name
 *     by update_date  the time, the id                    nnreg_key_pair
 */
#ifndef NNREG_REGISTRY_INDEX_KEY_H
#define NNREG_REGISTRY_INDEX_KEY_H

#include <string.h>

#include "registry/objects.h"

/* The longest there is, with a byte more: the key next to one that cannot be continued otherwise. */
#define NNREG_INDEX_KEY_ROOM (sizeof(struct nnreg_key_name) + 1)
struct nnreg_index_key {
    unsigned char bytes[NNREG_INDEX_KEY_ROOM];
    size_t size;
};

static inline struct nnreg_slice nnreg_index_key_slice(const struct nnreg_index_key *key)
{
    return (struct nnreg_slice){key->bytes, key->size};
}

/* Copies a key that fits: so many bytes as it has, which are few of those that there is room for. */
static inline void nnreg_index_key_set(struct nnreg_index_key *key, struct nnreg_slice bytes)
{
    memcpy(key->bytes, bytes.content, bytes.size);
    key->size = bytes.size;
}

/* As the store orders them: by their bytes, and a key behind its own beginning. */
int nnreg_index_key_compare(const struct nnreg_index_key *a, struct nnreg_slice b);

/* The key of a record in an order. */
void nnreg_index_key_of(struct nnreg_index_key *key, const struct nnreg_object_kind *kind,
                        enum nnreg_order order, const void *record);

/* The id that it ends with. */
uint64_t nnreg_index_key_id(const struct nnreg_index_key *key);

/* Whether it can be a key of that order, in bytes from outside. */
bool nnreg_index_key_fits(struct nnreg_slice bytes, enum nnreg_order order);

/* The key next to another, above or below: there is no object between two whose ids differ by one. */
struct nnreg_index_key nnreg_index_key_beside(const struct nnreg_index_key *key, bool above);

/* A key of an order that every object's is in front of. */
struct nnreg_index_key nnreg_index_key_end(enum nnreg_order order, bool descending);

#endif
