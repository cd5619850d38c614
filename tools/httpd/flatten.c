/* A form's fields as a JSON text: see flatten.h. */
#include "flatten.h"

#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types.h"

enum shape { SHAPE_NONE, SHAPE_OBJECT, SHAPE_LIST, SHAPE_LEAF };

struct flat_node {
    struct flat_node *parent, *first, *last, *next, *made_before;
    size_t count;      /* of what is in it */
    const char *place; /* in the schema, NULL: it says nothing of it */
    char *chars;       /* of a leaf */
    size_t length;
    size_t index;
    enum shape shape;
    bool is_json;
    char key[];
};

/* ----------------------------------------------------------------------------------------------- what is wrong -- */

static bool refuse(struct flat *flat, nnreg_status status, const char *path, const char *why)
{
    if (flat->status == NNREG_OK) {
        flat->status = status;
        text_printf(&flat->wrong, "the field \"%s\" %s", path, why);
    }
    return false;
}

static void put_path(struct text *path, const struct flat_node *node)
{
    if (node->parent == NULL)
        return;
    put_path(path, node->parent);
    if (node->parent->shape == SHAPE_LIST)
        text_printf(path, "[%zu]", node->index);
    else
        text_printf(path, "%s%s", path->length > 0 && path->chars[path->length - 1] != ']' ? "." : "",
                    node->key);
}

static void refuse_node(struct flat *flat, nnreg_status status, const struct flat_node *node, const char *why)
{
    struct text path = {0};

    put_path(&path, node);
    refuse(flat, status, text_chars(&path), why);
    text_free(&path);
}

/* ------------------------------------------------------------------------------------------------ from paths -- */

static int compare(const void *one, const void *other)
{
    const struct flat_node *a = one, *b = other;

    if (a->parent != b->parent)
        return (uintptr_t)a->parent < (uintptr_t)b->parent ? -1 : 1;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return strcmp(a->key, b->key);
}

static struct flat_node *make(struct flat *flat, const char *key, size_t length)
{
    struct flat_node *node = calloc(1, sizeof *node + length + 1);

    if (node != NULL) {
        memcpy(node->key, key, length);
        node->made_before = flat->made;
        flat->made = node;
        flat->count++;
    }
    return node;
}

/* What is in `parent` under a key, or as an entry; made if it is not there. NULL: out of memory. */
static struct flat_node *enter(struct flat *flat, struct flat_node *parent, const char *key, size_t length,
                               size_t index)
{
    struct flat_node *node = make(flat, key, length), **found;

    if (node == NULL)
        return NULL;
    node->parent = parent;
    node->index = index;
    found = tsearch(node, &flat->index, compare);
    if (found == NULL)
        return NULL;
    if (*found != node) { /* there is one; this was for the search only */
        flat->made = node->made_before;
        flat->count--;
        free(node);
        return *found;
    }
    node->place = types_find(flat->schema, parent->place, parent->shape == SHAPE_LIST ? NULL : node->key);
    if (parent->last != NULL)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->count++;
    return node;
}

/* "[12]": its index, without zeros before it, so that each entry has one name. Returns what is behind it, NULL if it is none. */
static const char *read_index(size_t *index, const char *at)
{
    char *end;

    if (at[1] < '0' || at[1] > '9' || (at[1] == '0' && at[2] != ']'))
        return NULL;
    *index = strtoul(at + 1, &end, 10);
    return *end == ']' && *index <= FLAT_INDEX_MAX ? end + 1 : NULL;
}

/* Goes down one step of the path at `*at`. NULL: it does not fit, or memory is out. */
static struct flat_node *step(struct flat *flat, struct flat_node *node, const char *path, const char **at)
{
    enum shape shape = **at == '[' ? SHAPE_LIST : SHAPE_OBJECT;
    const char *key = *at + (shape == SHAPE_OBJECT && *at > path && **at == '.'), *end;
    size_t index = 0, length = shape == SHAPE_OBJECT ? strcspn(key, ".[") : 0;

