/*
 * What the parts of the JSON reader share: json.c (structure), json_scan.c (strings and numbers), json_mistake.c (what
 * is said about a text that is none), json_unique.c (duplicate keys), json_text.c (the characters behind a text).
 */
#ifndef NNREG_CODEC_JSON_READER_H
#define NNREG_CODEC_JSON_READER_H

#include "codec/json.h"

#define NNREG_JSON_NONE UINT32_MAX /* the index of no value */

/* A text being read. The first failure is kept, to be told when the duplicate keys before it have been. */
struct nnreg_json_reader {
    const char *at; /* the next byte */
    const char *stop;
    const char *text;
    struct nnreg_json *json;
    size_t capacity; /* of json->values */
    struct nnreg_json_limits limits;
    size_t level;  /* containers that are open */
    uint32_t open; /* the innermost of them, NNREG_JSON_NONE outside of all */
    nnreg_status status;
    enum nnreg_json_problem problem;
    size_t offset;
    char message[256];
    char hint[256]; /* "" for none */
};

/* What the grammar wants at a place. */
enum nnreg_json_wanted {
    NNREG_JSON_WANT_VALUE,
    NNREG_JSON_WANT_KEY,
    NNREG_JSON_WANT_COLON,
    NNREG_JSON_WANT_COMMA, /* or the end of the container */
    NNREG_JSON_WANT_END    /* of the text */
};

/* json_scan.c: each begins at reader->at and leaves it behind the token; false after a failure. */
bool nnreg_json_scan_string(struct nnreg_json_reader *reader, bool *escaped);
bool nnreg_json_scan_number(struct nnreg_json_reader *reader);

/* json_mistake.c: each keeps the failure, of which there was none yet, and returns false. `hint` may be NULL. */
bool nnreg_json_mistake(struct nnreg_json_reader *reader, enum nnreg_json_problem problem, const char *at,
                        const char *hint, const char *format, ...) NNREG_PRINTF(5, 6);
/* At reader->at is not what is wanted. */
bool nnreg_json_unexpected(struct nnreg_json_reader *reader, enum nnreg_json_wanted wanted);
/* The text ends inside the thing ("string", "array", …) that began at `begin`. */
bool nnreg_json_cut_short(struct nnreg_json_reader *reader, const char *thing, const char *begin);
/* Whether the text begins like UTF-8; a byte order mark, UTF-16 and UTF-32 are mistakes. */
bool nnreg_json_check_encoding(struct nnreg_json_reader *reader);

/* json_unique.c: complains about each key that was in its object before, in document order. */
nnreg_status nnreg_json_check_unique(size_t *duplicates, const struct nnreg_json *json,
                                     nnreg_json_complaint *complain, void *context);

/* A key, or the inside of a string: the text between the quotes. It was checked when it was read. */
struct nnreg_json_chars {
    const char *at;
    const char *stop;
    bool escaped;
};

struct nnreg_json_chars nnreg_json_key_chars(const struct nnreg_json *json,
                                             const struct nnreg_json_value *value);

/* Orders by the bytes of the unescaped texts, like memcmp. */
int nnreg_json_chars_compare(struct nnreg_json_chars a, struct nnreg_json_chars b);

/* The same for equal texts, however they are escaped. Not made to resist collisions: who uses it must. */
uint64_t nnreg_json_chars_hash(struct nnreg_json_chars chars);

/*
 * The members of an object, sorted by (rank, key) with the first of equal keys first. `rank` is the key's hash, so that
 * most comparisons are of integers; keys made to collide cost comparisons of bytes, of which there are n log n at most.
 */
struct nnreg_json_ranked {
    uint64_t rank;
    uint32_t value; /* index */
    uint32_t other; /* the user's */
};

/* `scratch` has as many entries; returns the one of the two that holds the result. NULL `json` compares ranks only. */
struct nnreg_json_ranked *nnreg_json_sort(const struct nnreg_json *json, struct nnreg_json_ranked *entries,
                                          struct nnreg_json_ranked *scratch, size_t count);

/* The double behind a number that the grammar allows. `stop` is the end of the text that holds it. */
double nnreg_json_to_double(const char *number, size_t length, const char *stop);

#endif
