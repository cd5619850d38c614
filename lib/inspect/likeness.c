/* Names like one that does not exist: see likeness.h. */
#include "inspect/likeness.h"

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

/* Behind the last '/'. */
static size_t last_part(const char *name, size_t size)
{
    while (size > 0 && name[size - 1] != '/')
        size--;
    return size;
}

/* 0 is the name itself, SCORE_NONE nothing like it. */
static unsigned score(const char *wanted, size_t wanted_size, unsigned most, const char *name, size_t size)
{
    size_t wanted_part = last_part(wanted, wanted_size);
    size_t part = last_part(name, size);
    unsigned letters = distance(wanted, wanted_size, name, size, most);

    if (letters <= most)
        return letters;
    if (wanted_size - wanted_part == size - part && size > part &&
        memcmp(wanted + wanted_part, name + part, size - part) == 0)
        return SCORE_PART + (unsigned)(part < SCORE_NONE / 2 ? part : SCORE_NONE / 2);
    return SCORE_NONE;
}

void nnreg_likeness_init(struct nnreg_likeness *likeness, const char *wanted, size_t size)
{
    size_t tolerance = size / 4 + 1;

    *likeness = (struct nnreg_likeness){.wanted = wanted, .size = size};
    likeness->tolerance = tolerance < DISTANCE_MAX ? (unsigned)tolerance : DISTANCE_MAX;
}

size_t nnreg_likeness_offer(struct nnreg_likeness *likeness, const char *name, size_t size)
{
    unsigned *scores = likeness->score;
    unsigned here = score(likeness->wanted, likeness->size, likeness->tolerance, name, size);
    size_t at;

    if (here == SCORE_NONE ||
        (likeness->count == NNREG_LIKENESS_MOST && here >= scores[NNREG_LIKENESS_MOST - 1]))
        return NNREG_LIKENESS_MOST;
    if (likeness->count < NNREG_LIKENESS_MOST)
        likeness->count++;
    for (at = likeness->count - 1; at > 0 && scores[at - 1] > here; at--)
        scores[at] = scores[at - 1];
    scores[at] = here;
    return at;
}
