/*
 * A string pool: texts, each kept once. A text is a number, equal texts are equal numbers, and text 0 is "": who compares
 * texts often puts them here, and compares numbers from then on. They are kept until the pool goes.
 *
 * Texts lie in blocks that never move, so that pointers to them stay good, each as
 *
 *     length, 2 bytes | mark, 4 bytes | bytes | NUL
 *
 * and a number is 12 bits for the block and 16 for where in it the text begins: 28 bits, so that four bits beside it can say
 * something else (the kind of an attribute, a part of a hash). The mark is the owner's, 0 at first: what has a text as its
 * name is found by the text without another table.
 */
#ifndef NNREG_BASE_STRING_POOL_H
#define NNREG_BASE_STRING_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NNREG_STRING_POOL_BITS   28
#define NNREG_STRING_POOL_MASK   ((1u << NNREG_STRING_POOL_BITS) - 1)
#define NNREG_STRING_POOL_BLOCK  ((size_t)64 << 10)
#define NNREG_STRING_POOL_BLOCKS 4096u              /* blocks, at most: 256 MiB of names */
#define NNREG_STRING_POOL_LONG   ((size_t)16 << 10) /* bytes of one text, at most */
#define NNREG_STRING_POOL_RECENT 256u               /* texts that were asked for lately */

struct nnreg_string_pool {
    unsigned char **block;
    size_t room; /* for pointers to blocks */
    uint32_t blocks;
    uint32_t used;    /* bytes of the last block */
    uint32_t last;    /* bytes that it has: the first ones are smaller, as most pools hold little */
    uint32_t count;   /* texts, the empty one not counted */
    uint32_t *slot;   /* open addressing by hash: four bits of the hash above the text's number; 0 is free */
    uint32_t slots;   /* a power of two */
    uint64_t seed[2]; /* drawn by chance: nobody can make names that collide */
    uint32_t recent
        [NNREG_STRING_POOL_RECENT]; /* by other bits of the hash, as in a slot: the last that fell there */
};

enum nnreg_string_pool_result { NNREG_STRING_POOL_OK, NNREG_STRING_POOL_FULL, NNREG_STRING_POOL_NO_MEMORY };

enum nnreg_string_pool_result nnreg_string_pool_init(struct nnreg_string_pool *pool);
/* Room for so many texts at once, or as many as are worth it, in a pool that has few: it is then not widened step by step. */
enum nnreg_string_pool_result nnreg_string_pool_expect(struct nnreg_string_pool *pool, uint64_t texts);
void nnreg_string_pool_free(struct nnreg_string_pool *pool);

/* The number of a text, which is kept if it is new. FULL also for one longer than NNREG_STRING_POOL_LONG. */
enum nnreg_string_pool_result nnreg_string_pool_put(uint32_t *text, struct nnreg_string_pool *pool,
                                                    const void *bytes, size_t size);

/* Has the memory brought that putting a text will look at: it takes as long as some hundred instructions. */
void nnreg_string_pool_ahead(const struct nnreg_string_pool *pool, const void *bytes, size_t size);

/* The number of a text that is kept already: false when it is not. */
bool nnreg_string_pool_find(uint32_t *text, const struct nnreg_string_pool *pool, const void *bytes,
                            size_t size);

#define NNREG_STRING_POOL_HEAD 6 /* bytes in front of a text's own: its length and its mark */

static inline unsigned char *nnreg_string_pool_record(const struct nnreg_string_pool *pool, uint32_t text)
{
    return pool->block[text >> 16] + (text & 0xffff);
}

static inline size_t nnreg_string_pool_size(const struct nnreg_string_pool *pool, uint32_t text)
{
    const unsigned char *record = nnreg_string_pool_record(pool, text);

    return (size_t)record[0] | (size_t)record[1] << 8;
}

/* Ended by a NUL that its size does not count. */
static inline const char *nnreg_string_pool_at(const struct nnreg_string_pool *pool, uint32_t text)
{
    return (const char *)nnreg_string_pool_record(pool, text) + NNREG_STRING_POOL_HEAD;
}

static inline uint32_t nnreg_string_pool_mark(const struct nnreg_string_pool *pool, uint32_t text)
{
    uint32_t mark;

    memcpy(&mark, nnreg_string_pool_record(pool, text) + 2, sizeof mark);
    return mark;
}

static inline void nnreg_string_pool_set_mark(struct nnreg_string_pool *pool, uint32_t text, uint32_t mark)
{
    memcpy(nnreg_string_pool_record(pool, text) + 2, &mark, sizeof mark);
}

#endif
