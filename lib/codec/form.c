/*
 * The fields of a form as a JSON text, for who takes descriptions as the original service did: its POST /networks has a field for each
 * leaf, named by its path, which is keys with '.' between them and entries of lists by their index in brackets:
 *
 *   preprocessing.inputs[0]image.target_size
 *
 * Forms have no types, so what a field's text is follows from the row of what it describes. The steps of the paths are a tree: its nodes
 * lie in one array, in the order in which they came, and are found by their step from the node above in a string pool, whose mark of that
 * text is the node's number. Nothing is taken out of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/string_pool.h"
#include "base/utf8.h"
#include "codec/json.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

enum form_shape { FORM_NOTHING, FORM_OBJECT, FORM_LIST, FORM_LEAF };

struct form_node {
    uint32_t above, first, last, next; /* nodes, 0: none, as the root is below nothing */
    uint32_t count;                    /* of what is in it */
    uint32_t step; /* in the pool: the node above in STEP_HEAD bytes, and the key or the digits */
    enum form_shape shape;
    enum nnreg_kind kind;            /* a JSON: anything may stand here and below */
    const struct nnreg_table *table; /* of an OBJECT, and of the entries of an ARRAY */
    char *text;                      /* of a leaf: as it came, or if it is JSON, that */
    size_t length;
    bool is_json;
};

enum { STEP_HEAD = sizeof(uint32_t), FORM_PATH_SHOWN = 4096, FORM_INDEX_MOST = 100000 };

struct nnreg_form {
    struct form_node *nodes; /* the first one is the object */
    size_t count, room;
    size_t bytes, values; /* of all fields */
    struct nnreg_string_pool steps;
    nnreg_status status; /* of the first call that failed */
    char message[FORM_PATH_SHOWN + 128];
};

static const struct {
    const char *word;
    const struct nnreg_table *table;
} form_objects[] = {{"network", &nnreg_network_table},
                    {"spec", &nnreg_spec_table},
                    {"version", &nnreg_version_table},
                    {"task", &nnreg_task_table}};

/* What the text of a field can stand for, by the kind of its row; where there is nothing, it is a text. */
enum { FORM_NUMBER = 1, FORM_TRUTH = 2, FORM_MANY = 4, FORM_ANY = 8 };

static const unsigned char form_types[NNREG_KIND_COUNT] = {
    [NNREG_KIND_ID] = FORM_NUMBER,   [NNREG_KIND_REFERENCE] = FORM_NUMBER, [NNREG_KIND_INTEGER] = FORM_NUMBER,
    [NNREG_KIND_SIZE] = FORM_NUMBER, [NNREG_KIND_NUMBER] = FORM_NUMBER,    [NNREG_KIND_BOOL] = FORM_TRUTH,
    [NNREG_KIND_JSON] = FORM_ANY,    [NNREG_KIND_VALUE] = FORM_ANY,        [NNREG_KIND_OBJECT] = FORM_MANY,
    [NNREG_KIND_ARRAY] = FORM_MANY,  [NNREG_KIND_STRINGS] = FORM_MANY,     [NNREG_KIND_NUMBERS] = FORM_MANY,
};

/* JSON's words, and Python's for them. */
static const struct {
    const char *text, *json;
    unsigned types;
} form_words[] = {
    {"true", "true", FORM_TRUTH | FORM_ANY},
    {"True", "true", FORM_TRUTH | FORM_ANY},
    {"1", "true", FORM_TRUTH},
    {"false", "false", FORM_TRUTH | FORM_ANY},
    {"False", "false", FORM_TRUTH | FORM_ANY},
    {"0", "false", FORM_TRUTH},
    {"null", "null", FORM_NUMBER | FORM_TRUTH | FORM_MANY | FORM_ANY},
    {"None", "null", FORM_NUMBER | FORM_TRUTH | FORM_MANY | FORM_ANY},
};

/* ------------------------------------------------------------------------------------------------ the handle -- */

