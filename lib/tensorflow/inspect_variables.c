/* The variables' part of an inspection: the entries of the index, and the shards. See inspect.h. */
#include <stdio.h>

#include "base/digest.h"
#include "tensorflow/inspect.h"
#include "tensorflow/roles.h"

/* Bytes of an entry as stored; of one in slices, which are stored elsewhere, those of all of it. */
static uint64_t stored_size(const struct nnreg_variable *variable)
{
    uint64_t element = nnreg_dtype_size(variable->dtype);

    if (variable->kind != NNREG_VARIABLE_SLICED)
        return variable->size > 0 ? (uint64_t)variable->size : 0;
    return element > 0 && variable->elements <= UINT64_MAX / element ? variable->elements * element : 0;
}

static void put_shape(struct nnreg_json_writer *writer, const struct nnreg_checkpoint *checkpoint,
                      const struct nnreg_variable *variable)
{
    const int64_t *dims = nnreg_variable_dims(checkpoint, variable);
    uint32_t i;

    nnreg_json_open_array(writer);
    for (i = 0; i < variable->rank; i++)
        nnreg_json_put_int(writer, dims[i]);
    nnreg_json_close_array(writer);
}

/* The checksum of its bytes, as the index has it: what tells without its weights whether a variable is another one. */
static void put_variable_crc(struct nnreg_json_writer *writer, const struct nnreg_variable *variable)
{
    char text[9];

    (void)snprintf(text, sizeof text, "%08x", (unsigned)nnreg_crc32c_unmask(variable->crc));
    nnreg_json_put_key(writer, "crc32c");
    nnreg_json_put_string(writer, text);
}

/* Where a variable is: its shard and offset, or in how many slices. */
static void put_location(struct nnreg_json_writer *writer, const struct nnreg_variable *variable)
{
    if (variable->kind == NNREG_VARIABLE_SLICED) {
        nnreg_json_put_key(writer, "slices");
        nnreg_json_put_uint(writer, variable->slice_count);
        return;
    }
    nnreg_json_put_key(writer, "shard");
    nnreg_json_put_int(writer, variable->shard);
    nnreg_json_put_key(writer, "offset");
    nnreg_json_put_int(writer, variable->offset);
}

static void put_variable(struct nnreg_inspection *inspection, const struct nnreg_checkpoint *checkpoint,
                         const struct nnreg_variable *variable)
{
    struct nnreg_json_writer *writer = &inspection->writer;

    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "name");
    nnreg_json_put_chars(writer, nnreg_variable_key(checkpoint, variable), variable->key_size);
    nnreg_json_put_key(writer, "dtype");
    nnreg_inspection_dtype(inspection, variable->parsed ? variable->dtype : NNREG_DTYPE_UNNAMED);
    nnreg_json_put_key(writer, "shape");
    if (variable->parsed)
        put_shape(writer, checkpoint, variable);
    else
        nnreg_json_put_null(writer);
    if (variable->parsed)
        put_location(writer, variable);
    nnreg_json_put_key(writer, "size");
    nnreg_json_put_uint(writer, variable->parsed ? stored_size(variable) : 0);
    if (variable->parsed && variable->kind != NNREG_VARIABLE_SLICED)
        put_variable_crc(writer, variable);
    nnreg_json_close_object(writer);
}

/* The slices of a variable are told by it, not one by one: their keys are bytes that nobody reads. */
static void put_variables(struct nnreg_inspection *inspection, const struct nnreg_checkpoint *checkpoint)
{
    size_t i;

    nnreg_json_open_array(&inspection->writer);
    for (i = 0; i < checkpoint->count; i++)
        if (checkpoint->variables[i].kind != NNREG_VARIABLE_SLICE)
            put_variable(inspection, checkpoint, &checkpoint->variables[i]);
    nnreg_json_close_array(&inspection->writer);
}

static void put_shards(struct nnreg_inspection *inspection)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    size_t i;

    nnreg_json_open_array(writer);
    for (i = 0; i < inspection->files->count; i++) {
        const struct nnreg_bundle_file *file = &inspection->files->file[i];

        if (file->role != NNREG_TF_ROLE_SHARD || file->dropped)
            continue;
        nnreg_json_open_object(writer);
        nnreg_json_put_key(writer, "name");
        nnreg_json_put_string(writer, file->name);
        nnreg_json_put_key(writer, "size");
        nnreg_json_put_uint(writer, file->size);
        nnreg_json_close_object(writer);
    }
    nnreg_json_close_array(writer);
}

void nnreg_inspection_variables(struct nnreg_inspection *inspection,
                                const struct nnreg_checkpoint *checkpoint)
{
    struct nnreg_json_writer *writer = &inspection->writer;
    uint64_t bytes = 0;
    size_t i;

    for (i = 0; i < checkpoint->count; i++) {
        const struct nnreg_variable *variable = &checkpoint->variables[i];

        /* Of one in slices they are, each. Within the files, so that no sum of these is too large. */
        if (variable->readable)
            bytes += stored_size(variable);
    }
    nnreg_json_put_key(writer, "variables");
    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "entries");
    nnreg_json_put_uint(writer, checkpoint->count);
    nnreg_json_put_key(writer, "parameters");
    nnreg_json_put_uint(writer, checkpoint->parameters);
    nnreg_json_put_key(writer, "bytes");
    nnreg_json_put_uint(writer, bytes);
    nnreg_json_put_key(writer, "shards");
    put_shards(inspection);
    nnreg_json_put_key(writer, "tensors");
    put_variables(inspection, checkpoint);
    nnreg_json_close_object(writer);
}
