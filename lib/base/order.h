/* The order of names and keys: as unsigned bytes, one that others go on from before those. */
#ifndef NNREG_BASE_ORDER_H
#define NNREG_BASE_ORDER_H

#include <stddef.h>
#include <string.h>

/* Negative, 0 or positive, as with memcmp. */
static inline int nnreg_order_bytes(const void *left, size_t left_size, const void *right, size_t right_size)
{
    size_t common = left_size < right_size ? left_size : right_size;
    int order = common > 0 ? memcmp(left, right, common) : 0;

    return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

#endif
