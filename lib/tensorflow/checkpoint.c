/*
 * The index as a whole: see checkpoint.h (doc/FORMATS.md, "TensorBundle").
 *
 * Four steps, each on what the one before has made sure of:
 *     1. sstable.c walks the table and hands over its entries in key order; take_entry sees that the first is the header (checkpoint_header.c).
 *     2. checkpoint_entry.c makes each entry a variable, and judges what can be judged of it alone.
 *     3. checkpoint_layout.c holds the entries against the shards: needs the header, which says how many there are.
 *     4. checkpoint_slices.c holds slices against their variables: needs the whole table, since a slice whose entry was
 *        in a damaged block would else be told as missing.
 *
 * What is kept of a variable is packed: its key lies in `keys`, behind those before, ended by a NUL; its dimensions, and start
 * and length of its slices, lie in `numbers`. The struct has the positions, since both move when they grow.
 */
#include "tensorflow/checkpoint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/order.h"
#include "tensorflow/checkpoint_parts.h"
#include "formats/dtype.h"

struct checkpoint_reading {
    struct nnreg_checkpoint *checkpoint;
    struct nnreg_problems *problems;
    struct nnreg_error *error;
    bool begun; /* the first entry was met */
    bool full;  /* a limit was met, and told */
};

void nnreg_checkpoint_complain(const struct nnreg_checkpoint *checkpoint,
                               const struct nnreg_variable *variable, struct nnreg_problems *problems,
                               int code, const char *format, ...)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE,
                                                    .offset = variable->entry_offset,
                                                    .key = nnreg_variable_key(checkpoint, variable),
                                                    .key_size = variable->key_size};
    char text[NNREG_PROBLEM_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    nnreg_problems_add(problems, code, &location, "%s", text);
}

static void checkpoint_complain(struct checkpoint_reading *reading, int code, uint64_t offset,
                                const char *text)
{
    nnreg_problems_add_at(reading->problems, code, offset, text);
}

bool nnreg_checkpoint_number(struct nnreg_checkpoint *checkpoint, int64_t number, bool *failed)
{
    int64_t *grown;

    if (checkpoint->number_count == NNREG_CHECKPOINT_NUMBERS)
        return false;
    grown = nnreg_array_room(checkpoint->numbers, &checkpoint->number_capacity, checkpoint->number_count + 1,
                             sizeof *grown);
    if (grown == NULL) {
        *failed = true;
        return false;
    }
    checkpoint->numbers = grown;
    checkpoint->numbers[checkpoint->number_count++] = number;
    return true;
}

static struct nnreg_variable *add_variable(struct nnreg_checkpoint *checkpoint,
                                           const struct nnreg_sstable_entry *entry)
{
    struct nnreg_variable *variable = nnreg_array_room(checkpoint->variables, &checkpoint->capacity,
                                                       checkpoint->count + 1, sizeof *variable);

    if (variable == NULL)
        return NULL;
    checkpoint->variables = variable;
    variable = &checkpoint->variables[checkpoint->count];
    *variable = (struct nnreg_variable){
        .key = checkpoint->keys.size, .key_size = (uint32_t)entry->key_size, .entry_offset = entry->offset};
    nnreg_bytes_put(&checkpoint->keys, entry->key, entry->key_size);
    nnreg_bytes_char(&checkpoint->keys, '\0');
    if (checkpoint->keys.failed)
        return NULL;
    checkpoint->count++;
    return variable;
}

/*
 * The limits on keys and numbers are on their sums, because an index of 64 MiB can claim more of both than memory holds. The
 * first entry over one is told, the others are passed over.
 */
static nnreg_status take_variable(struct checkpoint_reading *reading, const struct nnreg_sstable_entry *entry)
{
    struct nnreg_checkpoint *checkpoint = reading->checkpoint;
    struct nnreg_variable *variable;

    if (reading->full)
        return NNREG_OK;
    if (checkpoint->keys.size + entry->key_size >= NNREG_CHECKPOINT_KEYS ||
        checkpoint->number_count == NNREG_CHECKPOINT_NUMBERS) {
        reading->full = true;
        checkpoint_complain(reading, NNREG_VARIABLES_TABLE_ENTRIES, entry->offset,
                            "has more than 64 MiB of keys, or 8388608 dimensions and slices");
        return NNREG_OK;
    }
    variable = add_variable(checkpoint, entry);
    if (variable == NULL || !nnreg_checkpoint_entry(checkpoint, variable, entry, reading->problems))
        return nnreg_fail_memory(reading->error);
    return NNREG_OK;
}

