/* The heads of msgpack values: see record_head.h. */
#include "codec/record_head.h"

struct nnreg_record_head nnreg_record_head_read(struct nnreg_cursor *cursor)
{
    /* Forms with a number behind them: form and width of the number, by first byte from 0xc4. */
    static const struct {
        unsigned char form, width;
    } wide[] = {
        [0x00] = {NNREG_FORM_BIN, 1},     [0x01] = {NNREG_FORM_BIN, 2},   [0x02] = {NNREG_FORM_BIN, 4},
        [0x03] = {NNREG_FORM_EXT, 1},     [0x04] = {NNREG_FORM_EXT, 2},   [0x05] = {NNREG_FORM_EXT, 4},
        [0x06] = {NNREG_FORM_FLOAT32, 4}, [0x07] = {NNREG_FORM_FLOAT, 8}, [0x08] = {NNREG_FORM_UINT, 1},
        [0x09] = {NNREG_FORM_UINT, 2},    [0x0a] = {NNREG_FORM_UINT, 4},  [0x0b] = {NNREG_FORM_UINT, 8},
        [0x0c] = {NNREG_FORM_INT, 1},     [0x0d] = {NNREG_FORM_INT, 2},   [0x0e] = {NNREG_FORM_INT, 4},
        [0x0f] = {NNREG_FORM_INT, 8},     [0x15] = {NNREG_FORM_STR, 1},   [0x16] = {NNREG_FORM_STR, 2},
        [0x17] = {NNREG_FORM_STR, 4},     [0x18] = {NNREG_FORM_ARRAY, 2}, [0x19] = {NNREG_FORM_ARRAY, 4},
        [0x1a] = {NNREG_FORM_MAP, 2},     [0x1b] = {NNREG_FORM_MAP, 4},
    };
    uint64_t offset = nnreg_cursor_offset(cursor);
    unsigned first = nnreg_cursor_byte(cursor);
    struct nnreg_record_head head = {NNREG_FORM_NIL, 0};

    if (first < 0x80)
        head = (struct nnreg_record_head){NNREG_FORM_UINT, first};
    else if (first < 0x90)
        head = (struct nnreg_record_head){NNREG_FORM_MAP, first & 0x0f};
    else if (first < 0xa0)
        head = (struct nnreg_record_head){NNREG_FORM_ARRAY, first & 0x0f};
    else if (first < 0xc0)
        head = (struct nnreg_record_head){NNREG_FORM_STR, first & 0x1f};
    else if (first >= 0xe0)
        head = (struct nnreg_record_head){NNREG_FORM_INT, (uint64_t)(int64_t)(int8_t)first};
    else if (first == 0xc2 || first == 0xc3)
        head = (struct nnreg_record_head){NNREG_FORM_BOOL, first == 0xc3};
    else if (first >= 0xd4 && first <= 0xd8)
        head = (struct nnreg_record_head){NNREG_FORM_EXT, (uint64_t)1 << (first - 0xd4)};
    else if (first >= 0xc4) {
        unsigned width = wide[first - 0xc4].width;

        head.form = wide[first - 0xc4].form;
        head.number = nnreg_cursor_big(cursor, width);
        if (head.form == NNREG_FORM_INT && width < 8 && (head.number >> (8 * width - 1)) != 0)
            head.number |= UINT64_MAX << (8 * width); /* the sign goes all the way up */
    } else if (first == 0xc1) {
        nnreg_cursor_fail(cursor, offset, "has a byte that begins no msgpack value");
    }
    if ((head.form == NNREG_FORM_ARRAY || head.form == NNREG_FORM_MAP) &&
        head.number > nnreg_cursor_left(cursor))
        nnreg_cursor_fail(cursor, offset, "claims more entries than it has bytes");
    return head;
}

/*
 * Values and their parts are one after the other, so that no stack is needed, however deep they are: what is left to read is
 * a count of values, to which a list adds its entries. Each turn takes a byte at least, so that the loop ends; and no list
 * adds more than twice the bytes that are left, so that the count fits its 64 bits for whatever a record can hold.
 */
void nnreg_record_value_skip(struct nnreg_cursor *cursor)
{
    uint64_t left = 1;

    while (left > 0 && nnreg_cursor_ok(cursor)) {
        struct nnreg_record_head head = nnreg_record_head_read(cursor);

        left--;
        if (head.form == NNREG_FORM_STR || head.form == NNREG_FORM_BIN)
            nnreg_cursor_skip(cursor, head.number);
        else if (head.form == NNREG_FORM_EXT)
            nnreg_cursor_skip(cursor, head.number + 1); /* its type */
        else if (head.form == NNREG_FORM_ARRAY)
            left += head.number;
        else if (head.form == NNREG_FORM_MAP)
            left += 2 * head.number;
    }
}
