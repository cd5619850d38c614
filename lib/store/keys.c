/* Tables and keys: see keys.h. */
#include "store/keys.h"

#include <string.h>

const char *const nnreg_kv_table_names[NNREG_KV_ALL_TABLES] = {
#define TABLE_NAME(ID, NAME) [NNREG_KV_##ID] = NAME,
    NNREG_KV_TABLE_LIST(TABLE_NAME) NNREG_KV_OBJECT_TABLE_LIST(TABLE_NAME)
#undef TABLE_NAME
};

struct nnreg_slice nnreg_key_u64(struct nnreg_key *key, uint64_t number)
{
    unsigned char *b = key->bytes;

    /* Without a loop, so that compilers make one store of it: a delete makes hundreds of keys. */
    b[0] = (unsigned char)(number >> 56);
    b[1] = (unsigned char)(number >> 48);
    b[2] = (unsigned char)(number >> 40);
    b[3] = (unsigned char)(number >> 32);
    b[4] = (unsigned char)(number >> 24);
    b[5] = (unsigned char)(number >> 16);
    b[6] = (unsigned char)(number >> 8);
    b[7] = (unsigned char)number;
    return (struct nnreg_slice){key->bytes, sizeof key->bytes};
}

bool nnreg_key_u64_read(uint64_t *number, struct nnreg_slice slice)
{
    const unsigned char *b = slice.content;

    *number = 0;
    if (slice.size != sizeof(struct nnreg_key))
        return false;
    /* In one expression, which compilers make one load of: lists read thousands of keys. */
    *number = (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
              (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 | (uint64_t)b[6] << 8 | b[7];
    return true;
}

static void put_u64(unsigned char *bytes, uint64_t number)
{
    struct nnreg_key key;

    (void)nnreg_key_u64(&key, number);
    memcpy(bytes, key.bytes, sizeof key.bytes);
}

struct nnreg_slice nnreg_key_pair(struct nnreg_key_pair *key, uint64_t first, uint64_t second)
{
    put_u64(key->bytes, first);
    put_u64(key->bytes + 8, second);
    return (struct nnreg_slice){key->bytes, sizeof key->bytes};
}

bool nnreg_key_pair_read(uint64_t *first, uint64_t *second, struct nnreg_slice slice)
{
    *first = *second = 0;
    if (slice.size != sizeof(struct nnreg_key_pair))
        return false;
    (void)nnreg_key_u64_read(first, (struct nnreg_slice){slice.content, 8});
    (void)nnreg_key_u64_read(second, (struct nnreg_slice){(const char *)slice.content + 8, 8});
    return true;
}

struct nnreg_slice nnreg_key_name_prefix(struct nnreg_key_name *key, const char *prefix)
{
    size_t length = strnlen(prefix, NNREG_KEY_NAME);

    memcpy(key->bytes, prefix, length);
    return (struct nnreg_slice){key->bytes, length};
}

struct nnreg_slice nnreg_key_name(struct nnreg_key_name *key, const char *name, uint64_t id)
{
    struct nnreg_slice slice = nnreg_key_name_prefix(key, name);

    key->bytes[slice.size] = 0;
    put_u64(key->bytes + slice.size + 1, id);
    slice.size += 1 + 8;
    return slice;
}

bool nnreg_key_name_read(uint64_t *id, size_t *length, struct nnreg_slice slice)
{
    const unsigned char *bytes = slice.content;

    *id = 0;
    *length = 0;
    if (slice.size < 1 + 8 || slice.size > sizeof(struct nnreg_key_name) || bytes[slice.size - 9] != 0)
        return false;
    *length = slice.size - 9;
    return nnreg_key_u64_read(id, (struct nnreg_slice){bytes + slice.size - 8, 8});
}

struct nnreg_slice nnreg_key_text(const char *text)
{
    struct nnreg_slice slice = {text, strlen(text)};

    return slice;
}

struct nnreg_slice nnreg_key_digest(const unsigned char digest[32])
{
    struct nnreg_slice slice = {digest, 32};

    return slice;
}
