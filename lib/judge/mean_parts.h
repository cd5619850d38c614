/* Between the files that judge the mean files of a description by what is in them. */
#ifndef NNREG_JUDGE_MEAN_PARTS_H
#define NNREG_JUDGE_MEAN_PARTS_H

#include "formats/mean_values.h"
#include "judge/judge.h"
#include "records/network.h"

/* What is kept of a mean file, of which each is read once, however many inputs name it. */
struct nnreg_mean_facts {
    bool has_shape; /* rank and dims are known */
    uint32_t rank;
    int64_t dims[NNREG_MEAN_RANK];
    bool has_values;    /* the two below are those of all its values, which are finite */
    double least, most; /* 0 where there is no value */
};

/* The dimensions against the image that names it; reported at its name. They are known. `blob`: it is a .binaryproto. */
void nnreg_judge_mean_layout(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *mean, bool blob);

/* The values against the pixels that they are subtracted from, and what is left against data_type. They are known. */
void nnreg_judge_mean_values(struct nnreg_engine *engine, const struct nnreg_image *image,
                             const struct nnreg_mean_facts *mean);

#endif
