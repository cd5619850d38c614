/*
 * Tokens of places in a list, in base64url (RFC 4648, section 5) without padding: a byte for the version and the direction,
 * 8 bytes of a SHA-256 over what makes the list, the place's key, and 4 bytes of CRC32C over all that.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "registry/query.h"

enum {
    TOKEN_VERSION = 1,
    BACKWARDS = 0x80,
    DIGEST = 8,
    CHECKSUM = 4,
    BYTES_MOST = 1 + DIGEST + NNREG_PLACE_ROOM + CHECKSUM
};

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void put_text(struct nnreg_bytes *out, const char *text)
{
    if (text == NULL)
        nnreg_bytes_char(out, 0);
    else
        nnreg_bytes_format(out, "%zu:%s", strlen(text), text);
}

/* Everything that decides which objects are in the list, and in which order. */
static nnreg_status digest_of(unsigned char digest[NNREG_SHA256_SIZE],
                              const struct nnreg_selection *selection, const unsigned char identity[16],
                              struct nnreg_error *error)
{
    const struct nnreg_query *query = &selection->query;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status;
    size_t i;

    nnreg_bytes_put(&text, identity, 16);
    nnreg_bytes_format(&text, "%s %d %d %d %lld %lld %d %llu %llu %d %zu ", selection->kind->table->name,
                       (int)query->order, query->descending != 0, (int)query->scope,
                       (long long)selection->since, (long long)selection->before, selection->framework,
                       (unsigned long long)query->spec_id, (unsigned long long)query->network_id,
                       selection->status, query->where_count);
    put_text(&text, query->name);
    put_text(&text, query->name_prefix);
    put_text(&text, query->name_glob);
    for (i = 0; i < query->where_count; i++) {
        nnreg_where_put_key(&text, query->where[i].key);
        nnreg_bytes_char(&text, '=');
        put_text(&text, query->where[i].value);
    }
    status = text.failed ? nnreg_fail_memory(error) : nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, text.content, text.size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_bytes_free(&text);
    return status;
}

static void encode(struct nnreg_bytes *out, const unsigned char *bytes, size_t size)
{
    uint32_t bits = 0;
    unsigned held = 0;
    size_t i;

    for (i = 0; i < size; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            nnreg_bytes_char(out, alphabet[bits >> (held - 6) & 63]);
    }
    if (held > 0)
        nnreg_bytes_char(out, alphabet[bits << (6 - held) & 63]);
}

/* False: a character that is none, or bits that are left over. */
static bool decode(unsigned char *bytes, size_t *size, const char *token)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (*size = 0; *token != '\0'; token++) {
        const char *found = strchr(alphabet, *token);

        if (found == NULL)
            return false;
        bits = bits << 6 | (uint32_t)(found - alphabet);
        held += 6;
        if (held >= 8) {
            if (*size == BYTES_MOST)
                return false;
            held -= 8;
            bytes[(*size)++] = (unsigned char)(bits >> held & 0xff);
        }
    }
    return held < 6 && (bits & ((1u << held) - 1)) == 0;
}

/* Whether a place can be one of the order: whoever makes up a token can get its checksum right. */
static bool is_place(const unsigned char *bytes, size_t size, enum nnreg_order order)
{
    struct nnreg_slice key = {bytes, size};
    uint64_t first, id;
    size_t length;

    switch (order) {
    case NNREG_ORDER_NAME:
        return nnreg_key_name_read(&id, &length, key);
    case NNREG_ORDER_UPDATE_DATE:
        return nnreg_key_pair_read(&first, &id, key);
    case NNREG_ORDER_ID:
        return nnreg_key_u64_read(&id, key);
    }
    return false;
}

static void put_checksum(unsigned char out[CHECKSUM], const unsigned char *bytes, size_t size)
{
    uint32_t crc = nnreg_crc32c(0, bytes, size);
    int i;

    for (i = 0; i < CHECKSUM; i++)
        out[i] = (unsigned char)(crc >> 8 * i & 0xff);
}

nnreg_status nnreg_token_make(char **token, const struct nnreg_selection *selection,
                              const unsigned char identity[16], const struct nnreg_place_key *place,
                              bool backwards, struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST], digest[NNREG_SHA256_SIZE];
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t size = 1 + DIGEST + place->size;
    nnreg_status status = digest_of(digest, selection, identity, error);

    *token = NULL;
    if (status != NNREG_OK)
        return status;
    bytes[0] = TOKEN_VERSION | (backwards ? BACKWARDS : 0);
    memcpy(bytes + 1, digest, DIGEST);
    memcpy(bytes + 1 + DIGEST, place->bytes, place->size);
    put_checksum(bytes + size, bytes, size);
    encode(&out, bytes, size + CHECKSUM);
    return nnreg_bytes_take(token, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
}

nnreg_status nnreg_token_read(struct nnreg_selection *selection, const unsigned char identity[16],
                              const char *token, struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST], digest[NNREG_SHA256_SIZE], checksum[CHECKSUM];
    size_t size;
    nnreg_status status;

    if (!decode(bytes, &size, token) || size < 1 + DIGEST + 1 + CHECKSUM)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the cursor is damaged: it is none that a page gave");
    size -= CHECKSUM;
    put_checksum(checksum, bytes, size);
    if (memcmp(checksum, bytes + size, CHECKSUM) != 0 || (bytes[0] & ~BACKWARDS) != TOKEN_VERSION)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the cursor is damaged: it is none that a page gave");
    status = digest_of(digest, selection, identity, error);
    if (status != NNREG_OK)
        return status;
    if (memcmp(digest, bytes + 1, DIGEST) != 0)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "the cursor belongs to another list: ask with the conditions and the order it came with, of the "
            "same registry");
    if (!is_place(bytes + 1 + DIGEST, size - 1 - DIGEST, selection->query.order))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "the cursor is damaged: it is none that a page gave");
    selection->backwards = (bytes[0] & BACKWARDS) != 0;
    selection->position.size = size - 1 - DIGEST;
    memcpy(selection->position.bytes, bytes + 1 + DIGEST, selection->position.size);
    return NNREG_OK;
}
