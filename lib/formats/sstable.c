/*
 * The table as a whole, footer to entries: see sstable.h (doc/FORMATS.md, "SSTable file").
 *
 * The order is footer, index block, each data block as the index block names it, metaindex block. So the file is read
 * forward but for the two blocks at its end, and what is wrong is told where it lies. Damage is never the end of
 * reading by itself: what still can be reached is visited, and `complete` says whether that was all of it.
 */
#include "formats/sstable.h"

#include "base/order.h"
#include "formats/protowire.h"
#include "formats/sstable_block.h"

#define FOOTER  48
#define HANDLES 40 /* bytes of the footer before the magic number */
#define MAGIC   UINT64_C(0xdb4775248b80fb57)

struct table_reading {
    struct nnreg_sstable *table;
    struct nnreg_cursor file;
    uint64_t footer; /* the footer's offset: blocks end before it */
    struct nnreg_problems *problems;
    struct nnreg_error *error;
    nnreg_sstable_visit *visit;
    void *context;
    struct nnreg_sstable_walk data;
    uint64_t expected; /* where the next block should begin */
    struct nnreg_bytes
        bound; /* the index block's key for the data block before: less than all keys to come */
    bool bounded;
};

static void sstable_complain(struct table_reading *reading, int code, uint64_t offset, const char *text)
{
    nnreg_problems_add_at(reading->problems, code, offset, text);
}

/*
 * Whether a block with its trailer lies before the footer. Nothing is added to what the file says, since a sum could
 * overflow; it is subtracted from what is known to be larger.
 */
static bool within(const struct table_reading *reading, const struct nnreg_sstable_handle *handle)
{
    uint64_t end = reading->footer;

    return handle->offset <= end && end - handle->offset >= NNREG_SSTABLE_TRAILER &&
           handle->size <= end - handle->offset - NNREG_SSTABLE_TRAILER;
}

static void read_handle(struct nnreg_sstable_handle *handle, struct nnreg_cursor *in)
{
    handle->offset = nnreg_wire_varint(in);
    handle->size = nnreg_wire_varint(in);
}

/* Bytes that a writer uses for a number. */
static uint64_t varint_size(uint64_t number)
{
    uint64_t size = 1;

    for (; number >= 128; number >>= 7)
        size++;
    return size;
}

static uint64_t handle_size(const struct nnreg_sstable_handle *handle)
{
    return varint_size(handle->offset) + varint_size(handle->size);
}

/* True when the index block can be looked for. */
static bool read_footer(struct table_reading *reading, struct nnreg_sstable_handle *metaindex,
                        struct nnreg_sstable_handle *index)
{
    struct nnreg_cursor *file = &reading->file;
    struct nnreg_cursor in;
    unsigned char footer[FOOTER];
    bool padded;

    nnreg_cursor_seek(file, reading->footer);
    nnreg_cursor_copy(file, footer, FOOTER);
    /* The magic number first: without it this is some other file, and its handles would mean nothing. */
    nnreg_cursor_memory(&in, footer, FOOTER);
    nnreg_cursor_seek(&in, HANDLES);
    if (nnreg_cursor_ok(file) && nnreg_cursor_little(&in, 8) != MAGIC) {
        sstable_complain(reading, NNREG_SSTABLE_MAGIC, reading->footer + HANDLES,
                         "does not end with a table's magic number: it is no index, or cut short");
        return false;
    }
    nnreg_cursor_memory(&in, footer, HANDLES);
    read_handle(metaindex, &in);
    read_handle(index, &in);
    if (!nnreg_cursor_ok(&in) || !within(reading, index)) {
        sstable_complain(reading, nnreg_cursor_ok(&in) ? NNREG_SSTABLE_HANDLE : NNREG_SSTABLE_FOOTER,
                         reading->footer, "has a footer that does not say where the index block is");
        return false;
    }
    /* A writer uses the fewest bytes for a number; one more could hide in what is padding. */
    padded = nnreg_cursor_offset(&in) == handle_size(metaindex) + handle_size(index);
    while (nnreg_cursor_left(&in) > 0)
        padded = nnreg_cursor_byte(&in) == 0 && padded;
    if (!padded)
        sstable_complain(reading, NNREG_SSTABLE_PADDING, reading->footer,
                         "has a footer that is not padded with zeros");
    return true;
}

/*
 * Blocks lie one behind the other: tells of bytes between what was read and `offset`, and moves on behind a block. Once
 * reading is incomplete, a gap may be what was not read, and is not told.
 */
static void expect_sstable(struct table_reading *reading, uint64_t offset, uint64_t end)
{
    if (offset != reading->expected && reading->table->complete)
        sstable_complain(reading, NNREG_SSTABLE_GAP, reading->expected, "has bytes that belong to nothing");
    reading->expected = end;
}