static nnreg_status take_entry(void *context, const struct nnreg_sstable_entry *entry)
{
    struct checkpoint_reading *reading = context;
    bool first = !reading->begun;

    reading->begun = true;
    if (first && entry->key_size == 0)
        return nnreg_checkpoint_header(reading->checkpoint, entry, reading->problems)
                   ? NNREG_OK
                   : nnreg_fail_memory(reading->error);
    if (first)
        checkpoint_complain(reading, NNREG_VARIABLES_HEADER_MISSING, entry->offset,
                            "does not begin with the entry that says how many shards there are");
    return take_variable(reading, entry);
}

/* A partitioned variable is counted by its own entry, and not again by its slices'. Strings and variants are no parameters. */
static void count_parameters(struct nnreg_checkpoint *checkpoint)
{
    size_t i;

    for (i = 0; i < checkpoint->count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[i];

        if (variable->kind != NNREG_VARIABLE_SLICE && nnreg_dtype_size(variable->dtype) > 0 &&
            __builtin_add_overflow(checkpoint->parameters, variable->elements, &checkpoint->parameters))
            checkpoint->parameters = UINT64_MAX;
    }
}

nnreg_status nnreg_checkpoint_read(struct nnreg_checkpoint *checkpoint, const struct nnreg_source *index,
                                   const struct nnreg_shard_file *files, size_t file_count,
                                   struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct checkpoint_reading reading = {.checkpoint = checkpoint, .problems = problems, .error = error};
    nnreg_status status;

    *checkpoint = (struct nnreg_checkpoint){0};
    status = nnreg_sstable_read(&checkpoint->table, index, take_entry, &reading, problems, error);
    if (status != NNREG_OK)
        return status;
    if (reading.full)
        checkpoint->table.complete = false;
    if (!reading.begun && checkpoint->table.complete)
        checkpoint_complain(&reading, NNREG_VARIABLES_HEADER_MISSING, 0, "has no entry at all");
    count_parameters(checkpoint);
    if (checkpoint->has_header)
        status = nnreg_checkpoint_lay_out(checkpoint, files, file_count, problems, error);
    if (status == NNREG_OK && checkpoint->table.complete)
        status = nnreg_checkpoint_check_slices(checkpoint, problems, error);
    if (status == NNREG_OK && problems->failed)
        status = nnreg_fail_memory(error);
    return status;
}

void nnreg_checkpoint_free(struct nnreg_checkpoint *checkpoint)
{
    nnreg_free(checkpoint->variables);
    nnreg_bytes_free(&checkpoint->keys);
    nnreg_free(checkpoint->numbers);
    nnreg_free(checkpoint->shards);
    nnreg_free(checkpoint->order);
    *checkpoint = (struct nnreg_checkpoint){0};
}

/* Whatever the first entry is, no other is asked for: that is what ends the reading. */
static nnreg_status take_header_only(void *context, const struct nnreg_sstable_entry *entry)
{
    struct checkpoint_reading *reading = context;

    if (entry->key_size == 0 && !nnreg_checkpoint_header(reading->checkpoint, entry, reading->problems))
        return nnreg_fail_memory(reading->error);
    return NNREG_CANCELLED;
}

nnreg_status nnreg_checkpoint_shards_told(uint32_t *shards, const struct nnreg_source *index,
                                          struct nnreg_error *error)
{
    struct nnreg_checkpoint checkpoint = {0};
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT; /* which are told of when all is read */
    struct checkpoint_reading reading = {.checkpoint = &checkpoint, .problems = &problems, .error = error};
    nnreg_status status =
        nnreg_sstable_read(&checkpoint.table, index, take_header_only, &reading, &problems, error);

    *shards = checkpoint.has_header ? (uint32_t)checkpoint.shard_count : 0;
    if (status == NNREG_CANCELLED)
        status = NNREG_OK;
    if (status == NNREG_OK && problems.failed)
        status = nnreg_fail_memory(error);
    nnreg_problems_free(&problems);
    nnreg_checkpoint_free(&checkpoint);
    return status;
}

struct nnreg_variable *nnreg_checkpoint_find_among(const struct nnreg_checkpoint *checkpoint, size_t low,
                                                   size_t high, const char *key, size_t size, size_t shared)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct nnreg_variable *variable = &checkpoint->variables[middle];
        int order =
            nnreg_order_bytes(key + shared, size - shared, nnreg_variable_key(checkpoint, variable) + shared,
                              variable->key_size - shared);

        if (order == 0)
            return variable;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct nnreg_variable *nnreg_checkpoint_find(const struct nnreg_checkpoint *checkpoint, const void *key,
                                             size_t size)
{
    return nnreg_checkpoint_find_among(checkpoint, 0, checkpoint->count, size > 0 ? key : "", size, 0);
}
