/*
 * The messages of a SavedModel, as far as they are looked at: one table of fields, each with its number for the binary
 * form, its name for the text form, and what becomes of its value. Both readers walk this table, so that a model means
 * the same in either syntax (doc/FORMATS.md, "Protobuf messages").
 */
#ifndef NNREG_TENSORFLOW_SAVEDMODEL_FIELDS_H
#define NNREG_TENSORFLOW_SAVEDMODEL_FIELDS_H

#include "tensorflow/savedmodel_build.h"

enum nnreg_savedmodel_message {
    NNREG_MESSAGE_OPAQUE, /* any fields, none of which is looked at */
    NNREG_MESSAGE_SAVED_MODEL,
    NNREG_MESSAGE_META_GRAPH,
    NNREG_MESSAGE_META_INFO,
    NNREG_MESSAGE_OP_LIST,
    NNREG_MESSAGE_OP,
    NNREG_MESSAGE_ARG,
    NNREG_MESSAGE_ATTR_DEF,
    NNREG_MESSAGE_GRAPH,
    NNREG_MESSAGE_VERSIONS,
    NNREG_MESSAGE_LIBRARY,
    NNREG_MESSAGE_FUNCTION,
    NNREG_MESSAGE_RET_ENTRY,
    NNREG_MESSAGE_NODE,
    NNREG_MESSAGE_ATTR_ENTRY,
    NNREG_MESSAGE_ATTR_VALUE,
    NNREG_MESSAGE_LIST_VALUE,
    NNREG_MESSAGE_FUNC,
    NNREG_MESSAGE_FUNC_ATTR,
    NNREG_MESSAGE_FUNC_VALUE,
    NNREG_MESSAGE_FUNC_LIST,
    NNREG_MESSAGE_INNER_FUNC,
    NNREG_MESSAGE_FUNCTION_ATTR,
    NNREG_MESSAGE_GRADIENT,
    NNREG_MESSAGE_SHAPE,
    NNREG_MESSAGE_DIM,
    NNREG_MESSAGE_TENSOR,
    NNREG_MESSAGE_SAVER,
    NNREG_MESSAGE_COLLECTION_ENTRY,
    NNREG_MESSAGE_COLLECTION,
    NNREG_MESSAGE_NODE_LIST,
    NNREG_MESSAGE_BYTES_LIST,
    NNREG_MESSAGE_ANY_LIST,
    NNREG_MESSAGE_ANY,
    NNREG_MESSAGE_SIGNATURE_ENTRY,
    NNREG_MESSAGE_SIGNATURE,
    NNREG_MESSAGE_INFO_ENTRY,
    NNREG_MESSAGE_INFO,
    NNREG_MESSAGE_SPARSE,
    NNREG_MESSAGE_COMPOSITE,
    NNREG_MESSAGE_TYPE_SPEC,
    NNREG_MESSAGE_ASSET,
    NNREG_MESSAGE_OBJECT_GRAPH,
    NNREG_MESSAGE_VARIABLE,
    NNREG_MESSAGE_COUNT
};

enum nnreg_savedmodel_field_kind {
    NNREG_SAVEDMODEL_FIELD_ABSENT, /* no such field */
    NNREG_SAVEDMODEL_FIELD_SKIP, /* of any type; its value is passed over, `take` (if any) told that it was there */
    NNREG_SAVEDMODEL_FIELD_TEXT, /* a string or bytes */
    NNREG_SAVEDMODEL_FIELD_INT32,
    NNREG_SAVEDMODEL_FIELD_INT64,
    NNREG_SAVEDMODEL_FIELD_UINT32,
    NNREG_SAVEDMODEL_FIELD_UINT64,
    NNREG_SAVEDMODEL_FIELD_BOOL,
    NNREG_SAVEDMODEL_FIELD_DTYPE,
    NNREG_SAVEDMODEL_FIELD_ENUM, /* of the names in `names` */
    NNREG_SAVEDMODEL_FIELD_FLOAT,
    NNREG_SAVEDMODEL_FIELD_DOUBLE,
    NNREG_SAVEDMODEL_FIELD_MESSAGE
};

struct nnreg_savedmodel_field {
    const char *name;
    enum nnreg_savedmodel_field_kind kind;
    enum nnreg_savedmodel_message child; /* of a MESSAGE */
    enum nnreg_savedmodel_object
        object; /* not NONE: the value goes to the member at `offset` of this object (repeated: into its list) … */
    size_t offset;
    nnreg_savedmodel_take *take;   /* … else to this */
    nnreg_savedmodel_enter *enter; /* before a message; false: it is passed over */
    nnreg_savedmodel_leave *leave; /* behind a message that was entered */
    const char *const *names;      /* of an ENUM, by number, ended by NULL */
    bool repeated;                 /* numbers: the packed form is legal, too */
    bool recurs; /* an entry of a node's attributes: most were there before (savedmodel_seen.h) */
    size_t most; /* not 0: bytes of a TEXT that are read at all, and fewer than usual */
};

struct nnreg_savedmodel_message_fields {
    const struct nnreg_savedmodel_field *field; /* by number; gaps are ABSENT */
    size_t count;
};

extern const struct nnreg_savedmodel_message_fields nnreg_savedmodel_message_fields[NNREG_MESSAGE_COUNT];

/* NULL: the message has no such field. */
static inline const struct nnreg_savedmodel_field *
nnreg_savedmodel_field_by_number(enum nnreg_savedmodel_message message, uint32_t number)
{
    const struct nnreg_savedmodel_message_fields *fields = &nnreg_savedmodel_message_fields[message];

    if (number >= fields->count || fields->field[number].kind == NNREG_SAVEDMODEL_FIELD_ABSENT)
        return NULL;
    return &fields->field[number];
}
const struct nnreg_savedmodel_field *nnreg_savedmodel_field_by_name(enum nnreg_savedmodel_message message,
                                                                    const char *name, size_t length);

/* Bytes of a text value of a field that are held; of a longer one only the size is told. */
static inline size_t nnreg_savedmodel_held(const struct nnreg_savedmodel_field *field)
{
    return field->most > 0 ? field->most : NNREG_LIMIT_MODEL_HELD;
}

/* Whether a list of numbers has as many as anyone looks at: the rest may be passed over. */
bool nnreg_savedmodel_is_full(const struct nnreg_savedmodel_builder *builder,
                              const struct nnreg_savedmodel_field *field);

/* Brings a value to where the table says. */
void nnreg_savedmodel_put(struct nnreg_savedmodel_builder *builder,
                          const struct nnreg_savedmodel_field *field,
                          const struct nnreg_savedmodel_value *value);

/* Reads a message in binary form to the end of `cursor`, which is the builder's for that time. */
void nnreg_savedmodel_walk(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                           enum nnreg_savedmodel_message message);

/* Reads a model in text form; a failure's place goes to `failure`. */
void nnreg_savedmodel_walk_text(struct nnreg_savedmodel_builder *builder, struct nnreg_cursor *cursor,
                                struct nnreg_savedmodel_failure *failure);

#endif
