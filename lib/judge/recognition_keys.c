/*
 * Keys of signatures in a version. A network that named a tensor by a key has both in its record, and whoever writes a version of
 * it may go on calling the tensor so: the version keeps the tensor, as the network does. No key of a record is another
 * tensor's name (the rule signature-key), so that a name means one thing only.
 */
#include "base/alloc.h"
#include "judge/frameworks.h"
#include "judge/judge_recognition.h"
#include "judge/recognition_walk.h"
#include "records/named_tensors.h"

struct version_keys {
    struct nnreg_engine *engine; /* NULL: nothing is said */
    struct nnreg_tensor_keys keys;
    const struct nnreg_network *network;
    bool failed;
};

static void report_version_key(const struct version_keys *known, char *const *member, const char *tensor)
{
    char key[NNREG_SHOWN], shown[NNREG_SHOWN], name[NNREG_SHOWN];

    nnreg_engine_report_at(known->engine, member, NNREG_RULE_MODEL_TENSOR_BY_KEY,
                           "the registry keeps the tensor",
                           "\"%s\" is a key of network %llu (\"%s\"): it stands for the tensor \"%s\"",
                           nnreg_shown(key, *member), (unsigned long long)known->network->id,
                           nnreg_shown(name, known->network->name), nnreg_shown(shown, tensor));
}

static bool name_tensor(void *context, const struct nnreg_field *field, char *const *member)
{
    struct version_keys *known = context;
    const char *tensor = nnreg_tensor_of_key(&known->keys, *member);
    char *copy;

    (void)field;
    if (tensor == NULL || strcmp(tensor, *member) == 0)
        return true;
    copy = nnreg_strdup(tensor);
    known->failed = copy == NULL;
    if (known->failed)
        return false;
    if (known->engine != NULL)
        report_version_key(known, member, tensor);
    nnreg_free(*member);
    *(char **)(uintptr_t)member = copy;
    return true;
}

nnreg_status nnreg_version_name_tensors(struct nnreg_version *version, const struct nnreg_network *network,
                                        struct nnreg_engine *engine, struct nnreg_error *error)
{
    struct version_keys known = {.engine = engine, .network = network};

    known.failed = !nnreg_tensor_keys_find(&known.keys, network);
    if (known.keys.count > 0)
        nnreg_each_version_tensor(nnreg_framework_at(network->framework)->tensors, version, name_tensor,
                                  &known);
    nnreg_tensor_keys_free(&known.keys);
    return known.failed ? nnreg_fail_memory(error) : NNREG_OK;
}
