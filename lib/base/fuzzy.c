/* Names like one that does not exist: see fuzzy.h, and nnreg_nearest in nnreg.h. */
#include "base/fuzzy.h"

#include <stdbool.h>
#include <string.h>

#include "nnreg.h"
#include "base/letters.h"

#define FUZZY_NAME 256 /* bytes of a name that is compared letter by letter; a longer one is like none */
#define SCORE_SCOPED \
    16 /* of the same last part in another scope: behind every name with a few wrong letters */
#define SCORE_NONE 1000

static unsigned char fold_case(char c)
{
    return nnreg_letter_small((unsigned char)c);
}

static unsigned least_of(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/*
 * One row of the table below: `now[k]` is how far the first `i` letters of `a` are from the first `k` of `b`; `above` and
 * `over` are the two rows before. Gives the least number of the row.
 *
 * Only the columns i - most to i + most are computed, since what lies off the diagonal by more costs more than `most`. The
 * column on either side of them is set to most + 1, because the next row looks at it; the swap looks at the row before the
 * last, where two columns to the left of this band its own begins.
 */
static unsigned distance_row(unsigned *now, const unsigned *above, const unsigned *over, size_t i,
                             const char *a, const char *b, size_t b_size, unsigned most)
{
    size_t from = i > most ? i - most : 1, to = i + most < b_size ? i + most : b_size, k;
    unsigned least = most + 1;

    now[from - 1] = from == 1 ? (unsigned)i : most + 1;
    for (k = from; k <= to; k++) {
        unsigned char x = fold_case(a[i - 1]), y = fold_case(b[k - 1]);

        now[k] = least_of(above[k - 1] + (x != y), least_of(above[k], now[k - 1]) + 1);
        if (i > 1 && k > 1 && x == fold_case(b[k - 2]) && y == fold_case(a[i - 2]))
            now[k] = least_of(now[k], over[k - 2] + 1);
        least = least_of(least, now[k]);
    }
    if (to < b_size)
        now[to + 1] = most + 1;
    return least;
}

/*
 * Letters to change, add, take away or swap with their neighbour to make one name the other (Damerau's distance in its
 * restricted form, optimal string alignment), upper and lower case being alike; more than `most` counts as most + 1.
 *
 * A row in which everything is more than `most` ends it: later rows only add. That holds for the swap, too, though it
 * reaches over a row: what it gives is no less than what a change of letters has put on its diagonal in the row between.
 */
static unsigned letters_between(const char *a, size_t a_size, const char *b, size_t b_size, unsigned most)
{
    unsigned rows[3][FUZZY_NAME + 1];
    size_t i, k;

    if (a_size > FUZZY_NAME || b_size > FUZZY_NAME || a_size > b_size + most || b_size > a_size + most)
        return most + 1;
    for (k = 0; k <= b_size && k <= most + 1; k++)
        rows[0][k] = (unsigned)k;
    for (i = 1; i <= a_size; i++)
        if (distance_row(rows[i % 3], rows[(i - 1) % 3], rows[(i + 1) % 3], i, a, b, b_size, most) > most)
            return most + 1;
    return least_of(rows[a_size % 3][b_size], most + 1);
}

unsigned nnreg_letters_between(const char *name, const char *other, unsigned most)
{
    return letters_between(name, strlen(name), other, strlen(other), most);
}

/* The letters of a name as a set: equal ones, and some others, share a bit. */
static uint64_t letters_of(const char *name, size_t size)
{
    uint64_t letters = 0;
    size_t i;

    for (i = 0; i < size; i++)
        letters |= UINT64_C(1) << (fold_case(name[i]) & 63);
    return letters;
}

/* Whether so many letters of one name are missing in the other that more than `most` must differ: most names go here. */
static bool differ_in_letters(uint64_t a, uint64_t b, unsigned most)
{
    return (unsigned)__builtin_popcountll(a & ~b) > most || (unsigned)__builtin_popcountll(b & ~a) > most;
}

/* How many letters of `name` are wrong; more than the tolerance: too many. */
static unsigned wrong_letters(const struct nnreg_fuzzy *fuzzy, const char *name, size_t size)
{
    if (differ_in_letters(fuzzy->letters, letters_of(name, size), fuzzy->tolerance))
        return fuzzy->tolerance + 1;
    return letters_between(fuzzy->wanted, fuzzy->size, name, size, fuzzy->tolerance);
}

/* Where the part behind the last '/' begins. */
static size_t last_part(const char *name, size_t size)
{
    while (size > 0 && name[size - 1] != '/')
        size--;
    return size;
}

/* 0 is the name itself, SCORE_NONE nothing like it. */
static unsigned score_of(const struct nnreg_fuzzy *fuzzy, const char *name, size_t size)
{
    const char *wanted = fuzzy->wanted;
    unsigned letters = wrong_letters(fuzzy, name, size);
    size_t wanted_part = last_part(wanted, fuzzy->size), part = last_part(name, size);

    if (letters <= fuzzy->tolerance)
        return letters;
    if (fuzzy->size - wanted_part == size - part && size > part &&
        memcmp(wanted + wanted_part, name + part, size - part) == 0)
        return SCORE_SCOPED + (unsigned)(part < SCORE_NONE / 2 ? part : SCORE_NONE / 2);
    return SCORE_NONE;
}

/*
 * A third of the letters may be wrong, and one of two; of a single letter none may, but its case. So a name of which
 * nothing remains is never like it.
 */
void nnreg_fuzzy_init(struct nnreg_fuzzy *fuzzy, const char *wanted, size_t size)
{
    size_t tolerance = size > 1 ? (size + 2) / 3 : 0;

    *fuzzy = (struct nnreg_fuzzy){.wanted = wanted, .size = size};
    fuzzy->letters = letters_of(wanted, size);
    fuzzy->tolerance = tolerance < NNREG_FUZZY_LETTERS ? (unsigned)tolerance : NNREG_FUZZY_LETTERS;
}

size_t nnreg_fuzzy_offer(struct nnreg_fuzzy *fuzzy, const char *name, size_t size)
{
    unsigned *scores = fuzzy->score, *worst = &scores[NNREG_FUZZY_MOST - 1];
    unsigned here = score_of(fuzzy, name, size);
    size_t at;

    if (here == SCORE_NONE || (fuzzy->count == NNREG_FUZZY_MOST && here >= *worst))
        return NNREG_FUZZY_MOST;
    if (fuzzy->count < NNREG_FUZZY_MOST)
        fuzzy->count++;
    for (at = fuzzy->count - 1; at > 0 && scores[at - 1] > here; at--)
        scores[at] = scores[at - 1];
    scores[at] = here;
    /* Only better ones will be kept: the tolerance can be smaller, which makes looking at the rest faster. */
    if (fuzzy->count == NNREG_FUZZY_MOST && *worst > 0 && *worst <= fuzzy->tolerance)
        fuzzy->tolerance = *worst - 1;
    return at;
}

const char *nnreg_nearest(const char *word, const char *const *candidates, size_t count)
{
    struct nnreg_fuzzy fuzzy;
    const char *nearest = NULL;
    size_t i;

    nnreg_fuzzy_init(&fuzzy, word, strlen(word));
    for (i = 0; i < count; i++) {
        unsigned wrong = wrong_letters(&fuzzy, candidates[i], strlen(candidates[i]));

        if (wrong > fuzzy.tolerance)
            continue;
        nearest = candidates[i];
        if (wrong == 0)
            break;
        fuzzy.tolerance = wrong - 1; /* only a nearer one takes its place */
    }
    return nearest;
}
