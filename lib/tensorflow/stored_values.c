/* Reading the values of small variables from a model's files: see stored_values.h. */
#include "tensorflow/stored_values.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "tensorflow/roles.h"
#include "tensorflow/savedmodel_values.h"

/* ---------------------------------------------------------------------------------------------------- the files -- */

/* What is the fault of a file is told by those who judge it; a failure of the system is kept. */
static void note_stored_failure(struct nnreg_stored_values *stored, const struct nnreg_error *reason)
{
    if (reason->status == NNREG_NO_MEMORY) {
        stored->readers->flow->failed = true;
    } else if (nnreg_error_is_systems(reason)) {
        stored->status = reason->status;
        stored->error = *reason;
    }
}

static bool open_stored_file(struct nnreg_source *source, struct nnreg_stored_values *stored,
                             const struct nnreg_bundle_file *file)
{
    struct nnreg_error reason = NNREG_ERROR_INIT;

    if (file->unread || (file->archive > 0 && !file->unpacked))
        return false;
    if (nnreg_bundle_file_open(source, file, &reason) == NNREG_OK)
        return true;
    note_stored_failure(stored, &reason);
    return false;
}

static bool open_shards(struct nnreg_stored_values *stored)
{
    const struct nnreg_bundle_files *files = stored->files;
    size_t i;

    stored->shards = nnreg_alloc_zero(files->count, sizeof *stored->shards);
    stored->shard_files = nnreg_alloc_zero(files->count, sizeof *stored->shard_files);
    if (stored->shards == NULL || stored->shard_files == NULL) {
        stored->readers->flow->failed = true;
        return false;
    }
    for (i = 0; i < files->count; i++) {
        struct nnreg_shard_file *shard = &stored->shards[stored->shard_count];

        if (files->file[i].role != NNREG_TF_ROLE_SHARD || files->file[i].dropped)
            continue;
        if (!open_stored_file(&shard->source, stored, &files->file[i]))
            return false;
        shard->name = files->file[i].name;
        stored->shard_files[stored->shard_count++] = &files->file[i];
    }
    return true;
}

static bool read_index(struct nnreg_stored_values *stored)
{
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_error reason = NNREG_ERROR_INIT;
    nnreg_status status = nnreg_checkpoint_read(&stored->checkpoint, &stored->index, stored->shards,
                                                stored->shard_count, &problems, &reason);

    if (status == NNREG_NO_MEMORY || problems.failed)
        stored->readers->flow->failed = true;
    else if (status != NNREG_OK)
        note_stored_failure(stored, &reason);
    nnreg_problems_free(&problems);
    return status == NNREG_OK && stored->checkpoint.has_header;
}

static bool open_stored(struct nnreg_stored_values *stored)
{
    if (!stored->opened) {
        const struct nnreg_bundle_file *file = nnreg_bundle_find(stored->files, "variables.index");

        if (file != NULL && open_stored_file(&stored->index, stored, file)) {
            stored->index_file = file;
            stored->sound = open_shards(stored) && stored->index.size > 0 && read_index(stored);
        }
    }
    stored->opened = true;
    return stored->sound;
}

void nnreg_stored_values_free(struct nnreg_stored_values *stored)
{
    size_t i;

    for (i = 0; i < stored->shard_count; i++)
        nnreg_bundle_file_close(&stored->shards[i].source, stored->shard_files[i]);
    if (stored->index_file != NULL)
        nnreg_bundle_file_close(&stored->index, stored->index_file);
    nnreg_checkpoint_free(&stored->checkpoint);
    nnreg_free(stored->shards);
    nnreg_free((void *)(uintptr_t)stored->shard_files);
    nnreg_flow_walk_free(&stored->restoring);
    nnreg_flow_walk_free(&stored->running);
    *stored = (struct nnreg_stored_values){.readers = NULL};
}

/* ---------------------------------------------------------------------------------------------------- one value -- */

enum { STORED_BYTES = NNREG_LIMIT_STORED_ELEMENTS * NNREG_TENSOR_WIDTH };

