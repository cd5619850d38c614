/* Cursors as texts: see page_cursor.h. */
#include "registry/page_cursor.h"
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "registry/where.h"

enum {
    CURSOR_VERSION = 1,
    BACKWARDS = 0x80,
    DIGEST = 8,
    CHECKSUM = 4,
    BYTES_MOST = 1 + DIGEST + NNREG_INDEX_KEY_ROOM + CHECKSUM
};

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* With its length in front, so that two texts are never one with what stands between them. */
static void put_counted(struct nnreg_bytes *out, const char *text)
{
    if (text == NULL)
        nnreg_bytes_char(out, 0);
    else
        nnreg_bytes_format(out, "%zu:%s", strlen(text), text);
}

/*
 * Everything that decides which objects are in the list, and in which order; of times and words what they mean, not how they
 * are spelt. The limit is not in it, nor what is shown of each object: from a place on one may go with pages of another size.
 */
static nnreg_status digest_of_list(unsigned char digest[NNREG_SHA256_SIZE],
                                   const struct nnreg_list_selection *selection,
                                   const unsigned char identity[16], struct nnreg_error *error)
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
    put_counted(&text, query->name);
    put_counted(&text, query->name_prefix);
    put_counted(&text, query->name_glob);
    for (i = 0; i < query->where_count; i++) {
        nnreg_where_put_key(&text, query->where[i].key);
        nnreg_bytes_char(&text, '=');
        put_counted(&text, query->where[i].value);
    }
    if (selection
            ->by_digest) /* nothing where it is not: cursors of before there was this condition stay good */
        nnreg_bytes_put(&text, selection->digest, sizeof selection->digest);
    if (query->ids != NULL) /* likewise */
        nnreg_bytes_put(&text, query->ids, query->id_count * sizeof *query->ids);
    status = text.failed ? nnreg_fail_memory(error) : nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, text.content, text.size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(digest, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_bytes_free(&text);
    return status;
}

/* `held` bits at the low end of `bits` wait to be written: fewer than 6 between bytes. What is above them was written. */
static void put_base64url(struct nnreg_bytes *out, const unsigned char *bytes, size_t size)
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

/*
 * False: a character that is none, more bytes than any cursor has, or bits that are left over: they must be 0, and fewer
 * than a character has (RFC 4648, section 3.5), so that a cursor has one text only.
 */
static bool take_base64url(unsigned char *bytes, size_t *size, const char *text)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (*size = 0; *text != '\0'; text++) {
        const char *found = strchr(alphabet, *text);

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

static void put_checksum(unsigned char out[CHECKSUM], const unsigned char *bytes, size_t size)
{
    uint32_t crc = nnreg_crc32c(0, bytes, size);
    int i;

    for (i = 0; i < CHECKSUM; i++)
        out[i] = (unsigned char)(crc >> 8 * i & 0xff);
}

nnreg_status nnreg_page_cursor_write(char **text, const struct nnreg_page_cursor *cursor,
                                     const struct nnreg_list_selection *selection,
                                     const unsigned char identity[16], struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST], digest[NNREG_SHA256_SIZE];
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t size = 1 + DIGEST + cursor->place.size;
    nnreg_status status = digest_of_list(digest, selection, identity, error);

    *text = NULL;
    if (status != NNREG_OK)
        return status;
    bytes[0] = CURSOR_VERSION | (cursor->backwards ? BACKWARDS : 0);
    memcpy(bytes + 1, digest, DIGEST);
    memcpy(bytes + 1 + DIGEST, cursor->place.bytes, cursor->place.size);
    put_checksum(bytes + size, bytes, size);
    put_base64url(&out, bytes, size + CHECKSUM);
    return nnreg_bytes_take(text, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
}

static nnreg_status cursor_is_damaged(struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the cursor is damaged: it is none that a page gave");
}

nnreg_status nnreg_page_cursor_read(struct nnreg_page_cursor *cursor, const char *text,
                                    const struct nnreg_list_selection *selection,
                                    const unsigned char identity[16], struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST], digest[NNREG_SHA256_SIZE], checksum[CHECKSUM];
    struct nnreg_slice place = {bytes + 1 + DIGEST, 0};
    size_t size;
    nnreg_status status;

    if (!take_base64url(bytes, &size, text) || size < 1 + DIGEST + 1 + CHECKSUM)
        return cursor_is_damaged(error);
    size -= CHECKSUM;
    put_checksum(checksum, bytes, size);
    if (memcmp(checksum, bytes + size, CHECKSUM) != 0 || (bytes[0] & ~BACKWARDS) != CURSOR_VERSION)
        return cursor_is_damaged(error);
    status = digest_of_list(digest, selection, identity, error);
    if (status != NNREG_OK)
        return status;
    if (memcmp(digest, bytes + 1, DIGEST) != 0)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "the cursor belongs to another list: ask with the conditions and the order it came with, of the "
            "same registry");
    place.size = size - 1 - DIGEST;
    if (!nnreg_index_key_fits(place, selection->query.order))
        return cursor_is_damaged(error);
    cursor->backwards = (bytes[0] & BACKWARDS) != 0;
    nnreg_index_key_set(&cursor->place, place);
    return NNREG_OK;
}