static void expect_block(struct table_reading *reading, const struct nnreg_sstable_handle *handle)
{
    expect_sstable(reading, handle->offset, handle->offset + handle->size + NNREG_SSTABLE_TRAILER);
}

/* Nothing is kept in this block and no reader looks at it, so its damage is told as what it is. */
static nnreg_status check_metaindex(struct table_reading *reading, const struct nnreg_sstable_handle *handle)
{
    struct nnreg_problems found = NNREG_PROBLEMS_INIT;
    struct nnreg_sstable_block block = {0};
    nnreg_status status = NNREG_OK;
    bool usable = false;

    if (within(reading, handle)) {
        expect_block(reading, handle);
        status = nnreg_sstable_block_read(&usable, &block, &reading->file, handle, &found, reading->error);
        if (found.failed && status == NNREG_OK)
            status = nnreg_fail_memory(reading->error);
    }
    if (!usable && status == NNREG_OK)
        sstable_complain(reading, NNREG_SSTABLE_METAINDEX,
                         within(reading, handle) ? handle->offset : reading->footer,
                         "has a damaged metaindex block, which nothing reads");
    nnreg_problems_free(&found);
    nnreg_sstable_block_free(&block);
    return status;
}

/*
 * The key of an index entry is at least the last key of its data block, which is the key that the walk over the data has in
 * hand when the block has been read,
 */
static bool separates(const struct table_reading *reading, const struct nnreg_bytes *separator)
{
    return !reading->data.any || nnreg_order_bytes(separator->content, separator->size,
                                                   reading->data.key.content, reading->data.key.size) >= 0;
}

/* and less than the first key of the next block. A reader that looks a key up relies on both. */
static bool is_beyond(const struct table_reading *reading, const struct nnreg_sstable_entry *entry)
{
    return !reading->bounded ||
           nnreg_order_bytes(entry->key, entry->key_size, reading->bound.content, reading->bound.size) > 0;
}

static nnreg_status visit_entries(struct table_reading *reading, const struct nnreg_sstable_block *block)
{
    struct nnreg_sstable_entry entry;
    nnreg_status status = NNREG_OK;
    bool first = true;

    /* One walk goes through all data blocks, so that keys are seen to increase from block to block, too. */
    nnreg_sstable_walk_block(&reading->data, block, reading->problems);
    while (status == NNREG_OK && nnreg_sstable_walk_next(&reading->data, &entry)) {
        if (first && !is_beyond(reading, &entry))
            sstable_complain(reading, NNREG_SSTABLE_SEPARATOR, entry.offset,
                             "has a block that begins before the index block says");
        first = false;
        if (reading->table->entries == NNREG_LIMIT_SSTABLE_ENTRIES) {
            sstable_complain(reading, NNREG_SSTABLE_ENTRIES, entry.offset, "has more than 1048576 entries");
            reading->table->complete = false;
            return NNREG_OK;
        }
        reading->table->entries++;
        status = reading->visit(reading->context, &entry);
    }
    if (reading->data.key.failed)
        return nnreg_fail_memory(reading->error);
    if (reading->data.failed)
        reading->table->complete = false;
    return status;
}

/* A block that is damaged is passed over: the next one begins at a handle of its own, with a key that shares nothing. */
static nnreg_status read_data(struct table_reading *reading, const struct nnreg_sstable_handle *handle)
{
    struct nnreg_sstable_block block;
    bool usable;
    nnreg_status status =
        nnreg_sstable_block_read(&usable, &block, &reading->file, handle, reading->problems, reading->error);

    expect_block(reading, handle);
    reading->table->data_blocks++;
    reading->table->snappy_blocks += block.snappy;
    if (status == NNREG_OK && usable)
        status = visit_entries(reading, &block);
    else
        reading->table->complete = false;
    nnreg_sstable_block_free(&block);
    return status;
}

/* One entry of the index block: false when no further block can be trusted to be where it is said. */
static bool accept_handle(struct table_reading *reading, struct nnreg_sstable_handle *handle,
                          const struct nnreg_sstable_entry *entry)
{
    struct nnreg_cursor in;

    nnreg_cursor_memory(&in, entry->value, entry->value_size);
    read_handle(handle, &in);
    if (!nnreg_cursor_ok(&in) || !within(reading, handle)) {
        sstable_complain(reading, NNREG_SSTABLE_HANDLE, entry->offset,
                         "has an index block that points outside the file");
        return false;
    }
    /* A block that is named again and again would be read as often. */
    if (handle->offset < reading->expected) {
        sstable_complain(reading, NNREG_SSTABLE_BLOCK_ORDER, entry->offset,
                         "has blocks that overlap or go backwards");
        return false;
    }
    return true;
}

