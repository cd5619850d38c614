/*
 * What a place for objects promises, against whatever store a location names: s3_place LOCATION. Credentials are the environment's.
 * Exit status 0: all of it holds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fsio.h"
#include "store/s3/s3_objects.h"

#define PART  ((size_t)5 << 20) /* the least that a store has to take */
#define LARGE (2 * PART + 12345)

static struct nnreg_object_store *store;
static struct nnreg_error error;

static void expect(int line, nnreg_status status, nnreg_status expected)
{
    if (status == expected)
        return;
    fprintf(stderr, "line %d: %s instead of %s: %s\n", line, nnreg_status_text(status),
            nnreg_status_text(expected), error.text);
    exit(1);
}
#define EXPECT(call, expected) expect(__LINE__, call, expected)
#define HOLDS(condition)       expect(__LINE__, (condition) ? NNREG_OK : NNREG_CORRUPT, NNREG_OK)

static nnreg_status put(const char *name, const void *content, size_t size)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    struct nnreg_sha256_small sha;
    struct nnreg_object_source source = {.fd = -1, .content = content, .size = size, .digest = digest};
    bool unknown;

    nnreg_sha256_small_begin(&sha);
    nnreg_sha256_small_add(&sha, content, size);
    nnreg_sha256_small_end(digest, &sha);
    return store->driver->put(&unknown, store, name, &source, NULL, NULL, &error);
}

static void look_at(const char *name, const char *content, size_t whole, size_t offset, size_t length)
{
    char *got = malloc(length + 1);
    uint64_t size = 0;
    int fd = -1;

    EXPECT(store->driver->size(&size, store, name, &error), NNREG_OK);
    HOLDS(size == whole);
    EXPECT(nnreg_fs_create_in_memory(&fd, &error), NNREG_OK);
    EXPECT(store->driver->get(store, name, offset, length, fd, NULL, NULL, &error), NNREG_OK);
    HOLDS(got != NULL && pread(fd, got, length + 1, 0) == (ssize_t)length &&
          memcmp(got, content + offset, length) == 0);
    close(fd);
    free(got);
}

static nnreg_status count(const char *name, uint64_t size, void *context, struct nnreg_error *told)
{
    (void)name;
    (void)size;
    (void)told;
    ++*(unsigned *)context;
    return NNREG_OK;
}

static unsigned listed(const char *prefix)
{
    unsigned objects = 0;

    EXPECT(store->driver->list(store, prefix, count, &objects, &error), NNREG_OK);
    return objects;
}

int main(int argc, char **argv)
{
    struct nnreg_s3_limits limits = nnreg_s3_default_limits;
    char *large = malloc(LARGE);
    uint64_t size;
    size_t i;

    limits.whole = limits.part = PART;
    if (argc != 2 || large == NULL)
        return 2;
    for (i = 0; i < LARGE; i++)
        large[i] = (char)(i * 2654435761u >> 13);
    EXPECT(nnreg_s3_open(&store, argv[1], nnreg_s3_process_environment, &limits, &error), NNREG_OK);
    EXPECT(store->driver->size(&size, store, "ab/none", &error), NNREG_NOT_FOUND);
    EXPECT(put("ab/1", "0123456789", 10), NNREG_OK);
    look_at("ab/1", "0123456789", 10, 0, 10);
    look_at("ab/1", "0123456789", 10, 3, 4);
    EXPECT(put("ab/1", "0123456789", 10), NNREG_OK);
    EXPECT(put("ab/empty", "", 0), NNREG_OK);
    look_at("ab/empty", "", 0, 0, 0);
    EXPECT(put("cd/large", large, LARGE), NNREG_OK);
    look_at("cd/large", large, LARGE, 0, LARGE);
    look_at("cd/large", large, LARGE, PART - 5, 10);
    EXPECT(store->driver->get(store, "ab/1", 8, 3, STDOUT_FILENO, NULL, NULL, &error), NNREG_CORRUPT);
    HOLDS(listed("") == 3);
    HOLDS(listed("ab/") == 2);
    HOLDS(listed("none") == 0);
    EXPECT(store->driver->remove(store, "ab/1", &error), NNREG_OK);
    EXPECT(store->driver->remove(store, "ab/1", &error), NNREG_OK);
    EXPECT(store->driver->get(store, "ab/1", 0, 1, STDOUT_FILENO, NULL, NULL, &error), NNREG_NOT_FOUND);
    HOLDS(listed("") == 2);
    store->driver->close(store);
    free(large);
    puts("all of it holds");
    return 0;
}
