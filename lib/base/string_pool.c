/* The names of a model: see string_pool.h. */
#include "base/string_pool.h"

#include <sys/random.h>

#include "base/alloc.h"
#include "nnreg.h"

#define RECORD_EXTRA 3 /* the length's two bytes, and the NUL */
#define FIRST_SLOTS  512
#define FIRST_ROOM   8

static uint64_t mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word_at(const unsigned char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof(word));
    return word;
}

/* The bytes of a short text, at least one, as a number: they tell it apart together with its size. */
static uint64_t short_word(const unsigned char *bytes, size_t size)
{
    uint32_t first, last;

    if (size < 4)
        return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[size / 2] << 8 | bytes[size - 1];
    memcpy(&first, bytes, sizeof(first));
    memcpy(&last, bytes + size - sizeof(last), sizeof(last));
    return (uint64_t)first << 32 | last;
}

/*
 * Multiplies eight bytes at a time into the state, of the last ones perhaps some twice; the secret seeds keep the
 * result from being foreseen.
 */
static uint64_t hash_of(const struct nnreg_string_pool *texts, const unsigned char *bytes, size_t size)
{
    uint64_t state = texts->seed[0] ^ size;
    const unsigned char *last;

    if (size < 8)
        return mix(mix(state ^ short_word(bytes, size), texts->seed[1]), texts->seed[1]);
    last = bytes + size - 8;
    for (; bytes < last; bytes += 8)
        state = mix(state ^ word_at(bytes), texts->seed[1]);
    return mix(mix(state ^ word_at(last), texts->seed[1]), texts->seed[1]);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 60) << NNREG_STRING_POOL_BITS;
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t *slot_of(const struct nnreg_string_pool *texts, uint64_t hash, const void *bytes, size_t size)
{
    uint32_t mask = texts->slots - 1;
    uint32_t i = (uint32_t)hash & mask;

    while (texts->slot[i] != 0) {
        uint32_t text = texts->slot[i] & NNREG_STRING_POOL_MASK;

        if ((texts->slot[i] & ~NNREG_STRING_POOL_MASK) == tag_of(hash) &&
            nnreg_string_pool_size(texts, text) == size &&
            memcmp(nnreg_string_pool_at(texts, text), bytes, size) == 0)
            break;
        i = (i + 1) & mask;
    }
    return &texts->slot[i];
}

/* Twice the slots; the texts find their new places by hashing them again, which costs less than keeping hashes. */
static bool widen(struct nnreg_string_pool *texts)
{
    uint32_t slots = texts->slots * 2;
    uint32_t *wider = nnreg_alloc_zero(slots, sizeof(*wider));
    uint32_t i;

    if (wider == NULL)
        return false;
    for (i = 0; i < texts->slots; i++) {
        uint32_t text = texts->slot[i] & NNREG_STRING_POOL_MASK;
        uint64_t hash;
        uint32_t at;

        if (texts->slot[i] == 0)
            continue;
        hash = hash_of(texts, (const unsigned char *)nnreg_string_pool_at(texts, text),
                       nnreg_string_pool_size(texts, text));
        for (at = (uint32_t)hash & (slots - 1); wider[at] != 0; at = (at + 1) & (slots - 1))
            ;
        wider[at] = texts->slot[i];
    }
    nnreg_free(texts->slot);
    texts->slot = wider;
    texts->slots = slots;
    return true;
}

static enum nnreg_string_pool_result add_block(struct nnreg_string_pool *texts)
{
    if (texts->blocks == NNREG_STRING_POOL_BLOCKS)
        return NNREG_STRING_POOL_FULL;
    if (texts->blocks == texts->room) {
        uint32_t room = texts->room == 0 ? FIRST_ROOM : texts->room * 2;
        unsigned char **block = nnreg_realloc_array(texts->block, room, sizeof(*block));

        if (block == NULL)
            return NNREG_STRING_POOL_NO_MEMORY;
        texts->block = block;
        texts->room = room;
    }
    texts->block[texts->blocks] = nnreg_alloc(NNREG_STRING_POOL_BLOCK);
    if (texts->block[texts->blocks] == NULL)
        return NNREG_STRING_POOL_NO_MEMORY;
    texts->blocks++;
    texts->used = 0;
    return NNREG_STRING_POOL_OK;
}