static bool add_node(struct nnreg_form *form, const struct form_node *node)
{
    struct form_node *grown = nnreg_array_room(form->nodes, &form->room, form->count + 1, sizeof *grown);

    if (grown == NULL)
        return false;
    form->nodes = grown;
    form->nodes[form->count++] = *node;
    form->values++;
    return true;
}

nnreg_status nnreg_form_new(nnreg_form **form, const char *object)
{
    struct form_node root = {.shape = FORM_OBJECT, .kind = NNREG_KIND_OBJECT};
    nnreg_form *made;
    size_t i;

    if (form == NULL)
        return NNREG_INVALID_ARGUMENT;
    *form = NULL;
    for (i = 0; i < sizeof form_objects / sizeof *form_objects && root.table == NULL; i++)
        if (object == NULL || strcmp(object, form_objects[i].word) == 0)
            root.table = form_objects[i].table;
    if (root.table == NULL)
        return NNREG_NOT_FOUND;
    made = nnreg_alloc_zero(1, sizeof *made);
    if (made == NULL)
        return NNREG_NO_MEMORY;
    if (nnreg_string_pool_init(&made->steps) != NNREG_STRING_POOL_OK || !add_node(made, &root)) {
        nnreg_form_free(made);
        return NNREG_NO_MEMORY;
    }
    *form = made;
    return NNREG_OK;
}

void nnreg_form_free(nnreg_form *form)
{
    size_t i;

    if (form == NULL)
        return;
    for (i = 0; i < form->count; i++)
        nnreg_free(form->nodes[i].text);
    nnreg_free(form->nodes);
    nnreg_string_pool_free(&form->steps);
    nnreg_free(form);
}

int nnreg_form_has(const nnreg_form *form, const char *key)
{
    return form != NULL && key != NULL && nnreg_table_field(form->nodes[0].table, key) != NULL;
}

const char *nnreg_form_message(const nnreg_form *form)
{
    return form->message;
}

static bool fail_form(struct nnreg_form *form, nnreg_status status, const char *why)
{
    form->status = status;
    (void)snprintf(form->message, sizeof form->message, "%s", why);
    return false;
}

static bool refuse_field(struct nnreg_form *form, nnreg_status status, const char *path, const char *why)
{
    char shown[FORM_PATH_SHOWN];

    form->status = status;
    (void)snprintf(form->message, sizeof form->message, "the field \"%s\" %s",
                   nnreg_utf8_quote(shown, sizeof shown, path, strlen(path)), why);
    return false;
}

/* -------------------------------------------------------------------------------------------------- from paths -- */

/* What a node is, by its place in the one above; that of which no row tells is a text. */
static void find_kind(struct form_node *node, const struct form_node *above, const char *key)
{
    const struct nnreg_field *field = NULL;

    node->kind = NNREG_KIND_STRING;
    if (form_types[above->kind] == FORM_ANY)
        node->kind = above->kind;
    else if (above->shape == FORM_LIST && above->kind == NNREG_KIND_NUMBERS)
        node->kind = NNREG_KIND_NUMBER;
    else if (above->shape == FORM_LIST && above->kind == NNREG_KIND_ARRAY) {
        node->kind = NNREG_KIND_OBJECT;
        node->table = above->table;
    } else if (above->shape == FORM_OBJECT && above->kind == NNREG_KIND_OBJECT)
        field = nnreg_table_field(above->table, key);
    if (field == NULL)
        return;
    node->kind = field->kind;
    node->table = field->child;
}

static const char *form_step(const struct nnreg_form *form, const struct form_node *node)
{
    return nnreg_string_pool_at(&form->steps, node->step) + STEP_HEAD;
}

