/*
 * The strict JSON reader (RFC 8259): one pass over a text, to values that know where they stand.
 *
 * Strict means: one value and nothing behind it but white space; no byte order mark; UTF-8 checked everywhere, also
 * that \u escapes form whole surrogate pairs; no key twice in one object, compared after unescaping; every number
 * finite as an IEEE double. Nothing is converted while reading: a value is the range of its text, so what was written
 * is what comes back. `\u0000` is legal JSON and read; who wants a C string from a value is refused it.
 *
 * The values lie in one array in document order (each container before its children), so walking needs no pointers:
 * the first child of value i is i + 1, the next sibling is values[i].next.
 */
#ifndef NNREG_CODEC_JSON_H
#define NNREG_CODEC_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "base/text_location.h"

enum nnreg_json_type {
    NNREG_JSON_NULL,
    NNREG_JSON_BOOL,
    NNREG_JSON_NUMBER,
    NNREG_JSON_STRING,
    NNREG_JSON_ARRAY,
    NNREG_JSON_OBJECT
};

struct nnreg_json_value {
    uint32_t start; /* byte offsets of the value's text: [start, stop) */
    uint32_t stop;
    uint32_t key_start; /* of its key with the quotes; both 0 when the value is no member of an object */
    uint32_t key_stop;
    uint32_t next;  /* index of the next sibling, 0 when it is the last */
    uint32_t count; /* children of an array or object */
    uint32_t depth; /* levels of arrays and objects below and including this value; 0 for a scalar */
    uint8_t type;   /* enum nnreg_json_type */
    bool escaped;   /* a string with a backslash in it */
    bool key_escaped;
    bool truth : 1;   /* of a bool */
    bool dropped : 1; /* nnreg_json_drop: walking passes it over */
};

/* What the reader objects to; a text can have several duplicate keys, everything else ends the reading. */
enum nnreg_json_problem {
    NNREG_JSON_SYNTAX,
    NNREG_JSON_ENCODING, /* bad UTF-8, a lone surrogate, a byte order mark, UTF-16 */
    NNREG_JSON_NOT_FINITE,
    NNREG_JSON_DUPLICATE_KEY,
    NNREG_JSON_TOO_DEEP,
    NNREG_JSON_TOO_LARGE
};

/*
 * Called for each problem, in document order within each object, a mistake that ended the reading last: its place as a
 * byte offset (the text's length when it ends too early), what is wrong in one line ("expected ':' after the key, found
 * '}'"), and how to mend it or NULL. For a duplicate key `value` is the index of the second value, else 0; while the
 * complaint runs the `json` being read can be walked, as far as the text was read.
 */
typedef void nnreg_json_complaint(void *context, enum nnreg_json_problem problem, size_t offset,
                                  uint32_t value, const char *message, const char *hint);

struct nnreg_json_limits {
    size_t size; /* bytes */
    size_t values;
    size_t depth;
};

#define NNREG_JSON_LIMITS                                                 \
    {                                                                     \
        NNREG_LIMIT_JSON, NNREG_LIMIT_JSON_VALUES, NNREG_LIMIT_JSON_DEPTH \
    }

struct nnreg_json {
    const char *text; /* borrowed: it must stay as long as this is used */
    size_t length;
    struct nnreg_json_value *values; /* values[0] is the document */
    size_t count;
};

/*
 * NNREG_OK; NNREG_REFUSED: there was a complaint, and `json` is empty (values NULL); NNREG_NO_MEMORY.
 * `limits` and `complain` may be NULL: NNREG_JSON_LIMITS, and silence. Iterative: the depth costs no stack.
 */
nnreg_status nnreg_json_read(struct nnreg_json *json, const char *text, size_t length,
                             const struct nnreg_json_limits *limits, nnreg_json_complaint *complain,
                             void *context);
void nnreg_json_free(struct nnreg_json *json);

/* The first child of a container and the next sibling, NULL when there is none. */
const struct nnreg_json_value *nnreg_json_first(const struct nnreg_json *json,
                                                const struct nnreg_json_value *value);
const struct nnreg_json_value *nnreg_json_next(const struct nnreg_json *json,
                                               const struct nnreg_json_value *value);

