/* The table of frameworks: see frameworks.h. */
#include "judge/frameworks.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "records/network.h"

_Static_assert((int)NNREG_FRAMEWORKS_MOST <= (int)NNREG_ROLES_MOST, "each framework has a bit");

/* As many as the vocabulary has words, which is asked how many there are. */
static const struct nnreg_framework *frameworks[NNREG_FRAMEWORKS_MOST] = {
#define NNREG_ROW(NAME, id, word) [NNREG_FRAMEWORK_##NAME] = &nnreg_framework_##id,
    NNREG_FRAMEWORKS(NNREG_ROW)
#undef NNREG_ROW
};

const struct nnreg_framework *nnreg_framework_at(int value)
{
    assert(value >= 0 && (size_t)value < nnreg_vocab_framework.count);
    return frameworks[value];
}

/* The search ends, because there is no framework but those of the table. */
const char *nnreg_framework_word(const struct nnreg_framework *framework)
{
    int value = 0;

    while (frameworks[value] != framework)
        value++;
    return nnreg_vocab_word(&nnreg_vocab_framework, value);
}

const struct nnreg_framework *nnreg_framework_default(void)
{
    return frameworks[0];
}

static const struct nnreg_framework *framework_of_files(const struct nnreg_bundle_files *files)
{
    size_t i;

    for (i = 0; i < nnreg_vocab_framework.count; i++)
        if (nnreg_bundle_has_model(files, frameworks[i]->roles))
            return frameworks[i];
    return NULL;
}

const struct nnreg_framework *nnreg_framework_of(const struct nnreg_network *network,
                                                 const struct nnreg_bundle_files *files)
{
    const struct nnreg_framework *framework = NULL;

    if (network != NULL && network->framework >= 0) /* -1: missing, or no word of it, which has a finding */
        framework = nnreg_framework_at(network->framework);
    if (framework == NULL && files != NULL)
        framework = framework_of_files(files);
    return framework != NULL ? framework : nnreg_framework_default();
}

nnreg_status nnreg_frameworks_list(struct nnreg_bundle_files *files, const nnreg_bundle *bundle,
                                   struct nnreg_error *error)
{
    const struct nnreg_roles *roles[NNREG_FRAMEWORKS_MOST];
    size_t i;

    for (i = 0; i < nnreg_vocab_framework.count; i++)
        roles[i] = frameworks[i]->roles;
    return nnreg_bundle_list(files, bundle, roles, nnreg_vocab_framework.count, error);
}

/* A schema does not hold tensors against the framework that stands beside them, so it takes the names of any. */
char *nnreg_frameworks_names(void)
{
    size_t i, count = nnreg_vocab_framework.count;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *names;

    for (i = 0; i < count; i++)
        nnreg_bytes_format(&out, "%s%s", i > 0 ? "|" : count > 1 ? "(" : "", frameworks[i]->tensors->pattern);
    nnreg_bytes_text(&out, count > 1 ? ")" : "");
    (void)nnreg_bytes_take(&names, &out);
    return names;
}

void nnreg_frameworks_add(const struct nnreg_framework *framework, const char *word)
{
    frameworks[nnreg_vocab_add_framework(word)] = framework;
}

void nnreg_frameworks_forget(void)
{
    nnreg_vocab_forget_frameworks();
}
