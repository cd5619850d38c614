/* Snappy's raw form: what each element makes, what is refused, and what another writer packed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "formats/snappy.h"
#include "sstable_writer.h"

#define MOST 256

/* Unpacks a copy that is as long as it says, so that a sanitizer sees a look past either end. */
static bool unpack(unsigned char out[MOST], uint32_t *length, const char *packed, size_t size)
{
    unsigned char *in = malloc(size > 0 ? size : 1), *result;
    bool done = false;

    if (size > 0)
        memcpy(in, packed, size);
    if (nnreg_snappy_length(length, in, size) && *length <= MOST) {
        result = malloc(*length > 0 ? *length : 1);
        done = nnreg_snappy_unpack(result, *length, in, size);
        memcpy(out, result, done ? *length : 0);
        free(result);
    }
    free(in);
    return done;
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *packed;
    size_t size;
    const char *text;
} taken[] = {
    {BYTES("\x00"), ""},
    {BYTES("\x03\x08"
           "abc"),
     "abc"},
    {BYTES("\x83\x00\x08"
           "abc"),
     "abc"}, /* a length in more bytes than it takes */
    {BYTES("\x03\xf0\x02"
           "abc"),
     "abc"},
    {BYTES("\x03\xf4\x02\x00"
           "abc"),
     "abc"},
    {BYTES("\x03\xf8\x02\x00\x00"
           "abc"),
     "abc"},
    {BYTES("\x03\xfc\x02\x00\x00\x00"
           "abc"),
     "abc"},
    {BYTES("\x08\x0c"
           "abcd\x01\x04"),
     "abcdabcd"},
    {BYTES("\x09\x04"
           "ab\x0d\x02"),
     "abababab"
     "a"}, /* a copy of what it writes itself */
    {BYTES("\x05\x08"
           "abc\x06\x03\x00"),
     "abcab"},
    {BYTES("\x05\x08"
           "abc\x07\x03\x00\x00\x00"),
     "abcab"},
    {BYTES("\x04\x00"
           "a\x0a\x01\x00"),
     "aaaa"},
};

START_TEST(elements_make_what_they_say)
{
    unsigned char out[MOST];
    uint32_t length;

    ck_assert(unpack(out, &length, taken[_i].packed, taken[_i].size));
    ck_assert_uint_eq(length, strlen(taken[_i].text));
    ck_assert_mem_eq(out, taken[_i].text, length);
}
END_TEST

/* Each of these has one thing wrong. */
static const struct {
    const char *packed;
    size_t size;
} refused[] = {
    {BYTES("")},
    {BYTES("\x80")},
    {BYTES("\xff\xff\xff\xff\x10")},     /* a length beyond 32 bits */
    {BYTES("\x80\x80\x80\x80\x80\x00")}, /* and one in six bytes */
    {BYTES("\x03")},
    {BYTES("\x03\x08"
           "ab")},
    {BYTES("\x02\x08"
           "abc")}, /* more than was claimed */
    {BYTES("\x04\x08"
           "abc")}, /* and less */
    {BYTES("\x03\x08"
           "abc\x00")},
    {BYTES("\x03\xf4\x02")},
    {BYTES("\x03\xfc\xff\xff\xff\xff"
           "abc")}, /* a literal of 4 GiB */
    {BYTES("\x08\x0c"
           "abcd\x01\x05")}, /* a copy from before the beginning */
    {BYTES("\x08\x0c"
           "abcd\x01\x00")}, /* and from where it is put */
    {BYTES("\x08\x0c"
           "abcd\x01")},
    {BYTES("\x08\x0c"
           "abcd\x0e\x04")},
    {BYTES("\x08\x0c"
           "abcd\x0f\x04\x00\x00")},
    {BYTES("\x07\x0c"
           "abcd\x01\x04")}, /* a copy of more than was claimed */
    {BYTES("\x04\x01\x01")},
};

START_TEST(what_is_wrong_is_refused)
{
    unsigned char out[MOST];
    uint32_t length;

    ck_assert(!unpack(out, &length, refused[_i].packed, refused[_i].size));
}
END_TEST

START_TEST(a_length_that_is_cut_short_is_none)
{
    unsigned char out[MOST];
    uint32_t length = 7;

    ck_assert(!nnreg_snappy_length(&length, (const unsigned char *)"\x80", 1));
    ck_assert(!nnreg_snappy_unpack(out, 1, (const unsigned char *)"\x80", 1));
}
END_TEST

/* A text with runs, repeats from near and far, and bytes by chance. */
static void fill_text(struct mw_buf *text, unsigned seed)
{
    size_t i, at;

    while (text->size < 70000u + seed * 1000u) {
        seed = seed * 1103515245u + 12345u;
        if (text->size > 100 && (seed >> 16) % 3 == 0) {
            at = (seed >> 8) % (text->size - 64);
            for (i = 0; i < (seed >> 20) % 64; i++)
                mw_buf_byte(text, text->data[at + i]);
        } else if ((seed >> 16) % 3 == 1) {
            for (i = 0; i < (seed >> 20) % 200; i++)
                mw_buf_byte(text, (unsigned char)(seed >> 12));
        } else
            mw_buf_byte(text, (unsigned char)(seed >> 16));
    }
}

START_TEST(what_another_packed_comes_out_as_it_was)
{
    struct mw_buf text = {0}, packed = {0};
    unsigned char *out;
    uint32_t length;

    fill_text(&text, (unsigned)_i);
    mw_snappy_pack(&text, &packed);
    ck_assert(nnreg_snappy_length(&length, packed.data, packed.size));
    ck_assert_uint_eq(length, text.size);
    out = malloc(length);
    ck_assert(nnreg_snappy_unpack(out, length, packed.data, packed.size));
    ck_assert_mem_eq(out, text.data, length);
    ck_assert(!nnreg_snappy_unpack(out, length - 1, packed.data, packed.size));
    ck_assert(!nnreg_snappy_unpack(out, length, packed.data, packed.size - 1));
    free(out);
    mw_buf_free(&packed);
    mw_buf_free(&text);
}
END_TEST

Suite *snappy_suite(void);

Suite *snappy_suite(void)
{
    Suite *suite = suite_create("snappy");
    TCase *elements = tcase_create("elements");
    TCase *packed = tcase_create("packed");

    tcase_add_loop_test(elements, elements_make_what_they_say, 0, sizeof taken / sizeof *taken);
    tcase_add_loop_test(elements, what_is_wrong_is_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(elements, a_length_that_is_cut_short_is_none);
    suite_add_tcase(suite, elements);
    tcase_add_loop_test(packed, what_another_packed_comes_out_as_it_was, 0, 4);
    suite_add_tcase(suite, packed);
    return suite;
}
