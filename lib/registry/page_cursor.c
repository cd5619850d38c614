/* Cursors as texts: see page_cursor.h. */
#include "registry/page_cursor.h"
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "registry/where.h"

enum {
    CURSOR_VERSION = 1,
    BACKWARDS = 0x80,
    CHECKSUM = 4,
    BYTES_MOST = 1 + NNREG_CURSOR_LIST + NNREG_INDEX_KEY_ROOM + CHECKSUM
};

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* With its length in front, so that two texts are never one with what stands between them. */
static void put_counted(struct nnreg_bytes *out, const char *text)
{
    if (text == NULL) {
        nnreg_bytes_char(out, 0);
        return;
    }
    nnreg_bytes_decimal(out, strlen(text));
    nnreg_bytes_char(out, ':');
    nnreg_bytes_text(out, text);
}

static void put_natural(struct nnreg_bytes *out, uint64_t number)
{
    nnreg_bytes_decimal(out, number);
    nnreg_bytes_char(out, ' ');
}

static void put_integer(struct nnreg_bytes *out, int64_t number)
{
    if (number < 0)
        nnreg_bytes_char(out, '-');
    put_natural(out, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/*
 * Everything that decides which objects are in the list, and in which order; of times and words what they mean, not how they
 * are spelt. The limit is not in it, nor what is shown of each object: from a place on one may go with pages of another size.
 */
nnreg_status nnreg_page_cursor_list(unsigned char list[NNREG_CURSOR_LIST],
                                    const struct nnreg_list_selection *selection,
                                    const unsigned char identity[16], struct nnreg_error *error)
{
    unsigned char digest[NNREG_SHA256_SIZE];
    const struct nnreg_query *query = &selection->query;
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_sha256_small sha;
    bool failed;
    size_t i;

    nnreg_bytes_put(&text, identity, 16);
    nnreg_bytes_text(&text, selection->kind->table->name);
    nnreg_bytes_char(&text, ' ');
    put_integer(&text, query->order);
    put_integer(&text, query->descending != 0);
    put_integer(&text, query->scope);
    put_integer(&text, selection->since);
    put_integer(&text, selection->before);
    put_integer(&text, selection->framework);
    put_natural(&text, query->spec_id);
    put_natural(&text, query->network_id);
    put_integer(&text, selection->status);
    put_natural(&text, query->where_count);
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
    failed = text.failed;
    if (!failed) {
        nnreg_sha256_small_begin(&sha);
        nnreg_sha256_small_add(&sha, text.content, text.size);
        nnreg_sha256_small_end(digest, &sha);
        memcpy(list, digest, NNREG_CURSOR_LIST);
    }
    nnreg_bytes_free(&text);
    return failed ? nnreg_fail_memory(error) : NNREG_OK;
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
                                     const unsigned char list[NNREG_CURSOR_LIST], struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST];
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t size = 1 + NNREG_CURSOR_LIST + cursor->place.size;

    *text = NULL;
    bytes[0] = CURSOR_VERSION | (cursor->backwards ? BACKWARDS : 0);
    memcpy(bytes + 1, list, NNREG_CURSOR_LIST);
    memcpy(bytes + 1 + NNREG_CURSOR_LIST, cursor->place.bytes, cursor->place.size);
    put_checksum(bytes + size, bytes, size);
    put_base64url(&out, bytes, size + CHECKSUM);
    return nnreg_bytes_take(text, &out) == NNREG_OK ? NNREG_OK : nnreg_fail_memory(error);
}

static nnreg_status cursor_is_damaged(struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the cursor is damaged: it is none that a page gave");
}

nnreg_status nnreg_page_cursor_read(struct nnreg_page_cursor *cursor, const char *text,
                                    enum nnreg_order order, const unsigned char list[NNREG_CURSOR_LIST],
                                    struct nnreg_error *error)
{
    unsigned char bytes[BYTES_MOST], checksum[CHECKSUM];
    struct nnreg_slice place = {bytes + 1 + NNREG_CURSOR_LIST, 0};
    size_t size;

    if (!take_base64url(bytes, &size, text) || size < 1 + NNREG_CURSOR_LIST + 1 + CHECKSUM)
        return cursor_is_damaged(error);
    size -= CHECKSUM;
    put_checksum(checksum, bytes, size);
    if (memcmp(checksum, bytes + size, CHECKSUM) != 0 || (bytes[0] & ~BACKWARDS) != CURSOR_VERSION)
        return cursor_is_damaged(error);
    if (memcmp(list, bytes + 1, NNREG_CURSOR_LIST) != 0)
        return nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "the cursor belongs to another list: ask with the conditions and the order it came with, of the "
            "same registry");
    place.size = size - 1 - NNREG_CURSOR_LIST;
    if (!nnreg_index_key_fits(place, order))
        return cursor_is_damaged(error);
    cursor->backwards = (bytes[0] & BACKWARDS) != 0;
    nnreg_index_key_set(&cursor->place, place);
    return NNREG_OK;
}
