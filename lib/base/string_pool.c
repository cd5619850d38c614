/*
 * Texts as numbers: see string_pool.h.
 *
 * Two parts: blocks, in which each text lies as a record (length, two bytes, lowest first | mark, four | bytes | NUL), one
 * behind the other; and a hash table of their numbers, by open addressing with steps of one. Nothing is ever taken out, so a probe ends
 * at the first free slot, and the table is at most three quarters full, so there is one.
 *
 * The table of many texts is all over memory, and most texts that are put were put a moment ago: a graph's node names the nodes in
 * front of it. Those are found in a small table that always is at hand.
 */
#include "base/string_pool.h"

#include <sys/random.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/words.h"
#include "nnreg.h"

#define RECORD_EXTRA (NNREG_STRING_POOL_HEAD + 1) /* and the NUL */
#define FIRST_SLOTS  512
#define FIRST_BLOCK  ((size_t)2 << 10)
#define EXPECTED     (1u << 17) /* slots that are made at once, at most: half a megabyte */
#define RECENT_SHIFT 48         /* the bits of the hash that a place among the recent ones goes by */

/*
 * Multiplies eight bytes at a time into the state, of the last ones perhaps some twice; the secret seeds keep the
 * result from being foreseen.
 */
static uint64_t hash_of(const struct nnreg_string_pool *pool, const unsigned char *bytes, size_t size)
{
    uint64_t state = pool->seed[0] ^ size;
    const unsigned char *last;

    if (size < 8)
        return nnreg_hash_mix(nnreg_hash_mix(state ^ nnreg_words_short(bytes, size), pool->seed[1]),
                              pool->seed[1]);
    last = bytes + size - 8;
    for (; bytes < last; bytes += 8)
        state = nnreg_hash_mix(state ^ nnreg_words_at(bytes), pool->seed[1]);
    return nnreg_hash_mix(nnreg_hash_mix(state ^ nnreg_words_at(last), pool->seed[1]), pool->seed[1]);
}

/*
 * The highest bits of the hash, which the slot's place does not use, in the four bits that a number leaves free: of texts that
 * share a place fifteen in sixteen are told apart without a look at their bytes.
 */
static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 60) << NNREG_STRING_POOL_BITS;
}

/* Whether a text that is kept is this one, of at least one byte. */
static bool are_same_bytes(const struct nnreg_string_pool *pool, uint32_t text, const unsigned char *bytes,
                           size_t size)
{
    return nnreg_string_pool_size(pool, text) == size &&
           nnreg_words_same((const unsigned char *)nnreg_string_pool_at(pool, text), bytes, size);
}

