/* Parts of nnreg-httpd by themselves: the reader of forms, whose pieces end anywhere, and text for pages and addresses. */
#include <check.h>
#include <string.h>

#include <nnreg.h>

#include "http/clock.h"
#include "http/html.h"
#include "http/multipart.h"
#include "http/text.h"
#include "buffer.h"

/* ----------------------------------------------------------------------------------------------- multipart -- */

static bool note_begin(void *context, const struct multipart_part *part)
{
    buffer_printf(context, "(%s,%s,%s:", part->name, part->filename != NULL ? part->filename : "-",
                  part->type);
    return true;
}

static bool note_content(void *context, const char *bytes, size_t size)
{
    ck_assert_uint_gt(size, 0);
    buffer_add(context, bytes, size);
    return true;
}

static bool note_end(void *context)
{
    buffer_put(context, ")");
    return true;
}

/* Reads a form in pieces that end at `cut`, at once with 0, byte by byte with `length`. What was told is left in `told`. */
static bool read_form(struct buffer *told, const char *wrong[1], const char *body, size_t length, size_t cut)
{
    struct multipart multipart;
    size_t at = 0, piece = cut == length ? 1 : cut == 0 ? length : cut;

    buffer_free(told);
    ck_assert_ptr_null(multipart_begin(&multipart, "multipart/form-data; boundary=--x",
                                       (struct multipart_taker){note_begin, note_content, note_end, told}));
    while (at < length && multipart_receive(&multipart, body + at, piece)) {
        at += piece;
        piece = cut == length ? 1 : length - at;
    }
    wrong[0] = multipart_finish(&multipart) ? NULL : multipart.wrong;
    return wrong[0] == NULL;
}

#define NAMED(name) "Content-Disposition: form-data; name=" name "\r\n"

/* Contents that begin like the delimiter in all ways, end like it, or are nothing. */
static const char tricky[] = "----x\r\n" NAMED(
    "\"a\"") "\r\n\r\r\n\r\n-\r\n--\r\n---\r\n----\r\n----\r----y\r\n\r\n----"
             "x\r\n" NAMED("b; filename=\"c;d\"") "Content-Type: A/b; "
                                                  "c=d\r\n\r\n\r\r\n----"
                                                  "x\r\n" NAMED("e") "\r\n\r\n----"
                                                                     "x\r\n" NAMED("f") "\r\n----x\r\n" NAMED(
                                                                         "g") "\r\n"
                                                                              "----"
                                                                              "-x\r"
                                                                              "\n\r"
                                                                              "\n--"
                                                                              "--"
                                                                              "\r\n"
                                                                              "----"
                                                                              "x--"
                                                                              "\r"
                                                                              "\n";
static const char tricky_told[] = "(a,-,:\r\r\n\r\n-\r\n--\r\n---\r\n----\r\n----\r----y\r\n)(b,c;d,A/"
                                  "b:\r)(e,-,:)(f,-,:)(g,-,:-----x\r\n\r\n----)";

START_TEST(a_form_is_the_same_in_whatever_pieces_it_comes)
{
    struct buffer told = {0};
    const char *wrong[1];
    size_t cut;

    for (cut = 0; cut < sizeof tricky; cut++) {
        ck_assert_msg(read_form(&told, wrong, tricky, sizeof tricky - 1, cut), "cut at %zu: %s", cut,
                      wrong[0]);
        ck_assert_str_eq(buffer_text(&told), tricky_told);
    }
    buffer_free(&told);
}
END_TEST

START_TEST(a_form_that_is_cut_off_anywhere_is_not_whole)
{
    struct buffer told = {0};
    const char *wrong[1];
    size_t length;

    for (length = 1; length < sizeof tricky - 3; length++) { /* the last line end may be missing */
        ck_assert_msg(!read_form(&told, wrong, tricky, length, 0), "%zu bytes", length);
        ck_assert_ptr_nonnull(wrong[0]);
    }
    buffer_free(&told);
}
END_TEST

