/*
 * The field tables: one row per field of every record. A row is all that is known of a field; it drives reading and
 * writing JSON, every finding on a description, the record format, the update rule, JSON Schema and the man page's
 * tables. Nothing else knows a field's name.
 */
#ifndef NNREG_RECORDS_FIELDS_H
#define NNREG_RECORDS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/digest.h"
#include "records/vocab.h"

typedef unsigned char nnreg_digest[NNREG_SHA256_SIZE];

/*
 * What is done with a value of each kind is one row of functions in each of three tables, one for each floor that knows
 * what the functions need: memory in records/fields.c, JSON and msgpack in codec/kinds.c, judging in check/engine_value.c.
 */
/* clang-format off */
enum nnreg_kind {
    NNREG_KIND_ID,        /* uint64_t, from 1; 0 is none */
    NNREG_KIND_REFERENCE, /* uint64_t, an id; 0 is none, and null in JSON */
    NNREG_KIND_INTEGER,   /* int64_t */
    NNREG_KIND_SIZE,      /* uint64_t, from 0: bytes, or an id where 0 says something, too */
    NNREG_KIND_TIME,      /* int64_t, microseconds since 1970 */
    NNREG_KIND_NUMBER,    /* double, finite */
    NNREG_KIND_BOOL,      /* bool */
    NNREG_KIND_STRING,    /* char *, owned */
    NNREG_KIND_ENUM,      /* int, index in `vocab` */
    NNREG_KIND_JSON,      /* char *, owned: the text of a JSON object, as it was written */
    NNREG_KIND_DIGEST,    /* nnreg_digest */
    NNREG_KIND_OBJECT,    /* struct of `child` behind an owned pointer; NULL: absent */
    NNREG_KIND_ARRAY,     /* struct nnreg_array of structs of `child` */
    NNREG_KIND_STRINGS,   /* struct nnreg_array of char *; items NULL: absent */
    NNREG_KIND_NUMBERS,   /* struct nnreg_array of double, finite; items NULL: absent */
    NNREG_KIND_VALUE,     /* char *, owned: the text of any JSON value; NULL: absent, and null in JSON */
    NNREG_KIND_ONE_OF,    /* the rows of `child`, all NNREG_KIND_OBJECT, are keys of this very object: exactly one is
                             present. Members are of this very struct; the row itself has no key and no member */
    NNREG_KIND_COUNT
};
/* clang-format on */

enum nnreg_presence {
    NNREG_REQUIRED,
    NNREG_OPTIONAL, /* `initial` when it is left out; where that is NULL, it is absent then */
    NNREG_ASSIGNED  /* by the registry, or from the bundle: a description that has it is refused */
};

/* What a number, or each entry of NUMBERS, may be. */
enum nnreg_bounds {
    NNREG_UNBOUNDED,
    NNREG_BOUNDS_ABOVE,  /* greater than `low` */
    NNREG_BOUNDS_BETWEEN /* from `low` to `high`, both included */
};

enum nnreg_mutability {
    NNREG_IMMUTABLE,
    NNREG_MUTABLE,
    NNREG_MUTABLE_BY_SETTING, /* where the registry's setting mutable-description is on */
    NNREG_NEVER_GIVEN,        /* assigned by the registry: an update that has it is `read-only` */
    NNREG_PUBLISHED           /* likewise; it changes by publishing alone, whose events tell of it */
};

/*
 * What a text must look like beyond its length; a row has any number of them, and each is judged (check/string_formats.c) and
 * has a pattern in the schema (codec/json_schema_values.c).
 */
enum nnreg_string_format {
    NNREG_STRING_FORMAT_TEXT,           /* anything but NUL, which holds of every text */
    NNREG_STRING_FORMAT_LINE,           /* no control characters */
    NNREG_STRING_FORMAT_TENSOR,         /* a tensor name: op/name or op/name:0 */
    NNREG_STRING_FORMAT_TENSOR_OR_NONE, /* the same, or "" */
    NNREG_STRING_FORMAT_LICENSE,        /* a line, best an SPDX license expression */
    NNREG_STRING_FORMAT_URL,            /* an absolute http or https URL */
    NNREG_STRING_FORMAT_TARGET_SIZE,    /* WxH or N: N where the row's `selector` says so, else WxH */
    NNREG_STRING_FORMAT_SLUG,           /* what publishing takes, which judges it (registry/public.c) */
    NNREG_STRING_FORMAT_COUNT
};

enum { NNREG_STRING_FORMATS_MOST = 4 }; /* of one row */

/* A word of another field of the same object that decides between two forms of this one. */
struct nnreg_selector {
    const char *key;
    const char *word;
};

