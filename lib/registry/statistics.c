/*
 * What there is in a registry, for who looks after it: see nnreg.h. One snapshot gives the counts, and which files are used how
 * often; then each stored file is asked for its size. No file is read, and nothing is held while it goes on.
 */
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/bytes.h"
#include "base/call_options.h"
#include "base/clock.h"
#include "base/fsio.h"
#include "base/sized.h"
#include "codec/json.h"
#include "registry/event_chain.h"
#include "registry/format.h"
#include "registry/objects.h"
#include "registry/readers.h"
#include "registry/refs.h"

#define MOST_SESSIONS 1000000 /* entries of staging/ that are counted */

/* A file that is used, so often. */
struct counted_file {
    nnreg_digest digest;
    uint64_t used;
};

struct statistics_count {
    nnreg *registry;
    struct nnreg_statistics *statistics;
    struct nnreg_call_options options;
    struct counted_file *files;
    size_t count, room;
    struct counted_file *lost; /* those that were not found */
    size_t lost_count, lost_room;
};

/* ------------------------------------------------------------------------------------------------ the records -- */

static nnreg_status count_objects(struct nnreg_statistics *statistics, struct nnreg_kv_txn *txn,
                                  struct nnreg_error *error)
{
    const struct {
        uint64_t *count;
        nnreg_kv_table_id table;
    } counts[] = {
        {&statistics->networks, NNREG_KV_NETWORKS},
        {&statistics->public_networks, NNREG_KV_PUBLIC},
        {&statistics->specs, NNREG_KV_SPECS},
        {&statistics->versions, NNREG_KV_VERSIONS},
        {&statistics->tasks, NNREG_KV_TASKS},
        {&statistics->stored_files, NNREG_KV_BLOB_REFS},
        {&statistics->trash_files, NNREG_KV_TRASH},
        {&statistics->damaged_files, NNREG_KV_DAMAGE},
        {&statistics->public_specs, NNREG_KV_PUBLIC_SPECS},
    };
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < sizeof counts / sizeof *counts && status == NNREG_OK; i++)
        status = nnreg_kv_count(counts[i].count, txn, counts[i].table, error);
    return status;
}

static nnreg_status count_settings(struct nnreg_statistics *statistics, struct nnreg_kv_txn *txn,
                                   struct nnreg_error *error)
{
    struct nnreg_event_last last;
    bool allowed = false;
    nnreg_status status = nnreg_format_version(&statistics->format_version, txn, error);

    if (status == NNREG_OK)
        status = nnreg_format_mutable_description(&allowed, txn, error);
    if (status == NNREG_OK)
        status = nnreg_event_last(&last, txn, error);
    if (status != NNREG_OK)
        return status;
    statistics->upgrade_due = statistics->format_version < NNREG_FORMAT_VERSION;
    statistics->mutable_description = allowed;
    statistics->last_event = last.sequence;
    statistics->last_event_time = last.time;
    return NNREG_OK;
}

static nnreg_status take_counted_file(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                      void *context, struct nnreg_error *error)
{
    struct statistics_count *counting = context;
    struct counted_file *grown =
        nnreg_array_room(counting->files, &counting->room, counting->count + 1, sizeof *grown);

    (void)stop;
    if (grown == NULL)
        return nnreg_fail_memory(error);
    counting->files = grown;
    grown += counting->count;
    if (key.size != sizeof grown->digest || !nnreg_key_u64_read(&grown->used, value))
        return nnreg_fail(error, NNREG_CORRUPT, "the table \"%s\" has an entry that is none",
                          nnreg_kv_table_names[NNREG_KV_BLOB_REFS]);
    memcpy(grown->digest, key.content, sizeof grown->digest);
    counting->count++;
    return NNREG_OK;
}

static nnreg_status count_records(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct statistics_count *counting = context;
    nnreg_status status = count_objects(counting->statistics, txn, error);

    counting->count = 0;
    if (status == NNREG_OK)
        status = count_settings(counting->statistics, txn, error);
    if (status == NNREG_OK)
        status = nnreg_kv_walk(txn, NNREG_KV_BLOB_REFS, (struct nnreg_slice){NULL, 0}, false,
                               take_counted_file, counting, error);
    return status;
}

/* -------------------------------------------------------------------------------------------------- the files -- */

static nnreg_status keep_lost(struct statistics_count *counting, const struct counted_file *file,
                              struct nnreg_error *error)
{
    struct counted_file *grown =
        nnreg_array_room(counting->lost, &counting->lost_room, counting->lost_count + 1, sizeof *grown);

    if (grown == NULL)
        return nnreg_fail_memory(error);
    counting->lost = grown;
    grown[counting->lost_count++] = *file;
    return NNREG_OK;
}

