/* Names like one that does not exist: see fuzzy.h. */
#include "base/fuzzy.h"

#include <stdbool.h>
#include <string.h>

#define NAME_MAX_LIKE 256 /* bytes of a name that is compared letter by letter */
#define DISTANCE_MAX  8   /* letters that may differ */
#define SCORE_PART    16 /* of the same last part in another scope: behind every name with a few wrong letters */
#define SCORE_NONE    1000

static unsigned char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : (unsigned char)c;
}

/*
 * Letters to change, add or take away to make one name the other, upper and lower case being alike; more than `most`
 * counts as most + 1. Only the diagonal band that can stay below is computed.
 */
static unsigned distance(const char *a, size_t a_size, const char *b, size_t b_size, unsigned most)
{
    unsigned row[NAME_MAX_LIKE + 1];
    size_t i, k;

    if (a_size > NAME_MAX_LIKE || b_size > NAME_MAX_LIKE || a_size > b_size + most || b_size > a_size + most)
        return most + 1;
    for (k = 0; k <= b_size; k++)
        row[k] = (unsigned)k;
    for (i = 1; i <= a_size; i++) {
        size_t from = i > most ? i - most : 1;
        size_t to = i + most < b_size ? i + most : b_size;
        unsigned diagonal = row[from - 1];
        unsigned least = most + 1;

        row[from - 1] = from == 1 ? (unsigned)i : most + 1;
        for (k = from; k <= to; k++) {
            unsigned above = k == i + most ? most + 1 : row[k];
            unsigned best = diagonal + (lower(a[i - 1]) != lower(b[k - 1]));

            best = above + 1 < best ? above + 1 : best;
            best = row[k - 1] + 1 < best ? row[k - 1] + 1 : best;
            diagonal = above;
            row[k] = best;
            least = best < least ? best : least;
        }
        if (least > most)
            return most + 1;
    }
    return row[b_size] <= most ? row[b_size] : most + 1;
}

/* The letters of a name as a set: equal ones, and some others, share a bit. */
static uint64_t letters_of(const char *name, size_t size)
{
    uint64_t letters = 0;
    size_t i;

    for (i = 0; i < size; i++)
        letters |= UINT64_C(1) << (lower(name[i]) & 63);
    return letters;
}

/* Whether so many letters of one name are missing in the other that more than `most` must differ: most names go here. */
static bool differ_in_letters(uint64_t a, uint64_t b, unsigned most)
{
    return (unsigned)__builtin_popcountll(a & ~b) > most || (unsigned)__builtin_popcountll(b & ~a) > most;
}

/* Behind the last '/'. */
static size_t last_part(const char *name, size_t size)
{
    while (size > 0 && name[size - 1] != '/')
        size--;
    return size;
}

/* 0 is the name itself, SCORE_NONE nothing like it. */
static unsigned score(const struct nnreg_fuzzy *likeness, const char *name, size_t size)
{
    const char *wanted = likeness->wanted;
    unsigned most = likeness->tolerance, letters = most + 1;
    size_t wanted_part = last_part(wanted, likeness->size), part = last_part(name, size);

    if (!differ_in_letters(likeness->letters, letters_of(name, size), most))
        letters = distance(wanted, likeness->size, name, size, most);
    if (letters <= most)
        return letters;
    if (likeness->size - wanted_part == size - part && size > part &&
        memcmp(wanted + wanted_part, name + part, size - part) == 0)
        return SCORE_PART + (unsigned)(part < SCORE_NONE / 2 ? part : SCORE_NONE / 2);
    return SCORE_NONE;
}

void nnreg_fuzzy_init(struct nnreg_fuzzy *likeness, const char *wanted, size_t size)
{
    size_t tolerance = size / 4 + 1;

    *likeness = (struct nnreg_fuzzy){.wanted = wanted, .size = size};
    likeness->letters = letters_of(wanted, size);
    likeness->tolerance = tolerance < DISTANCE_MAX ? (unsigned)tolerance : DISTANCE_MAX;
}

size_t nnreg_fuzzy_offer(struct nnreg_fuzzy *likeness, const char *name, size_t size)
{
    unsigned *scores = likeness->score, *worst = &scores[NNREG_FUZZY_MOST - 1];
    unsigned here = score(likeness, name, size);
    size_t at;

    if (here == SCORE_NONE || (likeness->count == NNREG_FUZZY_MOST && here >= *worst))
        return NNREG_FUZZY_MOST;
    if (likeness->count < NNREG_FUZZY_MOST)
        likeness->count++;
    for (at = likeness->count - 1; at > 0 && scores[at - 1] > here; at--)
        scores[at] = scores[at - 1];
    scores[at] = here;
    /* Only better ones will be kept: the tolerance can be smaller, which makes looking at the rest faster. */
    if (likeness->count == NNREG_FUZZY_MOST && *worst > 0 && *worst <= likeness->tolerance)
        likeness->tolerance = *worst - 1;
    return at;
}
