/* Objects in a bucket: what each call promises, of a server that does what it should, and of one that does not. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef NNREG_WITH_S3

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fsio.h"
#include "object_server.h"
#include "store/s3/s3_objects.h"
#include "store_fixture.h"

static struct object_server server;
static struct nnreg_object_store *store;
static struct nnreg_error error;
static struct nnreg_s3_limits limits;
static bool unknown;
static const char *token;

static const char *environment(const char *name)
{
    return strcmp(name, "AWS_ACCESS_KEY_ID") == 0       ? OBJECT_KEY_ID
           : strcmp(name, "AWS_SECRET_ACCESS_KEY") == 0 ? OBJECT_SECRET
           : strcmp(name, "AWS_SESSION_TOKEN") == 0     ? token
                                                        : NULL;
}

static nnreg_status open_at(const char *bucket, const char *endpoint)
{
    char place[300];

    snprintf(place, sizeof place, "s3://%s/pre/fix?endpoint=%s&style=path", bucket, endpoint);
    return nnreg_s3_open(&store, place, environment, &limits, &error);
}

static void set_up(void)
{
    limits = nnreg_s3_default_limits;
    limits.pause_ms = limits.longest_pause_ms = 1;
    limits.attempts = 3;
    limits.idle_s = 1;
    limits.answer_ms = 1500;
    limits.whole = 1000;
    limits.part = 300;
    token = NULL;
    object_server_start(&server);
    ck_assert_int_eq(open_at(OBJECT_BUCKET, server.endpoint), NNREG_OK);
}

static void tear_down(void)
{
    nnreg_alloc_fail_from(0);
    store->driver->close(store);
    object_server_stop(&server);
}

static void open_again(const char *bucket, const char *endpoint)
{
    store->driver->close(store);
    ck_assert_int_eq(open_at(bucket, endpoint), NNREG_OK);
}

static nnreg_status put_bytes(const char *name, const void *content, size_t size,
                              nnreg_object_progress *progress, void *context)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256_small sha;
    struct nnreg_object_source source = {.fd = -1, .content = content, .size = size, .digest = digest};

    nnreg_sha256_small_begin(&sha);
    nnreg_sha256_small_add(&sha, content, size);
    nnreg_sha256_small_end(digest, &sha);
    unknown = true;
    error.text[0] = '\0';
    return store->driver->put(&unknown, store, name, &source, progress, context, &error);
}

static nnreg_status put(const char *name, const char *text)
{
    return put_bytes(name, text, strlen(text), NULL, NULL);
}

static char got[5000];

static nnreg_status get(const char *name, uint64_t offset, uint64_t length)
{
    nnreg_status status;
    int fd;

    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, &error), NNREG_OK);
    error.text[0] = '\0';
    status = store->driver->get(store, name, offset, length, fd, NULL, NULL, &error);
    memset(got, 0, sizeof got);
    ck_assert_int_ge(pread(fd, got, sizeof got - 1, 0), 0);
    close(fd);
    return status;
}

static void fault(const char *method, const char *query, enum object_fault kind, int status, const char *code,
                  unsigned times)
{
    object_server_fault(&server, method, query, kind, status, code, 0, times);
}

static char much[2500];

static void fill_much(void)
{
    size_t i;

    for (i = 0; i < sizeof much; i++)
        much[i] = (char)('a' + i % 23);
}

START_TEST(an_object_is_put_measured_read_in_any_range_and_removed)
{
    uint64_t size;

    ck_assert_int_eq(put("ab/cd", "0123456789"), NNREG_OK);
    ck_assert(!unknown);
    ck_assert(object_server_is(&server, "pre/fix/ab/cd", "0123456789", 10));
    ck_assert_int_eq(store->driver->size(&size, store, "ab/cd", &error), NNREG_OK);
    ck_assert_uint_eq(size, 10);
    ck_assert_int_eq(get("ab/cd", 0, 10), NNREG_OK);
    ck_assert_str_eq(got, "0123456789");
    ck_assert_int_eq(get("ab/cd", 3, 4), NNREG_OK);
    ck_assert_str_eq(got, "3456");
    ck_assert_int_eq(get("ab/cd", 10, 0), NNREG_OK);
    ck_assert_int_eq(get("ab/cd", 11, 0), NNREG_CORRUPT);
    ck_assert_int_eq(get("ab/cd", 8, 3), NNREG_CORRUPT);
    ck_assert_int_eq(get("ab/cd", 10, 1), NNREG_CORRUPT);
    ck_assert_int_eq(get("ab/cd", 1, UINT64_MAX), NNREG_CORRUPT);
    ck_assert_int_eq(put("ab/none", ""), NNREG_OK);
    ck_assert_int_eq(store->driver->size(&size, store, "ab/none", &error), NNREG_OK);
    ck_assert_uint_eq(size, 0);
    ck_assert_int_eq(store->driver->remove(store, "ab/cd", &error), NNREG_OK);
    ck_assert_int_eq(store->driver->remove(store, "ab/cd", &error), NNREG_OK);
    error.text[0] = '\0';
    ck_assert_int_eq(store->driver->size(&size, store, "ab/cd", &error), NNREG_NOT_FOUND);
    ck_assert_int_eq(get("ab/cd", 0, 1), NNREG_NOT_FOUND);
    ck_assert_int_eq(put("ab//cd", ""), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(put("../cd", ""), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(put("a?b", ""), NNREG_INVALID_ARGUMENT);
    ck_assert_int_eq(get("", 0, 1), NNREG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(other_bytes_than_their_hash_says_are_refused)
{
    unsigned char digest[NNREG_SHA256_SIZE] = {0};
    struct nnreg_object_source source = {.fd = -1, .content = "abc", .size = 3, .digest = digest};

    ck_assert_int_eq(store->driver->put(&unknown, store, "a", &source, NULL, NULL, &error), NNREG_READ_ONLY);
    ck_assert(!unknown);
    ck_assert_int_eq(object_server_size(&server, "pre/fix/a"), -1);
}
END_TEST

START_TEST(a_session_token_is_sent_and_signed)
{
    server.token = "the-token";
    ck_assert_int_eq(put("a", "x"), NNREG_READ_ONLY);
    token = "the-token";
    open_again(OBJECT_BUCKET, server.endpoint);
    ck_assert_int_eq(put("a", "x"), NNREG_OK);
}
END_TEST

START_TEST(what_is_not_permitted_is_told_with_the_servers_words_and_no_secret)
{
    fault("PUT", "", OBJECT_STATUS, 403, "AccessDenied", 1);
    ck_assert_int_eq(put("a", "x"), NNREG_READ_ONLY);
    ck_assert_str_eq(
        error.text,
        "the store for objects does not permit it (HTTP 403: AccessDenied: because of  \"AccessDenied\")");
    ck_assert(!unknown);
    ck_assert_uint_eq(object_server_count(&server, "PUT"), 1);
    fault("PUT", "", OBJECT_STATUS, 507, "InsufficientStorage", 1);
    ck_assert_int_eq(put("a", "x"), NNREG_NO_SPACE);
    ck_assert(!unknown);
    fault("PUT", "", OBJECT_STATUS, 400, "InvalidRequest", 1);
    ck_assert_int_eq(put("a", "x"), NNREG_IO);
    ck_assert(!unknown);
    ck_assert_uint_eq(object_server_count(&server, "PUT"), 3);
}
END_TEST

START_TEST(a_bucket_that_is_not_there_is_no_missing_object)
{
    uint64_t size;

    open_again("otherbucket", server.endpoint);
    ck_assert_int_eq(put("a", "x"), NNREG_IO);
    ck_assert_ptr_nonnull(strstr(error.text, "NoSuchBucket"));
    ck_assert_int_eq(get("a", 0, 1), NNREG_IO);
    ck_assert_int_eq(store->driver->size(&size, store, "a", &error), NNREG_IO);
    ck_assert_int_eq(store->driver->remove(store, "a", &error), NNREG_IO);
}
END_TEST

static const struct {
    enum object_fault kind;
    int status;
    const char *code;
} passing[] = {{OBJECT_STATUS, 500, "InternalError"},
               {OBJECT_STATUS, 502, "BadGateway"},
               {OBJECT_STATUS, 503, "SlowDown"},
               {OBJECT_STATUS, 504, "GatewayTimeout"},
               {OBJECT_STATUS, 429, "TooMany"},
               {OBJECT_STATUS, 400, "RequestTimeout"},
               {OBJECT_DONE_STATUS, 500, "InternalError"},
               {OBJECT_SILENT, 0, ""},
               {OBJECT_DONE_CUT, 0, ""},
               {OBJECT_CUT, 0, ""}};

/* libcurl takes some seconds to see that nothing comes: so of that kind there is one try less. */
static unsigned have_tries(enum object_fault kind)
{
    limits.attempts = kind == OBJECT_SILENT ? 2 : 3;
    open_again(OBJECT_BUCKET, server.endpoint);
    return limits.attempts;
}

