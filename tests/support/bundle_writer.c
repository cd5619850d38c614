/*
 * Writing the bundle.
 *
 *   ""      -> BundleHeaderProto { num_shards 1, endianness 2, version 3 { producer 1, min_consumer 2 } }
 *   name    -> BundleEntryProto { dtype 1, shape 2, shard_id 3, offset 4, size 5, crc32c 6 fixed32, slices 7 }
 *   slice   -> the same for one part of a partitioned tensor (see slice_key.c); the entry of its name has no data
 *
 * Tensors lie back to back in key order in their shards. A string tensor is: varint length per element | 4 bytes
 * checksum of the lengths | the bytes. doc/FORMATS.md, "TensorBundle", "entries".
 *
 * The order of work: list the pieces, sort them by key, write shard after shard (which fixes offset, size and crc of
 * each piece), then the table. Faults (bundle_fault.c) strike the shards' files, the pieces before the table, the table.
 */
#include "bundle_writer.h"

#include <stdlib.h>
#include <string.h>

#include "bundle_parts.h"
#include "crc32c_table.h"
#include "slice_key.h"

#define CHUNK_SIZE    65536
#define TRAILING_SIZE 16

void mw_shard_name(char *out, size_t size, const char *prefix, int shard, int shards)
{
    snprintf(out, size, "%s.data-%05d-of-%05d", prefix, shard, shards);
}

/* --- The pieces --- */

static struct mw_piece *add_piece(struct mw_bundle *b, const struct mw_tensor *t, const void *key,
                                  size_t key_size)
{
    b->piece = mw_arena_grow(&b->arena, b->piece, b->pieces, sizeof *b->piece);
    struct mw_piece *p = &b->piece[b->pieces++];
    *p = (struct mw_piece){
        .tensor = t, .stored = true, .shard = t->shard, .dtype = t->dtype, .shape = t->shape};
    p->key = (struct mw_bytes){mw_arena_copy(&b->arena, key, key_size), key_size};
    return p;
}

static void add_slice(struct mw_bundle *b, const struct mw_tensor *t, const struct mw_slice *slice)
{
    struct mw_buf key = {0};
    mw_slice_key(&key, t->key, t->shape.rank, slice->start, slice->length);
    struct mw_piece *p = add_piece(b, t, key.data, key.size);
    p->slice = slice;
    p->shard = slice->shard;
    for (int i = 0; i < t->shape.rank; i++)
        if (slice->length[i] >= 0)
            p->shape.dim[i] = slice->length[i];
    mw_buf_free(&key);
}

static int compare_pieces(const void *left, const void *right)
{
    const struct mw_bytes *a = &((const struct mw_piece *)left)->key,
                          *b = &((const struct mw_piece *)right)->key;
    size_t n = a->size < b->size ? a->size : b->size;
    int order = n ? memcmp(a->data, b->data, n) : 0;
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static void list_pieces(struct mw_bundle *b, const struct mw_tensor *tensors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct mw_tensor *t = &tensors[i];
        struct mw_piece *p = add_piece(b, t, t->key, strlen(t->key));
        p->stored = t->slice_count == 0;
        for (size_t s = 0; s < t->slice_count; s++)
            add_slice(b, t, &t->slices[s]);
    }
    if (b->pieces)
        qsort(b->piece, b->pieces, sizeof *b->piece, compare_pieces);
}

/* --- The shards --- */

static void reverse_elements(unsigned char *bytes, size_t n, size_t element)
{
    for (size_t at = 0; at + element <= n; at += element)
        for (size_t i = 0; i < element / 2; i++) {
            unsigned char swapped = bytes[at + i];
            bytes[at + i] = bytes[at + element - 1 - i];
            bytes[at + element - 1 - i] = swapped;
        }
}

/* The unit whose bytes have an order: half of a complex number, all of any other. */
static size_t ordered_size(int dtype)
{
    size_t size = mw_dtype_size(dtype);
    return dtype == MW_COMPLEX64 || dtype == MW_COMPLEX128 ? size / 2 : size;
}