    end = shape == SHAPE_OBJECT ? key + length : read_index(&index, key);
    if (end == NULL)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "has an index that is none, from 0 to 100000"),
               NULL;
    if (end == key)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "has an empty key"), NULL;
    if (node->shape == SHAPE_NONE)
        node->shape = shape;
    if (node->shape != shape)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "stands beside one that leaves no place for it"),
               NULL;
    if (flat->count >= FLAT_NODES_MAX)
        return refuse(flat, NNREG_LIMIT, path, "is one more than a form can have"), NULL;
    *at = end;
    return enter(flat, node, key, length, index);
}

static bool set(struct flat *flat, struct flat_node *leaf, const char *path, const char *chars, size_t length)
{
    if (leaf->shape == SHAPE_LEAF)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "is there twice");
    if (leaf->shape != SHAPE_NONE)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "stands beside fields of what is in it");
    if (memchr(chars, '\0', length) != NULL)
        return refuse(flat, NNREG_INVALID_ARGUMENT, path, "has a NUL in it");
    leaf->shape = SHAPE_LEAF;
    leaf->length = length;
    leaf->chars = malloc(length + 1);
    if (leaf->chars == NULL)
        return false;
    memcpy(leaf->chars, chars, length);
    leaf->chars[length] = '\0';
    return true;
}

bool flat_add(struct flat *flat, const char *path, const char *chars, size_t length, bool is_json)
{
    struct flat_node *node = flat->root;
    const char *at = path;
    size_t depth = 0;

    flat->bytes += strlen(path) + length;
    if (flat->bytes > NNREG_LIMIT_JSON)
        return refuse(flat, NNREG_LIMIT, path, "is more than a form can have: 16 MiB in all fields");
    do {
        if (++depth >= NNREG_LIMIT_JSON_DEPTH)
            return refuse(flat, NNREG_INVALID_ARGUMENT, path, "is nested too deeply");
        node = step(flat, node, path, &at);
    } while (node != NULL && *at != '\0');
    if (node == NULL || !set(flat, node, path, chars, length))
        return false;
    node->is_json = is_json;
    return true;
}

bool flat_begin(struct flat *flat, const char *kind)
{
    char word[32];

    *flat = (struct flat){0};
    /* Of the object, which has what an update can name, too. */
    snprintf(word, sizeof word, "%s-object", kind);
    if (nnreg_schema(&flat->schema, word) != NNREG_OK)
        return false;
    flat->root = make(flat, "", 0);
    if (flat->root == NULL)
        return false;
    flat->root->shape = SHAPE_OBJECT;
    flat->root->place = flat->schema;
    return true;
}

bool flat_is_member(const struct flat *flat, const char *name)
{
    return types_find(flat->schema, flat->schema, name) != NULL;
}

/* --------------------------------------------------------------------------------------------------- to JSON -- */

static const struct {
    const char *text, *json;
    unsigned types;
} words[] = {
    {"true", "true", TYPE_BOOLEAN | TYPE_FREE},
    {"True", "true", TYPE_BOOLEAN | TYPE_FREE},
    {"1", "true", TYPE_BOOLEAN},
    {"false", "false", TYPE_BOOLEAN | TYPE_FREE},
    {"False", "false", TYPE_BOOLEAN | TYPE_FREE},
    {"0", "false", TYPE_BOOLEAN},
    {"null", "null", TYPE_NUMBER | TYPE_BOOLEAN | TYPE_MANY | TYPE_FREE},
    {"None", "null", TYPE_NUMBER | TYPE_BOOLEAN | TYPE_MANY | TYPE_FREE},
};

static bool is_number(const char *chars, size_t length)
{
    nnreg_document *document = NULL;
    char *json = NULL;
    bool is = strchr("-0123456789", *chars) != NULL && nnreg_document_new(&document) == NNREG_OK;

    nnreg_document_raw(document, chars, length);
    is = is && nnreg_document_finish(&json, NULL, document) == NNREG_OK;
    nnreg_free(json);
    nnreg_document_free(document);
    return is;
}

