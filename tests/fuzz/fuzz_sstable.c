/*
 * Fuzz target for the variables: table, entries, layout, slices and checksums. The input is
 *
 *     mode | size of the index part, 2 bytes | the index part | the bytes of the data shards
 *
 * As checksums would keep every mutation out of the blocks, most modes seal them: the index part is then the contents
 * of a data block, or keys and values that are put into one, or a data and an index block. What was read must agree
 * with itself, and every problem must lie in the file it names.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "tensorflow/checkpoint.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/tensor_crc.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

enum mode { RAW, BLOCK, RECORDS, TWO_BLOCKS, MODES };

#define MODE_SNAPPY     4 /* blocks say that they are compressed */
#define MODE_TWO_SHARDS 8
#define MODE_BIG        16 /* the header of RECORDS says big-endian */

static void must(bool kept)
{
    if (!kept)
        abort();
}

static void put_little(struct nnreg_bytes *out, uint64_t number, size_t width)
{
    for (; width > 0; width--, number >>= 8)
        nnreg_bytes_char(out, (char)number);
}

static void put_varint(struct nnreg_bytes *out, uint64_t number)
{
    for (; number >= 128; number >>= 7)
        nnreg_bytes_char(out, (char)(number | 128));
    nnreg_bytes_char(out, (char)number);
}

/* Appends a block with its trailer, and its handle to `handle`. */
static void seal(struct nnreg_bytes *file, struct nnreg_bytes *handle, const void *contents, size_t size,
                 char type)
{
    size_t start = file->size;

    put_varint(handle, start);
    put_varint(handle, size);
    nnreg_bytes_put(file, contents, size);
    nnreg_bytes_char(file, type);
    put_little(file, nnreg_crc32c_mask(nnreg_crc32c(0, file->content + start, size + 1)), 4);
}

