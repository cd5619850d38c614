/* Changing a JSON text where it stands: see json_edit.h. */
#include "codec/json_edit.h"

#include <assert.h>

void nnreg_json_quote(struct nnreg_bytes *out, const char *text)
{
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, out, 0);
    nnreg_json_put_string(&writer, text);
}

void nnreg_json_edit_key(struct nnreg_json_edit *edit, const struct nnreg_json_value *member, const char *key)
{
    edit->offset = member->key_start;
    edit->length = member->key_stop - member->key_start;
    nnreg_json_quote(&edit->text, key);
    nnreg_json_quote(&edit->value, key);
}

void nnreg_json_edit_value(struct nnreg_json_edit *edit, const struct nnreg_json_value *value,
                           const char *json_text)
{
    edit->offset = value->start;
    edit->length = value->stop - value->start;
    nnreg_bytes_text(&edit->text, json_text);
    nnreg_bytes_text(&edit->value, json_text);
}

/*
 * The member before `member` in the text, dropped ones included; NULL: it is the first. By `next` itself, because the walk of
 * nnreg_json_next passes over what is dropped, and what is dropped is still there in the text.
 */
static const struct nnreg_json_value *member_before(const struct nnreg_json *json,
                                                    const struct nnreg_json_value *object,
                                                    const struct nnreg_json_value *member)
{
    const struct nnreg_json_value *at = object + 1;

    if (at == member)
        return NULL;
    while (&json->values[at->next] != member) {
        assert(at->next != 0);
        at = &json->values[at->next];
    }
    return at;
}

/* Between two members there is white space and one comma: it goes with the one that is taken away. */
void nnreg_json_edit_remove(struct nnreg_json_edit *edit, const struct nnreg_json *json,
                            const struct nnreg_json_value *object, const struct nnreg_json_value *member)
{
    const struct nnreg_json_value *before = member_before(json, object, member);
    size_t start = member->key_start, stop = member->stop;

    if (member->next != 0)
        stop = json->values[member->next].key_start;
    else if (before != NULL)
        start = before->stop;
    edit->offset = start;
    edit->length = stop - start;
}

static const struct nnreg_json_value *last_member(const struct nnreg_json *json,
                                                  const struct nnreg_json_value *object)
{
    const struct nnreg_json_value *at = object + 1;

    while (at->next != 0)
        at = &json->values[at->next];
    return at;
}

/* Where the white space in front of a key begins. */
static size_t space_before(const struct nnreg_json *json, size_t key_start)
{
    size_t at = key_start;

    while (json->text[at - 1] != ',' && json->text[at - 1] != '{')
        at--;
    return at;
}

void nnreg_json_edit_add(struct nnreg_json_edit *edit, const struct nnreg_json *json,
                         const struct nnreg_json_value *object, const char *key, const char *json_text)
{
    const struct nnreg_json_value *last = object->count > 0 ? last_member(json, object) : NULL;
    size_t space = last != NULL ? space_before(json, last->key_start) : 0;

    edit->offset = last != NULL ? last->stop : object->start + 1;
    if (last != NULL) {
        nnreg_bytes_char(&edit->text, ',');
        nnreg_bytes_put(&edit->text, json->text + space, last->key_start - space);
    }
    nnreg_json_quote(&edit->text, key);
    if (last != NULL)
        nnreg_bytes_put(&edit->text, json->text + last->key_stop, last->start - last->key_stop);
    else
        nnreg_bytes_text(&edit->text, ": ");
    nnreg_bytes_text(&edit->text, json_text);
    nnreg_bytes_text(&edit->value, json_text);
}

bool nnreg_json_edit_failed(const struct nnreg_json_edit *edit)
{
    return edit->text.failed || edit->value.failed;
}

void nnreg_json_edit_free(struct nnreg_json_edit *edit)
{
    nnreg_bytes_free(&edit->text);
    nnreg_bytes_free(&edit->value);
}
