/*
 * The tensors that a version names, one after the other. Which members are tensors is what the tables say (the string format),
 * so that no walk has to know the types of outputs there are.
 */
#ifndef NNREG_JUDGE_RECOGNITION_WALK_H
#define NNREG_JUDGE_RECOGNITION_WALK_H

#include "check/tensor_syntax.h"
#include "records/recognition.h"

/*
 * Called for each name of the right form, by the member that has it and its row; any other has a finding of its own. False:
 * that is enough.
 */
typedef bool nnreg_visit_version_tensor(void *context, const struct nnreg_field *field, char *const *member);

/* In the order of the tables, which is the same in each walk. */
void nnreg_each_version_tensor(const struct nnreg_tensor_syntax *syntax, const struct nnreg_version *version,
                               nnreg_visit_version_tensor *visit, void *context);

#endif