START_TEST(what_passes_is_tried_again_and_no_more_often_than_the_limit)
{
    unsigned tries = have_tries(passing[_i].kind);
    uint64_t size;

    fault("PUT", "", passing[_i].kind, passing[_i].status, passing[_i].code, tries - 1);
    ck_assert_int_eq(put("a", "0123"), NNREG_OK);
    ck_assert(!unknown);
    ck_assert_uint_eq(object_server_count(&server, "PUT"), tries);
    fault("GET", "", passing[_i].kind, passing[_i].status, passing[_i].code, tries - 1);
    ck_assert_int_eq(get("a", 0, 4), NNREG_OK);
    ck_assert_str_eq(got, "0123");
    fault("HEAD", "", passing[_i].kind, passing[_i].status, passing[_i].code,
          passing[_i].status == 400 ? 0 : tries - 1);
    ck_assert_int_eq(store->driver->size(&size, store, "a", &error), NNREG_OK);
    fault("DELETE", "", passing[_i].kind, passing[_i].status, passing[_i].code,
          tries - 1); /* twice, or late */
    ck_assert_int_eq(store->driver->remove(store, "a", &error), NNREG_OK);
    ck_assert_int_eq(object_server_size(&server, "pre/fix/a"), -1);
}
END_TEST

START_TEST(a_put_that_failed_for_good_says_whether_it_may_have_been_done)
{
    bool busy = passing[_i].status == 503 || passing[_i].status == 429;
    bool surely_not = busy || passing[_i].status == 400 || passing[_i].kind == OBJECT_CUT;
    unsigned tries = have_tries(passing[_i].kind);

    fault("PUT", "", passing[_i].kind, passing[_i].status, passing[_i].code, tries);
    ck_assert_int_eq(put("a", "0123"), busy ? NNREG_BUSY : NNREG_IO);
    if (passing[_i].kind != OBJECT_CUT) /* of so few bytes all are on their way by then */
        ck_assert_int_eq(unknown, !surely_not);
    ck_assert_uint_eq(object_server_count(&server, "PUT"), tries);
    if (!unknown)
        ck_assert_int_eq(object_server_size(&server, "pre/fix/a"), -1);
}
END_TEST