/* What of it stands in the header, and what it is told as; NULL: it is refused. */
static const struct {
    const char *header, *told;
} names[] = {
    {"Content-Disposition: form-data; name=\"a%22b\"", "(a\"b,-,:)"},
    {"Content-Disposition: form-data; name=\"a\\\"b\"", "(a\"b,-,:)"},
    {"Content-Disposition: form-data; name=\"a\\\\\"", "(a\\,-,:)"},
    {"Content-Disposition: form-data; name=\"a\\b%23\"", "(a\\b%23,-,:)"},
    {"content-DISPOSITION:\tForm-Data\t;\tName=a ; FILENAME=\"\" ", "(a,,:)"},
    {"Content-Disposition: form-data; name=\"a; filename=b\"", "(a; filename=b,-,:)"},
    {"Content-Disposition: form-data; name=a; filename*=utf-8''%e2; filename=b", "(a,b,:)"},
    {"Content-Disposition: form-data; name=a; filename*=utf-8''b", "(a,utf-8''b,:)"},
    {"X-Name: \"\r\nContent-Disposition: form-data; more=1; name=\"\xc3\xa9\"", "(\xc3\xa9,-,:)"},
    {"Content-Disposition: form-data; name=a%22b", "(a%22b,-,:)"},
    {"Content-Disposition: form-data; name=\"a\\\"", NULL},
    {"Content-Disposition: form-data; name=\"a\"b", NULL},
    {"Content-Disposition: form-data; name = a", NULL},
    {"Content-Disposition: form-data; name=a b", NULL},
    {"Content-Disposition: form-data; =a; name=a", NULL},
    {"Content-Disposition: form-data;; name=a", NULL},
    {"Content-Disposition: form-dat; name=a", NULL},
    {"Content-Disposition: form-data, name=a", NULL},
    {"Content-Disposition form-data; name=a", NULL},
    {": form-data; name=a", NULL},
};

START_TEST(names_are_read_in_one_way)
{
    struct buffer told = {0}, body = {0};
    const char *wrong[1];
    bool whole;

    buffer_printf(&body, "----x\r\n%s\r\n\r\n\r\n----x--", names[_i].header);
    whole = read_form(&told, wrong, buffer_text(&body), body.length, 0);
    ck_assert_msg(whole == (names[_i].told != NULL), "%s: %s", names[_i].header, wrong[0]);
    if (whole)
        ck_assert_str_eq(buffer_text(&told), names[_i].told);
    buffer_free(&told);
    buffer_free(&body);
}
END_TEST

/* Of a part's headers and of a content that is larger than what is kept of it; whatever pieces they come in. */
START_TEST(headers_have_a_limit_and_contents_have_none)
{
    static const size_t more_than_kept = 3 * MULTIPART_ROOM + 1;
    size_t cuts[] = {0, 1, MULTIPART_HEADER, MULTIPART_HEADER + 1, MULTIPART_HEADER + 20, MULTIPART_ROOM}, i;
    struct buffer told = {0}, body = {0};
    const char *wrong[1];

    buffer_put(&body, "----x\r\n" NAMED("a") "X:");
    buffer_fill(&body, 'y',
                MULTIPART_HEADER + strlen("----x\r\n") - strlen("\r\n\r\n") - body.length + (size_t)_i);
    buffer_put(&body, "\r\n\r\n");
    buffer_fill(&body, 'z', more_than_kept);
    buffer_put(&body, "\r\n----x--");
    for (i = 0; i <= sizeof cuts / sizeof *cuts; i++) {
        bool whole = read_form(&told, wrong, buffer_text(&body), body.length,
                               i < sizeof cuts / sizeof *cuts ? cuts[i] : body.length);

        ck_assert_msg(whole == (_i == 0), "%zu: %s", i, wrong[0]);
        if (whole)
            ck_assert_uint_eq(told.length, strlen("(a,-,:)") + more_than_kept);
        else
            ck_assert_str_eq(wrong[0], "a part of the form has too much of a header");
    }
    buffer_free(&told);
    buffer_free(&body);
}
END_TEST

