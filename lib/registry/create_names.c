/*
 * The names of tensors in a network that is created. A description may call a tensor by what its users know it as, the key of a
 * signature; what is kept names the tensor, since whoever serves the network feeds and fetches tensors, and has the key beside
 * it. Only the framework can tell, from the model's facts, which are gone when the record is made: so what it says is noted
 * first and put into the record later.
 */
#include <assert.h>

#include "base/alloc.h"
#include "bundle/framework.h"
#include "records/named_tensors.h"
#include "registry/creation.h"

void nnreg_renaming_find(struct nnreg_renaming *renaming, const struct nnreg_framework *framework,
                         const void *facts, const struct nnreg_network *network)
{
    struct nnreg_named_tensor named = {.name = NULL};

    nnreg_renaming_free(renaming);
    if (framework->tensor_of_key == NULL)
        return;
    renaming->tensor = nnreg_alloc_zero(nnreg_named_tensor_count(network), sizeof *renaming->tensor);
    renaming->failed = renaming->tensor == NULL;
    while (!renaming->failed && nnreg_named_tensor_next(&named, network)) {
        char **tensor = &renaming->tensor[renaming->count++];

        if (*named.name != NULL)
            renaming->failed =
                framework->tensor_of_key(tensor, facts, *named.name, named.is_output, NULL) != NNREG_OK;
    }
}

/* The record is of a text without errors, so that it has the names that were met while it was judged. */
nnreg_status nnreg_renaming_apply(struct nnreg_renaming *renaming, struct nnreg_network *network,
                                  struct nnreg_error *error)
{
    struct nnreg_named_tensor named = {.name = NULL};
    nnreg_status status = renaming->failed ? nnreg_fail_memory(error) : NNREG_OK;
    size_t i;

    assert(renaming->tensor == NULL || renaming->failed ||
           renaming->count == nnreg_named_tensor_count(network));
    for (i = 0; i < renaming->count && status == NNREG_OK && nnreg_named_tensor_next(&named, network); i++) {
        if (renaming->tensor[i] == NULL)
            continue;
        status = nnreg_named_tensor_rename(network, &named, renaming->tensor[i], error);
        renaming->tensor[i] = NULL;
    }
    return status;
}

void nnreg_renaming_free(struct nnreg_renaming *renaming)
{
    size_t i;

    for (i = 0; i < renaming->count; i++)
        nnreg_free(renaming->tensor[i]);
    nnreg_free(renaming->tensor);
    *renaming = (struct nnreg_renaming){NULL, 0, false};
}