START_TEST(unknown_once_is_unknown_whatever_came_after)
{
    fault("PUT", "", OBJECT_DONE_CUT, 0, "", 1);
    object_server_fault(&server, "PUT", "", OBJECT_STATUS, 403, "AccessDenied", 0, 1);
    ck_assert_int_eq(put("a", "0123"), NNREG_READ_ONLY);
    ck_assert(unknown);
    ck_assert_int_eq(object_server_size(&server, "pre/fix/a"), 4);
}
END_TEST

START_TEST(where_nobody_listens_nothing_was_put)
{
    open_again(OBJECT_BUCKET, "http://127.0.0.1:1");
    ck_assert_int_eq(put("a", "0123"), NNREG_IO);
    ck_assert(!unknown);
}
END_TEST

START_TEST(a_server_without_tls_is_not_spoken_to_where_tls_is_asked_for)
{
    char secure[200];

    snprintf(secure, sizeof secure, "https%.60s", server.endpoint + 4);
    limits.connect_ms = 300; /* it waits for more than what TLS begins with */
    open_again(OBJECT_BUCKET, secure);
    ck_assert_int_eq(put("a", "0123"), NNREG_IO);
    ck_assert_str_eq(server.log, "");
}
END_TEST

START_TEST(a_redirection_is_not_followed)
{
    struct object_server other;

    object_server_start(&other);
    fault("GET", "", OBJECT_REDIRECT, 307, other.endpoint, 1);
    ck_assert_int_eq(get("a", 0, 4), NNREG_IO);
    ck_assert_str_eq(other.log, "");
    object_server_stop(&other);
}
END_TEST

START_TEST(an_answer_that_is_cut_off_is_gone_on_with)
{
    ck_assert_int_eq(put("a", "0123456789"), NNREG_OK);
    fault("GET", "", OBJECT_CUT_BODY, 0, "", 2);
    ck_assert_int_eq(get("a", 1, 9), NNREG_OK);
    ck_assert_str_eq(got, "123456789");
    ck_assert_uint_eq(object_server_count(&server, "GET"), 3);
    fault("GET", "", OBJECT_CUT_BODY, 0, "", 3);
    ck_assert_int_eq(get("a", 1, 9), NNREG_IO);
}
END_TEST

