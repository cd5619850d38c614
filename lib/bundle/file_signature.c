/*
 * What a file looks like by its first bytes: see file_signature.h. The questions go from the certain to the likely
 * (nnreg_file_signature_of): bytes at a fixed place, then words of texts, then traces of damage, and binary protobuf last,
 * because it has no such bytes, and many a file begins with what could be a field of it. Damage comes before it, since a
 * damaged model still begins like one.
 */
#include "bundle/file_signature.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/letters.h"
#include "formats/protowire.h"

const char *nnreg_file_signature_text(enum nnreg_file_signature signature)
{
    static const char *const texts[] = {
#define ROW(NAME, text) text,
        NNREG_FILE_SIGNATURES(ROW)
#undef ROW
    };

    assert((unsigned)signature < NNREG_FILE_SIGNATURE_COUNT);
    return texts[signature];
}

/* Bytes at a fixed place. */
static const struct {
    size_t offset;
    const char *bytes;
    size_t size;
    enum nnreg_file_signature signature;
} signature_magics[] = {
    {0, "PK\003\004", 4, NNREG_FILE_SIGNATURE_ZIP},
    {0, "\037\213\010", 3, NNREG_FILE_SIGNATURE_GZIP},
    {0, "\211HDF\r\n\032\n", 8, NNREG_FILE_SIGNATURE_HDF5},
    {4, "TFL3", 4, NNREG_FILE_SIGNATURE_TFLITE},
    {0, "\200\002c", 3, NNREG_FILE_SIGNATURE_PICKLE},
    {0, "\200\002}", 3, NNREG_FILE_SIGNATURE_PICKLE},
    {0, "\200\002]", 3, NNREG_FILE_SIGNATURE_PICKLE},
    {0, "\200\004\225", 3, NNREG_FILE_SIGNATURE_PICKLE},
    {0, "\377\376", 2, NNREG_FILE_SIGNATURE_UTF16},
    {0, "\376\377", 2, NNREG_FILE_SIGNATURE_UTF16},
};

/*
 * A Git LFS pointer is a text smaller than 1024 bytes that begins with one of these (github.com/git-lfs/git-lfs,
 * docs/spec.md): the specification's own address, and the two that the first releases wrote.
 */
static const char *const pointers[] = {
    "version https://git-lfs.github.com/spec/",
    "version http://git-media.io/v/",
    "version https://hawser.github.com/spec/",
};
enum { POINTER_BYTES = 1024 };

/* What a text starts with, white space aside; case does not matter. */
static const struct {
    const char *word;
    bool is_field; /* of a message: what follows is no part of a word */
    enum nnreg_file_signature signature;
} starts[] = {
    {"<!doctype html", false, NNREG_FILE_SIGNATURE_HTML},
    {"<html", false, NNREG_FILE_SIGNATURE_HTML},
    {"<head", false, NNREG_FILE_SIGNATURE_HTML},
    {"<!--", false, NNREG_FILE_SIGNATURE_HTML},
    {"{", false, NNREG_FILE_SIGNATURE_JSON},
    {"saved_model_schema_version", true, NNREG_FILE_SIGNATURE_SAVED_MODEL_TEXT},
    {"meta_graphs", true, NNREG_FILE_SIGNATURE_SAVED_MODEL_TEXT},
    {"meta_info_def", true, NNREG_FILE_SIGNATURE_META_GRAPH_TEXT},
    {"graph_def", true, NNREG_FILE_SIGNATURE_META_GRAPH_TEXT},
    {"node", true, NNREG_FILE_SIGNATURE_GRAPH_DEF_TEXT},
    {"versions", true, NNREG_FILE_SIGNATURE_GRAPH_DEF_TEXT},
    {"library", true, NNREG_FILE_SIGNATURE_GRAPH_DEF_TEXT},
    {"item", true, NNREG_FILE_SIGNATURE_LABEL_MAP},
};

static bool signature_is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool signature_is_word(unsigned char c)
{
    return c == '_' || (c >= '0' && c <= '9') ||
           (nnreg_letter_small(c) >= 'a' && nnreg_letter_small(c) <= 'z');
}

