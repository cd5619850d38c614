/*
 * The order of an export, and what follows from it: see export.h. Ids are of a registry, and what is exported has to be the same from
 * every registry that has it: so objects are numbered by what they are, networks and specs first, and then versions, whose
 * descriptions name the numbers of these. Which of two that are alike in everything comes first is decided by their ids: an
 * import makes them in this order.
 */
#include "registry/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json_records.h"

/* ------------------------------------------------------------------------------------------------------- numbers -- */

/* SHA-256 of a text, and of the list of files behind it, if there is one. */
static nnreg_status sum_up(nnreg_digest text_sum, nnreg_digest whole_sum, struct nnreg_export_object *item,
                           const struct nnreg_bytes *files, struct nnreg_error *error)
{
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status = nnreg_sha256_begin(&sha, error);

    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, item->text, item->text_size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_next(text_sum, &sha, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, text_sum, NNREG_SHA256_SIZE, error);
    if (status == NNREG_OK && files->size > 0)
        status = nnreg_sha256_add(&sha, files->content, files->size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(whole_sum, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

/* Its description, and what it is ordered by. */
static nnreg_status describe_object(struct nnreg_export_object *item, enum nnreg_object object,
                                    struct nnreg_error *error)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT, files = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    nnreg_status status;

    nnreg_transfer_put(&text, object, &item->record);
    if (object == NNREG_OBJECT_NETWORK) {
        nnreg_json_writer_init(&writer, &files, 0);
        nnreg_json_put_member(&writer, NNREG_FIELD(network, files), &item->record);
    }
    item->text_size = text.size;
    status = nnreg_bytes_take(&item->text, &text);
    if (status != NNREG_OK || files.failed)
        status = nnreg_fail_memory(error);
    if (status == NNREG_OK)
        status = sum_up(item->sha256, item->order, item, &files, error);
    nnreg_bytes_free(&files);
    return status;
}

static int by_content(const void *a, const void *b)
{
    const struct nnreg_export_object *left = *(struct nnreg_export_object *const *)a;
    const struct nnreg_export_object *right = *(struct nnreg_export_object *const *)b;
    int order = memcmp(left->order, right->order, sizeof left->order);

    return order != 0 ? order : (left->id > right->id) - (left->id < right->id);
}

static nnreg_status number_objects(struct nnreg_export_objects *objects, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    objects->numbered = nnreg_alloc_zero(objects->count, sizeof(struct nnreg_export_object *));
    if (objects->numbered == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < objects->count && status == NNREG_OK; i++) {
        objects->numbered[i] = &objects->items[i];
        status = describe_object(&objects->items[i], objects->object, error);
    }
    if (status != NNREG_OK)
        return status;
    if (objects->count > 1)
        qsort(objects->numbered, objects->count, sizeof(struct nnreg_export_object *), by_content);
    for (i = 0; i < objects->count; i++)
        objects->numbered[i]->number = i + 1;
    return NNREG_OK;
}

/* The number of what a version names by *id, which takes its place. */
static nnreg_status renumber(uint64_t *id, const struct nnreg_export_objects *objects, uint64_t version,
                             struct nnreg_error *error)
{
    const struct nnreg_export_object *object = nnreg_export_find(objects, *id);

    if (object == NULL)
        return nnreg_fail(error, NNREG_CORRUPT, "version %llu names the %s %llu, which is missing",
                          (unsigned long long)version, nnreg_object_kinds[objects->object].table->name,
                          (unsigned long long)*id);
    *id = object->number;
    return NNREG_OK;
}

/* What versions name are the numbers in the export from here on. */
static nnreg_status renumber_versions(struct nnreg_exporting *export, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < export->versions.count && status == NNREG_OK; i++) {
        struct nnreg_version *version = &export->versions.items[i].record.version;

        status = renumber(&version->spec_id, &export->specs, version->id, error);
        if (status == NNREG_OK)
            status = renumber(&version->network_id, &export->networks, version->id, error);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------- manifest -- */

static int by_digest_of_file(const void *a, const void *b)
{
    const struct nnreg_manifest_file *left = a, *right = b;

    return memcmp(left->sha256, right->sha256, sizeof left->sha256);
}

/* The files of all networks, each once. */
static nnreg_status list_files(struct nnreg_exporting *export, struct nnreg_error *error)
{
    struct nnreg_manifest_file *files;
    size_t total = 0, count = 0, kept = 0, i, k;

    for (i = 0; i < export->networks.count; i++)
        total += export->networks.items[i].record.network.files.count;
    files = nnreg_alloc_zero(total, sizeof *files);
    export->manifest.files.items = files;
    if (files == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < export->networks.count; i++) {
        const struct nnreg_array *of = &export->networks.items[i].record.network.files;

        for (k = 0; k < of->count; k++, count++) {
            files[count].size = ((const struct nnreg_file *)of->items)[k].size;
            memcpy(files[count].sha256, ((const struct nnreg_file *)of->items)[k].sha256,
                   sizeof files[count].sha256);
        }
    }
    if (count > 1)
        qsort(files, count, sizeof *files, by_digest_of_file);
    for (i = 0; i < count; i++)
        if (kept == 0 || by_digest_of_file(&files[kept - 1], &files[i]) != 0)
            files[kept++] = files[i];
    export->manifest.files.count = kept;
    return NNREG_OK;
}

static nnreg_status list_networks(struct nnreg_exporting *export, struct nnreg_error *error)
{
    const struct nnreg_export_objects *objects = &export->networks;
    struct nnreg_manifest_network *networks = nnreg_alloc_zero(objects->count, sizeof *networks);
    size_t i;

    export->manifest.networks = (struct nnreg_array){networks, objects->count};
    if (networks == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < objects->count; i++) {
        networks[i].size = objects->numbered[i]->text_size;
        memcpy(networks[i].sha256, objects->numbered[i]->sha256, sizeof networks[i].sha256);
        networks[i].files = objects->numbered[i]->record.network.files;
    }
    return NNREG_OK;
}

static nnreg_status list_specs(struct nnreg_exporting *export, struct nnreg_error *error)
{
    const struct nnreg_export_objects *objects = &export->specs;
    struct nnreg_manifest_spec *specs = nnreg_alloc_zero(objects->count, sizeof *specs);
    size_t i;

    export->manifest.specs = (struct nnreg_array){specs, objects->count};
    if (specs == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < objects->count; i++) {
        specs[i].size = objects->numbered[i]->text_size;
        memcpy(specs[i].sha256, objects->numbered[i]->sha256, sizeof specs[i].sha256);
    }
    return NNREG_OK;
}

/* The spec's id is its number by now, under which it is found. */
static nnreg_status list_versions(struct nnreg_exporting *export, struct nnreg_error *error)
{
    const struct nnreg_export_objects *objects = &export->versions;
    struct nnreg_manifest_version *versions = nnreg_alloc_zero(objects->count, sizeof *versions);
    size_t i;

    export->manifest.versions = (struct nnreg_array){versions, objects->count};
    if (versions == NULL)
        return nnreg_fail_memory(error);
    for (i = 0; i < objects->count; i++) {
        const struct nnreg_export_object *item = objects->numbered[i];
        const struct nnreg_export_object *spec = export->specs.numbered[item->record.version.spec_id - 1];

        versions[i].size = item->text_size;
        memcpy(versions[i].sha256, item->sha256, sizeof versions[i].sha256);
        versions[i].current = spec->record.spec.current_version_id == item->id;
    }
    return NNREG_OK;
}

/* An export that no import could read is not made. */
static nnreg_status write_manifest(struct nnreg_exporting *export, struct nnreg_error *error)
{
    struct nnreg_json json = {.values = NULL};
    struct nnreg_sha256 sha = {NULL};
    nnreg_status status;

    nnreg_manifest_put(&export->text, &export->manifest);
    if (export->text.failed)
        return nnreg_fail_memory(error);
    status = nnreg_json_read(&json, export->text.content, export->text.size, NULL, NULL, NULL);
    nnreg_json_free(&json);
    if (status == NNREG_REFUSED)
        return nnreg_fail(error, NNREG_LIMIT,
                          "there is too much for one export: its manifest would have %zu bytes, or more than "
                          "%u values; export it in parts",
                          export->text.size, NNREG_LIMIT_JSON_VALUES);
    status = status == NNREG_OK ? nnreg_sha256_begin(&sha, error) : nnreg_fail_memory(error);
    if (status == NNREG_OK)
        status = nnreg_sha256_add(&sha, export->text.content, export->text.size, error);
    if (status == NNREG_OK)
        status = nnreg_sha256_end(export->digest, &sha, error);
    nnreg_sha256_free(&sha);
    return status;
}

nnreg_status nnreg_export_order(struct nnreg_exporting *export, struct nnreg_error *error)
{
    static char format[] = NNREG_EXPORT_FORMAT;
    nnreg_status status = number_objects(&export->networks, error);

    export->manifest.format = format;
    export->manifest.format_version = NNREG_EXPORT_VERSION;
    if (status == NNREG_OK)
        status = number_objects(&export->specs, error);
    if (status != NNREG_OK)
        return status;
    status = renumber_versions(export, error);
    if (status == NNREG_OK)
        status = number_objects(&export->versions, error);
    if (status == NNREG_OK)
        status = list_files(export, error);
    if (status == NNREG_OK)
        status = list_networks(export, error);
    if (status == NNREG_OK)
        status = list_specs(export, error);
    if (status == NNREG_OK)
        status = list_versions(export, error);
    if (status == NNREG_OK)
        status = write_manifest(export, error);
    return status == NNREG_OK
               ? nnreg_export_lay_out(&export->layout, &export->manifest, export->text.size, error)
               : status;
}

void nnreg_export_free(struct nnreg_exporting *export)
{
    nnreg_free(export->manifest.files.items);
    nnreg_free(export->manifest.networks.items);
    nnreg_free(export->manifest.specs.items);
    nnreg_free(export->manifest.versions.items);
    nnreg_bytes_free(&export->text);
    nnreg_export_layout_free(&export->layout);
    nnreg_export_empty(&export->networks);
    nnreg_export_empty(&export->specs);
    nnreg_export_empty(&export->versions);
    nnreg_blobs_unlock(&export->keeping);
}