/* Goes to what the node `*at` has under a key or an index, which is made if it is not there. False: it failed. */
static bool enter_step(struct nnreg_form *form, uint32_t *at, const char *path, const char *key,
                       size_t length)
{
    char step[NNREG_STRING_POOL_LONG];
    struct form_node node = {.above = *at}, *above;

    if (length > sizeof step - STEP_HEAD)
        return refuse_field(form, NNREG_LIMIT, path, "has a key of more than 16 KiB");
    memcpy(step, at, STEP_HEAD);
    memcpy(step + STEP_HEAD, key, length);
    if (nnreg_string_pool_put(&node.step, &form->steps, step, STEP_HEAD + length) != NNREG_STRING_POOL_OK)
        return fail_form(form, NNREG_NO_MEMORY, "out of memory");
    *at = nnreg_string_pool_mark(&form->steps, node.step);
    if (*at != 0)
        return true;
    if (form->count >= NNREG_LIMIT_FORM)
        return refuse_field(form, NNREG_LIMIT, path, "is one more than a form can have");
    find_kind(&node, &form->nodes[node.above], form_step(form, &node));
    if (!add_node(form, &node))
        return fail_form(form, NNREG_NO_MEMORY, "out of memory");
    *at = (uint32_t)form->count - 1;
    nnreg_string_pool_set_mark(&form->steps, node.step, *at);
    above = &form->nodes[node.above];
    *(above->count++ == 0 ? &above->first : &form->nodes[above->last].next) = *at;
    above->last = *at;
    return true;
}

/* How many digits an index "[12]" has, 0 if it is none. Without zeros before it, so that each entry has one name. */
static size_t index_digits(const char *bracket)
{
    size_t digits = strspn(bracket + 1, "0123456789");
    bool is_index = bracket[1 + digits] == ']' && (digits == 1 || bracket[1] != '0') && digits <= 6;

    return is_index && strtoul(bracket + 1, NULL, 10) <= FORM_INDEX_MOST ? digits : 0;
}

/* Goes down one step, that at `*rest` of the path. */
static bool take_step(struct nnreg_form *form, uint32_t *at, const char *path, const char **rest)
{
    struct form_node *above = &form->nodes[*at];
    enum form_shape shape = **rest == '[' ? FORM_LIST : FORM_OBJECT;
    const char *key = *rest + (shape == FORM_LIST || (**rest == '.' && *rest > path));
    size_t length = shape == FORM_LIST ? index_digits(*rest) : strcspn(key, ".[");

    if (length == 0)
        return refuse_field(form, NNREG_INVALID_ARGUMENT, path,
                            shape == FORM_LIST ? "has an index that is none, from 0 to 100000"
                                               : "has an empty key");
    if (above->shape == FORM_NOTHING)
        above->shape = shape;
    if (above->shape != shape)
        return refuse_field(form, NNREG_INVALID_ARGUMENT, path,
                            "stands beside one that leaves no place for it");
    *rest = key + length + (shape == FORM_LIST);
    return enter_step(form, at, path, key, length);
}

/* --------------------------------------------------------------------------------------------------- the text -- */

/* The JSON of a word, NULL if the text is none. */
static const char *word_of(unsigned types, const char *text, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof form_words / sizeof *form_words; i++)
        if ((form_words[i].types & types) != 0 && strlen(form_words[i].text) == length &&
            memcmp(form_words[i].text, text, length) == 0)
            return form_words[i].json;
    return NULL;
}

/* Whether the text begins with one of these characters, behind any of the blanks. */
static bool begins_with(const char *text, size_t length, const char *blanks, const char *characters)
{
    while (length > 0 && strchr(blanks, *text) != NULL) {
        text++;
        length--;
    }
    return length > 0 && strchr(characters, *text) != NULL;
}

/* Takes the text as JSON, if it is. `must`: what is none is refused; else it stays a text. */
static bool take_json(struct nnreg_form *form, struct form_node *leaf, const char *path, const char **text,
                      size_t depth, bool must)
{
    struct nnreg_json json = {0};
    nnreg_status status = nnreg_json_read(&json, *text, leaf->length, NULL, NULL, NULL);

    if (status == NNREG_NO_MEMORY)
        return fail_form(form, status, "out of memory");
    if (status != NNREG_OK)
        return !must || refuse_field(form, NNREG_REFUSED, path, "is no JSON");
    depth += json.values->depth;
    form->values += json.count - 1;
    leaf->is_json = true;
    leaf->length = json.values->stop - json.values->start;
    *text += json.values->start;
    nnreg_json_free(&json);
    return depth <= NNREG_LIMIT_JSON_DEPTH ||
           refuse_field(form, NNREG_INVALID_ARGUMENT, path, "is nested too deeply");
}

