/* Between the files that judge a bundle by its names: the whole (bundle.c), the shards (shards.c), what means are named. */
#ifndef NNREG_CHECK_BUNDLE_PARTS_H
#define NNREG_CHECK_BUNDLE_PARTS_H

#include "check/judge.h"

/* Reports a file that no server would read; it is not stored. */
void nnreg_judge_drop(nnreg_findings *findings, enum nnreg_rule rule, struct nnreg_bundle_file *file,
                      const char *hint, const char *what);

/* The data shards against each other and the index. `half_seen`: nothing can be said to be missing. */
void nnreg_judge_shards(nnreg_findings *findings, struct nnreg_bundle_files *files, bool has_index,
                        bool half_seen);

/* The mean files that a description names, sorted, so that each file of a bundle is looked up once. */
struct nnreg_mean_names {
    char **name;
    size_t count;
};

/* `json` NULL: there are none. False: no memory. Freed in every case with nnreg_mean_names_free. */
bool nnreg_mean_names_find(struct nnreg_mean_names *names, const struct nnreg_json *json);
bool nnreg_mean_names_have(const struct nnreg_mean_names *names, const char *name);
void nnreg_mean_names_free(struct nnreg_mean_names *names);

#endif
