/*
 * Changing a JSON text where it stands: which bytes of it a change takes away, and what takes their place, so that the rest stays
 * as it was written. The bytes are those that the reader met (json.h); nothing is read a second time.
 *
 *     {                            the member's key, its value, or both with what separates the member from the next one:
 *       "a": 1,                    taking away "a" takes  "a": 1,⏎␣␣  and "b" moves into its place; taking away "b", the last,
 *       "b": 2                     takes  ,⏎␣␣"b": 2  from behind the value before
 *     }
 */
#ifndef NNREG_CODEC_JSON_EDIT_H
#define NNREG_CODEC_JSON_EDIT_H

#include "codec/json.h"

/* A change: NNREG_JSON_EDIT_INIT, one of the calls below, nnreg_json_edit_free. A lack of memory sticks in the texts. */
struct nnreg_json_edit {
    size_t offset, length;    /* of what is taken away */
    struct nnreg_bytes text;  /* what takes its place */
    struct nnreg_bytes value; /* the new key, or the new value, as JSON; nothing when there is none */
};

#define NNREG_JSON_EDIT_INIT                     \
    {                                            \
        0, 0, NNREG_BYTES_INIT, NNREG_BYTES_INIT \
    }

/* Another key for a member. */
void nnreg_json_edit_key(struct nnreg_json_edit *edit, const struct nnreg_json_value *member,
                         const char *key);

/* Another value, as JSON text, in the place of one. */
void nnreg_json_edit_value(struct nnreg_json_edit *edit, const struct nnreg_json_value *value,
                           const char *json_text);

/* A member that goes. `object` is the one that has it, whose members may be dropped (nnreg_json_drop): these stay. */
void nnreg_json_edit_remove(struct nnreg_json_edit *edit, const struct nnreg_json *json,
                            const struct nnreg_json_value *object, const struct nnreg_json_value *member);

/* A member that comes, behind the last one of the object, set off as that one is. */
void nnreg_json_edit_add(struct nnreg_json_edit *edit, const struct nnreg_json *json,
                         const struct nnreg_json_value *object, const char *key, const char *json_text);

bool nnreg_json_edit_failed(const struct nnreg_json_edit *edit);
void nnreg_json_edit_free(struct nnreg_json_edit *edit);

/* Appends `text` as a JSON string. */
void nnreg_json_quote(struct nnreg_bytes *out, const char *text);

#endif