/* What is no file where one should be has no size; that it is damaged is for others to find. */
static nnreg_status measure_file(struct statistics_count *counting, const struct counted_file *file,
                                 struct nnreg_error *error)
{
    struct nnreg_statistics *statistics = counting->statistics;
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, counting->registry->blobs, file->digest, error);

    statistics->files += file->used;
    if (status == NNREG_NOT_FOUND || status == NNREG_CORRUPT)
        return keep_lost(counting, file, error);
    if (status != NNREG_OK)
        return status;
    nnreg_fs_close(fd);
    statistics->stored_bytes += size;
    statistics->used_bytes += size * file->used;
    return NNREG_OK;
}

static nnreg_status measure_files(struct statistics_count *counting, struct nnreg_error *error)
{
    const struct nnreg_call_options *options = &counting->options;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < counting->count && status == NNREG_OK; i++) {
        status = measure_file(counting, &counting->files[i], error);
        if (status == NNREG_OK && options->progress != NULL &&
            options->progress(options->context, "measuring", i + 1, counting->count) != 0)
            status = nnreg_fail(error, NNREG_CANCELLED, "cancelled");
    }
    return status;
}

/* A file that was not found is missing where it still is used: else a delete was faster. */
static nnreg_status count_missing(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct statistics_count *counting = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    counting->statistics->missing_files = 0;
    for (i = 0; i < counting->lost_count && status == NNREG_OK; i++) {
        uint64_t used;

        status = nnreg_ref_count(&used, txn, counting->lost[i].digest, error);
        counting->statistics->missing_files += status == NNREG_OK && used > 0;
    }
    return status;
}

/* Sessions of creates that are under way, and those that were left by a process that was killed. */
static nnreg_status count_sessions(struct statistics_count *counting, struct nnreg_error *error)
{
    struct nnreg_fs_names names = {NULL, 0};
    int folder = -1;
    nnreg_status status =
        nnreg_fs_open_folder(&folder, counting->registry->blobs->registry, "staging", false, error);

    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_fs_list(&names, folder, MOST_SESSIONS, error);
    counting->statistics->staging_sessions = names.count;
    nnreg_fs_names_free(&names);
    nnreg_fs_close(folder);
    return status;
}

/* -------------------------------------------------------------------------------------------------- the store -- */

static void tell_readers(struct nnreg_statistics *statistics, const struct nnreg_readers *readers)
{
    size_t i;

    for (i = 0; i < readers->count; i++) {
        const struct nnreg_reader *reader = &readers->readers[i];

        if (reader->behind > statistics->most_behind)
            statistics->most_behind = reader->behind;
        if (reader->pinned_bytes > statistics->pinned_bytes)
            statistics->pinned_bytes = reader->pinned_bytes;
        if (statistics->each_reader != NULL)
            statistics->each_reader(statistics->context, reader);
    }
}

static nnreg_status count_store(struct statistics_count *counting, struct nnreg_error *error)
{
    struct nnreg_statistics *statistics = counting->statistics;
    struct nnreg_kv_statistics store;
    struct nnreg_readers readers = {NULL, 0, 0};
    nnreg_status status = nnreg_readers_look(&readers, &store, counting->registry->kv, error);

    if (status == NNREG_OK)
        tell_readers(statistics, &readers);
    nnreg_readers_free(&readers);
    if (status != NNREG_OK)
        return status;
    statistics->reader_slots = store.slots;
    statistics->store_bytes = store.bytes;
    statistics->page_size = store.page_size;
    statistics->pages = store.pages;
    statistics->free_pages = store.free_pages;
    statistics->table_pages = store.table_pages;
    statistics->map_bytes = store.map_bytes;
    statistics->commits = store.state;
    statistics->readers = store.readers;
    return NNREG_OK;
}

static nnreg_status count_all(struct statistics_count *counting, struct nnreg_error *error)
{
    struct nnreg_kv *kv = counting->registry->kv;
    nnreg_status status = nnreg_kv_read(kv, count_records, counting, error);

    if (status == NNREG_OK)
        status = measure_files(counting, error);
    if (status == NNREG_OK && counting->lost_count > 0)
        status = nnreg_kv_read(kv, count_missing, counting, error);
    if (status == NNREG_OK)
        status = count_sessions(counting, error);
    return status == NNREG_OK ? count_store(counting, error) : status;
}

/* -------------------------------------------------------------------------------------------------- the calls -- */

static nnreg_status gather(nnreg *registry, const char *call, struct nnreg_statistics *known,
                           const struct nnreg_call_options *options, struct nnreg_error *error)
{
    struct statistics_count counting = {.registry = registry, .statistics = known};
    nnreg_status status = nnreg_call_options_take(&counting.options, options, call, 0, error);

    if (status == NNREG_OK)
        status = count_all(&counting, error);
    nnreg_free(counting.files);
    nnreg_free(counting.lost);
    return status;
}

static const struct nnreg_sized sized_statistics = NNREG_SIZED(struct nnreg_statistics, format_version);

