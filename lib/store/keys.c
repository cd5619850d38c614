/* Tables and keys: see keys.h. */
#include "store/keys.h"

#include <string.h>

const char *const nnreg_table_names[NNREG_TABLE_COUNT] = {
#define TABLE_NAME(ID, NAME) [NNREG_TABLE_##ID] = NAME,
    NNREG_TABLES(TABLE_NAME)
#undef TABLE_NAME
};

struct nnreg_slice nnreg_key_u64(struct nnreg_key *key, uint64_t number)
{
    struct nnreg_slice slice = {key->bytes, sizeof key->bytes};
    size_t i;

    for (i = sizeof key->bytes; i-- > 0; number >>= 8)
        key->bytes[i] = (unsigned char)(number & 0xff);
    return slice;
}

bool nnreg_key_u64_read(uint64_t *number, struct nnreg_slice slice)
{
    const unsigned char *bytes = slice.content;
    size_t i;

    *number = 0;
    if (slice.size != sizeof(struct nnreg_key))
        return false;
    for (i = 0; i < slice.size; i++)
        *number = *number << 8 | bytes[i];
    return true;
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
