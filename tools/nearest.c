/* The nearest name: see nearest.h. */
#include "nearest.h"

#include <string.h>

#define LONGEST 64 /* bytes; names of options and commands are shorter, and what is longer resembles none */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Both at most LONGEST bytes. Three rows of the usual table: a swap looks back two. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    size_t i, j;

    for (j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above_that = rows[(i + 1) % 3];

        row[0] = i;
        for (j = 1; j <= b_length; j++) {
            row[j] = least(above[j], row[j - 1]) + 1;
            row[j] = least(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], above_that[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

void nearest_start(struct nearest *nearest, const char *given)
{
    size_t length = strlen(given);

    /* A third of what was typed may be wrong; a name of one or two letters may have one wrong, if it has a second. */
    *nearest = (struct nearest){NULL, given, length > 1 ? (length + 2) / 3 + 1 : 1};
}

void nearest_offer(struct nearest *nearest, const char *name)
{
    size_t given_length = strlen(nearest->given);
    size_t name_length = strlen(name);
    size_t found;

    if (given_length > LONGEST || name_length > LONGEST)
        return;
    found = distance(nearest->given, given_length, name, name_length);
    if (found < nearest->distance && found < name_length) { /* not a name of which nothing remains */
        nearest->distance = found;
        nearest->name = name;
    }
}