/* The entry of a variable that has a value of its own, few numbers, and bytes in a shard. */
static const struct nnreg_variable *small_entry(const struct nnreg_stored_values *stored, uint32_t key)
{
    const struct nnreg_savedmodel *model = stored->readers->flow->graph->model;
    const struct nnreg_variable *entry = nnreg_checkpoint_find(
        &stored->checkpoint, nnreg_savedmodel_text(model, key), nnreg_savedmodel_text_size(model, key));
    size_t width = entry != NULL ? nnreg_savedmodel_value_width(entry->dtype) : 0;

    return width > 0 && entry->readable && entry->kind == NNREG_VARIABLE_WHOLE && entry->elements > 0 &&
                   entry->elements <= NNREG_LIMIT_STORED_ELEMENTS && entry->rank <= NNREG_CONSTANT_RANK
               ? entry
               : NULL;
}

/* One that the graph says to be of another type is not restored. */
static bool is_of_type(const struct nnreg_flow *flow, uint32_t variable, uint32_t dtype)
{
    const struct nnreg_savedmodel_attr *attr =
        nnreg_savedmodel_attr_named(flow->graph->model, nnreg_flow_place(flow, variable).node, "dtype");

    return attr == NULL || nnreg_savedmodel_attr_kind(attr) != NNREG_ATTR_TYPE ||
           nnreg_dtype_base(attr->value) == dtype;
}

/* All bytes at once, which are few. What was changed since it was saved says nothing. */
static const unsigned char *read_bytes(unsigned char buffer[STORED_BYTES], struct nnreg_stored_values *stored,
                                       const struct nnreg_variable *entry)
{
    const struct nnreg_shard_file *shard = stored->checkpoint.shards[entry->shard];
    struct nnreg_error reason = NNREG_ERROR_INIT;
    const unsigned char *bytes;
    nnreg_status status = nnreg_source_read(&bytes, &shard->source, (uint64_t)entry->offset, buffer,
                                            (size_t)entry->size, &reason);

    if (status != NNREG_OK) {
        note_stored_failure(stored, &reason);
        return NULL;
    }
    return nnreg_crc32c_mask(nnreg_crc32c(0, bytes, (size_t)entry->size)) == entry->crc ? bytes : NULL;
}

/* Elements that are all equal are one. */
static void take_elements(struct nnreg_constant *value, const struct nnreg_variable *entry,
                          const unsigned char *bytes, bool big_endian)
{
    size_t width = nnreg_savedmodel_value_width(entry->dtype), i;
    bool differ = false;

    for (i = 0; i < entry->elements; i++) {
        value->element[i] = nnreg_savedmodel_value(entry->dtype, bytes + i * width, big_endian);
        differ = differ || !(value->element[i] == value->element[0]);
    }
    value->count = differ ? (uint32_t)entry->elements : 1;
}

bool nnreg_stored_value(struct nnreg_constant *value, void *stored_values, uint32_t variable)
{
    struct nnreg_stored_values *stored = stored_values;
    unsigned char buffer[STORED_BYTES];
    const struct nnreg_variable *entry;
    const unsigned char *bytes;
    const int64_t *dims;
    uint32_t key, i;

    if (stored->files == NULL || stored->asked == NNREG_LIMIT_STORED_ASKED)
        return false;
    stored->asked++;
    if (!nnreg_stored_key(&key, stored, variable) || !open_stored(stored))
        return false;
    entry = small_entry(stored, key);
    if (entry == NULL || !is_of_type(stored->readers->flow, variable, entry->dtype))
        return false;
    bytes = read_bytes(buffer, stored, entry);
    if (bytes == NULL)
        return false;
    *value = (struct nnreg_constant){.rank = entry->rank, .is_whole = nnreg_constant_is_whole(entry->dtype)};
    dims = nnreg_variable_dims(&stored->checkpoint, entry);
    for (i = 0; i < entry->rank; i++)
        value->dim[i] = dims[i];
    take_elements(value, entry, bytes, stored->checkpoint.big_endian);
    return true;
}