static void write_fill(struct mw_bundle *b, struct mw_file *file, struct mw_piece *p,
                       const struct mw_fill *fill)
{
    unsigned char chunk[CHUNK_SIZE];
    bool flip = mw_bundle_strikes(b, MW_FAULT_FLIPPED_BIT, p);
    size_t shared = mw_bundle_strikes(b, MW_FAULT_OVERLAP, p) && file->size > 0; /* with the tensor before */
    p->size = fill->size;
    p->offset -= shared;
    if (fill->kind == MW_FILL_ZEROS && !flip && !shared) {
        p->crc = mw_crc32c_zeros(0, fill->size);
        mw_file_skip(file, fill->size);
        return;
    }
    for (uint64_t at = 0; at < fill->size; at += CHUNK_SIZE) {
        size_t n = fill->size - at < CHUNK_SIZE ? (size_t)(fill->size - at) : CHUNK_SIZE;
        mw_fill_read(fill, at, chunk, n);
        if (b->options->big_endian)
            reverse_elements(chunk, n, ordered_size(p->dtype));
        if (at == 0 && shared)
            chunk[0] = file->last_byte;
        p->crc = mw_crc32c(p->crc, chunk, n);
        if (flip && at == 0)
            chunk[0] ^= 0x10;
        mw_file_write(file, chunk + shared, n - shared);
        shared = 0;
    }
}

static void put_order(struct mw_buf *out, const struct mw_bundle *b, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mw_buf_byte(out, (unsigned char)(v >> 8 * (b->options->big_endian ? n - 1 - i : i)));
}

/* The entry's sum runs over length words (not the varints), then the checksum bytes, then the strings. */
static void write_strings(struct mw_bundle *b, struct mw_file *file, struct mw_piece *p)
{
    struct mw_buf words = {0}, content = {0};
    uint64_t count = mw_shape_count(&p->tensor->shape);
    const struct mw_bytes *strings = p->tensor->strings;
    for (uint64_t i = 0; i < count; i++) {
        put_order(&words, b, strings[i].size, strings[i].size > UINT32_MAX ? 8 : 4);
        mw_buf_varint(&content, strings[i].size);
    }
    p->crc = mw_crc32c(0, words.data, words.size);
    size_t checksum_at = content.size;
    put_order(&content, b, mw_crc32c_mask(p->crc), 4);
    for (uint64_t i = 0; i < count; i++)
        mw_buf_append(&content, strings[i].data, strings[i].size);
    p->crc = mw_crc32c(p->crc, content.data + checksum_at, content.size - checksum_at);
    p->size = content.size;
    if (mw_bundle_strikes(b, MW_FAULT_FLIPPED_BIT, p))
        content.data[content.size - 1] ^= 0x10;
    mw_file_write(file, content.data, content.size);
    mw_buf_free(&words);
    mw_buf_free(&content);
}

static void align(const struct mw_bundle *b, struct mw_file *file)
{
    uint32_t alignment = b->options->alignment > 1 ? b->options->alignment : 1;
    mw_file_skip(file, (alignment - file->size % alignment) % alignment);
}

static void check_fill(const struct mw_piece *p, const struct mw_fill *fill)
{
    if (fill->size != mw_shape_count(&p->shape) * mw_dtype_size(p->dtype)) {
        fprintf(stderr, "mw_bundle_write: %s: content of %ju bytes does not fit its dtype and shape\n",
                p->tensor->key, (uintmax_t)fill->size);
        abort();
    }
}

static void write_piece(struct mw_bundle *b, struct mw_file *file, struct mw_piece *p)
{
    align(b, file);
    p->offset = file->size;
    if (p->dtype == MW_STRING) {
        write_strings(b, file, p);
        return;
    }
    const struct mw_fill *fill = p->slice ? &p->slice->fill : &p->tensor->fill;
    check_fill(p, fill);
    write_fill(b, file, p, fill);
}

static void write_shard(struct mw_bundle *b, int shard)
{
    static const unsigned char trailing[TRAILING_SIZE] = "trailing bytes!";
    char name[512];
    struct mw_file file;
    const struct mw_fault *fault = b->fault;
    mw_shard_name(name, sizeof name, b->prefix, shard, b->shards);
    mw_file_create(&file, b->folder, name);
    for (size_t i = 0; i < b->pieces; i++)
        if (b->piece[i].stored && b->piece[i].shard == shard)
            write_piece(b, &file, &b->piece[i]);
    if (fault->kind == MW_FAULT_TRAILING_BYTES && fault->number == shard)
        mw_file_write(&file, trailing, sizeof trailing);
    uint64_t size = file.size;
    mw_file_close(&file);
    mw_bundle_damage_shard(b, shard, name, size);
}

static void write_shards(struct mw_bundle *b)
{
    char name[512];
    for (int shard = 0; shard < b->shards; shard++)
        write_shard(b, shard);
    if (b->fault->kind != MW_FAULT_EXTRA_SHARD)
        return;
    mw_shard_name(name, sizeof name, b->prefix, b->shards, b->shards + 1);
    mw_folder_file(b->folder, name, "another save", 12);
}

/* --- The table --- */