START_TEST(other_bytes_than_those_asked_for_are_told)
{
    ck_assert_int_eq(put("a", "0123456789"), NNREG_OK);
    fault("GET", "", OBJECT_OTHER_RANGE, 0, "", 1);
    ck_assert_int_eq(get("a", 5, 5), NNREG_IO);
    fault("GET", "", OBJECT_ERROR_IN_200, 200, "InternalError", 1); /* no range at all */
    ck_assert_int_eq(get("a", 5, 5), NNREG_IO);
    ck_assert_str_eq(got, "");
}
END_TEST

START_TEST(an_answer_without_an_end_is_ended)
{
    fault("GET", "", OBJECT_ENDLESS_HEADERS, 0, "", 1);
    ck_assert_int_eq(get("a", 0, 10), NNREG_IO);
    fault("GET", "", OBJECT_ENDLESS_BODY, 0, "", 1);
    ck_assert_int_eq(get("a", 0, 10), NNREG_IO);
    fault("DELETE", "", OBJECT_ENDLESS_BODY, 0, "", 3);
    ck_assert_int_eq(store->driver->remove(store, "a", &error), NNREG_IO);
    ck_assert_uint_eq(object_server_count(&server, "GET"), 2);
}
END_TEST

START_TEST(an_object_that_is_not_seen_yet_is_not_found)
{
    ck_assert_int_eq(put("a", "0123"), NNREG_OK);
    fault("GET", "", OBJECT_STATUS, 404, "NoSuchKey", 1);
    ck_assert_int_eq(get("a", 0, 4), NNREG_NOT_FOUND);
    ck_assert_str_eq(error.text, "");
    ck_assert_int_eq(get("a", 0, 4), NNREG_OK);
}
END_TEST

/* ------------------------------------------------------------------------------------------------- parts -- */

START_TEST(what_is_large_is_put_in_parts)
{
    fill_much();
    ck_assert_int_eq(put_bytes("a", much, 1000, NULL, NULL), NNREG_OK);
    ck_assert_uint_eq(object_server_count(&server, "POST"), 0);
    ck_assert_int_eq(put_bytes("b", much, sizeof much, NULL, NULL), NNREG_OK);
    ck_assert(!unknown);
    ck_assert(object_server_is(&server, "pre/fix/b", much, sizeof much));
    ck_assert_uint_eq(object_server_count(&server, "POST"), 2);
    ck_assert_uint_eq(object_server_count(&server, "PUT?partNumber"), 9);
    ck_assert_uint_eq(object_server_uploads(&server), 0);
}
END_TEST

START_TEST(parts_that_fail_are_sent_again_and_forgotten_in_the_end)
{
    fill_much();
    fault("POST", "uploads", OBJECT_STATUS, 503, "SlowDown", 2);
    fault("PUT", "partNumber=3&", OBJECT_STATUS, 500, "InternalError", 2);
    fault("PUT", "partNumber=4&", OBJECT_DONE_CUT, 0, "", 1);
    ck_assert_int_eq(put_bytes("a", much, sizeof much, NULL, NULL), NNREG_OK);
    ck_assert(object_server_is(&server, "pre/fix/a", much, sizeof much));
    fault("PUT", "partNumber=3&", OBJECT_STATUS, 500, "InternalError", 3);
    ck_assert_int_eq(put_bytes("b", much, sizeof much, NULL, NULL), NNREG_IO);
    ck_assert(!unknown);
    ck_assert_int_eq(object_server_size(&server, "pre/fix/b"), -1);
    ck_assert_uint_eq(object_server_uploads(&server), 0);
}
END_TEST

START_TEST(an_error_in_an_answer_of_200_is_one)
{
    fill_much();
    fault("POST", "uploadId", OBJECT_ERROR_IN_200, 200, "InternalError", 2);
    ck_assert_int_eq(put_bytes("a", much, sizeof much, NULL, NULL), NNREG_OK);
    ck_assert(object_server_is(&server, "pre/fix/a", much, sizeof much));
    fault("POST", "uploadId", OBJECT_ERROR_IN_200, 200, "InternalError", 3);
    ck_assert_int_eq(put_bytes("b", much, sizeof much, NULL, NULL), NNREG_IO);
    ck_assert(unknown);
    ck_assert_ptr_nonnull(strstr(error.text, "InternalError"));
    fault("POST", "uploadId", OBJECT_STATUS, 400, "InvalidPart", 1);
    ck_assert_int_eq(put_bytes("c", much, sizeof much, NULL, NULL), NNREG_IO);
    ck_assert(!unknown);
}
END_TEST