/* The index entry's key outlives the walk's step: the next data block is held against it. */
static nnreg_status keep_bound(struct table_reading *reading, const struct nnreg_sstable_entry *entry)
{
    reading->bound.size = 0;
    nnreg_bytes_put(&reading->bound, entry->key, entry->key_size);
    reading->bounded = true;
    return reading->bound.failed ? nnreg_fail_memory(reading->error) : NNREG_OK;
}

/*
 * The data blocks in the order of the index block. For each: its handle is sound and lies behind what was read; its entries,
 * which must begin beyond the separator before; then its own separator, which must not lie before its last key.
 */
static nnreg_status read_blocks(struct table_reading *reading, const struct nnreg_sstable_block *index)
{
    struct nnreg_sstable_walk walk = {0};
    struct nnreg_sstable_handle handle;
    struct nnreg_sstable_entry entry;
    nnreg_status status = NNREG_OK;
    bool go_on = true;

    nnreg_sstable_walk_block(&walk, index, reading->problems);
    while (go_on && status == NNREG_OK && nnreg_sstable_walk_next(&walk, &entry)) {
        go_on = accept_handle(reading, &handle, &entry);
        if (!go_on)
            break;
        status = read_data(reading, &handle);
        if (!separates(reading, &walk.key))
            sstable_complain(reading, NNREG_SSTABLE_SEPARATOR, entry.offset,
                             "has an index block with a key that is less than the last one of its block");
        if (status == NNREG_OK)
            status = keep_bound(reading, &entry);
        go_on = reading->table->entries < NNREG_LIMIT_SSTABLE_ENTRIES;
    }
    if (!go_on || walk.failed)
        reading->table->complete = false;
    if (walk.key.failed) /* by the last step, which was asked for while all was well */
        status = nnreg_fail_memory(reading->error);
    nnreg_sstable_walk_free(&walk);
    return status;
}

/*
 * The blocks behind the data, metaindex and index, are told to expect_sstable last, in their order in the file, so that every
 * byte up to the footer belongs to something.
 */
static nnreg_status read_table(struct table_reading *reading)
{
    struct nnreg_sstable_handle metaindex, index;
    struct nnreg_sstable_block block;
    nnreg_status status;
    bool usable;

    if (!read_footer(reading, &metaindex, &index))
        return NNREG_OK;
    status =
        nnreg_sstable_block_read(&usable, &block, &reading->file, &index, reading->problems, reading->error);
    if (status == NNREG_OK && usable) {
        reading->table->complete = true;
        status = read_blocks(reading, &block);
        if (status == NNREG_OK && nnreg_cursor_ok(&reading->file))
            status = check_metaindex(reading, &metaindex);
        expect_block(reading, &index);
        expect_sstable(reading, reading->footer, reading->footer + FOOTER);
    }
    nnreg_sstable_block_free(&block);
    return status;
}

/* A failure of the file's cursor is the system's, or somebody made the file shorter. */
static nnreg_status read_sstable_cursor(struct table_reading *reading)
{
    const struct nnreg_cursor *file = &reading->file;

    if (nnreg_cursor_ok(file))
        return NNREG_OK;
    reading->table->complete = false;
    if (file->status != NNREG_CORRUPT) {
        if (reading->error != NULL)
            *reading->error = file->error;
        return file->status;
    }
    sstable_complain(reading, NNREG_SSTABLE_SHORT, file->failure_offset, file->failure);
    return NNREG_OK;
}

nnreg_status nnreg_sstable_read(struct nnreg_sstable *table, const struct nnreg_source *source,
                                nnreg_sstable_visit *visit, void *context, struct nnreg_problems *problems,
                                struct nnreg_error *error)
{
    struct table_reading reading = {
        .table = table, .problems = problems, .error = error, .visit = visit, .context = context};
    nnreg_status status;

    *table = (struct nnreg_sstable){0};
    if (source->size < FOOTER) {
        sstable_complain(&reading, NNREG_SSTABLE_SHORT, source->size, "is shorter than a table's footer");
        return NNREG_OK;
    }
    status = nnreg_source_cursor(&reading.file, source, error);
    if (status != NNREG_OK)
        return status;
    reading.footer = source->size - FOOTER;
    status = read_table(&reading);
    if (status == NNREG_OK)
        status = read_sstable_cursor(&reading);
    if (status == NNREG_OK && problems->failed)
        status = nnreg_fail_memory(error);
    nnreg_cursor_free(&reading.file);
    nnreg_sstable_walk_free(&reading.data);
    nnreg_bytes_free(&reading.bound);
    return status;
}