/*
 * Takes the text as what it is by its type. Where there can be any value, a list or an object, what begins as a list or an object is one,
 * or refused; but inside a place for any value it is a text, since such a member has fields of its own.
 */
static bool take_field_text(struct nnreg_form *form, struct form_node *leaf, const char *path,
                            const char *text, size_t depth, bool is_json)
{
    unsigned types = form_types[leaf->kind];
    bool is_inside = types == FORM_ANY && form_types[form->nodes[leaf->above].kind] == FORM_ANY;
    const char *word = is_json ? NULL : word_of(types, text, leaf->length);
    bool must = is_json || ((types & (FORM_MANY | FORM_ANY)) != 0 && !is_inside &&
                            begins_with(text, leaf->length, " \t\r\n", "{["));

    if (word != NULL) {
        text = word;
        leaf->length = strlen(word);
        leaf->is_json = true;
    } else if (must || ((types & (FORM_NUMBER | FORM_ANY)) != 0 &&
                        begins_with(text, leaf->length, "", "-0123456789"))) {
        if (!take_json(form, leaf, path, &text, depth, must))
            return false;
    }
    leaf->text = nnreg_strndup(text, leaf->length);
    return leaf->text != NULL || fail_form(form, NNREG_NO_MEMORY, "out of memory");
}

static bool add_leaf(struct nnreg_form *form, const char *path, const char *text, size_t length, bool is_json)
{
    const char *rest = path;
    uint32_t at = 0;
    size_t depth = 0;
    struct form_node *leaf;

    do {
        if (++depth >= NNREG_LIMIT_JSON_DEPTH)
            return refuse_field(form, NNREG_INVALID_ARGUMENT, path, "is nested too deeply");
        if (!take_step(form, &at, path, &rest))
            return false;
    } while (*rest != '\0');
    leaf = &form->nodes[at];
    if (leaf->shape != FORM_NOTHING)
        return refuse_field(form, NNREG_INVALID_ARGUMENT, path,
                            leaf->shape == FORM_LEAF ? "is there twice"
                                                     : "stands beside fields of what is in it");
    leaf->shape = FORM_LEAF;
    leaf->length = length;
    return take_field_text(form, leaf, path, text, depth, is_json) &&
           (form->values <= NNREG_LIMIT_JSON_VALUES ||
            refuse_field(form, NNREG_LIMIT, path, "has more values in it than a form can have"));
}

nnreg_status nnreg_form_add(nnreg_form *form, const char *path, const char *text, size_t length, int is_json)
{
    if (form == NULL || path == NULL || text == NULL)
        return NNREG_INVALID_ARGUMENT;
    if (form->status != NNREG_OK)
        return form->status;
    if (length <= NNREG_LIMIT_JSON)
        form->bytes += strlen(path) + length;
    if (length > NNREG_LIMIT_JSON || form->bytes > NNREG_LIMIT_JSON)
        refuse_field(form, NNREG_LIMIT, path, "is more than a form can have: 16 MiB in all fields");
    else if (memchr(text, '\0', length) != NULL)
        refuse_field(form, NNREG_INVALID_ARGUMENT, path, "has a NUL in it");
    else if (!nnreg_utf8_valid(path, strlen(path)) || !nnreg_utf8_valid(text, length))
        refuse_field(form, NNREG_INVALID_ARGUMENT, path, "has a key or a text that is not UTF-8");
    else
        add_leaf(form, path, text, length, is_json != 0);
    return form->status;
}

/* ----------------------------------------------------------------------------------------------------- to JSON -- */

static void put_form_node(struct nnreg_form *form, struct nnreg_json_writer *writer, uint32_t at);