START_TEST(parts_that_became_an_object_without_an_answer_are_found)
{
    fill_much();
    fault("POST", "uploadId", OBJECT_DONE_CUT, 0, "", 1);
    ck_assert_int_eq(put_bytes("a", much, sizeof much, NULL, NULL), NNREG_OK);
    ck_assert(!unknown);
    ck_assert(object_server_is(&server, "pre/fix/a", much, sizeof much));
    fault("POST", "uploadId", OBJECT_DONE_CUT, 0, "", 1);
    fault("HEAD", "", OBJECT_STATUS, 404, "", 1);
    ck_assert_int_eq(put_bytes("b", much, sizeof much, NULL, NULL), NNREG_IO);
    ck_assert(unknown);
    fault("POST", "uploadId", OBJECT_HALF_IN_200, 0, "", 1);
    ck_assert_int_eq(put_bytes("c", much, sizeof much, NULL, NULL), NNREG_IO);
    ck_assert(unknown);
}
END_TEST

static int stop_at(void *context, uint64_t done)
{
    (void)done;
    return --*(int *)context <= 0;
}

START_TEST(putting_and_getting_can_be_cancelled)
{
    int left = 1, fd;

    fill_much();
    ck_assert_int_eq(put_bytes("a", much, sizeof much, stop_at, &left), NNREG_CANCELLED);
    ck_assert(!unknown);
    ck_assert_uint_eq(object_server_uploads(&server), 0);
    left = 1;
    ck_assert_int_eq(put_bytes("a", much, 10, stop_at, &left), NNREG_CANCELLED);
    object_server_add(&server, "pre/fix/b", much, sizeof much);
    ck_assert_int_eq(nnreg_fs_create_in_memory(&fd, &error), NNREG_OK);
    left = 1;
    ck_assert_int_eq(store->driver->get(store, "b", 0, sizeof much, fd, stop_at, &left, &error),
                     NNREG_CANCELLED);
    close(fd);
}
END_TEST