static bool signature_begins(const unsigned char *text, size_t size, const char *word, bool is_field)
{
    size_t length = strlen(word);
    size_t i;

    if (size < length)
        return false;
    for (i = 0; i < length; i++)
        if (nnreg_letter_small(text[i]) != (unsigned char)word[i])
            return false;
    return !is_field || size == length || !signature_is_word(text[length]);
}

static bool signature_begins_pointer(const unsigned char *start, size_t size)
{
    size_t i;

    for (i = 0; i < sizeof pointers / sizeof *pointers; i++)
        if (signature_begins(start, size, pointers[i], false))
            return true;
    return false;
}

/* A pointer is the whole file; or, where a merge was not finished, two of them between the marks of Git. */
static bool signature_is_pointer(const unsigned char *start, size_t size, uint64_t total)
{
    size_t at;

    if (total >= POINTER_BYTES)
        return false;
    if (signature_begins_pointer(start, size))
        return true;
    if (!signature_begins(start, size, "<<<<<<< ", false))
        return false;
    for (at = 1; at < size; at++)
        if (start[at - 1] == '\n' && signature_begins_pointer(start + at, size - at))
            return true;
    return false;
}

/* The first word of a text, behind white space, comments and a byte order mark. */
static enum nnreg_file_signature text_signature(const unsigned char *text, size_t size)
{
    size_t at = size >= 3 && memcmp(text, "\357\273\277", 3) == 0 ? 3 : 0;
    size_t i;

    while (at < size && (signature_is_space(text[at]) || text[at] == '#')) {
        bool is_comment = text[at] == '#';

        while (is_comment && at < size && text[at] != '\n')
            at++;
        at += at < size;
    }
    for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (signature_begins(text + at, size - at, starts[i].word, starts[i].is_field))
            return starts[i].signature;
    return NNREG_FILE_SIGNATURE_UNKNOWN;
}

enum { MANY = 8 }; /* as often a trace of damage is none by chance */

/* How often some bytes are there, up to MANY. */
static size_t count_of(const char *what, size_t length, const unsigned char *start, size_t size)
{
    const unsigned char *end = start + size, *at = start;
    size_t count = 0;

    while (count < MANY && at < end && (at = memchr(at, what[0], (size_t)(end - at))) != NULL) {
        bool there = (size_t)(end - at) >= length && memcmp(at, what, length) == 0;

        count += there;
        at += there ? length : 1;
    }
    return count;
}

/* Every line ends with CR LF. */
static bool all_ends_are_pairs(const unsigned char *start, size_t size)
{
    const unsigned char *end = start + size, *at = start;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (at == start || at[-1] != '\r')
            return false;
        at++;
    }
    return true;
}

/*
 * Binary protobuf writes the byte 0a everywhere, and 0d before it hardly ever; a conversion of line ends puts one
 * before each. Replacement characters in number are what reading bytes as UTF-8 leaves.
 */
static enum nnreg_file_signature damage_signature(const unsigned char *start, size_t size)
{
    bool line_ends = count_of("\n", 1, start, size) >= MANY && all_ends_are_pairs(start, size);
    bool replaced = count_of("\xef\xbf\xbd", 3, start, size) >= MANY;
    size_t i;

    for (i = 0; (line_ends || replaced) && i < size; i++)
        if (start[i] < ' ' && !signature_is_space(start[i]))
            return line_ends ? NNREG_FILE_SIGNATURE_LINE_ENDS : NNREG_FILE_SIGNATURE_TEXT_DAMAGE;
    return NNREG_FILE_SIGNATURE_UNKNOWN;
}

/* Whether a node (name = 1, operation = 2, "Conv2D") begins here, rather than information on a meta graph. */
static bool signature_is_node(struct nnreg_cursor *cursor)
{
    uint32_t field;
    enum nnreg_wire wire;
    unsigned first;

    if (!nnreg_wire_tag(cursor, &field, &wire) || field != 1 || wire != NNREG_WIRE_BYTES)
        return false;
    nnreg_wire_skip(cursor, field, wire);
    if (!nnreg_wire_tag(cursor, &field, &wire) || field != 2 || wire != NNREG_WIRE_BYTES ||
        nnreg_wire_length(cursor) == 0)
        return false;
    first = nnreg_cursor_byte(cursor);
    return (first >= 'A' && first <= 'Z') || first == '_';
}