static enum nnreg_string_pool_result append(uint32_t *text, struct nnreg_string_pool *texts,
                                            const void *bytes, size_t size)
{
    unsigned char *record;

    if (texts->blocks == 0 || NNREG_STRING_POOL_BLOCK - texts->used < size + RECORD_EXTRA) {
        enum nnreg_string_pool_result result = add_block(texts);

        if (result != NNREG_STRING_POOL_OK)
            return result;
    }
    *text = (texts->blocks - 1) << 16 | texts->used;
    record = texts->block[texts->blocks - 1] + texts->used;
    record[0] = (unsigned char)(size & 0xff);
    record[1] = (unsigned char)(size >> 8);
    if (size > 0)
        memcpy(record + 2, bytes, size);
    record[2 + size] = '\0';
    texts->used += (uint32_t)(size + RECORD_EXTRA);
    return NNREG_STRING_POOL_OK;
}

enum nnreg_string_pool_result nnreg_string_pool_init(struct nnreg_string_pool *texts)
{
    uint32_t empty;

    memset(texts, 0, sizeof(*texts));
    /* Without a source of chance the names are only as safe from collisions as the address of this table. */
    if (getrandom(texts->seed, sizeof(texts->seed), GRND_NONBLOCK) != (ssize_t)sizeof(texts->seed))
        texts->seed[0] = texts->seed[1] = (uint64_t)(uintptr_t)texts * 0x9e3779b97f4a7c15u;
    texts->seed[1] |= 1;
    texts->slots = FIRST_SLOTS;
    texts->slot = nnreg_alloc_zero(FIRST_SLOTS, sizeof(*texts->slot));
    if (texts->slot == NULL)
        return NNREG_STRING_POOL_NO_MEMORY;
    return append(&empty, texts, "", 0);
}

void nnreg_string_pool_free(struct nnreg_string_pool *texts)
{
    uint32_t i;

    for (i = 0; i < texts->blocks; i++)
        nnreg_free(texts->block[i]);
    nnreg_free(texts->block);
    nnreg_free(texts->slot);
    memset(texts, 0, sizeof(*texts));
}

enum nnreg_string_pool_result nnreg_string_pool_put(uint32_t *text, struct nnreg_string_pool *texts,
                                                    const void *bytes, size_t size)
{
    enum nnreg_string_pool_result result;
    uint64_t hash;
    uint32_t *slot;

    *text = 0;
    if (size == 0)
        return NNREG_STRING_POOL_OK;
    if (size > NNREG_STRING_POOL_LONG)
        return NNREG_STRING_POOL_FULL;
    hash = hash_of(texts, bytes, size);
    slot = slot_of(texts, hash, bytes, size);
    if (*slot != 0) {
        *text = *slot & NNREG_STRING_POOL_MASK;
        return NNREG_STRING_POOL_OK;
    }
    result = append(text, texts, bytes, size);
    if (result != NNREG_STRING_POOL_OK)
        return result;
    *slot = *text | tag_of(hash);
    texts->count++;
    if (texts->count > texts->slots - texts->slots / 4 && !widen(texts))
        return NNREG_STRING_POOL_NO_MEMORY;
    return NNREG_STRING_POOL_OK;
}

bool nnreg_string_pool_find(uint32_t *text, const struct nnreg_string_pool *texts, const void *bytes,
                            size_t size)
{
    *text = 0;
    if (size == 0)
        return true;
    if (size > NNREG_STRING_POOL_LONG)
        return false;
    *text = *slot_of(texts, hash_of(texts, bytes, size), bytes, size) & NNREG_STRING_POOL_MASK;
    return *text != 0;
}

size_t nnreg_string_pool_heap(const struct nnreg_string_pool *texts)
{
    return texts->room * sizeof(*texts->block) + texts->blocks * NNREG_STRING_POOL_BLOCK +
           texts->slots * sizeof(*texts->slot);
}
