/*
 * Parts of nnreg-httpd by themselves: the reader of forms, whose pieces end anywhere, and what makes JSON of their fields, whose types
 * are those of the library's schema.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "httpd/flatten.h"
#include "httpd/multipart.h"
#include "httpd/text.h"

/* ----------------------------------------------------------------------------------------------- multipart -- */

static bool note_begin(void *context, const struct multipart_part *part)
{
    text_printf(context, "(%s,%s,%s:", part->name, part->filename != NULL ? part->filename : "-", part->type);
    return true;
}

static bool note_content(void *context, const char *bytes, size_t size)
{
    ck_assert_uint_gt(size, 0);
    text_add(context, bytes, size);
    return true;
}

static bool note_end(void *context)
{
    text_put(context, ")");
    return true;
}

/* Reads a form in pieces that end at `cut`, at once with 0, byte by byte with `length`. What was told is left in `told`. */
static bool read_form(struct text *told, const char *wrong[1], const char *body, size_t length, size_t cut)
{
    struct multipart multipart;
    size_t at = 0, piece = cut == length ? 1 : cut == 0 ? length : cut;

    text_free(told);
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
    struct text told = {0};
    const char *wrong[1];
    size_t cut;

    for (cut = 0; cut < sizeof tricky; cut++) {
        ck_assert_msg(read_form(&told, wrong, tricky, sizeof tricky - 1, cut), "cut at %zu: %s", cut,
                      wrong[0]);
        ck_assert_str_eq(text_chars(&told), tricky_told);
    }
    text_free(&told);
}
END_TEST

START_TEST(a_form_that_is_cut_off_anywhere_is_not_whole)
{
    struct text told = {0};
    const char *wrong[1];
    size_t length;

    for (length = 1; length < sizeof tricky - 3; length++) { /* the last line end may be missing */
        ck_assert_msg(!read_form(&told, wrong, tricky, length, 0), "%zu bytes", length);
        ck_assert_ptr_nonnull(wrong[0]);
    }
    text_free(&told);
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
    struct text told = {0}, body = {0};
    const char *wrong[1];
    bool whole;

    text_printf(&body, "----x\r\n%s\r\n\r\n\r\n----x--", names[_i].header);
    whole = read_form(&told, wrong, text_chars(&body), body.length, 0);
    ck_assert_msg(whole == (names[_i].told != NULL), "%s: %s", names[_i].header, wrong[0]);
    if (whole)
        ck_assert_str_eq(text_chars(&told), names[_i].told);
    text_free(&told);
    text_free(&body);
}
END_TEST

static bool refuse_end(void *context)
{
    text_put(context, "!");
    return false;
}

