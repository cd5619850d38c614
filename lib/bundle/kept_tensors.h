/*
 * What is asked of the tensors that the registry keeps with a network, so that versions of recognition can be judged
 * without its files, and its tensors be listed. The form in which they are kept is the framework's (bundle/framework.h).
 */
#ifndef NNREG_BUNDLE_KEPT_TENSORS_H
#define NNREG_BUNDLE_KEPT_TENSORS_H

#include "base/fuzzy.h"
#include "check/engine.h"

#define NNREG_KEPT_NEAREST NNREG_FUZZY_MOST
#define NNREG_KEPT_HINTS   8u /* questions, of those not found, that get nearest names */
#define NNREG_KEPT_UNKNOWN UINT32_MAX

/* The answer to one question. */
struct nnreg_tensor_answer {
    const char *name; /* asked; borrowed from the asker */
    bool found;       /* there is such a node */
    bool has_output;  /* and it has that output, or it is not known how many it has */
    uint32_t outputs; /* NNREG_KEPT_UNKNOWN: not known */
    int64_t *dim;     /* the shape of that output, -1 an open dimension; NULL: not known; owned */
    uint32_t rank;
    char *nearest[NNREG_KEPT_NEAREST]; /* for one not found, the likeliest first; owned */
};

void nnreg_tensor_answers_free(struct nnreg_tensor_answer *answers, size_t count);

/* One tensor, when all are gone through: borrowed for the duration of the visit. */
struct nnreg_kept_tensor {
    const char *name;
    const char *data_type; /* in the framework's words; NULL: not known. Static */
    uint32_t rank;         /* NNREG_KEPT_UNKNOWN: not known */
    const int64_t *dim;    /* `rank` of them, -1 an open one */
};

/* Another status than NNREG_OK ends the walk, and is its status. */
typedef nnreg_status nnreg_visit_kept(void *context, const struct nnreg_kept_tensor *tensor,
                                      struct nnreg_error *error);

/* Reports at a member of the decoded record that the node of a tensor (a text that can be shown) has fewer outputs. */
void nnreg_report_output_index(struct nnreg_engine *engine, const void *member, const char *shown,
                               uint32_t outputs);

#endif