START_TEST(memory_stays_as_it_is_however_large_a_file_is)
{
    const uint64_t size = (uint64_t)200 << 20;
    unsigned char digest[NNREG_SHA256_SIZE] = {0};
    struct nnreg_object_source source = {.size = size, .digest = digest};
    struct scratch scratch;
    struct rusage before, after;

    limits = nnreg_s3_default_limits;
    open_again(OBJECT_BUCKET, server.endpoint);
    server.forgets = true;
    scratch_make(&scratch);
    scratch_write(&scratch, "large", 0, "x", 1);
    scratch_truncate(&scratch, "large", (int64_t)size);
    source.fd = openat(scratch.folder, "large", O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(put("first", "x"), NNREG_OK);
    ck_assert_int_eq(getrusage(RUSAGE_SELF, &before), 0);
    ck_assert_int_eq(store->driver->put(&unknown, store, "large", &source, NULL, NULL, &error), NNREG_OK);
    ck_assert_int_eq(getrusage(RUSAGE_SELF, &after), 0);
    close(source.fd);
    scratch_remove(&scratch);
    ck_assert_int_eq(object_server_size(&server, "pre/fix/large"), (int64_t)size);
    ck_assert_msg(after.ru_maxrss - before.ru_maxrss < 24 * 1024, "%ld KiB more",
                  after.ru_maxrss - before.ru_maxrss);
}
END_TEST

/* ----------------------------------------------------------------------------------------------- listing -- */

static nnreg_status note_name(const char *name, uint64_t size, void *context, struct nnreg_error *error_out)
{
    char *names = context;

    sprintf(names + strlen(names), "%s:%ju ", name, (uintmax_t)size);
    return strcmp(name, "last") == 0 ? nnreg_fail(error_out, NNREG_CANCELLED, "enough") : NNREG_OK;
}

START_TEST(all_objects_are_listed_page_by_page_and_no_others)
{
    char names[400] = "";

    object_server_add(&server, "other/x", "1", 1);
    object_server_add(&server, "pre/fix/a/1", "1", 1);
    object_server_add(&server, "pre/fix/a/2", "12", 2);
    object_server_add(&server, "pre/fix/a/3", "123", 3);
    object_server_add(&server, "pre/fix/b", "", 0);
    server.page = 2;
    fault("GET", "continuation", OBJECT_STATUS, 503, "SlowDown", 1);
    ck_assert_int_eq(store->driver->list(store, "", note_name, names, &error), NNREG_OK);
    ck_assert_str_eq(names, "a/1:1 a/2:2 a/3:3 b:0 ");
    names[0] = '\0';
    ck_assert_int_eq(store->driver->list(store, "a/", note_name, names, &error), NNREG_OK);
    ck_assert_str_eq(names, "a/1:1 a/2:2 a/3:3 ");
    object_server_add(&server, "pre/fix/last", "", 0);
    ck_assert_int_eq(store->driver->list(store, "l", note_name, names, &error), NNREG_CANCELLED);
    ck_assert_str_eq(error.text, "enough");
    server.page = 1;
    server.same_token = true;
    ck_assert_int_eq(store->driver->list(store, "a", note_name, names, &error), NNREG_IO);
    fault("GET", "list", OBJECT_ERROR_IN_200, 200, "InternalError", 1);
    ck_assert_int_eq(store->driver->list(store, "", note_name, names, &error), NNREG_IO);
    fault("GET", "list", OBJECT_STATUS, 403, "AccessDenied", 1);
    ck_assert_int_eq(store->driver->list(store, "", note_name, names, &error), NNREG_READ_ONLY);
}
END_TEST

START_TEST(without_memory_nothing_is_done_and_nothing_lost)
{
    struct nnreg_object_store *first = store;
    uint64_t n, count;

    fill_much();
    nnreg_alloc_fail_from(1);
    ck_assert_int_eq(open_at(OBJECT_BUCKET, server.endpoint), NNREG_NO_MEMORY);
    ck_assert_ptr_null(store);
    store = first;
    limits.parallel = 1;
    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(put_bytes("a", much, sizeof much, NULL, NULL), NNREG_OK);
    count = nnreg_alloc_count();
    for (n = 1; n <= count; n += 1 + count / 40) {
        nnreg_status status;

        nnreg_alloc_fail_from(n);
        status = put_bytes("b", much, sizeof much, NULL, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert_int_eq(status, NNREG_NO_MEMORY);
        if (!unknown)
            ck_assert_int_eq(object_server_size(&server, "pre/fix/b"), -1);
    }
}
END_TEST

#endif

Suite *s3_suite(void);
Suite *s3_suite(void)
{
    Suite *suite = suite_create("s3");
    TCase *tests = tcase_create("s3");

#ifdef NNREG_WITH_S3
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, an_object_is_put_measured_read_in_any_range_and_removed);
    tcase_add_test(tests, other_bytes_than_their_hash_says_are_refused);
    tcase_add_test(tests, a_session_token_is_sent_and_signed);
    tcase_add_test(tests, what_is_not_permitted_is_told_with_the_servers_words_and_no_secret);
    tcase_add_test(tests, a_bucket_that_is_not_there_is_no_missing_object);
    tcase_add_loop_test(tests, what_passes_is_tried_again_and_no_more_often_than_the_limit, 0,
                        sizeof passing / sizeof *passing);
    tcase_add_loop_test(tests, a_put_that_failed_for_good_says_whether_it_may_have_been_done, 0,
                        sizeof passing / sizeof *passing);
    tcase_add_test(tests, unknown_once_is_unknown_whatever_came_after);
    tcase_add_test(tests, where_nobody_listens_nothing_was_put);
    tcase_add_test(tests, a_server_without_tls_is_not_spoken_to_where_tls_is_asked_for);
    tcase_add_test(tests, a_redirection_is_not_followed);
    tcase_add_test(tests, an_answer_that_is_cut_off_is_gone_on_with);
    tcase_add_test(tests, other_bytes_than_those_asked_for_are_told);
    tcase_add_test(tests, an_answer_without_an_end_is_ended);
    tcase_add_test(tests, an_object_that_is_not_seen_yet_is_not_found);
    tcase_add_test(tests, what_is_large_is_put_in_parts);
    tcase_add_test(tests, parts_that_fail_are_sent_again_and_forgotten_in_the_end);
    tcase_add_test(tests, an_error_in_an_answer_of_200_is_one);
    tcase_add_test(tests, parts_that_became_an_object_without_an_answer_are_found);
    tcase_add_test(tests, putting_and_getting_can_be_cancelled);
    tcase_add_test(tests, memory_stays_as_it_is_however_large_a_file_is);
    tcase_add_test(tests, all_objects_are_listed_page_by_page_and_no_others);
    tcase_add_test(tests, without_memory_nothing_is_done_and_nothing_lost);
#endif
    suite_add_tcase(suite, tests);
    return suite;
}
