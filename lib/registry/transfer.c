/* What export and import have in common: see transfer.h. */
#include "registry/transfer.h"

#include <string.h>

#include "base/sized.h"
#include "codec/json_records.h"
#include "registry/transfer_names.h"

static void put_fields(struct nnreg_json_writer *writer, const struct nnreg_table *table, const void *record,
                       bool (*wanted)(const struct nnreg_field *field, bool by_setting), bool by_setting)
{
    size_t i;

    nnreg_json_open_object(writer);
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (!wanted(field, by_setting) || nnreg_is_absent(field, record))
            continue;
        nnreg_json_put_key(writer, field->key);
        nnreg_json_put_member(writer, field, record);
    }
    nnreg_json_close_object(writer);
}

static bool is_described(const struct nnreg_field *field, bool by_setting)
{
    (void)by_setting;
    return field->presence == NNREG_REQUIRED || field->presence == NNREG_OPTIONAL;
}

void nnreg_transfer_put(struct nnreg_bytes *out, enum nnreg_object object, const void *record)
{
    struct nnreg_json_writer writer;

    nnreg_json_writer_init(&writer, out, 2);
    put_fields(&writer, nnreg_object_kinds[object].table, record, is_described, false);
    nnreg_bytes_char(out, '\n');
}

/* The files of a network are assigned, and can never change, either. */
static bool is_lasting(const struct nnreg_field *field, bool mutable_description)
{
    return field->mutability == NNREG_IMMUTABLE ||
           (field->mutability == NNREG_MUTABLE_BY_SETTING && !mutable_description);
}

static nnreg_status sum_of_lasting(nnreg_digest key, enum nnreg_object object, const void *record,
                                   bool mutable_description, struct nnreg_error *error)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    struct nnreg_sha256 sha = {NULL};
    struct nnreg_json_writer writer;
    nnreg_status status;

    nnreg_json_writer_init(&writer, &text, 0);
    put_fields(&writer, nnreg_object_kinds[object].table, record, is_lasting, mutable_description);
    status = text.failed ? nnreg_fail_memory(error) : nnreg_sha256_begin(&sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, text.content, text.size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(key, &sha, error);
    nnreg_sha256_free(&sha);
    nnreg_bytes_free(&text);
    return status;
}

nnreg_status nnreg_transfer_key(nnreg_digest key, enum nnreg_object object, const void *record,
                                bool mutable_description, struct nnreg_error *error)
{
    struct nnreg_keyed_network keyed;
    nnreg_status status;

    if (object != NNREG_OBJECT_NETWORK)
        return sum_of_lasting(key, object, record, mutable_description, error);
    status = nnreg_keyed_network_make(&keyed, record, error);
    if (status == NNREG_OK)
        status = sum_of_lasting(key, object, &keyed.network, mutable_description, error);
    nnreg_keyed_network_free(&keyed);
    return status;
}

static const struct nnreg_sized sized_transfer = NNREG_SIZED(struct nnreg_transfer, networks);

nnreg_status nnreg_transfer_begin(struct nnreg_transfer *transfer, nnreg_status status,
                                  struct nnreg_error *error)
{
    struct nnreg_transfer given = NNREG_TRANSFER_INIT, none = NNREG_TRANSFER_INIT;
    bool usable;

    status = nnreg_sized_begin(&usable, &sized_transfer, &given, transfer, status, error);
    if (usable)
        nnreg_transfer_tell(transfer, &none);
    return status;
}

void nnreg_transfer_count(struct nnreg_transfer *counts, const struct nnreg_manifest *manifest,
                          const nnreg_digest digest, const struct nnreg_export_layout *layout)
{
    const struct nnreg_manifest_file *files = manifest->files.items;
    size_t i;

    counts->networks = manifest->networks.count;
    counts->specs = manifest->specs.count;
    counts->versions = manifest->versions.count;
    counts->files = manifest->files.count;
    for (i = 0; i < manifest->files.count; i++)
        counts->bytes += files[i].size;
    counts->archive_size = layout->size;
    nnreg_hex(counts->manifest, digest);
}

/* What the caller has set stays. */
void nnreg_transfer_tell(struct nnreg_transfer *transfer, const struct nnreg_transfer *counts)
{
    struct nnreg_transfer given = NNREG_TRANSFER_INIT, told = *counts;

    (void)nnreg_sized_take(&sized_transfer, &given, transfer, NULL); /* has been checked */
    told.each = given.each;
    told.context = given.context;
    nnreg_sized_give(&sized_transfer, transfer, &told);
}

void nnreg_transfer_each(const struct nnreg_transfer *transfer, const struct nnreg_transferred *object)
{
    struct nnreg_transfer given = NNREG_TRANSFER_INIT;

    (void)nnreg_sized_take(&sized_transfer, &given, transfer, NULL);
    if (given.each != NULL)
        given.each(given.context, object);
}
