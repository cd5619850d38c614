/*
 * Which of some words another one surely stands for: see surely_meant.h.
 *
 * It is a word in another spelling (tensorName, "Tensor-Name ", rgb): the same letters and digits in the same order. Or a slip of
 * the pen: one letter of five wrong, left out, too much or swapped, and no other candidate as near. A slip leaves the first letter
 * and the digits as they are, which keeps UINT32 from being INT32 and INT12 from being INT16.
 */
#include "check/surely_meant.h"

#include <stdbool.h>
#include <string.h>

#include "base/fuzzy.h"

enum { LETTERS_FOR_ONE_WRONG = 5 };

/* Letters without their case, and digits; -1: another character. */
static int folded_character(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0 ? (unsigned char)c : -1;
}

static bool is_spelt_otherwise(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a != '\0' && folded_character(*a) < 0)
            a++;
        while (*b != '\0' && folded_character(*b) < 0)
            b++;
        if (*a == '\0' || *b == '\0')
            return *a == *b;
        if (folded_character(*a) != folded_character(*b))
            return false;
    }
}

static bool has_same_digits(const char *a, const char *b)
{
    static const char digits[] = "0123456789";

    for (;; a++, b++) {
        a += strcspn(a, digits);
        b += strcspn(b, digits);
        if (*a != *b)
            return false;
        if (*a == '\0')
            return true;
    }
}

static const char *spelt_otherwise(const char *word, const char *const *candidates, size_t count)
{
    const char *found = NULL;
    size_t i;

    for (i = 0; i < count; i++) {
        if (!is_spelt_otherwise(word, candidates[i]))
            continue;
        if (found != NULL)
            return NULL;
        found = candidates[i];
    }
    return found;
}

static const char *slip_of_the_pen(const char *word, const char *const *candidates, size_t count)
{
    size_t most = strlen(word) / LETTERS_FOR_ONE_WRONG, i;
    unsigned least = (unsigned)(most < NNREG_FUZZY_LETTERS ? most : NNREG_FUZZY_LETTERS) + 1;
    const char *found = NULL;

    for (i = 0; i < count; i++) {
        unsigned wrong = nnreg_letters_between(word, candidates[i], least);

        if (wrong < least) {
            least = wrong;
            found = candidates[i];
        } else if (wrong == least) {
            found = NULL; /* two are as near; a nearer one may come */
        }
    }
    return found != NULL && folded_character(word[0]) == folded_character(found[0]) &&
                   has_same_digits(word, found)
               ? found
               : NULL;
}

const char *nnreg_surely_meant(const char *word, const char *const *candidates, size_t count)
{
    const char *found = spelt_otherwise(word, candidates, count);

    return found != NULL ? found : slip_of_the_pen(word, candidates, count);
}
