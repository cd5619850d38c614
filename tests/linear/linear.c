/*
 * Any input costs at most linear time beyond its own size (issue 8): each row of the tables makes an input of a size
 * and one of twice that, and what the second costs is compared with the first (count.h).
 *
 * usage: linear [NAME…]   only those rows
 */
#include <stdio.h>
#include <string.h>

#include "count.h"
#include "subject.h"

/*
 * Twice the input may cost 2.3 times as much: a sort of n log n comes to 2.2 with the sizes here, what is in proportion
 * to 2.0 or, with what does not grow, less. A square comes to 4, and to more than 2.3 as soon as it is a sixth of all.
 */
static const double most = 2.3;

enum { FLOW_NODES = 50000 }; /* enough that what a flow needs once, and its limits' free share, show little */

static uint64_t cost_of(const struct row *row, size_t n)
{
    struct subject subject;
    uint64_t before, after;

    subject_begin(&subject, n);
    row->make(&subject, n);
    subject_must(!subject.text.failed && !subject.other.failed, "make an input");
    before = count_now();
    row->run(&subject);
    after = count_now();
    subject_end(&subject);
    return after - before;
}

static int is_wanted(const struct row *row, int count, char **names)
{
    int i;

    for (i = 1; i < count; i++)
        if (strcmp(names[i], row->name) == 0)
            return 1;
    return count < 2;
}

static int judge(const struct row *row)
{
    uint64_t once = cost_of(row, row->n), twice = cost_of(row, 2 * row->n);
    double ratio = (double)twice / (double)(once > 0 ? once : 1);
    int holds = once > 0 && ratio <= most;

    printf("%s %-28s n %7zu: %12llu, %12llu for twice that: %.2f\n", holds ? "ok  " : "FAIL", row->name,
           row->n, (unsigned long long)once, (unsigned long long)twice, ratio);
    return holds;
}

int main(int argc, char **argv)
{
    static const struct row *const tables[] = {text_rows,   bundle_rows,    model_rows, flow_rows,
                                               origin_rows, variables_rows, other_rows, pixel_rows};
    const struct row *row;
    unsigned judged = 0, failed = 0, heavy = 0;
    size_t i;

    for (i = 0; i < sizeof tables / sizeof *tables; i++)
        for (row = tables[i]; row->name != NULL; row++)
            if (is_wanted(row, argc, argv)) {
                failed += !judge(row);
                judged++;
            }
    for (row = flow_rows; row->name != NULL; row++)
        if (is_wanted(row, argc, argv))
            heavy += !flow_bytes_hold(row, FLOW_NODES);
    printf("%u of %u rows grow faster than their inputs; %u flows need too much memory\n", failed, judged,
           heavy);
    return failed > 0 || heavy > 0 || judged == 0;
}
