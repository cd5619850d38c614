/*
 * Patterns of names: '*' any characters, '?' one character, '[a-z]' one of a set, '[!a-z]' one of the others, a backslash
 * takes the next character as it is. Characters are those of UTF-8, not bytes.
 */
#ifndef NNREG_BASE_GLOB_H
#define NNREG_BASE_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the whole text matches. Takes time in the product of the two lengths at worst. Both are valid UTF-8. */
bool nnreg_glob_match(const char *pattern, const char *text);

/*
 * The characters that every match begins with, up to the first that is special: copied to `out`, which has `room` bytes,
 * without a NUL. Returns how many bytes they are.
 */
size_t nnreg_glob_prefix(char *out, size_t room, const char *pattern);

#endif
