/*
 * One block of the table: see sstable_block.h (doc/FORMATS.md, "SSTable file").
 *
 * Two halves. Reading: size against the limit, bytes, checksum, and only then decompression, so that no decompressor sees
 * bytes that are not what was written. Walking: from entry to entry, each key made of the one before; the restart points,
 * which this walk has no need of, are held against the entries because TensorFlow looks keys up by them.
 */
#include "formats/sstable_block.h"

#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/order.h"
#include "formats/protowire.h"
#include "formats/snappy.h"

#define TYPE_PLAIN  0
#define TYPE_SNAPPY 1

/* A snappy element makes at most 64 bytes out of 3, so that a block that claims more is refused before allocating. */
#define SNAPPY_RATIO 22

/* Where a problem or an entry at `position` of the contents is in the file: of what is compressed, where its block is. */
static uint64_t block_location(const struct nnreg_sstable_block *block, uint64_t position)
{
    return block->offset + (block->snappy ? 0 : position);
}

/*
 * The length that the data claims is judged twice before memory is taken: by what snappy can make of so many bytes, and by
 * the limit.
 */
static nnreg_status decompress(bool *usable, struct nnreg_sstable_block *block, size_t stored,
                               struct nnreg_problems *problems, struct nnreg_error *error)
{
    uint32_t size;

    block->snappy = true;
    if (!nnreg_snappy_length(&size, block->stored, stored) || size / SNAPPY_RATIO > stored) {
        nnreg_problems_add_at(problems, NNREG_SSTABLE_SNAPPY, block->offset,
                              "has a block that is no snappy data");
        return NNREG_OK;
    }
    if (size > NNREG_LIMIT_SSTABLE_BLOCK) {
        nnreg_problems_add_at(problems, NNREG_SSTABLE_BLOCK_SIZE, block->offset,
                              "has a block that decompresses to more than 64 MiB");
        return NNREG_OK;
    }
    block->plain = nnreg_alloc(size);
    if (block->plain == NULL)
        return nnreg_fail_memory(error);
    if (!nnreg_snappy_unpack(block->plain, size, block->stored, stored)) {
        nnreg_problems_add_at(problems, NNREG_SSTABLE_SNAPPY, block->offset,
                              "has a block that is no snappy data");
        return NNREG_OK;
    }
    block->contents = block->plain;
    block->size = size;
    *usable = true;
    return NNREG_OK;
}

/* The checksum covers the contents as stored and the type byte behind them; it is stored masked. */
static bool sum_is_right(const struct nnreg_sstable_block *block, size_t stored, uint32_t sum,
                         struct nnreg_problems *problems)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE, .offset = block->offset};
    uint32_t computed = nnreg_crc32c_mask(nnreg_crc32c(0, block->stored, stored + 1));

    if (sum != computed)
        nnreg_problems_add(problems, NNREG_SSTABLE_CRC, &location,
                           "has a block of %zu bytes with a wrong checksum: stored %08x, computed %08x",
                           stored, (unsigned)sum, (unsigned)computed);
    return sum == computed;
}

nnreg_status nnreg_sstable_block_read(bool *usable, struct nnreg_sstable_block *block,
                                      struct nnreg_cursor *file, const struct nnreg_sstable_handle *handle,
                                      struct nnreg_problems *problems, struct nnreg_error *error)
{
    size_t stored = (size_t)handle->size;
    uint32_t sum;

    *usable = false;
    *block = (struct nnreg_sstable_block){.offset = handle->offset};
    if (handle->size > NNREG_LIMIT_SSTABLE_BLOCK) {
        nnreg_problems_add_at(problems, NNREG_SSTABLE_BLOCK_SIZE, handle->offset,
                              "has a block of more than 64 MiB");
        return NNREG_OK;
    }
    block->stored = nnreg_alloc(stored + 1);
    if (block->stored == NULL)
        return nnreg_fail_memory(error);
    nnreg_cursor_seek(file, handle->offset);
    nnreg_cursor_copy(file, block->stored, stored + 1);
    sum = (uint32_t)nnreg_cursor_little(file, 4);
    if (!nnreg_cursor_ok(file) || !sum_is_right(block, stored, sum, problems))
        return NNREG_OK; /* what the cursor met is told once, by sstable.c */
    block->contents = block->stored;
    block->size = stored;
    if (block->stored[stored] == TYPE_SNAPPY)
        return decompress(usable, block, stored, problems, error);
    *usable = block->stored[stored] == TYPE_PLAIN;
    if (!*usable)
        nnreg_problems_add_at(problems, NNREG_SSTABLE_BLOCK_TYPE, handle->offset,
                              "has a block compressed by a method other than snappy");
    return NNREG_OK;
}

void nnreg_sstable_block_free(struct nnreg_sstable_block *block)
{
    nnreg_free(block->stored);
    nnreg_free(block->plain);
    *block = (struct nnreg_sstable_block){0};
}

static uint32_t little32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void block_fail(struct nnreg_sstable_walk *walk, int code, uint64_t position, const char *text)
{
    walk->failed = true;
    nnreg_problems_add_at(walk->problems, code, block_location(walk->block, position), text);
}

