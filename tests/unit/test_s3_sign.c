/* Signatures as Amazon's documentation has them, where objects are, who asks, and the little XML that is read. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef NNREG_WITH_S3

#include "store/s3/credentials.h"
#include "store/s3/xml.h"
#include "store_fixture.h"

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define TIME  "20130524T000000Z"

static struct nnreg_error error;

/* The four examples of "Signature Calculations for the Authorization Header", with their access key. */
START_TEST(requests_are_signed_as_the_documentation_signs_them)
{
    static const struct nnreg_s3_credentials credentials = {"AKIAIOSFODNN7EXAMPLE",
                                                            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
    static const char host[] = "examplebucket.s3.amazonaws.com",
                      put[] = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    static const struct nnreg_s3_header get_headers[] = {
        {"host", host}, {"range", "bytes=0-9"}, {"x-amz-content-sha256", EMPTY}, {"x-amz-date", TIME}};
    static const struct nnreg_s3_header put_headers[] = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                                         {"host", host},
                                                         {"x-amz-content-sha256", put},
                                                         {"x-amz-date", TIME},
                                                         {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    static const struct nnreg_s3_header list_headers[] = {
        {"host", host}, {"x-amz-content-sha256", EMPTY}, {"x-amz-date", TIME}};
    static const struct {
        struct nnreg_s3_request request;
        const char *signature;
    } examples[] = {
        {{"GET", "/test.txt", "", get_headers, 4, EMPTY, TIME},
         "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        {{"PUT", "/test%24file.text", "", put_headers, 5, put, TIME},
         "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        {{"GET", "/", "lifecycle=", list_headers, 3, EMPTY, TIME},
         "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        {{"GET", "/", "max-keys=2&prefix=J", list_headers, 3, EMPTY, TIME},
         "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
    };
    size_t i;

    for (i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;

        ck_assert_int_eq(nnreg_s3_sign(&out, &examples[i].request, "us-east-1", &credentials, &error),
                         NNREG_OK);
        ck_assert_ptr_nonnull(
            strstr(out.content, "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"));
        ck_assert_str_eq(strstr(out.content, ",Signature=") + 11, examples[i].signature);
        ck_assert_ptr_null(strstr(out.content, "wJalr"));
        nnreg_bytes_free(&out);
    }
}
END_TEST

START_TEST(times_and_queries_are_written_as_they_are_signed)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char time[NNREG_S3_TIME];

    nnreg_s3_time(time, INT64_C(1369353600999999));
    ck_assert_str_eq(time, TIME);
    nnreg_s3_encode(&out, "a-_.~Z0/+ =\xc3\xa4");
    ck_assert_str_eq(out.content, "a-_.~Z0%2F%2B%20%3D%C3%A4");
    nnreg_bytes_free(&out);
}
END_TEST

static const struct {
    const char *text;
    const char *is; /* BUCKET PREFIX HOST REGION PROFILE TLS STYLE, or NULL */
} places[] = {
    {"s3://abc", "abc|||||tls|-"},
    {"s3://abc/", "abc|||||tls|-"},
    {"s3://abc/a/b", "abc|a/b/||||tls|-"},
    {"s3://abc/a/b/", "abc|a/b/||||tls|-"},
    {"s3://a.b-c9?region=eu-west-1", "a.b-c9|||eu-west-1||tls|-"},
    {"s3://abc/p?endpoint=https://h.example:9000&style=path&profile=me",
     "abc|p/|h.example:9000||me|tls|path"},
    {"s3://abc?endpoint=http%3A%2F%2F127.0.0.1:9/&style=host", "abc||127.0.0.1:9|||plain|host"},
    {"s3://abc?endpoint=https://[::1]:9", "abc||[::1]:9|||tls|-"},
    {"s3:/abc", NULL},
    {"S3://abc", NULL},
    {"s3://", NULL},
    {"s3://ab", NULL},
    {"s3://Abc", NULL},
    {"s3://abc-", NULL},
    {"s3://.abc", NULL},
    {"s3://a..bc", NULL},
    {"s3://a_bc", NULL},
    {"s3://a23456789a123456789a123456789a123456789a123456789a123456789a123",
     "a23456789a123456789a123456789a123456789a123456789a123456789a123|||||tls|-"},
    {"s3://a23456789a123456789a123456789a123456789a123456789a123456789a1234", NULL},
    {"s3://abc//a", NULL},
    {"s3://abc/a//b", NULL},
    {"s3://abc/../b", NULL},
    {"s3://abc/./b", NULL},
    {"s3://abc/a b", NULL},
    {"s3://abc/a%20b", NULL},
    {"s3://abc?", NULL},
    {"s3://abc?region", NULL},
    {"s3://abc?region=", NULL},
    {"s3://abc?region=a&region=a", NULL},
    {"s3://abc?region=a&", NULL},
    {"s3://abc?region=a/b", NULL},
    {"s3://abc?regio=a", NULL},
    {"s3://abc?style=other", NULL},
    {"s3://abc?profile=a%0ab", NULL},
    {"s3://abc?profile=a%2", NULL},
    {"s3://abc?profile=a%zz", NULL},
    {"s3://abc?profile=a%00", NULL},
    {"s3://abc?endpoint=ftp://h", NULL},
    {"s3://abc?endpoint=https://", NULL},
    {"s3://abc?endpoint=https://h/path", NULL},
    {"s3://abc?endpoint=https://user:word@h", NULL},
    {"s3://abc?endpoint=https://h:0", NULL},
    {"s3://abc?endpoint=https://h:65536", NULL},
    {"s3://abc?endpoint=https://h:", NULL},
    {"s3://abc?endpoint=https://[::1", NULL},
    {"s3://abc?endpoint=https://h?x", NULL},
};

START_TEST(a_place_is_read_strictly)
{
    struct nnreg_s3_location location;
    char is[1500];
    nnreg_status status = nnreg_s3_parse(&location, places[_i].text, &error);

    snprintf(is, sizeof is, "%s|%s|%s|%s|%s|%s|%s", location.bucket, location.prefix, location.host,
             location.region, location.profile, location.secure ? "tls" : "plain",
             !location.style_given ? "-"
             : location.path_style ? "path"
                                   : "host");
    if (places[_i].is != NULL) {
        ck_assert_int_eq(status, NNREG_OK);
        ck_assert_str_eq(is, places[_i].is);
    } else {
        ck_assert_msg(status == NNREG_INVALID_ARGUMENT, "%s: %s", places[_i].text, is);
        ck_assert_ptr_null(strstr(error.text, "word"));
    }
}
END_TEST

/* ------------------------------------------------------------------------------------------- environment -- */

static const char *const (*said)[2];

static const char *environment(const char *name)
{
    size_t i;

    for (i = 0; said[i][0] != NULL; i++)
        if (strcmp(said[i][0], name) == 0)
            return said[i][1];
    return NULL;
}

static nnreg_status completed(struct nnreg_s3_location *location, const char *text,
                              const char *const words[][2])
{
    said = words;
    ck_assert_int_eq(nnreg_s3_parse(location, text, &error), NNREG_OK);
    return nnreg_s3_complete(location, environment, &error);
}

START_TEST(what_a_place_leaves_out_is_the_environments_or_amazons)
{
    static const char *const nothing[][2] = {{NULL, NULL}};
    static const char *const all[][2] = {{"AWS_REGION", "r-1"},
                                         {"AWS_DEFAULT_REGION", "r-2"},
                                         {"AWS_ENDPOINT_URL_S3", "http://e:1"},
                                         {"AWS_ENDPOINT_URL", "http://e:2"},
                                         {NULL, NULL}};
    static const char *const second[][2] = {
        {"AWS_REGION", ""}, {"AWS_DEFAULT_REGION", "r-2"}, {"AWS_ENDPOINT_URL", "https://e:2"}, {NULL, NULL}};
    static const char *const wrong[][2] = {{"AWS_REGION", "r/1"}, {NULL, NULL}};
    struct nnreg_s3_location location;

    ck_assert_int_eq(completed(&location, "s3://abc", nothing), NNREG_OK);
    ck_assert_str_eq(location.host, "s3.us-east-1.amazonaws.com");
    ck_assert(!location.path_style && location.secure);
    ck_assert_int_eq(completed(&location, "s3://a.bc?region=eu-1", nothing), NNREG_OK);
    ck_assert_str_eq(location.host, "s3.eu-1.amazonaws.com");
    ck_assert(location.path_style);
    ck_assert_int_eq(completed(&location, "s3://abc", all), NNREG_OK);
    ck_assert_str_eq(location.host, "e:1");
    ck_assert_str_eq(location.region, "r-1");
    ck_assert(location.path_style && !location.secure);
    ck_assert_int_eq(completed(&location, "s3://abc?style=host", second), NNREG_OK);
    ck_assert_str_eq(location.host, "e:2");
    ck_assert_str_eq(location.region, "r-2");
    ck_assert(!location.path_style && location.secure);
    ck_assert_int_eq(completed(&location, "s3://abc?endpoint=https://mine&region=own", all), NNREG_OK);
    ck_assert_str_eq(location.host, "mine");
    ck_assert_str_eq(location.region, "own");
    ck_assert(location.secure);
    ck_assert_int_eq(completed(&location, "s3://abc", wrong), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(credentials_are_the_environments_or_a_files_and_never_told)
{
    static const char text[] =
        "# mine\n[default]\naws_access_key_id = DEFAULT\r\naws_secret_access_key=hidden-1\n\n"
        "[ other ]\nregion = x\naws_access_key_id=OTHER\naws_secret_access_key = hidden-2\n"
        "aws_session_token=token-2\n[half]\naws_access_key_id=HALF\n[bad]\naws_access_key_id=B\n"
        "aws_secret_access_key=hid den\n";
    struct nnreg_s3_credentials credentials;
    struct nnreg_s3_location location = {.profile = ""};
    struct scratch scratch;
    char path[400];
    const char *const keys[][2] = {{"AWS_ACCESS_KEY_ID", "ID"},
                                   {"AWS_SECRET_ACCESS_KEY", "hidden"},
                                   {"AWS_SESSION_TOKEN", "T"},
                                   {"AWS_SHARED_CREDENTIALS_FILE", path},
                                   {NULL, NULL}};
    const char *const file[][2] = {{"AWS_SHARED_CREDENTIALS_FILE", path}, {NULL, NULL}};
    const char *const other[][2] = {
        {"AWS_SHARED_CREDENTIALS_FILE", path}, {"AWS_PROFILE", "other"}, {NULL, NULL}};
    const char *const no_secret[][2] = {{"AWS_ACCESS_KEY_ID", "ID"}, {NULL, NULL}};
    const char *const line_end[][2] = {
        {"AWS_ACCESS_KEY_ID", "ID"}, {"AWS_SECRET_ACCESS_KEY", "hid\nden"}, {NULL, NULL}};
    const char *const home[][2] = {{"HOME", "/nonexistent"}, {NULL, NULL}};

    scratch_make(&scratch);
    scratch_write(&scratch, "keys", 0, text, sizeof text - 1);
    snprintf(path, sizeof path, "%s/keys", scratch.path);
#define FOUND(words) (said = words, nnreg_s3_find_credentials(&credentials, &location, environment, &error))
    ck_assert_int_eq(FOUND(keys), NNREG_OK);
    ck_assert_str_eq(credentials.id, "ID");
    ck_assert_str_eq(credentials.secret, "hidden");
    ck_assert_str_eq(credentials.token, "T");
    ck_assert_int_eq(FOUND(file), NNREG_OK);
    ck_assert_str_eq(credentials.id, "DEFAULT");
    ck_assert_str_eq(credentials.secret, "hidden-1");
    ck_assert_str_eq(credentials.token, "");
    ck_assert_int_eq(FOUND(other), NNREG_OK);
    ck_assert_str_eq(credentials.secret, "hidden-2");
    ck_assert_str_eq(credentials.token, "token-2");
    strcpy(location.profile, "other");
    ck_assert_int_eq(FOUND(keys), NNREG_OK);
    ck_assert_str_eq(credentials.id, "OTHER");
    strcpy(location.profile, "half");
    ck_assert_int_eq(FOUND(keys), NNREG_INVALID_ARGUMENT);
    strcpy(location.profile, "bad");
    ck_assert_int_eq(FOUND(keys), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(strstr(error.text, "hid"));
    strcpy(location.profile, "none");
    ck_assert_int_eq(FOUND(keys), NNREG_INVALID_ARGUMENT);
    location.profile[0] = '\0';
    ck_assert_int_eq(FOUND(no_secret), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(FOUND(line_end), NNREG_INVALID_ARGUMENT);
    ck_assert_ptr_null(strstr(error.text, "hid"));
    ck_assert_int_eq(FOUND(home), NNREG_INVALID_ARGUMENT);
    scratch_remove(&scratch);
}
END_TEST

/* --------------------------------------------------------------------------------------------------- XML -- */

static const struct {
    const char *xml;
    const char *is; /* "PATH=TEXT;"…, or NULL */
} documents[] = {
    {"<a/>", "a=;"},
    {" <?xml version='1.0'?>\n <a>x</a>\n", "a=x;"},
    {"<a b='>' c=\"/\" ><d e=''/> <f>1</f></a>", "a/d=;a/f=1;a=;"},
    {"<a>&lt;&gt;&amp;&quot;&apos;&#65;&#xe4;&#x1F600;</a>", "a=<>&\"'A\xc3\xa4\xf0\x9f\x98\x80;"},
    {"<a><a><a>x</a></a></a>", "a/a/a=x;a/a=;a=;"},
    {"", NULL},
    {"x", NULL},
    {"<a>", NULL},
    {"<a></b>", NULL},
    {"<a></a></a>", NULL},
    {"<a></a>x", NULL},
    {"<a></a><b/>", NULL},
    {"<a>&other;</a>", NULL},
    {"<a>&#0;</a>", NULL},
    {"<a>&#xd800;</a>", NULL},
    {"<a>&#x110000;</a>", NULL},
    {"<a>&#;</a>", NULL},
    {"<a>&#x1", NULL},
    {"<a b></a>", NULL},
    {"<a b=c></a>", NULL},
    {"<a b='<'></a>", NULL},
    {"<!DOCTYPE a><a/>", NULL},
    {"<a><!-- --></a>", NULL},
    {"<a><![CDATA[x]]></a>", NULL},
    {"<?xml version='1.0'>", NULL},
    {"<1/>", NULL},
    {"<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>", NULL},
};

static bool note(const char *path, const char *text, void *context)
{
    char *out = context;

    sprintf(out + strlen(out), "%s=%s;", path, text);
    return strcmp(text, "stop") != 0;
}

START_TEST(xml_is_read_strictly)
{
    char is[400] = "";
    bool whole = nnreg_s3_xml_read(documents[_i].xml, strlen(documents[_i].xml), note, is);

    ck_assert_msg(whole == (documents[_i].is != NULL), "%s", documents[_i].xml);
    if (whole)
        ck_assert_str_eq(is, documents[_i].is);
}
END_TEST

START_TEST(xml_has_limits_and_can_be_stopped)
{
    static char text[NNREG_XML_TEXT + 20], is[NNREG_XML_TEXT + 20];

    sprintf(text, "<a>%0*d</a>", NNREG_XML_TEXT - 1, 0);
    is[0] = '\0';
    ck_assert(nnreg_s3_xml_read(text, strlen(text), note, is));
    sprintf(text, "<a>%0*d</a>", NNREG_XML_TEXT, 0);
    ck_assert(!nnreg_s3_xml_read(text, strlen(text), note, is));
    sprintf(text, "<a%0*d/>", NNREG_XML_PATH, 0);
    ck_assert(!nnreg_s3_xml_read(text, strlen(text), note, is));
    ck_assert(!nnreg_s3_xml_read("<a>stop</a>", 11, note, is));
    ck_assert(!nnreg_s3_xml_read("<a>\0</a>", 8, note, is));
}
END_TEST

#endif

Suite *s3_sign_suite(void);
Suite *s3_sign_suite(void)
{
    Suite *suite = suite_create("s3_sign");
    TCase *tests = tcase_create("s3_sign");

#ifdef NNREG_WITH_S3
    tcase_add_test(tests, requests_are_signed_as_the_documentation_signs_them);
    tcase_add_test(tests, times_and_queries_are_written_as_they_are_signed);
    tcase_add_loop_test(tests, a_place_is_read_strictly, 0, sizeof places / sizeof *places);
    tcase_add_test(tests, what_a_place_leaves_out_is_the_environments_or_amazons);
    tcase_add_test(tests, credentials_are_the_environments_or_a_files_and_never_told);
    tcase_add_loop_test(tests, xml_is_read_strictly, 0, sizeof documents / sizeof *documents);
    tcase_add_test(tests, xml_has_limits_and_can_be_stopped);
#endif
    suite_add_tcase(suite, tests);
    return suite;
}