/* Takes a child out of a container for all that walk it from now on; its text stays where it was. */
void nnreg_json_drop(struct nnreg_json *json, const struct nnreg_json_value *container,
                     const struct nnreg_json_value *child);

/* The member of an object with this key (UTF-8, compared after unescaping), NULL when there is none. */
const struct nnreg_json_value *nnreg_json_member(const struct nnreg_json *json,
                                                 const struct nnreg_json_value *object, const char *key);

/*
 * The characters of a string value, or of a member's key, unescaped. The text is owned by the caller, ended by a NUL;
 * `*length` (may be NULL) is without it and differs from strlen when \u0000 is in it. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_json_string(char **text, size_t *length, const struct nnreg_json *json,
                               const struct nnreg_json_value *value);
nnreg_status nnreg_json_key(char **text, size_t *length, const struct nnreg_json *json,
                            const struct nnreg_json_value *value);

/* Whether a value's key, or a string value, equals `text`, without allocating. */
bool nnreg_json_key_is(const struct nnreg_json *json, const struct nnreg_json_value *value, const char *text);
bool nnreg_json_string_is(const struct nnreg_json *json, const struct nnreg_json_value *value,
                          const char *text);

/* A number as double (always finite), correctly rounded whatever the host's locale is. */
double nnreg_json_number(const struct nnreg_json *json, const struct nnreg_json_value *value);

/* A number as a 64-bit integer: false when it has a fraction or an exponent, or does not fit. */
bool nnreg_json_int64(int64_t *number, const struct nnreg_json *json, const struct nnreg_json_value *value);
bool nnreg_json_uint64(uint64_t *number, const struct nnreg_json *json, const struct nnreg_json_value *value);

/* "null", "a boolean", "a number", "a string", "an array", "an object": for messages. */
const char *nnreg_json_type_text(enum nnreg_json_type type);

/*
 * The writer: JSON text into bytes, with commas, colons and indentation taken care of. Failures are sticky in the
 * bytes. `indent` 0 writes one line without spaces but after ':' and ','.
 */
struct nnreg_json_writer {
    struct nnreg_bytes *out;
    unsigned indent; /* spaces per level */
    unsigned level;
    bool filled; /* the open container has an entry already */
    bool after_key;
};

void nnreg_json_writer_init(struct nnreg_json_writer *writer, struct nnreg_bytes *out, unsigned indent);
void nnreg_json_open_object(struct nnreg_json_writer *writer);
void nnreg_json_close_object(struct nnreg_json_writer *writer);
void nnreg_json_open_array(struct nnreg_json_writer *writer);
void nnreg_json_close_array(struct nnreg_json_writer *writer);
void nnreg_json_put_key(struct nnreg_json_writer *writer, const char *key);
void nnreg_json_put_string(struct nnreg_json_writer *writer, const char *text);
/* A string of a known length, that may have NUL in it. What is no UTF-8 in a string or key is written as U+FFFD. */
void nnreg_json_put_chars(struct nnreg_json_writer *writer, const char *text, size_t length);
void nnreg_json_put_uint(struct nnreg_json_writer *writer, uint64_t number);
void nnreg_json_put_int(struct nnreg_json_writer *writer, int64_t number);
/* The shortest text that reads back as the same double, with a '.' or an exponent ("255.0"); null when not finite. */
void nnreg_json_put_number(struct nnreg_json_writer *writer, double number);
void nnreg_json_put_bool(struct nnreg_json_writer *writer, bool truth);
void nnreg_json_put_null(struct nnreg_json_writer *writer);
/* JSON text that is put as it stands (metadata). */
void nnreg_json_put_raw(struct nnreg_json_writer *writer, const char *text, size_t length);

/*
 * RFC 7396: the text of `target` merged with `patch`, both JSON texts that nnreg_json_read accepts, `target` an object
 * or not. Members that the patch does not name keep their exact text, order and the white space around them; new ones
 * come at the end in the patch's order. The result can be larger than either: it is the caller's to judge.
 * NNREG_NO_MEMORY; NNREG_LIMIT when either goes over `limits` (of whose depth no more than NNREG_LIMIT_JSON_DEPTH
 * counts); NNREG_REFUSED when either is no JSON.
 */
nnreg_status nnreg_json_merge(char **text, const char *target, size_t target_length, const char *patch,
                              size_t patch_length, const struct nnreg_json_limits *limits);

#endif