static bool refuse_end(void *context)
{
    buffer_put(context, "!");
    return false;
}

START_TEST(who_takes_the_parts_can_end_it)
{
    struct multipart multipart;
    struct buffer told = {0};

    ck_assert_ptr_null(
        multipart_begin(&multipart, "multipart/form-data; boundary=\"--x\"",
                        (struct multipart_taker){note_begin, note_content, refuse_end, &told}));
    ck_assert(!multipart_receive(&multipart, tricky, sizeof tricky - 1));
    ck_assert(!multipart_receive(&multipart, tricky, sizeof tricky - 1));
    ck_assert(!multipart_finish(&multipart));
    ck_assert_ptr_null(multipart.wrong);
    ck_assert_ptr_nonnull(strstr(buffer_text(&told), "----y\r\n!"));
    ck_assert_uint_eq(told.length, strcspn(buffer_text(&told), "!") + 1);
    buffer_free(&told);
}
END_TEST

/* -------------------------------------------------------------------------------------------------- text -- */

START_TEST(what_is_put_into_a_page_is_escaped)
{
    static const char *const columns[] = {"a<b", "c"};
    struct buffer page = {0};

    html_put(&page, "<%h>%u %f %b %b 100%%", "\"&<b>'", 18446744073709551615ull, 0.25, 1023ull, 1536ull);
    ck_assert_str_eq(buffer_text(&page),
                     "<&quot;&amp;&lt;b&gt;&#39;>18446744073709551615 0.25 1023 bytes 1.5 KiB 100%");
    buffer_free(&page);
    html_begin_table(&page, columns, 2);
    ck_assert_str_eq(buffer_text(&page),
                     "<table><thead><tr><th scope=\"col\">a&lt;b</th><th scope=\"col\">c</th>"
                     "</tr></thead><tbody>\n");
    buffer_free(&page);
}
END_TEST

START_TEST(an_address_has_ascii_alone)
{
    struct buffer text = {0};

    text_percent(&text, "a/Z09~-\xc3\xa9 %\n", "/~");
    ck_assert_str_eq(buffer_text(&text), "a/Z09~%2D%C3%A9%20%25%0A");
    buffer_free(&text);
}
END_TEST

static const int64_t times[] = {0,
                                -1,
                                1,
                                -1000000,
                                951782400000000,
                                1518788736078955,
                                -62167219200000000,
                                -62167219200000001,
                                253402300799999999,
                                253402300800000000,
                                INT64_MIN,
                                INT64_MAX};

START_TEST(a_time_is_told_as_the_library_tells_it)
{
    char told[CLOCK_TEXT], wanted[NNREG_TIME_TEXT];

    clock_text(told, times[_i]);
    nnreg_time_format(wanted, times[_i]);
    ck_assert_str_eq(told, wanted);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parts of nnreg-httpd");
    TCase *forms = tcase_create("forms"), *text = tcase_create("text");
    SRunner *runner;
    int failed;

    tcase_add_test(forms, a_form_is_the_same_in_whatever_pieces_it_comes);
    tcase_add_test(forms, a_form_that_is_cut_off_anywhere_is_not_whole);
    tcase_add_loop_test(forms, names_are_read_in_one_way, 0, (int)(sizeof names / sizeof *names));
    tcase_add_loop_test(forms, headers_have_a_limit_and_contents_have_none, 0, 2);
    tcase_add_test(forms, who_takes_the_parts_can_end_it);
    suite_add_tcase(suite, forms);
    tcase_add_test(text, what_is_put_into_a_page_is_escaped);
    tcase_add_test(text, an_address_has_ascii_alone);
    tcase_add_loop_test(text, a_time_is_told_as_the_library_tells_it, 0, (int)(sizeof times / sizeof *times));
    suite_add_tcase(suite, text);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
