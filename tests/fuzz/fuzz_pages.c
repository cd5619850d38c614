/*
 * Fuzz target for the walk over a data file's pages. A small store, in which every kind of page occurs, is made once; an
 * input is what is changed in it, 4 bytes each: a place of 3 bytes (low first, modulo the file's size) and a byte that is
 * added with XOR. What the full walk lets pass must pass the quick one, and must be readable to its end by LMDB.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/keys.h"
#include "store/lmdb/internal.h"

#define STEP    4
#define ENTRIES 300u

static char folder[4096];
static int folder_fd = -1, file_fd = -1;
static unsigned char *whole, *changed;
static size_t size;

static void must(int condition)
{
    if (!condition)
        abort();
}

static nnreg_status fill(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    static const char large[20000] = "";
    nnreg_status status = NNREG_OK;
    struct nnreg_key key;
    uint64_t i;

    (void)context;
    for (i = 0; i < ENTRIES && status == NNREG_OK; i++)
        status = nnreg_kv_put(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, i),
                              (struct nnreg_slice){large, (size_t)i % 40}, error);
    for (i = 0; i < 3 && status == NNREG_OK; i++)
        status = nnreg_kv_put(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, i),
                              (struct nnreg_slice){large, 9000 * (size_t)i}, error);
    return status;
}

static nnreg_status thin(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct nnreg_key key;

    (void)context;
    return nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, 1), error);
}

static nnreg_status open_store(struct nnreg_kv **kv)
{
    static const struct nnreg_kv_options options = {
        .tables = nnreg_kv_table_names, .table_count = NNREG_KV_TABLE_COUNT, .create = true};
    struct nnreg_error error;

    return nnreg_kv_open(kv, folder_fd, &options, &error);
}

/* Whatever the store has put there. What cannot be removed is a mistake of this program's, or of the store's. */
static void clean(void)
{
    DIR *files = fdopendir(folder_fd);
    const struct dirent *file;

    must(files != NULL);
    while ((file = readdir(files)) != NULL)
        if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0)
            must(unlinkat(folder_fd, file->d_name, 0) == 0);
    must(closedir(files) == 0 && rmdir(folder) == 0);
}

/* Where the person who runs this wants it, and else where no disk is waited for. */
static const char *parent(void)
{
    const char *wanted = getenv("TMPDIR");

    if (wanted != NULL && wanted[0] != '\0')
        return wanted;
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

static void make_store(void)
{
    struct nnreg_kv *kv;

    must(snprintf(folder, sizeof folder, "%s/nnreg-fuzz-XXXXXX", parent()) < (int)sizeof folder);
    must(mkdtemp(folder) != NULL);
    folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(atexit(clean) == 0);
    must(open_store(&kv) == NNREG_OK);
    must(nnreg_kv_write(kv, fill, NULL, NULL) == NNREG_OK &&
         nnreg_kv_write(kv, thin, NULL, NULL) == NNREG_OK);
    nnreg_kv_close(kv);
    file_fd = openat(folder_fd, "data.mdb", O_RDWR | O_CLOEXEC);
    must(file_fd >= 0);
    size = (size_t)lseek(file_fd, 0, SEEK_END);
    whole = malloc(size);
    changed = malloc(size);
    must(whole != NULL && changed != NULL && pread(file_fd, whole, size, 0) == (ssize_t)size);
}

static nnreg_status look(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                         struct nnreg_error *error)
{
    const unsigned char *bytes = value.content;
    unsigned *sum = context;

    (void)stop;
    (void)error;
    *sum += ((const unsigned char *)key.content)[key.size - 1];
    if (value.size > 0)
        *sum += bytes[0] + bytes[value.size - 1];
    return NNREG_OK;
}

static nnreg_status read_all(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    nnreg_kv_table_id table;

    for (table = 0; table < NNREG_KV_TABLE_COUNT && status == NNREG_OK; table++)
        status = nnreg_kv_walk(txn, table, (struct nnreg_slice){NULL, 0}, false, look, context, error);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t input_size);
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t input_size)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    struct nnreg_kv *kv;
    unsigned sum = 0;
    nnreg_status status;
    size_t i;

    if (whole == NULL)
        make_store();
    memcpy(changed, whole, size);
    for (i = 0; i + STEP <= input_size; i += STEP)
        changed[(input[i] | (size_t)input[i + 1] << 8 | (size_t)input[i + 2] << 16) % size] ^= input[i + 3];
    must(pwrite(file_fd, changed, size, 0) == (ssize_t)size && ftruncate(file_fd, (off_t)size) == 0);
    status = nnreg_lmdb_check_pages(file_fd, true, NULL, NULL, &error);
    must(status == NNREG_OK || status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED);
    must(status == NNREG_OK || strncmp(error.text, "data.mdb ", 9) == 0);
    if (status != NNREG_OK)
        return 0;
    must(nnreg_lmdb_check_pages(file_fd, false, NULL, NULL, &error) == NNREG_OK);
    if (open_store(&kv) == NNREG_OK) {
        must(nnreg_kv_read(kv, read_all, &sum, &error) == NNREG_OK);
        nnreg_kv_close(kv);
    }
    return 0;
}
