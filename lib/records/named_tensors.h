/*
 * The tensors that a network names, one after the other, whatever part of it names them: each with the key of a signature
 * that is kept beside it. A description may have the key in place of the tensor's name; the record has both.
 */
#ifndef NNREG_RECORDS_NAMED_TENSORS_H
#define NNREG_RECORDS_NAMED_TENSORS_H

#include "base/status.h"
#include "records/network.h"

/* Zeroed before the first. What it points at is the network's. */
struct nnreg_named_tensor {
    char *const *
        name; /* the member or entry that names it; what is there may be NULL in what was decoded leniently */
    char *const *key_member; /* where its key is; NULL: a list of keys that is absent, or too short */
    const char *key;         /* "" for none */
    bool is_output;
    size_t input;                        /* the next one */
    struct nnreg_declared_output output; /* the present one */
};

/* The next one: the inputs, then the declared outputs, in the order of the description. False behind the last. */
bool nnreg_named_tensor_next(struct nnreg_named_tensor *tensor, const struct nnreg_network *network);
size_t nnreg_named_tensor_count(const struct nnreg_network *network);

/*
 * The tensor that `named` is gets this name, which is taken over; the one that it had becomes its key, if it has none. The
 * network is the one that it was met in. NNREG_NO_MEMORY: the name is freed, and the network is of no more use.
 */
nnreg_status nnreg_named_tensor_rename(struct nnreg_network *network, const struct nnreg_named_tensor *named,
                                       char *tensor, struct nnreg_error *error);

/*
 * The keys that a network has, sorted, so that many names can be looked up. It borrows from the network. False: no memory. Freed
 * with nnreg_tensor_keys_free, as a zeroed one can be.
 */
struct nnreg_tensor_keys {
    struct nnreg_named_tensor *list;
    size_t count;
};

bool nnreg_tensor_keys_find(struct nnreg_tensor_keys *keys, const struct nnreg_network *network);
void nnreg_tensor_keys_free(struct nnreg_tensor_keys *keys);

/* The tensor that is kept with a key, an output's before an input's; NULL: the network has no such key. */
const char *nnreg_tensor_of_key(const struct nnreg_tensor_keys *keys, const char *key);

#endif