static void put_shape(struct mw_buf *out, uint32_t field, const struct mw_shape *shape)
{
    size_t outer = mw_pb_begin(out);
    for (int i = 0; i < shape->rank; i++) {
        size_t inner = mw_pb_begin(out);
        if (shape->dim[i])
            mw_pb_varint(out, 1, (uint64_t)shape->dim[i]);
        mw_pb_end(out, 2, inner);
    }
    mw_pb_end(out, field, outer);
}

static void put_slice(struct mw_buf *out, const struct mw_slice *slice, int rank)
{
    size_t outer = mw_pb_begin(out);
    for (int i = 0; i < rank; i++) {
        size_t inner = mw_pb_begin(out);
        if (slice->length[i] >= 0 && slice->start[i])
            mw_pb_varint(out, 1, (uint64_t)slice->start[i]);
        if (slice->length[i] >= 0)
            mw_pb_varint(out, 2, (uint64_t)slice->length[i]);
        mw_pb_end(out, 1, inner);
    }
    mw_pb_end(out, 7, outer);
}

static void put_entry(struct mw_buf *out, const struct mw_piece *p)
{
    mw_pb_varint(out, 1, (uint64_t)p->dtype);
    put_shape(out, 2, &p->shape);
    if (!p->stored) {
        for (size_t i = 0; i < p->tensor->slice_count; i++)
            put_slice(out, &p->tensor->slices[i], p->tensor->shape.rank);
        return;
    }
    if (p->shard)
        mw_pb_varint(out, 3, (uint64_t)(int64_t)p->shard);
    if (p->offset)
        mw_pb_varint(out, 4, p->offset);
    if (p->size)
        mw_pb_varint(out, 5, p->size);
    mw_pb_fixed32(out, 6, mw_crc32c_mask(p->crc));
}

static void add_header(const struct mw_bundle *b, struct mw_sstable *table)
{
    struct mw_buf header = {0};
    int64_t shards = b->fault->kind == MW_FAULT_SHARD_COUNT ? b->fault->number : b->shards;
    if (b->fault->kind == MW_FAULT_NO_HEADER)
        return;
    if (shards)
        mw_pb_varint(&header, 1, (uint64_t)shards);
    if (b->options->big_endian)
        mw_pb_varint(&header, 2, 1);
    size_t version = mw_pb_begin(&header);
    mw_pb_varint(&header, 1, 1);
    if (b->fault->kind == MW_FAULT_MIN_CONSUMER)
        mw_pb_varint(&header, 2, 2);
    mw_pb_end(&header, 3, version);
    mw_sstable_add(table, "", 0, header.data, header.size);
    mw_buf_free(&header);
}

static void add_entry(struct mw_sstable *table, const struct mw_piece *p)
{
    struct mw_buf value = {0};
    if (p->garbage)
        mw_buf_append(&value, "\x08\xff", 2);
    else
        put_entry(&value, p);
    mw_sstable_add(table, p->key.data, p->key.size, value.data, value.size);
    mw_buf_free(&value);
}

static void write_index(struct mw_bundle *b)
{
    char name[512];
    struct mw_sstable table;
    struct mw_sstable_options options = b->options->table;
    if (b->fault->kind == MW_FAULT_BLOCK_TYPE)
        options.type_byte = 2;
    mw_sstable_begin(&table, &options);
    add_header(b, &table);
    for (size_t i = 0; i < b->pieces; i++)
        if (!b->piece[i].dropped)
            add_entry(&table, &b->piece[i]);
    if (b->fault->kind == MW_FAULT_KEY_ORDER && b->pieces)
        add_entry(&table, &b->piece[b->pieces - 1]);
    mw_sstable_finish(&table);
    mw_bundle_damage_table(b, &table);
    snprintf(name, sizeof name, "%s.index", b->prefix);
    if (b->fault->kind != MW_FAULT_OMIT_INDEX)
        mw_folder_file(b->folder, name, table.file.data, table.file.size);
    mw_sstable_free(&table);
}

void mw_bundle_write(struct mw_folder *folder, const char *prefix, const struct mw_bundle_options *options,
                     const struct mw_tensor *tensors, size_t count)
{
    static const struct mw_bundle_options plain = {0};
    struct mw_bundle b = {.folder = folder, .prefix = prefix, .options = options ? options : &plain};
    b.fault = &b.options->fault;
    b.shards = b.options->shards > 0 ? b.options->shards : 1;
    list_pieces(&b, tensors, count);
    mw_bundle_check_fault(&b);
    write_shards(&b);
    mw_bundle_damage_entries(&b);
    write_index(&b);
    mw_arena_free(&b.arena);
}
