/*
 * A sorted map of keys and values that is never changed: to put and to remove give a new one, which shares all it can with the
 * old. So a snapshot is a reference to a root, and a transaction is undone by forgetting its own.
 *
 * It is a treap: a search tree by the keys and a heap by a hash of them, so that its shape depends on nothing but its keys,
 * and its height is logarithmic. To put or remove copies the nodes on the way from the root.
 */
#ifndef NNREG_TESTS_MEMORY_TREE_H
#define NNREG_TESTS_MEMORY_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/kv.h"

/* NULL is the empty map. */
struct memory_node;

struct memory_node *memory_tree_share(struct memory_node *root);
void memory_tree_release(struct memory_node *root);

/* False: there is none. The slices are good as long as the tree is. */
bool memory_tree_get(struct nnreg_slice *value, const struct memory_node *root, struct nnreg_slice key);

/* The first key that is > `from`, or >= with `or_equal`; backwards: the last that is <, or <=. An empty `from`: all keys. */
bool memory_tree_find(struct nnreg_slice *key, struct nnreg_slice *value, const struct memory_node *root,
                      struct nnreg_slice from, bool or_equal, bool backwards);

/* *root becomes another tree, whose reference replaces that of the old. False: no memory, and nothing has changed. */
bool memory_tree_put(struct memory_node **root, struct nnreg_slice key, struct nnreg_slice value);
/* Of a key that is there. */
bool memory_tree_remove(struct memory_node **root, struct nnreg_slice key);

#endif
