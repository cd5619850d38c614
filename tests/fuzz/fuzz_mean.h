/* What the fuzz targets for mean files have in common: reading one, and what must be true of what was read. */
#ifndef FUZZ_MEAN_H
#define FUZZ_MEAN_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "formats/mean_file.h"
#include "judge/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void must(bool kept)
{
    if (!kept)
        abort();
}

struct seen {
    uint64_t count;
    uint64_t index_sum; /* modulo 2^64 */
    uint64_t not_finite;
};

static void see(void *context, uint64_t index, uint64_t count, double value)
{
    struct seen *seen = context;

    must(count > 0);
    seen->count += count;
    seen->index_sum += count * index + (count % 2 == 0 ? count / 2 * (count - 1) : (count - 1) / 2 * count);
    if (!isfinite(value))
        seen->not_finite += count;
}

static nnreg_severity check_problems(const struct nnreg_problems *problems, size_t size)
{
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    size_t i;

    for (i = 0; i < problems->count; i++) {
        nnreg_severity severity = nnreg_problem_severity(&nnreg_mean_problem_rules[problems->list[i].code]);

        worst = severity > worst ? severity : worst;
        must(problems->list[i].offset <= size && *problems->list[i].text != '\0');
    }
    must(!problems->failed);
    return worst;
}

static void check_values(const struct nnreg_mean *mean, const struct seen *seen)
{
    uint64_t n = mean->count;

    must(seen->count == n && seen->not_finite == mean->values.not_finite);
    must(seen->index_sum == (n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n));
    must(mean->values.least <= mean->values.most);
    must((mean->values.kept != NULL) == (n <= NNREG_MEAN_KEPT));
    must(mean->values.channel_axis < (int32_t)mean->rank && mean->values.channels <= NNREG_MEAN_CHANNELS);
}

static void fuzz_mean(enum nnreg_mean_kind kind, const uint8_t *input, size_t size)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_source source = nnreg_source_memory(input, size);
    struct seen seen = {0};
    struct nnreg_mean mean;
    nnreg_severity worst;

    must(nnreg_mean_read(&mean, kind, &source, see, &seen, &problems, NULL) == NNREG_OK);
    worst = check_problems(&problems, size);
    must(mean.rank <= NNREG_MEAN_RANK);
    if (mean.complete)
        check_values(&mean, &seen);
    else
        must(problems.count > 0);
    if (worst == NNREG_SEVERITY_OFF)
        must(mean.complete && mean.values.not_finite == 0);
    nnreg_mean_free(&mean);
    nnreg_problems_free(&problems);
}

#endif