/*
 * By the first field: a SavedModel's is its version, a number, or (version 0) a meta graph, field 2. A GraphDef and a
 * MetaGraphDef both have a message there: a node, and information with the op list.
 */
static enum nnreg_file_signature binary_signature(const unsigned char *start, size_t size, uint64_t total)
{
    struct nnreg_cursor cursor;
    uint32_t field;
    enum nnreg_wire wire;
    uint64_t length;

    nnreg_cursor_memory(&cursor, start, size);
    if (!nnreg_wire_tag(&cursor, &field, &wire))
        return NNREG_FILE_SIGNATURE_UNKNOWN;
    if (field == 1 && wire == NNREG_WIRE_VARINT) {
        nnreg_wire_varint(&cursor);
        if (nnreg_cursor_ok(&cursor) && nnreg_cursor_left(&cursor) == 0)
            return NNREG_FILE_SIGNATURE_SAVED_MODEL;
        if (!nnreg_wire_tag(&cursor, &field, &wire))
            return NNREG_FILE_SIGNATURE_UNKNOWN;
        return field == 2 && wire == NNREG_WIRE_BYTES ? NNREG_FILE_SIGNATURE_SAVED_MODEL
                                                      : NNREG_FILE_SIGNATURE_UNKNOWN;
    }
    if (field > 2 || wire != NNREG_WIRE_BYTES)
        return NNREG_FILE_SIGNATURE_UNKNOWN;
    length = nnreg_wire_varint(&cursor);
    if (!nnreg_cursor_ok(&cursor) || length > total - nnreg_cursor_offset(&cursor))
        return NNREG_FILE_SIGNATURE_UNKNOWN;
    if (field == 2)
        return NNREG_FILE_SIGNATURE_SAVED_MODEL;
    if (signature_is_node(&cursor))
        return NNREG_FILE_SIGNATURE_GRAPH_DEF;
    return nnreg_cursor_ok(&cursor) ? NNREG_FILE_SIGNATURE_META_GRAPH : NNREG_FILE_SIGNATURE_UNKNOWN;
}

enum nnreg_file_signature nnreg_file_signature_of(const unsigned char *start, size_t size, uint64_t total)
{
    enum nnreg_file_signature signature;
    size_t i;

    if (total == 0)
        return NNREG_FILE_SIGNATURE_EMPTY;
    for (i = 0; i < sizeof(signature_magics) / sizeof(signature_magics[0]); i++)
        if (size >= signature_magics[i].offset + signature_magics[i].size &&
            memcmp(start + signature_magics[i].offset, signature_magics[i].bytes, signature_magics[i].size) ==
                0)
            return signature_magics[i].signature;
    if (signature_is_pointer(start, size, total))
        return NNREG_FILE_SIGNATURE_LFS_POINTER;
    signature = text_signature(start, size);
    if (signature == NNREG_FILE_SIGNATURE_UNKNOWN)
        signature = damage_signature(start, size);
    return signature != NNREG_FILE_SIGNATURE_UNKNOWN ? signature : binary_signature(start, size, total);
}

nnreg_status nnreg_file_signature_stand_in(enum nnreg_file_signature *signature,
                                           const struct nnreg_source *source, struct nnreg_error *error)
{
    unsigned char buffer[NNREG_FILE_SIGNATURE_BYTES];
    size_t size = source->size < sizeof buffer ? (size_t)source->size : sizeof buffer;
    const unsigned char *start = buffer;
    nnreg_status status = NNREG_OK;

    *signature = NNREG_FILE_SIGNATURE_UNKNOWN;
    if (size > 0)
        status = nnreg_source_read(&start, source, 0, buffer, size, error);
    if (status != NNREG_OK)
        return status;
    /* None of the magic bytes begins like these, so that this is the answer of nnreg_file_signature_of, too. */
    if (signature_is_pointer(start, size, source->size))
        *signature = NNREG_FILE_SIGNATURE_LFS_POINTER;
    else if (text_signature(start, size) == NNREG_FILE_SIGNATURE_HTML)
        *signature = NNREG_FILE_SIGNATURE_HTML;
    return NNREG_OK;
}
