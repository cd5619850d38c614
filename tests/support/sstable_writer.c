/*
 * Writing the table.
 *
 *   file   = data block… | metaindex block | index block | footer (48 bytes)
 *   block  = contents | type (1: 0 none, 1 snappy) | masked crc32c of contents and type (4)
 *   contents = entry… | restart offset u32 … | restart count u32
 *   entry  = varint shared | varint non-shared | varint value length | key suffix | value
 *   footer = metaindex handle | index handle | zeros to 40 | magic
 *
 * Index entries have the shortest key that is >= the last key of their block and < the first of the next, and the
 * block's handle (varint offset, varint size) as value; every one is a restart. The metaindex block is empty.
 * doc/FORMATS.md, "TensorBundle", "SSTable file".
 */
#include "sstable_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_SNAPPY
#include <snappy-c.h>
#endif

#include "crc32c_table.h"

#define DEFAULT_BLOCK_SIZE       262144
#define DEFAULT_RESTART_INTERVAL 16
#define FOOTER_HANDLES_SIZE      40
#define MAGIC                    0xdb4775248b80fb57u

static void block_free(struct mw_sstable_block *b)
{
    mw_buf_free(&b->contents);
    mw_buf_free(&b->last_key);
    free(b->restarts);
    *b = (struct mw_sstable_block){0};
}

static size_t shared_prefix(const struct mw_buf *last, const unsigned char *key, size_t size)
{
    size_t n = 0;
    while (n < last->size && n < size && last->data[n] == key[n])
        n++;
    return n;
}

static void block_add_restart(struct mw_sstable_block *b)
{
    b->restarts = mw_xrealloc(b->restarts, (b->restart_count + 1) * sizeof *b->restarts);
    b->restarts[b->restart_count++] = (uint32_t)b->contents.size;
}

static void block_add(struct mw_sstable_block *b, int restart_interval, const void *key, size_t key_size,
                      const void *value, size_t value_size)
{
    size_t shared = 0;
    if (b->entries % (size_t)restart_interval == 0)
        block_add_restart(b);
    else
        shared = shared_prefix(&b->last_key, key, key_size);
    mw_buf_varint(&b->contents, shared);
    mw_buf_varint(&b->contents, key_size - shared);
    mw_buf_varint(&b->contents, value_size);
    if (key_size > 0) /* a table without entries has no last key */
        mw_buf_append(&b->contents, (const unsigned char *)key + shared, key_size - shared);
    mw_buf_append(&b->contents, value, value_size);
    b->last_key.size = 0;
    mw_buf_append(&b->last_key, key, key_size);
    b->entries++;
}

static void block_finish(struct mw_sstable_block *b)
{
    if (b->restart_count == 0)
        block_add_restart(b);
    for (size_t i = 0; i < b->restart_count; i++)
        mw_buf_u32(&b->contents, b->restarts[i]);
    mw_buf_u32(&b->contents, (uint32_t)b->restart_count);
}

#ifdef HAVE_SNAPPY
void mw_snappy_pack(const struct mw_buf *in, struct mw_buf *out)
{
    size_t size = snappy_max_compressed_length(in->size);
    char *packed = mw_xrealloc(NULL, size);
    if (snappy_compress((const char *)in->data, in->size, packed, &size) != SNAPPY_OK)
        abort();
    mw_buf_append(out, packed, size);
    free(packed);
}
#else
/* Nothing but literals of at most 60 bytes, whose length stands in their tag. */
void mw_snappy_pack(const struct mw_buf *in, struct mw_buf *out)
{
    mw_buf_varint(out, in->size);
    for (size_t at = 0; at < in->size; at += 60) {
        size_t length = in->size - at < 60 ? in->size - at : 60;
        mw_buf_byte(out, (unsigned char)((length - 1) << 2));
        mw_buf_append(out, in->data + at, length);
    }
}
#endif

/* LevelDB's rule: a block stays plain when compression saves less than an eighth. */
static bool compress(const struct mw_sstable_options *o, const struct mw_buf *in, struct mw_buf *out)
{
    if (!o->snappy && !o->snappy_always)
        return false;
    mw_snappy_pack(in, out);
    return o->snappy_always || out->size < in->size - in->size / 8;
}

struct handle {
    uint64_t offset, size;
};

