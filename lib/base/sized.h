/*
 * Structs that cross the border of the library. Each begins with its size, by which a caller and a library of different
 * versions agree on what both know.
 *
 * Such a struct grows at its end only, so the smaller of two sizes is what they have in common. What a caller hands over is taken
 * so far: members that an older caller does not know are as if not given, those that only a newer one knows are not looked
 * at. What a caller is given is written so far: never behind the size that the caller has set, and what only a newer caller knows
 * stays as the struct was begun. The size itself is the caller's, and stays.
 */
#ifndef NNREG_BASE_SIZED_H
#define NNREG_BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* A public struct: `first` are the bytes that it takes to be one at all, `now` those that this library knows. */
struct nnreg_sized {
    const char *type;
    size_t first, now;
};

/* clang-format off */
#define NNREG_SIZED(type, member) { #type, offsetof(type, member) + sizeof(((type *)0)->member), sizeof(type) }
/* clang-format on */

/* NNREG_INVALID_ARGUMENT with a text: `given` is NULL, its size is not set, or is less than any version had. */
nnreg_status nnreg_sized_check(const struct nnreg_sized *sized, const void *given, struct nnreg_error *error);

/* Takes what is given over what `taken` has, a struct of this library's with its defaults. NULL is nothing given. */
nnreg_status nnreg_sized_take(const struct nnreg_sized *sized, void *taken, const void *given,
                              struct nnreg_error *error);

/*
 * For the beginning of a call that fills a struct of the caller's, so that it has no numbers of an earlier call when this one fails.
 * As nnreg_sized_take, whatever the call has come to, `status`, which is passed on if it is a failure. *usable: it can be written
 * to; not where there is none.
 */
nnreg_status nnreg_sized_begin(bool *usable, const struct nnreg_sized *sized, void *taken, const void *given,
                               nnreg_status status, struct nnreg_error *error);

/* Gives what is told to a caller whose struct has been checked. NULL: nobody wants it. */
void nnreg_sized_give(const struct nnreg_sized *sized, void *given, const void *told);

/*
 * Arrays of a caller's. Their elements all have the size of the first, by which one gets from each to the next; a size that is
 * another one in a further element is NNREG_INVALID_ARGUMENT, as is one that would leave elements unaligned.
 */
nnreg_status nnreg_sized_check_items(const struct nnreg_sized *sized, const void *items, size_t count,
                                     struct nnreg_error *error);

/* Takes the i-th element of an array that has been checked. */
void nnreg_sized_take_item(const struct nnreg_sized *sized, void *taken, const void *items, size_t i);

#endif