/* Whether what a slot or a recent place holds, which is not free, is this text. */
static bool holds(const struct nnreg_string_pool *pool, uint32_t kept, uint64_t hash, const void *bytes,
                  size_t size)
{
    return (kept & ~NNREG_STRING_POOL_MASK) == tag_of(hash) &&
           are_same_bytes(pool, kept & NNREG_STRING_POOL_MASK, bytes, size);
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t *string_pool_slot(const struct nnreg_string_pool *pool, uint64_t hash, const void *bytes,
                                  size_t size)
{
    uint32_t mask = pool->slots - 1, i = (uint32_t)hash & mask, kept;

    for (; (kept = pool->slot[i]) != 0; i = (i + 1) & mask)
        if (holds(pool, kept, hash, bytes, size))
            break;
    return &pool->slot[i];
}

/* More slots; the texts find their new places by hashing them again, which costs less than keeping hashes. */
static bool widen(struct nnreg_string_pool *pool, uint32_t slots)
{
    uint32_t *wider = nnreg_alloc_zero(slots, sizeof(*wider));
    uint32_t i;

    if (wider == NULL)
        return false;
    for (i = 0; i < pool->slots; i++) {
        uint32_t text = pool->slot[i] & NNREG_STRING_POOL_MASK;
        uint64_t hash;
        uint32_t at;

        if (pool->slot[i] == 0)
            continue;
        hash = hash_of(pool, (const unsigned char *)nnreg_string_pool_at(pool, text),
                       nnreg_string_pool_size(pool, text));
        for (at = (uint32_t)hash & (slots - 1); wider[at] != 0; at = (at + 1) & (slots - 1))
            ;
        wider[at] = pool->slot[i];
    }
    nnreg_free(pool->slot);
    pool->slot = wider;
    pool->slots = slots;
    return true;
}

/* Of 2 KiB, 8 KiB, 32 KiB, and then as large as a block can be; at once where a text needs it. */
static size_t next_size(const struct nnreg_string_pool *pool, size_t needed)
{
    size_t size = pool->blocks < 3 ? FIRST_BLOCK << 2 * pool->blocks : NNREG_STRING_POOL_BLOCK;

    return size < needed ? NNREG_STRING_POOL_BLOCK : size;
}

static enum nnreg_string_pool_result add_block(struct nnreg_string_pool *pool, size_t needed)
{
    size_t size = next_size(pool, needed);
    unsigned char **grown;

    if (pool->blocks == NNREG_STRING_POOL_BLOCKS)
        return NNREG_STRING_POOL_FULL;
    grown = nnreg_array_room(pool->block, &pool->room, (size_t)pool->blocks + 1, sizeof(*grown));
    if (grown == NULL)
        return NNREG_STRING_POOL_NO_MEMORY;
    pool->block = grown;
    pool->block[pool->blocks] = nnreg_alloc(size);
    if (pool->block[pool->blocks] == NULL)
        return NNREG_STRING_POOL_NO_MEMORY;
    pool->blocks++;
    pool->used = 0;
    pool->last = (uint32_t)size;
    return NNREG_STRING_POOL_OK;
}

static enum nnreg_string_pool_result append(uint32_t *text, struct nnreg_string_pool *pool, const void *bytes,
                                            size_t size)
{
    unsigned char *record;

    if (pool->last - pool->used < size + RECORD_EXTRA) {
        enum nnreg_string_pool_result result = add_block(pool, size + RECORD_EXTRA);

        if (result != NNREG_STRING_POOL_OK)
            return result;
    }
    *text = (pool->blocks - 1) << 16 | pool->used;
    record = pool->block[pool->blocks - 1] + pool->used;
    record[0] = (unsigned char)(size & 0xff);
    record[1] = (unsigned char)(size >> 8);
    memset(record + 2, 0, NNREG_STRING_POOL_HEAD - 2);
    if (size > 0)
        memcpy(record + NNREG_STRING_POOL_HEAD, bytes, size);
    record[NNREG_STRING_POOL_HEAD + size] = '\0';
    pool->used += (uint32_t)(size + RECORD_EXTRA);
    return NNREG_STRING_POOL_OK;
}

enum nnreg_string_pool_result nnreg_string_pool_init(struct nnreg_string_pool *pool)
{
    uint32_t empty;

    memset(pool, 0, sizeof(*pool));
    /* Without a source of chance the names are only as safe from collisions as the address of this table. */
    if (getrandom(pool->seed, sizeof(pool->seed), GRND_NONBLOCK) != (ssize_t)sizeof(pool->seed))
        pool->seed[0] = pool->seed[1] = (uint64_t)(uintptr_t)pool * 0x9e3779b97f4a7c15u;
    pool->seed[1] |= 1;
    pool->slots = FIRST_SLOTS;
    pool->slot = nnreg_alloc_zero(FIRST_SLOTS, sizeof(*pool->slot));
    if (pool->slot == NULL)
        return NNREG_STRING_POOL_NO_MEMORY;
    return append(&empty, pool, "", 0);
}

enum nnreg_string_pool_result nnreg_string_pool_expect(struct nnreg_string_pool *pool, uint64_t texts)
{
    uint32_t slots = pool->slots;

    while (slots < EXPECTED && slots < texts)
        slots *= 2;
    return slots == pool->slots || widen(pool, slots) ? NNREG_STRING_POOL_OK : NNREG_STRING_POOL_NO_MEMORY;
}

void nnreg_string_pool_free(struct nnreg_string_pool *pool)
{
    uint32_t i;

    for (i = 0; i < pool->blocks; i++)
        nnreg_free(pool->block[i]);
    nnreg_free(pool->block);
    nnreg_free(pool->slot);
    memset(pool, 0, sizeof(*pool));
}

static uint32_t *recent_place(struct nnreg_string_pool *pool, uint64_t hash)
{
    return &pool->recent[hash >> RECENT_SHIFT & (NNREG_STRING_POOL_RECENT - 1)];
}

/* A text that was not put lately. */
static enum nnreg_string_pool_result put_elsewhere(uint32_t *text, struct nnreg_string_pool *pool,
                                                   uint64_t hash, const void *bytes, size_t size)
{
    uint32_t *slot = string_pool_slot(pool, hash, bytes, size);
    enum nnreg_string_pool_result result;

    if (*slot != 0) {
        *recent_place(pool, hash) = *slot;
        *text = *slot & NNREG_STRING_POOL_MASK;
        return NNREG_STRING_POOL_OK;
    }
    result = append(text, pool, bytes, size);
    if (result != NNREG_STRING_POOL_OK)
        return result;
    *slot = *recent_place(pool, hash) = *text | tag_of(hash);
    pool->count++;
    if (pool->count > pool->slots - pool->slots / 4 && !widen(pool, pool->slots * 2))
        return NNREG_STRING_POOL_NO_MEMORY;
    return NNREG_STRING_POOL_OK;
}

enum nnreg_string_pool_result nnreg_string_pool_put(uint32_t *text, struct nnreg_string_pool *pool,
                                                    const void *bytes, size_t size)
{
    uint64_t hash;
    uint32_t kept;

    *text = 0;
    if (size == 0)
        return NNREG_STRING_POOL_OK;
    if (size > NNREG_STRING_POOL_LONG)
        return NNREG_STRING_POOL_FULL;
    hash = hash_of(pool, bytes, size);
    kept = *recent_place(pool, hash);
    if (kept == 0 || !holds(pool, kept, hash, bytes, size))
        return put_elsewhere(text, pool, hash, bytes, size);
    *text = kept & NNREG_STRING_POOL_MASK;
    return NNREG_STRING_POOL_OK;
}

void nnreg_string_pool_ahead(const struct nnreg_string_pool *pool, const void *bytes, size_t size)
{
    if (size > 0)
        __builtin_prefetch(&pool->slot[(uint32_t)hash_of(pool, bytes, size) & (pool->slots - 1)], 1);
}

bool nnreg_string_pool_find(uint32_t *text, const struct nnreg_string_pool *pool, const void *bytes,
                            size_t size)
{
    *text = 0;
    if (size == 0)
        return true;
    if (size > NNREG_STRING_POOL_LONG)
        return false;
    *text = *string_pool_slot(pool, hash_of(pool, bytes, size), bytes, size) & NNREG_STRING_POOL_MASK;
    return *text != 0;
}
