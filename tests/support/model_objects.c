/*
 * The object graph of a TF2 model: the SavedObjectGraph of the meta graph, and the TrackableObjectGraph that is
 * stored among the variables, both for the same tree of objects.
 *
 * The tree is made from the variables' paths: "conv1/kernel" is the child "kernel" of the child "conv1" of the
 * root. Nodes are numbered in order of first appearance, the root 0.
 *
 *   SavedObjectGraph     { nodes 1: { children 1: { node_id 1, local_name 2 }, one of user_object 4, variable 7, … } }
 *   TrackableObjectGraph { nodes 1: { children 1, attributes 2: { name 1, full_name 2, checkpoint_key 3 } } }
 *
 * doc/FORMATS.md, "Protobuf messages" and "Variables".
 */
#include <string.h>

#include "model_parts.h"
#include "schema.h"

#define KEY_ENDING "/.ATTRIBUTES/VARIABLE_VALUE"

struct object {
    const char *name; /* in its parent */
    size_t parent;
    const struct mw_object_variable *variable;
};

struct tree {
    struct mw_arena arena;
    struct object *object;
    size_t objects;
};

static size_t child(struct tree *tree, size_t parent, const char *name, size_t length)
{
    for (size_t i = 1; i < tree->objects; i++)
        if (tree->object[i].parent == parent && strlen(tree->object[i].name) == length &&
            memcmp(tree->object[i].name, name, length) == 0)
            return i;
    tree->object = mw_arena_grow(&tree->arena, tree->object, tree->objects, sizeof *tree->object);
    const char *own = mw_arena_printf(&tree->arena, "%.*s", (int)length, name);
    tree->object[tree->objects] = (struct object){.name = own, .parent = parent};
    return tree->objects++;
}

static void build_tree(struct tree *tree, const struct mw_model *m)
{
    child(tree, 0, "", 0);
    for (size_t i = 0; i < m->object_variables; i++) {
        size_t at = 0;
        for (const char *part = m->object_variable[i].path; *part;) {
            size_t length = strcspn(part, "/");
            at = child(tree, at, part, length);
            part += length + (part[length] == '/');
        }
        tree->object[at].variable = &m->object_variable[i];
    }
}

/* The fields of a child are the same in both messages. */
static void put_children(struct mw_twin *t, const struct tree *tree, size_t parent)
{
    for (size_t i = 1; i < tree->objects; i++) {
        if (tree->object[i].parent != parent)
            continue;
        mw_put_begin(t, OBJECT_CHILDREN);
        mw_put_int(t, CHILD_NODE, (int64_t)i);
        mw_put_string(t, CHILD_NAME, tree->object[i].name);
        mw_put_end(t);
    }
}

static void put_saved_variable(struct mw_twin *t, const struct mw_object_variable *v)
{
    mw_put_begin(t, OBJECT_VARIABLE);
    mw_put_dtype(t, SAVED_VARIABLE_DTYPE, v->dtype);
    mw_put_shape(t, SAVED_VARIABLE_SHAPE, &v->shape);
    mw_put_bool(t, SAVED_VARIABLE_TRAINABLE, true);
    mw_put_string(t, SAVED_VARIABLE_NAME, v->path);
    mw_put_end(t);
}

static void put_user_object(struct mw_twin *t)
{
    mw_put_begin(t, OBJECT_USER);
    mw_put_string(t, USER_IDENTIFIER, "_generic_user_object");
    mw_put_begin(t, USER_VERSION);
    mw_put_int(t, VERSION_PRODUCER, 1);
    mw_put_int(t, VERSION_MIN_CONSUMER, 1);
    mw_put_end(t);
    mw_put_end(t);
}

void mw_put_object_graph(struct mw_twin *t, const struct mw_model *m)
{
    struct tree tree = {0};
    build_tree(&tree, m);
    mw_put_begin(t, META_GRAPH_OBJECT_GRAPH);
    for (size_t i = 0; i < tree.objects; i++) {
        mw_put_begin(t, OBJECTS_NODES);
        put_children(t, &tree, i);
        if (tree.object[i].variable)
            put_saved_variable(t, tree.object[i].variable);
        else
            put_user_object(t);
        mw_put_end(t);
    }
    mw_put_end(t);
    mw_arena_free(&tree.arena);
}

const char *mw_object_key(struct mw_arena *a, const char *path)
{
    return mw_arena_printf(a, "%s" KEY_ENDING, path);
}

static void put_attribute(struct mw_twin *t, struct mw_arena *a, const struct mw_object_variable *v)
{
    mw_put_begin(t, TRACKABLE_ATTRIBUTES);
    mw_put_string(t, ATTRIBUTE_NAME, "VARIABLE_VALUE");
    mw_put_string(t, ATTRIBUTE_FULL_NAME, v->path);
    mw_put_string(t, ATTRIBUTE_KEY, mw_object_key(a, v->path));
    mw_put_end(t);
}

static void describe_trackable(struct mw_twin *t, const void *context)
{
    struct tree tree = {0};
    build_tree(&tree, context);
    for (size_t i = 0; i < tree.objects; i++) {
        mw_put_begin(t, TRACKABLE_NODES);
        put_children(t, &tree, i);
        if (tree.object[i].variable)
            put_attribute(t, &tree.arena, tree.object[i].variable);
        mw_put_end(t);
    }
    mw_arena_free(&tree.arena);
}

void mw_encode_trackable_graph(struct mw_buf *out, const struct mw_model *m)
{
    mw_twin_run(MW_BINARY, NULL, out, describe_trackable, m);
}