nnreg_status nnreg_get_statistics(nnreg *registry, struct nnreg_statistics *statistics,
                                  const struct nnreg_call_options *options)
{
    struct nnreg_statistics given = NNREG_STATISTICS_INIT, known = NNREG_STATISTICS_INIT;
    struct nnreg_error error;
    bool usable;
    nnreg_status status = nnreg_enter(registry, false, &error);

    if (status == NNREG_OK)
        status = nnreg_sized_check(&sized_statistics, statistics, &error);
    status = nnreg_sized_begin(&usable, &sized_statistics, &given, statistics, status, &error);
    known.each_reader = given.each_reader;
    known.context = given.context;
    if (usable)
        nnreg_sized_give(&sized_statistics, statistics, &known);
    if (status == NNREG_OK)
        status = gather(registry, "nnreg_get_statistics", &known, options, &error);
    if (status == NNREG_OK)
        nnreg_sized_give(&sized_statistics, statistics, &known);
    return nnreg_leave(registry, status, &error);
}

/* ------------------------------------------------------------------------------------------------------- JSON -- */

/* The numbers, in the order in which they are told. */
static const struct {
    const char *key;
    size_t offset;
} numbers[] = {
#define NUMBER(member)                                     \
    {                                                      \
#member, offsetof(struct nnreg_statistics, member) \
    }
    NUMBER(networks),     NUMBER(public_networks),  NUMBER(specs),
    NUMBER(public_specs), NUMBER(versions),         NUMBER(tasks),
    NUMBER(files),        NUMBER(used_bytes),       NUMBER(stored_files),
    NUMBER(stored_bytes), NUMBER(missing_files),    NUMBER(damaged_files),
    NUMBER(trash_files),  NUMBER(staging_sessions), NUMBER(last_event),
    NUMBER(store_bytes),  NUMBER(page_size),        NUMBER(pages),
    NUMBER(free_pages),   NUMBER(table_pages),      NUMBER(map_bytes),
    NUMBER(commits),      NUMBER(readers),          NUMBER(most_behind),
    NUMBER(reader_slots), NUMBER(pinned_bytes),
#undef NUMBER
};

static void put_time_or_null(struct nnreg_json_writer *writer, const char *key, int64_t time)
{
    char text[NNREG_TIME_TEXT];

    nnreg_json_put_key(writer, key);
    if (time == 0) {
        nnreg_json_put_null(writer);
        return;
    }
    nnreg_time_format(text, time);
    nnreg_json_put_string(writer, text);
}

static void put_reader(void *context, const struct nnreg_reader *reader)
{
    struct nnreg_json_writer *writer = context;

    nnreg_json_open_object(writer);
    nnreg_json_put_key(writer, "process");
    nnreg_json_put_int(writer, reader->process);
    nnreg_json_put_key(writer, "behind");
    nnreg_json_put_uint(writer, reader->behind);
    nnreg_json_put_key(writer, "commit");
    nnreg_json_put_uint(writer, reader->commit);
    nnreg_json_put_key(writer, "pinned_bytes");
    nnreg_json_put_uint(writer, reader->pinned_bytes);
    put_time_or_null(writer, "not_before", reader->not_before);
    put_time_or_null(writer, "not_after", reader->not_after);
    nnreg_json_close_object(writer);
}

static void put_statistics(struct nnreg_json_writer *writer, const struct nnreg_statistics *statistics)
{
    size_t i;

    nnreg_json_put_key(writer, NNREG_SETTING_FORMAT);
    nnreg_json_put_uint(writer, statistics->format_version);
    nnreg_json_put_key(writer, "upgrade_due");
    nnreg_json_put_bool(writer, statistics->upgrade_due != 0);
    nnreg_json_put_key(writer, NNREG_SETTING_MUTABLE_DESCRIPTION);
    nnreg_json_put_bool(writer, statistics->mutable_description != 0);
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        nnreg_json_put_key(writer, numbers[i].key);
        nnreg_json_put_uint(writer, *(const uint64_t *)((const char *)statistics + numbers[i].offset));
    }
    put_time_or_null(writer, "last_event_time", statistics->last_event_time);
}

nnreg_status nnreg_statistics_json(nnreg *registry, char **text, const struct nnreg_call_options *options)
{
    struct nnreg_statistics statistics = NNREG_STATISTICS_INIT;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    struct nnreg_error error;
    nnreg_status status;

    if (text != NULL)
        *text = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && text == NULL)
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status != NNREG_OK)
        return nnreg_leave(registry, status, &error);
    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_open_object(&writer);
    nnreg_json_put_key(&writer, "open_readers");
    nnreg_json_open_array(&writer);
    statistics.each_reader = put_reader;
    statistics.context = &writer;
    status = gather(registry, "nnreg_statistics_json", &statistics, options, &error);
    nnreg_json_close_array(&writer);
    if (status == NNREG_OK)
        put_statistics(&writer, &statistics);
    nnreg_json_close_object(&writer);
    if (status == NNREG_OK && nnreg_bytes_take(text, &out) != NNREG_OK)
        status = nnreg_fail_memory(&error);
    nnreg_bytes_free(&out);
    return nnreg_leave(registry, status, &error);
}