START_TEST(who_takes_the_parts_can_end_it)
{
    struct multipart multipart;
    struct text told = {0};

    ck_assert_ptr_null(
        multipart_begin(&multipart, "multipart/form-data; boundary=\"--x\"",
                        (struct multipart_taker){note_begin, note_content, refuse_end, &told}));
    ck_assert(!multipart_receive(&multipart, tricky, sizeof tricky - 1));
    ck_assert(!multipart_receive(&multipart, tricky, sizeof tricky - 1));
    ck_assert(!multipart_finish(&multipart));
    ck_assert_ptr_null(multipart.wrong);
    ck_assert_ptr_nonnull(strstr(text_chars(&told), "----y\r\n!"));
    ck_assert_uint_eq(told.length, strcspn(text_chars(&told), "!") + 1);
    text_free(&told);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- flatten -- */

/* Fields "PATH=TEXT" with a line end between them; those with ":=" are JSON. NULL: they do not fit, and `wrong` is in what is told. */
static const struct {
    const char *kind, *fields, *json, *wrong;
} fits[] = {
    {"network", "", "{}", NULL},
    {"network", "name=2.0\ndescription=true\nframework=1",
     "{\"name\": \"2.0\", \"description\": \"true\", \"framework\": \"1\"}", NULL},
    {"network",
     "preprocessing.inputs[0]image.pixel_scaling=2.0\npreprocessing.inputs[0]image.target_size=299",
     "{\"preprocessing\": {\"inputs\": [{\"image\": {\"pixel_scaling\": 2.0, \"target_size\": \"299\"}}]}}",
     NULL},
    {"network", "preprocessing.inputs[0].tensor_name=x:0",
     "{\"preprocessing\": {\"inputs\": [{\"tensor_name\": \"x:0\"}]}}", NULL},
    {"network", "preprocessing.batched_output=True", "{\"preprocessing\": {\"batched_output\": true}}", NULL},
    {"network", "preprocessing.batched_output=0", "{\"preprocessing\": {\"batched_output\": false}}", NULL},
    {"network", "preprocessing.batched_output=None", "{\"preprocessing\": {\"batched_output\": null}}", NULL},
    {"network", "preprocessing.batched_output=2", "{\"preprocessing\": {\"batched_output\": \"2\"}}", NULL},
    {"network", "preprocessing.inputs= [1]\npostprocessings=null\nauthors[0]=1",
     "{\"preprocessing\": {\"inputs\": [1]}, \"postprocessings\": null, \"authors\": [\"1\"]}", NULL},
    {"network", "preprocessing=x", "{\"preprocessing\": \"x\"}", NULL},
    {"network",
     "postprocessings[1]tensors_output.tensors[1]=b\npostprocessings[1]tensors_output.tensors[0]="
     "a\npostprocessings[0]standard_output.boxes_tensor=1",
     "{\"postprocessings\": [{\"standard_output\": {\"boxes_tensor\": \"1\"}}, {\"tensors_output\": "
     "{\"tensors\": [\"a\", \"b\"]}}]}",
     NULL},
    {"network",
     "metadata.z=1\nmetadata.a=1e-05\nmetadata.b=-0\nmetadata.c=None\nmetadata.d=False\nmetadata.e="
     "01\nmetadata.f=.5\nmetadata.g=\nmetadata.h=nan\nmetadata.i=1 \nmetadata.j={}\nmetadata.k=0x1",
     "{\"metadata\": {\"z\": 1, \"a\": 1e-05, \"b\": -0, \"c\": null, \"d\": false, \"e\": \"01\", \"f\": "
     "\".5\", \"g\": \"\", \"h\": \"nan\", \"i\": 1, \"j\": \"{}\", \"k\": \"0x1\"}}",
     NULL},
    {"network", "metadata={\"a\": 1}", "{\"metadata\": {\"a\": 1}}", NULL},
    {"network", "metadata.a:={\"b\":[\"1\"]}\nname:=\"x\"",
     "{\"metadata\": {\"a\": {\"b\":[\"1\"]}}, \"name\": \"x\"}", NULL},
    {"network", "metadata[0][1]a=x\nmetadata[0][0]b.c[0]=1",
     "{\"metadata\": [[{\"b\": {\"c\": [1]}}, {\"a\": \"x\"}]]}", NULL},
    {"network", "nothing.known[0]a=1", "{\"nothing\": {\"known\": [{\"a\": \"1\"}]}}", NULL},
    {"spec", "current_version_id=null\nmetadata.name=1",
     "{\"current_version_id\": null, \"metadata\": {\"name\": 1}}", NULL},
    {"spec", "current_version_id=18446744073709551615", "{\"current_version_id\": 18446744073709551615}",
     NULL},
    {"spec",
     "outputs[0]labels.labels[0]id=0\noutputs[0]labels.labels[0]name=0\noutputs[0]labels.exclusive="
     "false\noutputs[0]labels.roi=NONE",
     "{\"outputs\": [{\"labels\": {\"labels\": [{\"id\": 0, \"name\": \"0\"}], \"exclusive\": false, "
     "\"roi\": \"NONE\"}}]}",
     NULL},
    {"version",
     "spec_id=1\nnetwork_id=x\npost_processings[0]classification.thresholds[0]=0.5\npost_processings[0]"
     "classification.output_tensor=1",
     "{\"spec_id\": 1, \"network_id\": \"x\", \"post_processings\": [{\"classification\": {\"thresholds\": "
     "[0.5], \"output_tensor\": \"1\"}}]}",
     NULL},
    {"version",
     "post_processings[0]detection.yolo_output.anchors[0]=1\npost_processings[0]detection.nms_threshold=0."
     "5\npost_processings[0]detection.discard_threshold=0",
     "{\"post_processings\": [{\"detection\": {\"yolo_output\": {\"anchors\": [1]}, \"nms_threshold\": 0.5, "
     "\"discard_threshold\": 0}}]}",
     NULL},
    {"network", "name=a\nname=a", NULL, "\"name\" is there twice"},
    {"network", "metadata.a.b=1\nmetadata.a=1", NULL, "\"metadata.a\" stands beside"},
    {"network", "metadata.a=1\nmetadata.a.b=1", NULL, "\"metadata.a.b\" stands beside"},
    {"network", "metadata.a=1\nmetadata.a[0]=1", NULL, "\"metadata.a[0]\" stands beside"},
    {"network", "metadata.a[0]=1\nmetadata.a.b=1", NULL, "\"metadata.a.b\" stands beside"},
    {"network", "metadata.a[0]b=1\nmetadata.a[0].b=1", NULL, "\"metadata.a[0].b\" is there twice"},
    {"network", "metadata.a[0]b=1\nmetadata.a[2]c[0]=1", NULL, "\"metadata.a[2]\" has no entry before it"},
    {"network", "metadata.a[0]b.c[1]=1", NULL, "\"metadata.a[0]b.c[1]\" has no entry before it"},
    {"network", "[0]=1", NULL, "\"[0]\" stands beside"},
    {"network", "a]=1", "{\"a]\": \"1\"}", NULL},
    {"network", "a[0]]=1", "{\"a\": [{\"]\": \"1\"}]}", NULL},
    {"network", "a[100001]=1", NULL, "\"a[100001]\" has an index"},
    {"network", "a[99999999999999999999]=1", NULL, "has an index"},
    {"network", "a[00]=1", NULL, "has an index"},
    {"network", "a[ 0]=1", NULL, "has an index"},
    {"network", "a[+0]=1", NULL, "has an index"},
    {"network", "a[0=1", NULL, "has an index"},
    {"network", "a..b=1", NULL, "empty key"},
    {"network", ".a=1", NULL, "empty key"},
    {"network", "a.[0]=1", NULL, "empty key"},
    {"network", "a[0].=1", NULL, "empty key"},
    {"network", "metadata={\"a\":1", NULL, "\"metadata\" is no JSON"},
    {"network", "name:=x", NULL, "\"name\" is no JSON"},
    {"network", "name=\xff", NULL, "not UTF-8"},
    {"network", "\xff=a", NULL, "not UTF-8"},
};

static bool flatten(struct flat *flat, struct text *json, const char *kind, const char *fields)
{
    ck_assert(flat_begin(flat, kind));
    while (*fields != '\0') {
        const char *equals = strchr(fields, '=');
        size_t length = strcspn(equals + 1, "\n"), path_length = (size_t)(equals - fields);
        bool is_json = path_length > 0 && equals[-1] == ':';
        char path[200];

        memcpy(path, fields, path_length);
        path[path_length - is_json] = '\0';
        if (!flat_add(flat, path, equals + 1, length, is_json))
            return false;
        fields = equals + 1 + length;
        fields += *fields == '\n';
    }
    return flat_finish(flat, json);
}

START_TEST(fields_are_json_by_their_types)
{
    struct flat flat;
    struct text json = {0};
    bool fit = flatten(&flat, &json, fits[_i].kind, fits[_i].fields);

    ck_assert_msg(fit == (fits[_i].json != NULL), "%s: %s", fits[_i].fields, text_chars(&flat.wrong));
    if (fit)
        ck_assert_str_eq(text_chars(&json), fits[_i].json);
    else
        ck_assert_msg(strstr(text_chars(&flat.wrong), fits[_i].wrong) != NULL, "%s: %s", fits[_i].fields,
                      text_chars(&flat.wrong));
    flat_free(&flat);
    text_free(&json);
}
END_TEST

START_TEST(fields_have_limits)
{
    struct flat flat;
    struct text deep = {0}, json = {0};
    char *long_text = calloc(1, NNREG_LIMIT_JSON);
    size_t i;

    memset(long_text, 'x', NNREG_LIMIT_JSON);
    ck_assert(flat_begin(&flat, "network"));
    ck_assert(flat_add(&flat, "name", long_text, NNREG_LIMIT_JSON - 4, false));
    ck_assert(!flat_add(&flat, "a", "", 0, false));
    ck_assert_int_eq(flat.status, NNREG_LIMIT);
    flat_free(&flat);
    free(long_text);

    text_put(&deep, "metadata");
    for (i = 2; i < NNREG_LIMIT_JSON_DEPTH; i++)
        text_put(&deep, i % 2 ? "[0]" : ".a");
    ck_assert(flat_begin(&flat, "network"));
    ck_assert(flat_add(&flat, text_chars(&deep), "", 0, false));
    ck_assert(flat_finish(&flat, &json));
    flat_free(&flat);
    text_put(&deep, "[0]");
    ck_assert(flat_begin(&flat, "network"));
    ck_assert(!flat_add(&flat, text_chars(&deep), "", 0, false));
    ck_assert_int_eq(flat.status, NNREG_INVALID_ARGUMENT);
    flat_free(&flat);
    text_free(&deep);
    text_free(&json);
}
END_TEST

/* As many as there can be, with the last one first, in a time that grows with them and not with their square. */
START_TEST(labels_may_be_many)
{
    struct flat flat;
    struct text json = {0};
    char path[64], number[24];
    size_t i;

    ck_assert(flat_begin(&flat, "spec"));
    for (i = NNREG_LIMIT_LABELS; i-- > 0;) {
        snprintf(number, sizeof number, "%zu", i);
        snprintf(path, sizeof path, "outputs[0]labels.labels[%zu]id", i);
        ck_assert(flat_add(&flat, path, number, strlen(number), false));
        snprintf(path, sizeof path, "outputs[0]labels.labels[%zu]name", i);
        ck_assert(flat_add(&flat, path, number, strlen(number), false));
    }
    ck_assert(flat_finish(&flat, &json));
    ck_assert_ptr_nonnull(strstr(json.chars, "{\"id\": 99999, \"name\": \"99999\"}]}}]}"));
    flat_free(&flat);
    text_free(&json);
    ck_assert(flat_begin(&flat, "network"));
    for (i = 0; flat.count < FLAT_NODES_MAX; i++) {
        snprintf(path, sizeof path, "metadata.%zx", i);
        ck_assert(flat_add(&flat, path, "", 0, false));
    }
    ck_assert(!flat_add(&flat, "metadata.more", "", 0, false));
    ck_assert_int_eq(flat.status, NNREG_LIMIT);
    flat_free(&flat);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parts of nnreg-httpd");
    TCase *forms = tcase_create("forms"), *fields = tcase_create("fields");
    SRunner *runner;
    int failed;

    tcase_add_test(forms, a_form_is_the_same_in_whatever_pieces_it_comes);
    tcase_add_test(forms, a_form_that_is_cut_off_anywhere_is_not_whole);
    tcase_add_loop_test(forms, names_are_read_in_one_way, 0, (int)(sizeof names / sizeof *names));
    tcase_add_test(forms, who_takes_the_parts_can_end_it);
    suite_add_tcase(suite, forms);
    tcase_add_loop_test(fields, fields_are_json_by_their_types, 0, (int)(sizeof fits / sizeof *fits));
    tcase_add_test(fields, fields_have_limits);
    tcase_add_test(fields, labels_may_be_many);
    suite_add_tcase(suite, fields);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
