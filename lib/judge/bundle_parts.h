/* Between the files that judge a bundle by its names, and the mean files that a description names. */
#ifndef NNREG_JUDGE_BUNDLE_PARTS_H
#define NNREG_JUDGE_BUNDLE_PARTS_H

#include "judge/judge.h"

/* The mean files that a description names, sorted, so that each file of a bundle is looked up once. */
struct nnreg_mean_names {
    const char **name; /* borrowed from the description */
    size_t count;
};

/* `network` NULL: there are none. False: no memory. Freed in every case with nnreg_mean_names_free. */
bool nnreg_mean_names_find(struct nnreg_mean_names *names, const struct nnreg_network *network);
bool nnreg_mean_names_have(const struct nnreg_mean_names *names, const char *name);
void nnreg_mean_names_free(struct nnreg_mean_names *names);

#endif