struct nnreg_field {
    const char *key;
    enum nnreg_kind kind;
    enum nnreg_presence presence;
    enum nnreg_mutability mutability;
    unsigned
        number; /* in records, from 1; never used again for anything else. 0: not stored, and filled in when the
                        record is read */
    size_t offset;
    const char *doc; /* one line */
    const char *
        initial; /* JSON text of the value of a field left out; NULL: none. An OPTIONAL field without one is absent
                    when it is left out (nnreg_may_be_absent), and then of a kind with an absent value */
    enum nnreg_string_format formats[NNREG_STRING_FORMATS_MOST]; /* TEXT, which is 0, ends them */
    struct nnreg_selector selector;                              /* of NNREG_STRING_FORMAT_TARGET_SIZE */
    size_t least,
        most; /* characters of a string (of each of STRINGS), bytes of JSON text, entries of an ARRAY or
                            NUMBERS; most 0: no bound. STRINGS have 1 to NNREG_LIMIT_LIST entries */
    bool most_bytes; /* `most` of a string counts bytes */
    bool
        empty_is_null; /* STRING: "" is null in the JSON of the object; in an event it stands as it is stored */
    enum nnreg_bounds bounds;
    double low, high;
    bool logged; /* in the event of a create and a delete, though it cannot change */
    bool
        unique; /* STRINGS: no entry twice. STRING, INTEGER in an array's child: no two entries have the same */
    const struct nnreg_vocab *vocab;
    const struct nnreg_table *child;
    const char *deprecated;      /* why, and what instead; NULL: it is not */
    const char *deprecated_when; /* JSON literal: only this value is deprecated; NULL: every value */
    bool deprecated_leave_out;   /* nothing is lost by leaving it out */
    const struct nnreg_field *
        deprecated_for; /* the row beside it that says the same: its only field lists the texts of this one's, in the
                           order of their table. NULL: there is none */
};

/* Every struct of a table begins with this: what a newer library wrote and this one does not know, kept as it is. */
struct nnreg_unknown {
    char *content; /* msgpack keys and values, one after the other */
    size_t size;
    size_t count; /* pairs */
};

struct nnreg_array {
    void *items;
    size_t count;
};

struct nnreg_table {
    const char *name; /* "network": for messages, "$defs" of the schema and the documentation */
    const char *doc;
    size_t size;  /* of the struct */
    size_t inner; /* of the largest struct inside of it, for what record_view.h takes by an index; else 0 */
    const struct nnreg_field *fields;
    size_t count;
    const struct nnreg_table *elsewhere[2]; /* objects whose fields people write here, and … */
    const char *elsewhere_hint;             /* … what to do with them */
};

/* The row with this key, rows inside ONE_OF included; NULL when there is none. */
const struct nnreg_field *nnreg_table_field(const struct nnreg_table *table, const char *key);

/* The row of the member at this offset, which is one of the table's. */
const struct nnreg_field *nnreg_field_at(const struct nnreg_table *table, size_t offset);

/* How code asks for a row, or for a key: by the member, so that a name that is none does not compile. */
#define NNREG_FIELD(record, member) \
    nnreg_field_at(&nnreg_##record##_table, offsetof(struct nnreg_##record, member))
#define NNREG_KEY(record, member) (NNREG_FIELD(record, member)->key)

/* The bit of a field in a set of record numbers. */
static inline uint64_t nnreg_field_bit(const struct nnreg_field *field)
{
    return UINT64_C(1) << field->number;
}

/*
 * Whether a member has no value at all: an OBJECT, STRING, JSON or VALUE that is NULL, NUMBERS or STRINGS without items. It is not
 * written, neither to records nor to JSON (but for a VALUE, which is null there); a getter gives NULL for it.
 */
bool nnreg_is_absent(const struct nnreg_field *field, const void *record);

/* Whether a field that is left out is absent, instead of taking an initial value. */
static inline bool nnreg_may_be_absent(const struct nnreg_field *field)
{
    return field->kind == NNREG_KIND_VALUE || (field->presence == NNREG_OPTIONAL && field->initial == NULL);
}

/* How many entries a list (ARRAY, STRINGS, NUMBERS) has at least and at most; SIZE_MAX: no bound. */
size_t nnreg_list_least(const struct nnreg_field *field);
size_t nnreg_list_most(const struct nnreg_field *field);

/* Whether a text of the field has to have a format. */
bool nnreg_has_format(const struct nnreg_field *field, enum nnreg_string_format format);

/* Keys that a description may have, for the nearest one: fills at most `room`, returns how many there are. */
size_t nnreg_table_keys(const char **keys, size_t room, const struct nnreg_table *table);

/* Where a row's member is in a record. */
static inline void *nnreg_member(const void *record, const struct nnreg_field *field)
{
    return (char *)(uintptr_t)record + field->offset;
}

/* Room for a member of any kind. */
union nnreg_any_member {
    uint64_t id;
    int64_t integer;
    double number;
    bool truth;
    int word;
    void *pointer;
    nnreg_digest digest;
    struct nnreg_array array;
};

/* The bytes that a member has. */
size_t nnreg_member_size(const struct nnreg_field *field);

/* Frees what a member owns and zeroes it. Works on a half filled one. */
void nnreg_member_clear(const struct nnreg_field *field, void *member);

/* Makes a zeroed member one whose value is not known: an enum -1, a number NaN; any other has 0 or NULL for that. */
void nnreg_member_forget(const struct nnreg_field *field, void *member);

/* What is done with members of a kind. A test proves that every kind has a row. */
struct nnreg_kind_memory {
    size_t size;
    void (*clear)(const struct nnreg_field *field, void *member); /* frees; the bits are of no use then */
    void (*forget)(void *member);                                 /* from zero */
    bool (*is_absent)(const void *member);
};
extern const struct nnreg_kind_memory nnreg_kind_memories[NNREG_KIND_COUNT];

/*
 * What an OBJECT's member points at; NULL: absent. The structs are of many types, so that no void ** may look at the
 * pointer; all of them have one representation.
 */
static inline void *nnreg_member_object(const void *member)
{
    void *object;

    memcpy(&object, member, sizeof object);
    return object;
}

/* Frees what a record's members own and zeroes it; the struct itself stays. Works on a half filled record. */
void nnreg_record_clear(const struct nnreg_table *table, void *record);

#endif
