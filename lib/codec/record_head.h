/*
 * The heads of msgpack values, on a cursor: what a value is, and its number, its length or how many entries it has. What is
 * behind the head is the reader's (record_read.c) to take or to pass over.
 *
 * A value begins with one byte, which tells the form and holds a small number itself; a larger one follows it, big-endian
 * (the msgpack specification, "Formats"):
 *
 *   00-7f fixint, 80-8f fixmap, 90-9f fixarray, a0-bf fixstr, c0 nil, c2/c3 false/true, c4-c6 bin 8/16/32,
 *   c7-c9 ext 8/16/32, ca/cb float 32/64, cc-cf uint 8/16/32/64, d0-d3 int 8/16/32/64, d4-d8 fixext 1/2/4/8/16,
 *   d9-db str 8/16/32, dc/dd array 16/32, de/df map 16/32, e0-ff negative fixint
 */
#ifndef NNREG_CODEC_RECORD_HEAD_H
#define NNREG_CODEC_RECORD_HEAD_H

#include "base/cursor.h"

enum nnreg_record_form {
    NNREG_FORM_NIL,
    NNREG_FORM_BOOL,
    NNREG_FORM_UINT,
    NNREG_FORM_INT,
    NNREG_FORM_FLOAT,
    NNREG_FORM_FLOAT32, /* a form of its own, since its bits are no double: no field takes it */
    NNREG_FORM_STR,
    NNREG_FORM_BIN,
    NNREG_FORM_ARRAY,
    NNREG_FORM_MAP,
    NNREG_FORM_EXT
};

struct nnreg_record_head {
    enum nnreg_record_form form;
    /* A uint, a bool, the bits of an int or a float; bytes of a str, bin, ext; entries of an array, pairs of a map. */
    uint64_t number;
};

/*
 * Reads the head that comes next. It fails the cursor where no value begins, and where a list claims more entries than there
 * are bytes left, of which each entry has at least one: so memory for all of them is a multiple of what was read, not of
 * what is claimed. The length of a text is not looked at.
 */
struct nnreg_record_head nnreg_record_head_read(struct nnreg_cursor *cursor);

/* Passes over one whole value with all that is in it. */
void nnreg_record_value_skip(struct nnreg_cursor *cursor);

#endif