static struct handle write_block(struct mw_sstable *t, struct mw_sstable_block *b)
{
    struct mw_buf packed = {0};
    block_finish(b);
    bool snappy = compress(&t->options, &b->contents, &packed);
    const struct mw_buf *stored = snappy ? &packed : &b->contents;
    unsigned char type = t->options.type_byte ? t->options.type_byte : (unsigned char)snappy;
    struct handle handle = {t->file.size, stored->size};
    mw_buf_append(&t->file, stored->data, stored->size);
    mw_buf_byte(&t->file, type);
    uint32_t crc = mw_crc32c(mw_crc32c(0, stored->data, stored->size), &type, 1);
    mw_buf_u32(&t->file, mw_crc32c_mask(crc));
    mw_buf_free(&packed);
    block_free(b);
    return handle;
}

void mw_sstable_begin(struct mw_sstable *t, const struct mw_sstable_options *options)
{
    *t = (struct mw_sstable){0};
    if (options)
        t->options = *options;
    if (t->options.block_size == 0)
        t->options.block_size = DEFAULT_BLOCK_SIZE;
    if (t->options.restart_interval == 0)
        t->options.restart_interval = DEFAULT_RESTART_INTERVAL;
}

/* The last key shortened to the fewest bytes that still sort before the next one (next_size 0: before nothing). */
static void shorten(struct mw_buf *last, const unsigned char *next, size_t next_size)
{
    size_t at = next_size ? shared_prefix(last, next, next_size) : 0;
    if (next_size && (at >= last->size || at >= next_size))
        return;
    while (!next_size && at < last->size && last->data[at] == 0xff)
        at++;
    if (at >= last->size || last->data[at] == 0xff || (next_size && last->data[at] + 1 >= next[at]))
        return;
    last->data[at]++;
    last->size = at + 1;
}

static void add_index_entry(struct mw_sstable *t, const void *next, size_t next_size)
{
    if (!t->pending)
        return;
    struct mw_buf value = {0};
    if (!t->options.long_separators)
        shorten(&t->separator_for, next, next_size);
    mw_buf_varint(&value, t->pending_offset);
    mw_buf_varint(&value, t->pending_size);
    block_add(&t->index, 1, t->separator_for.data, t->separator_for.size, value.data, value.size);
    mw_buf_free(&value);
    t->pending = false;
}

static void flush_data_block(struct mw_sstable *t)
{
    if (t->data.entries == 0)
        return;
    t->separator_for.size = 0;
    mw_buf_append(&t->separator_for, t->data.last_key.data, t->data.last_key.size);
    struct handle handle = write_block(t, &t->data);
    t->pending_offset = handle.offset;
    t->pending_size = handle.size;
    t->pending = true;
    t->data_blocks++;
}

void mw_sstable_add(struct mw_sstable *t, const void *key, size_t key_size, const void *value,
                    size_t value_size)
{
    if (value_size >= 2 * t->options.block_size)
        flush_data_block(t);
    add_index_entry(t, key, key_size);
    block_add(&t->data, t->options.restart_interval, key, key_size, value, value_size);
    size_t estimate = t->data.contents.size + 4 * (t->data.restart_count + 1);
    if (estimate >= t->options.block_size)
        flush_data_block(t);
}

static void put_footer(struct mw_sstable *t, struct handle metaindex, struct handle index)
{
    static const unsigned char zeros[FOOTER_HANDLES_SIZE] = {0};
    size_t start = t->file.size;
    mw_buf_varint(&t->file, metaindex.offset);
    mw_buf_varint(&t->file, metaindex.size);
    mw_buf_varint(&t->file, index.offset);
    mw_buf_varint(&t->file, index.size);
    size_t used = t->file.size - start;
    assert(used <= FOOTER_HANDLES_SIZE);
    mw_buf_append(&t->file, zeros, FOOTER_HANDLES_SIZE - used);
    mw_buf_u64(&t->file, MAGIC);
}

void mw_sstable_finish(struct mw_sstable *t)
{
    struct mw_sstable_block empty = {0};
    flush_data_block(t);
    add_index_entry(t, NULL, 0);
    struct handle metaindex = write_block(t, &empty);
    struct handle index = write_block(t, &t->index);
    t->index_offset = (size_t)index.offset;
    put_footer(t, metaindex, index);
}

void mw_sstable_free(struct mw_sstable *t)
{
    block_free(&t->data);
    block_free(&t->index);
    mw_buf_free(&t->separator_for);
    mw_buf_free(&t->file);
}
