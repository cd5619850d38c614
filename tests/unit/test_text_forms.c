/* License expressions and URLs: what is one by the grammars of SPDX and RFC 3986, and what only looks like one. */
#include <check.h>

#include "check/license_syntax.h"
#include "check/url_syntax.h"

static const struct {
    const char *text;
    bool is;
} licenses[] = {
    {"MIT", true},
    {" MIT ", true},
    {"GPL-2.0+", true},
    {"(MIT)", true},
    {"((MIT) or (BSD-3-Clause AND Zlib))", true},
    {"GPL-2.0 WITH Classpath-exception-2.0 AND MIT", true},
    {"LicenseRef-own", true},
    {"DocumentRef-a.b:LicenseRef-own", true},
    {"MIT with AdditionRef-own", true},
    {"MIT WITH DocumentRef-a:AdditionRef-own", true},
    {"AND-more", true}, /* begins like an operator */
    {"", false},
    {"()", false},
    {"(", false},
    {")", false},
    {"MIT)", false},
    {"(MIT", false},
    {"(MIT OR)", false},
    {"(MIT WITH) x", false},
    {"(MIT WITH)", false},
    {"MIT (Zlib)", false},
    {"MIT Zlib", false},
    {"MIT WITH", false},
    {"MIT OR", false},
    {"OR MIT", false},
    {"WITH x", false},
    {"MIT OR AND Zlib", false},
    {"MIT WITH OR Zlib", false},
    {"MIT OR WITH x", false},
    {"MIT WITH x WITH y", false},
    {"(MIT) WITH x", false},
    {"MIT WITH (x)", false},
    {"MIT And Zlib", false},
    {"+", false},
    {"GPL-2.0++", false},
    {"MIT WITH x+", false}, /* an addition has no later version */
    {"BSD_3", false},
    {"a:LicenseRef-own", false},
    {"DocumentRef-:LicenseRef-own", false},
    {"DocumentRef-a_b:LicenseRef-own", false},
    {"DocumentRef-a:own", false},
    {"DocumentRef-a:LicenseRef-", false},
    {"DocumentRef-a:LicenseRef-own+", false},
    {"DocumentRef-a:AdditionRef-own", false},
    {"MIT WITH DocumentRef-a:LicenseRef-own", false},
};

START_TEST(a_license_is_an_expression_of_spdx)
{
    ck_assert_msg(nnreg_is_license_expression(licenses[_i].text) == licenses[_i].is, "%s", licenses[_i].text);
}
END_TEST

#define BEGINNING "does not begin with https:// or http://"
#define USER      "has a user name"
#define HOST      "has no host"
#define CHARACTER "has a character that is to be escaped, or stands in no URL there"

static const struct {
    const char *text, *fault; /* NULL: it is one */
} urls[] = {
    {"http://a", NULL},
    {"HTTPS://example.org:8080/a/b@c:d?e=f/g?h#i/j?k", NULL},
    {"https://a:", NULL},
    {"https://a?b", NULL},
    {"https://a#b", NULL},
    {"https://a/?#", NULL},
    {"https://%e4%E4.org/%00", NULL},
    {"https://[::1]:80/", NULL},
    {"https://a/b@c", NULL}, /* no user there */
    {"", BEGINNING},
    {"ftp://a", BEGINNING},
    {"https:/a", BEGINNING},
    {"https://", HOST},
    {"https:///a", HOST},
    {"https://:80/", HOST},
    {"https://[]/", HOST},
    {"https://[::1/", HOST},
    {"https://[x]/", HOST},
    {"https://me@a/", USER},
    {"https://me:secret@a?b", USER},
    {"https://a b", CHARACTER},
    {"https://a:8x", CHARACTER},
    {"https://a/b c", CHARACTER},
    {"https://a/[b]", CHARACTER},
    {"https://a?b c", CHARACTER},
    {"https://a#b#c", CHARACTER},
    {"https://a/%", CHARACTER},
    {"https://a/%4", CHARACTER},
    {"https://a/%x4", CHARACTER},
    {"https://a/%4x", CHARACTER},
    {"https://[::1]a", CHARACTER},
};

START_TEST(a_url_is_one_of_rfc_3986)
{
    const char *fault = nnreg_url_fault(urls[_i].text);

    if (urls[_i].fault == NULL)
        ck_assert_msg(fault == NULL, "%s %s", urls[_i].text, fault);
    else
        ck_assert_str_eq(fault, urls[_i].fault);
}
END_TEST

Suite *text_forms_suite(void);

Suite *text_forms_suite(void)
{
    Suite *suite = suite_create("text_forms");
    TCase *forms = tcase_create("forms");

    tcase_add_loop_test(forms, a_license_is_an_expression_of_spdx, 0, sizeof licenses / sizeof *licenses);
    tcase_add_loop_test(forms, a_url_is_one_of_rfc_3986, 0, sizeof urls / sizeof *urls);
    suite_add_tcase(suite, forms);
    return suite;
}
