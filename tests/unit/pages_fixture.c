/* See pages_fixture.h. */
#include "pages_fixture.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/lmdb/internal.h"

/* ----------------------------------------------------------------------------------------------- the store -- */

/* A key of 400 bytes, so that few fit in a branch. */
static nnreg_status put_long(struct nnreg_kv_txn *txn, unsigned number, struct nnreg_error *error)
{
    char key[400];
    struct nnreg_slice value = {NULL, 0};

    memset(key, 'x', sizeof key);
    (void)snprintf(key, sizeof key, "%06u", number);
    return nnreg_kv_put(txn, NNREG_KV_NETWORK_NAMES, (struct nnreg_slice){key, sizeof key}, value, error);
}

static nnreg_status fill(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    unsigned i;

    (void)context;
    for (i = 1; i <= 1000 && status == NNREG_OK; i++)
        status = put_number(txn, i * 7919 % 1000, i, error);
    for (i = 0; i < 120 && status == NNREG_OK; i++)
        status = put_long(txn, i * 37 % 120, error);
    for (i = 1; i <= 40 && status == NNREG_OK; i++)
        status = put_large(txn, i, i % 8 == 0 ? 5000 * i / 8 : 20 * i + 1, error);
    return status;
}

static nnreg_status remove_some(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    struct nnreg_key key;
    unsigned i;

    (void)context;
    for (i = 5; i < 35 && status == NNREG_OK; i += 3)
        status = nnreg_kv_remove(txn, NNREG_KV_NETWORKS, nnreg_key_u64(&key, i), error);
    for (i = 100; i < 500 && status == NNREG_OK; i++)
        status = nnreg_kv_remove(txn, NNREG_KV_TASKS, nnreg_key_u64(&key, i), error);
    return status;
}

/* While a snapshot is open, what each transaction frees is an entry of its own, until the tree branches. */
static nnreg_status change_often(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    unsigned round;

    (void)txn;
    for (round = 0; round < 150 && status == NNREG_OK; round++)
        status = store_put(context, 500 + round * 13 % 500, round, error);
    return status;
}

static void note_free(struct image *image, struct nnreg_kv *kv)
{
    MDB_envinfo info;
    MDB_txn *txn;
    MDB_cursor *cursor;
    MDB_val key, value;

    ck_assert_int_eq(mdb_env_info(nnreg_lmdb_env_of(kv->store)->mdb, &info), 0);
    image->numbered = info.me_last_pgno + 1;
    image->is_free = calloc(image->numbered, sizeof *image->is_free);
    ck_assert_ptr_nonnull(image->is_free);
    ck_assert_int_eq(mdb_txn_begin(nnreg_lmdb_env_of(kv->store)->mdb, NULL, MDB_RDONLY, &txn), 0);
    ck_assert_int_eq(mdb_cursor_open(txn, 0, &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        uint64_t numbers, page, i;

        memcpy(&numbers, value.mv_data, 8);
        for (i = 1; i <= numbers; i++) {
            memcpy(&page, (const char *)value.mv_data + 8 * i, 8);
            image->is_free[page] = true;
        }
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
}

void image_make(struct image *image, struct scratch *scratch, bool snapshots)
{
    struct nnreg_error error;
    struct nnreg_kv *kv;

    ck_assert_int_eq(store_open(&kv, scratch, 0, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, fill, NULL, &error), NNREG_OK);
    ck_assert_int_eq(nnreg_kv_write(kv, remove_some, NULL, &error), NNREG_OK);
    if (snapshots)
        ck_assert_int_eq(nnreg_kv_read(kv, change_often, kv, &error), NNREG_OK);
    ck_assert_int_eq(store_put(kv, 1, 1, &error), NNREG_OK);
    note_free(image, kv);
    nnreg_kv_close(kv);
    image->size = (size_t)scratch_size(scratch, "data.mdb");
    image->pages = image->size / PAGE;
    image->bytes = malloc(image->size);
    ck_assert_ptr_nonnull(image->bytes);
    scratch_read(scratch, "data.mdb", 0, image->bytes, image->size);
}

void image_free(struct image *image)
{
    free(image->bytes);
    free(image->is_free);
}

void image_restore(const struct image *image, const struct scratch *scratch)
{
    scratch_write(scratch, "data.mdb", 0, image->bytes, image->size);
    scratch_truncate(scratch, "data.mdb", (int64_t)image->size);
}

nnreg_status image_check(const struct scratch *scratch, bool full, struct nnreg_error *error)
{
    int fd = openat(scratch->folder, "data.mdb", O_RDONLY | O_CLOEXEC);
    nnreg_status status;

    ck_assert_int_ge(fd, 0);
    error->text[0] = '\0';
    status = nnreg_lmdb_check_pages(fd, full, NULL, NULL, error);
    close(fd);
    return status;
}

/* ----------------------------------------------------------------------------------------------- the layout -- */

uint64_t image_number(const struct image *image, uint64_t at, size_t width)
{
    uint64_t number = 0;
    size_t i;

    ck_assert_uint_le(at + width, image->size);
    for (i = 0; i < width; i++) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        number = number << 8 | image->bytes[at + i];
#else
        number = number << 8 | image->bytes[at + width - 1 - i];
#endif
    }
    return number;
}

uint64_t image_meta(const struct image *image)
{
    return image_number(image, PAGE + 144, 8) > image_number(image, 144, 8) ? PAGE : 0;
}

unsigned image_nodes(const struct image *image, uint64_t page)
{
    return (unsigned)(image_number(image, page * PAGE + 12, 2) - 16) / 2;
}

uint64_t image_node(const struct image *image, uint64_t page, unsigned index)
{
    return page * PAGE + image_number(image, page * PAGE + 16 + 2 * index, 2);
}

uint64_t image_value(const struct image *image, uint64_t node)
{
    return node + 8 + image_number(image, node + 6, 2);
}

uint64_t image_child(const struct image *image, uint64_t node)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return image_number(image, node, 4) | image_number(image, node + 4, 2) << 32;
#else
    return image_number(image, node, 2) | image_number(image, node + 2, 2) << 16 |
           image_number(image, node + 4, 2) << 32;
#endif
}

uint64_t image_page(const struct image *image, uint64_t record, unsigned level, unsigned index)
{
    uint64_t page = image_number(image, record + 40, 8);

    for (; level > 0; level--)
        page = image_child(image, image_node(image, page, index));
    return page;
}

uint64_t image_record(const struct image *image, const char *table)
{
    uint64_t page = image_number(image, image_meta(image) + 128, 8);
    unsigned i;

    for (i = 0; i < image_nodes(image, page); i++) {
        uint64_t node = image_node(image, page, i);
        size_t size = (size_t)image_number(image, node + 6, 2);

        if (size == strlen(table) && memcmp(image->bytes + node + 8, table, size) == 0)
            return image_value(image, node);
    }
    ck_abort_msg("there is no table %s", table);
    return 0;
}

bool image_is_structure(const struct image *image, uint64_t page)
{
    uint64_t i = 2;

    while (i < page) {
        bool value = !image->is_free[i] && image_number(image, i * PAGE + 10, 2) == 4;

        i += value ? image_number(image, i * PAGE + 12, 4) : 1;
    }
    return page < 2 ? image_meta(image) == page * PAGE : i == page && !image->is_free[page];
}