static void put_path(struct nnreg_bytes *path, const struct nnreg_form *form, const struct form_node *node)
{
    const struct form_node *above = &form->nodes[node->above];

    if (node == form->nodes)
        return;
    put_path(path, form, above);
    nnreg_bytes_text(path, above->shape == FORM_LIST                                ? "["
                           : path->size > 0 && path->content[path->size - 1] != ']' ? "."
                                                                                    : "");
    nnreg_bytes_text(path, form_step(form, node));
    nnreg_bytes_text(path, above->shape == FORM_LIST ? "]" : "");
}

/* Of indices that are all different, none is beyond the count if there is no gap. */
static bool is_without_gap(struct nnreg_form *form, const struct form_node *list)
{
    uint32_t at = list->first;
    struct nnreg_bytes path = NNREG_BYTES_INIT;

    while (at != 0 && strtoul(form_step(form, &form->nodes[at]), NULL, 10) < list->count)
        at = form->nodes[at].next;
    if (at == 0)
        return true;
    put_path(&path, form, &form->nodes[at]);
    if (path.failed)
        fail_form(form, NNREG_NO_MEMORY, "out of memory");
    else
        refuse_field(form, NNREG_INVALID_ARGUMENT, path.content,
                     "has no entry before it: the indices have a gap");
    nnreg_bytes_free(&path);
    return false;
}

/* The entry of an index, which is there: the list has no gap. */
static uint32_t entry_of(const struct nnreg_form *form, uint32_t list, uint32_t index)
{
    char step[STEP_HEAD + 16];
    uint32_t text = 0;

    memcpy(step, &list, STEP_HEAD);
    (void)snprintf(step + STEP_HEAD, sizeof step - STEP_HEAD, "%" PRIu32, index);
    (void)nnreg_string_pool_find(&text, &form->steps, step, STEP_HEAD + strlen(step + STEP_HEAD));
    return nnreg_string_pool_mark(&form->steps, text);
}

static void put_list(struct nnreg_form *form, struct nnreg_json_writer *writer, uint32_t at)
{
    uint32_t i;

    if (!is_without_gap(form, &form->nodes[at]))
        return;
    nnreg_json_open_array(writer);
    for (i = 0; i < form->nodes[at].count; i++)
        put_form_node(form, writer, entry_of(form, at, i));
    nnreg_json_close_array(writer);
}

static void put_members(struct nnreg_form *form, struct nnreg_json_writer *writer, uint32_t at)
{
    nnreg_json_open_object(writer);
    for (at = form->nodes[at].first; at != 0; at = form->nodes[at].next) {
        nnreg_json_put_key(writer, form_step(form, &form->nodes[at]));
        put_form_node(form, writer, at);
    }
    nnreg_json_close_object(writer);
}

static void put_form_node(struct nnreg_form *form, struct nnreg_json_writer *writer, uint32_t at)
{
    const struct form_node *node = &form->nodes[at];

    if (form->status != NNREG_OK)
        return;
    if (node->shape == FORM_LIST)
        put_list(form, writer, at);
    else if (node->shape == FORM_OBJECT)
        put_members(form, writer, at);
    else if (node->is_json)
        nnreg_json_put_raw(writer, node->text, node->length);
    else
        nnreg_json_put_chars(writer, node->text, node->length);
    if (form->status == NNREG_OK && writer->out->size > NNREG_LIMIT_JSON)
        fail_form(form, NNREG_LIMIT, "with its escapes the JSON of the fields has more than 16 MiB");
}

nnreg_status nnreg_form_json(char **text, size_t *length, nnreg_form *form)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;

    if (text != NULL)
        *text = NULL;
    if (length != NULL)
        *length = 0;
    if (text == NULL || form == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_json_writer_init(&writer, &out, 0);
    put_form_node(form, &writer, 0);
    if (form->status == NNREG_OK && out.failed)
        fail_form(form, NNREG_NO_MEMORY, "out of memory");
    if (form->status != NNREG_OK) {
        nnreg_bytes_free(&out);
        return form->status;
    }
    if (length != NULL)
        *length = out.size;
    return nnreg_bytes_take(text, &out);
}
