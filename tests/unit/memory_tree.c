/* See memory_tree.h. Every function that returns a node gives a reference to it; those that take one as `const` keep theirs. */
#include "memory_tree.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

struct memory_node {
    atomic_size_t references; /* snapshots of several threads share nodes */
    struct memory_node *left, *right;
    uint64_t priority; /* not less than that of its children */
    size_t key_size, value_size;
    unsigned char bytes[]; /* key, value */
};

static struct nnreg_slice key_of(const struct memory_node *node)
{
    return (struct nnreg_slice){node->bytes, node->key_size};
}

static struct nnreg_slice value_of(const struct memory_node *node)
{
    return (struct nnreg_slice){node->bytes + node->key_size, node->value_size};
}

/* In the order of bytes; a key comes before those that it begins. */
static int compare_keys(struct nnreg_slice a, struct nnreg_slice b)
{
    int order = memcmp(a.content, b.content, a.size < b.size ? a.size : b.size);

    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* FNV-1a, and a last stir, since keys that are numbers differ in few bits. */
static uint64_t hash_of(struct nnreg_slice key)
{
    const unsigned char *bytes = key.content;
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t i;

    for (i = 0; i < key.size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    hash ^= hash >> 32;
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

struct memory_node *memory_tree_share(struct memory_node *root)
{
    if (root != NULL)
        atomic_fetch_add(&root->references, 1);
    return root;
}

void memory_tree_release(struct memory_node *root)
{
    if (root == NULL || atomic_fetch_sub(&root->references, 1) > 1)
        return;
    memory_tree_release(root->left);
    memory_tree_release(root->right);
    nnreg_free(root);
}

/* A new node, which takes over the references to its children; NULL, and gives them up, without memory. */
static struct memory_node *make_node(struct nnreg_slice key, struct nnreg_slice value,
                                     struct memory_node *left, struct memory_node *right)
{
    struct memory_node *node = nnreg_alloc(sizeof *node + key.size + value.size);

    if (node == NULL) {
        memory_tree_release(left);
        memory_tree_release(right);
        return NULL;
    }
    atomic_init(&node->references, 1);
    node->left = left;
    node->right = right;
    node->priority = hash_of(key);
    node->key_size = key.size;
    node->value_size = value.size;
    memcpy(node->bytes, key.content, key.size);
    if (value.size > 0)
        memcpy(node->bytes + key.size, value.content, value.size);
    return node;
}

bool memory_tree_get(struct nnreg_slice *value, const struct memory_node *root, struct nnreg_slice key)
{
    int order = 0;

    while (root != NULL && (order = compare_keys(key, key_of(root))) != 0)
        root = order < 0 ? root->left : root->right;
    if (root != NULL)
        *value = value_of(root);
    return root != NULL;
}

bool memory_tree_find(struct nnreg_slice *key, struct nnreg_slice *value, const struct memory_node *root,
                      struct nnreg_slice from, bool or_equal, bool backwards)
{
    const struct memory_node *best = NULL;

    while (root != NULL) {
        int order = from.size == 0 ? (backwards ? -1 : 1) : compare_keys(key_of(root), from);
        bool wanted = order == 0 ? or_equal : (order > 0) != backwards;

        if (wanted)
            best = root;
        /* A wanted one is bettered only by one nearer to `from`; an unwanted one lies before all that are wanted. */
        root = wanted != backwards ? root->left : root->right;
    }
    if (best == NULL)
        return false;
    *key = key_of(best);
    *value = value_of(best);
    return true;
}

/* ------------------------------------------------------------------------------------------------- changing -- */

/* The node of a rotation is new, and nobody else's: so it may be changed. */
static struct memory_node *rotate_up(struct memory_node *node, struct memory_node *child, bool left)
{
    if (child->priority <= node->priority)
        return node;
    if (left) {
        node->left = child->right;
        child->right = node;
    } else {
        node->right = child->left;
        child->left = node;
    }
    return child;
}

static struct memory_node *put_below(const struct memory_node *root, struct nnreg_slice key,
                                     struct nnreg_slice value)
{
    struct memory_node *child, *node;
    int order;

    if (root == NULL)
        return make_node(key, value, NULL, NULL);
    order = compare_keys(key, key_of(root));
    if (order == 0)
        return make_node(key, value, memory_tree_share(root->left), memory_tree_share(root->right));
    child = put_below(order < 0 ? root->left : root->right, key, value);
    if (child == NULL)
        return NULL;
    node = order < 0 ? make_node(key_of(root), value_of(root), child, memory_tree_share(root->right))
                     : make_node(key_of(root), value_of(root), memory_tree_share(root->left), child);
    return node != NULL ? rotate_up(node, child, order < 0) : NULL;
}

/* Joins two trees of which all keys of the one are less than those of the other. */
static bool merge(struct memory_node **merged, struct memory_node *left, struct memory_node *right)
{
    struct memory_node *inner;

    if (left == NULL || right == NULL) {
        *merged = memory_tree_share(left != NULL ? left : right);
        return true;
    }
    if (left->priority > right->priority) {
        if (!merge(&inner, left->right, right))
            return false;
        *merged = make_node(key_of(left), value_of(left), memory_tree_share(left->left), inner);
    } else {
        if (!merge(&inner, left, right->left))
            return false;
        *merged = make_node(key_of(right), value_of(right), inner, memory_tree_share(right->right));
    }
    return *merged != NULL;
}

static bool remove_below(struct memory_node **changed, const struct memory_node *root, struct nnreg_slice key)
{
    int order = compare_keys(key, key_of(root));
    struct memory_node *child;

    if (order == 0)
        return merge(changed, root->left, root->right);
    if (!remove_below(&child, order < 0 ? root->left : root->right, key))
        return false;
    *changed = order < 0 ? make_node(key_of(root), value_of(root), child, memory_tree_share(root->right))
                         : make_node(key_of(root), value_of(root), memory_tree_share(root->left), child);
    return *changed != NULL;
}

bool memory_tree_put(struct memory_node **root, struct nnreg_slice key, struct nnreg_slice value)
{
    struct memory_node *changed = put_below(*root, key, value);

    if (changed == NULL)
        return false;
    memory_tree_release(*root); /* not before: `value` may lie in it */
    *root = changed;
    return true;
}

bool memory_tree_remove(struct memory_node **root, struct nnreg_slice key)
{
    struct memory_node *changed;

    if (!remove_below(&changed, *root, key))
        return false;
    memory_tree_release(*root);
    *root = changed;
    return true;
}