/* Metaindex, index and footer behind a data block that `handle` points to. */
static void finish_table(struct nnreg_bytes *file, const struct nnreg_bytes *handle, const uint8_t *index,
                         size_t index_size, char type)
{
    static const char empty[8] = {0, 0, 0, 0, 1, 0, 0, 0};
    struct nnreg_bytes footer = NNREG_BYTES_INIT, block = NNREG_BYTES_INIT;

    seal(file, &footer, empty, sizeof empty, 0);
    if (index == NULL) {
        put_varint(&block, 0);
        put_varint(&block, 8);
        put_varint(&block, handle->size);
        nnreg_bytes_put(&block, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
        nnreg_bytes_put(&block, handle->content, handle->size);
        put_little(&block, 0, 4);
        put_little(&block, 1, 4);
    } else {
        nnreg_bytes_put(&block, index, index_size);
    }
    seal(file, &footer, block.content, block.size, index == NULL ? 0 : type);
    while (footer.size < 40)
        nnreg_bytes_char(&footer, 0);
    put_little(&footer, UINT64_C(0xdb4775248b80fb57), 8);
    nnreg_bytes_put(file, footer.content, footer.size);
    nnreg_bytes_free(&footer);
    nnreg_bytes_free(&block);
}

/* Keys and values, each with a byte of size in front, as entries; the header comes first if they do not bring one. */
static void put_records(struct nnreg_bytes *block, const uint8_t *from, size_t size, unsigned mode)
{
    static const char header[] = "\x08\x01\x10\x01\x1a\x02\x08\x01";
    size_t at = 0;

    nnreg_bytes_put(block, "\0\0\x08", 3);
    nnreg_bytes_put(block, header, 8);
    block->content[4] = mode & MODE_TWO_SHARDS ? 2 : 1;
    block->content[6] = mode & MODE_BIG ? 1 : 0;
    while (size - at >= 2 && (size_t)from[at] + from[at + 1] <= size - at - 2) {
        nnreg_bytes_char(block, 0);
        put_varint(block, from[at]);
        put_varint(block, from[at + 1]);
        nnreg_bytes_put(block, from + at + 2, (size_t)from[at] + from[at + 1]);
        at += 2 + (size_t)from[at] + from[at + 1];
    }
    put_little(block, 0, 4);
    put_little(block, 1, 4);
}

static void make_index(struct nnreg_bytes *file, const uint8_t *part, size_t size, unsigned mode)
{
    struct nnreg_bytes handle = NNREG_BYTES_INIT, block = NNREG_BYTES_INIT;
    char type = mode & MODE_SNAPPY ? 1 : 0;

    switch (mode % MODES) {
    case RAW:
        nnreg_bytes_put(file, part, size);
        break;
    case BLOCK:
        seal(file, &handle, part, size, type);
        finish_table(file, &handle, NULL, 0, type);
        break;
    case RECORDS:
        put_records(&block, part, size, mode);
        seal(file, &handle, block.content, block.size, 0);
        finish_table(file, &handle, NULL, 0, 0);
        break;
    default:
        seal(file, &handle, part, size / 2, type);
        finish_table(file, &handle, part + size / 2, size - size / 2, type);
    }
    must(!file->failed && !handle.failed && !block.failed);
    nnreg_bytes_free(&handle);
    nnreg_bytes_free(&block);
}

static nnreg_severity check_problems(const struct nnreg_problems *problems, uint64_t index_size,
                                     const struct nnreg_checkpoint *checkpoint)
{
    nnreg_severity worst = NNREG_SEVERITY_OFF;
    size_t i;

    for (i = 0; i < problems->count; i++) {
        const struct nnreg_problem *problem = &problems->list[i];
        const struct nnreg_shard_file *file;
        nnreg_severity severity = nnreg_problem_severity(&nnreg_variables_problem_rules[problem->code]);

        worst = severity > worst ? severity : worst;
        must(problem->text != NULL && *problem->text != '\0');
        if (problem->shard == NNREG_PROBLEM_IN_FILE) {
            must(problem->offset <= index_size);
        } else {
            must(problem->shard < checkpoint->shard_count);
            file = checkpoint->shards[problem->shard];
            must(problem->offset <= (file != NULL ? file->source.size : 0));
        }
    }
    must(!problems->failed);
    return worst;
}

static void check_slice_key(const struct nnreg_checkpoint *checkpoint, const struct nnreg_variable *variable)
{
    struct nnreg_bytes name = NNREG_BYTES_INIT, key = NNREG_BYTES_INIT;
    int64_t extents[2 * NNREG_RANK_MAX];
    uint32_t rank;

    if (nnreg_slice_key_read(&name, extents, &rank, nnreg_variable_key(checkpoint, variable),
                             variable->key_size)) {
        nnreg_slice_key_write(&key, name.content, name.size, extents, rank);
        must(key.size == variable->key_size &&
             memcmp(key.content, nnreg_variable_key(checkpoint, variable), key.size) == 0);
    }
    nnreg_bytes_free(&name);
    nnreg_bytes_free(&key);
}

static void check_facts(const struct nnreg_checkpoint *checkpoint, const struct nnreg_tensor_crc *crc,
                        nnreg_severity worst)
{
    size_t i, whole = 0;

    for (i = 0; i < checkpoint->count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[i];

        must(nnreg_checkpoint_find(checkpoint, nnreg_variable_key(checkpoint, variable),
                                   variable->key_size) == variable);
        check_slice_key(checkpoint, variable);
        whole += variable->kind != NNREG_VARIABLE_SLICED;
    }
    if (worst < NNREG_SEVERITY_ERROR) {
        must(checkpoint->has_header && checkpoint->table.complete);
        must(checkpoint->order_count == whole && crc->tensors == whole);
    }
}

static void read_all(const struct nnreg_source *index, const struct nnreg_shard_file *files,
                     size_t file_count)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    const struct nnreg_tensor_crc_options how = {.threads = 1};
    struct nnreg_checkpoint checkpoint;
    struct nnreg_tensor_crc crc;

    must(nnreg_checkpoint_read(&checkpoint, index, files, file_count, &problems, NULL) == NNREG_OK);
    must(nnreg_tensor_crc_verify(&crc, &checkpoint, &how, &problems, NULL) == NNREG_OK);
    check_facts(&checkpoint, &crc, check_problems(&problems, index->size, &checkpoint));
    nnreg_checkpoint_free(&checkpoint);
    nnreg_problems_free(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    struct nnreg_bytes file = NNREG_BYTES_INIT;
    struct nnreg_shard_file files[2] = {{.name = "variables.data-00000-of-00001"}};
    struct nnreg_source index;
    size_t part, rest;

    if (size < 3)
        return 0;
    part = (size_t)input[1] | (size_t)input[2] << 8;
    part = part < size - 3 ? part : size - 3;
    rest = size - 3 - part;
    make_index(&file, input + 3, part, input[0]);
    index = nnreg_source_memory(file.content, file.size);
    files[0].source = nnreg_source_memory(input + 3 + part, rest);
    if (input[0] & MODE_TWO_SHARDS) {
        files[0] = (struct nnreg_shard_file){"variables.data-00000-of-00002",
                                             nnreg_source_memory(input + 3 + part, rest / 2)};
        files[1] =
            (struct nnreg_shard_file){"variables.data-00001-of-00002",
                                      nnreg_source_memory(input + 3 + part + rest / 2, rest - rest / 2)};
    }
    read_all(&index, files, input[0] & MODE_TWO_SHARDS ? 2 : 1);
    nnreg_bytes_free(&file);
    return 0;
}