/* The JSON that a leaf's text is by its type, NULL if it is a text. */
static const char *json_of(const struct flat_node *leaf)
{
    enum type type = types_of(leaf->place);
    bool is_inside = type == TYPE_FREE && leaf->place == leaf->parent->place;
    char first = leaf->chars[strspn(leaf->chars, " \t\r\n")];
    size_t i;

    if (leaf->is_json ||
        ((type == TYPE_MANY || type == TYPE_FREE) && !is_inside && (first == '{' || first == '[')))
        return leaf->chars;
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if ((words[i].types & type) != 0 && strcmp(leaf->chars, words[i].text) == 0)
            return words[i].json;
    return (type == TYPE_NUMBER || type == TYPE_FREE) && is_number(leaf->chars, leaf->length) ? leaf->chars
                                                                                              : NULL;
}

static void put_leaf(struct flat *flat, nnreg_document *document, const struct flat_node *leaf)
{
    const char *json = json_of(leaf);

    if (json != NULL)
        nnreg_document_raw(document, json, json == leaf->chars ? leaf->length : strlen(json));
    else
        nnreg_document_chars(document, leaf->chars, leaf->length);
    if (*nnreg_document_message(document) != '\0')
        refuse_node(flat, json != NULL ? NNREG_REFUSED : NNREG_INVALID_ARGUMENT, leaf,
                    json != NULL ? "is no JSON" : "has a key or a text that is not UTF-8");
}

static void put(struct flat *flat, nnreg_document *document, const struct flat_node *node);

/* Indices come in any order; without a gap they are all below the count, as none of them is there twice. */
static void put_list(struct flat *flat, nnreg_document *document, const struct flat_node *list)
{
    const struct flat_node **entries = calloc(list->count, sizeof *entries), *entry;
    size_t i;

    if (entries == NULL)
        flat->status = NNREG_NO_MEMORY;
    for (entry = list->first; entry != NULL && flat->status == NNREG_OK; entry = entry->next)
        if (entry->index < list->count)
            entries[entry->index] = entry;
        else
            refuse_node(flat, NNREG_INVALID_ARGUMENT, entry,
                        "has no entry before it: the indices have a gap");
    nnreg_document_open_array(document);
    for (i = 0; i < list->count && flat->status == NNREG_OK; i++)
        put(flat, document, entries[i]);
    nnreg_document_close_array(document);
    free(entries);
}

static void put_object(struct flat *flat, nnreg_document *document, const struct flat_node *object)
{
    const struct flat_node *member;

    nnreg_document_open_object(document);
    for (member = object->first; member != NULL && flat->status == NNREG_OK; member = member->next) {
        nnreg_document_key(document, member->key);
        put(flat, document, member);
    }
    nnreg_document_close_object(document);
}

static void put(struct flat *flat, nnreg_document *document, const struct flat_node *node)
{
    if (node->shape == SHAPE_LEAF)
        put_leaf(flat, document, node);
    else
        (node->shape == SHAPE_LIST ? put_list : put_object)(flat, document, node);
}

bool flat_finish(struct flat *flat, struct text *json)
{
    nnreg_document *document = NULL;
    char *chars = NULL;
    size_t length = 0;
    nnreg_status status = nnreg_document_new(&document);

    if (status != NNREG_OK)
        return false;
    put(flat, document, flat->root);
    status = nnreg_document_finish(&chars, &length, document);
    if (flat->status == NNREG_OK && status != NNREG_OK) {
        flat->status = status;
        text_put(&flat->wrong, nnreg_document_message(document));
    }
    nnreg_document_free(document);
    if (flat->status == NNREG_OK)
        text_add(json, chars, length);
    nnreg_free(chars);
    return flat->status == NNREG_OK && !json->failed;
}

static void keep(void *node)
{
    (void)node; /* it is freed by the chain of all */
}

void flat_free(struct flat *flat)
{
    struct flat_node *node, *before;

    tdestroy(flat->index, keep);
    for (node = flat->made; node != NULL; node = before) {
        before = node->made_before;
        free(node->chars);
        free(node);
    }
    nnreg_free(flat->schema);
    text_free(&flat->wrong);
    *flat = (struct flat){0};
}