void nnreg_sstable_walk_block(struct nnreg_sstable_walk *walk, const struct nnreg_sstable_block *block,
                              struct nnreg_problems *problems)
{
    uint32_t count = block->size >= 4 ? little32(block->contents + block->size - 4) : 0;

    walk->block = block;
    walk->problems = problems;
    walk->shareable = 0;
    walk->restart_next = 0;
    walk->failed = false;
    /* A count of 0 is legal in an empty block only: its readers take it for one, whatever entries it has. */
    if (block->size < 4 || count > (block->size - 4) / 4 || (count == 0 && block->size > 4)) {
        block_fail(walk, NNREG_SSTABLE_RESTARTS, block->size < 4 ? 0 : block->size - 4,
                   "has a block whose number of restart points does not fit it");
        return;
    }
    /* contents = entries | restart offsets, 4 bytes each | their number: the cursor ends where the offsets begin. */
    walk->restart_count = count;
    walk->restarts = block->contents + block->size - 4 - (size_t)4 * count;
    nnreg_cursor_memory(&walk->in, block->contents, (size_t)(walk->restarts - block->contents));
    if (count > 0 && little32(walk->restarts) != 0)
        block_fail(walk, NNREG_SSTABLE_RESTARTS, (uint64_t)(walk->restarts - block->contents),
                   "has a block whose first restart point is not its start");
}

/*
 * Restart points are looked up by bisection, so each must be the start of an entry that shares nothing. They increase, and
 * so does `position`: those before `restart_next` are done with, and one that was passed by has no entry.
 */
static bool restart_is_right(struct nnreg_sstable_walk *walk, uint64_t position, uint64_t shared)
{
    uint32_t restart;

    if (walk->restart_next == walk->restart_count)
        return true;
    restart = little32(walk->restarts + (size_t)4 * walk->restart_next);
    if (restart > position)
        return true;
    walk->restart_next++;
    return restart == position && shared == 0;
}

/* At the end no restart point may be left over. A block without entries has one, at 0, where no entry begins. */
static bool end_is_right(struct nnreg_sstable_walk *walk)
{
    uint64_t position = nnreg_cursor_offset(&walk->in);
    bool empty = position == 0 && walk->restart_count == 1;

    if (walk->restart_next == walk->restart_count || empty)
        return true;
    block_fail(walk, NNREG_SSTABLE_RESTARTS, position,
               "has a block with a restart point where no entry begins");
    return false;
}

/*
 * Brings walk->key from the key before to the next one. What both share is equal, so that the order is seen in the
 * rest of them: the cost is that of the bytes in the file, however long the keys are.
 */
static bool next_block_key(struct nnreg_sstable_walk *walk, uint64_t position, size_t shared, size_t unshared)
{
    const unsigned char *suffix = walk->in.here;

    if (unshared > NNREG_LIMIT_SSTABLE_KEY - shared) {
        block_fail(walk, NNREG_SSTABLE_KEY_SIZE, position, "has a key of more than 64 KiB");
        return false;
    }
    if (walk->any &&
        nnreg_order_bytes(suffix, unshared, walk->key.content + shared, walk->key.size - shared) <= 0) {
        block_fail(walk, NNREG_SSTABLE_KEY_ORDER, position,
                   "has a key that is not greater than the one before it");
        return false;
    }
    walk->key.size = shared;
    nnreg_bytes_put(&walk->key, suffix, unshared);
    nnreg_cursor_skip(&walk->in, unshared);
    walk->any = true;
    walk->shareable = walk->key.size;
    return !walk->key.failed;
}

bool nnreg_sstable_walk_next(struct nnreg_sstable_walk *walk, struct nnreg_sstable_entry *entry)
{
    uint64_t position = nnreg_cursor_offset(&walk->in), shared, unshared, value;

    if (walk->failed)
        return false;
    if (nnreg_cursor_left(&walk->in) == 0) {
        (void)end_is_right(walk);
        return false;
    }
    /* `shareable` is 0 at the start of a block: its first key is whole, whatever block was before. */
    shared = nnreg_wire_varint(&walk->in);
    unshared = nnreg_wire_varint(&walk->in);
    value = nnreg_wire_varint(&walk->in);
    if (!nnreg_cursor_ok(&walk->in) || shared > walk->shareable || unshared > nnreg_cursor_left(&walk->in) ||
        value > nnreg_cursor_left(&walk->in) - unshared) {
        block_fail(walk, NNREG_SSTABLE_ENTRY, position, "has an entry that does not fit its block");
        return false;
    }
    if (!restart_is_right(walk, position, shared)) {
        block_fail(walk, NNREG_SSTABLE_RESTARTS, position,
                   "has a block with a restart point where no entry begins");
        return false;
    }
    if (!next_block_key(walk, position, (size_t)shared, (size_t)unshared))
        return false;
    entry->key = (const unsigned char *)walk->key.content;
    entry->key_size = walk->key.size;
    entry->value = walk->in.here;
    entry->value_size = (size_t)value;
    entry->offset = block_location(walk->block, position);
    nnreg_cursor_skip(&walk->in, value);
    return true;
}

void nnreg_sstable_walk_free(struct nnreg_sstable_walk *walk)
{
    nnreg_bytes_free(&walk->key);
}
