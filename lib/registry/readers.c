/*
 * Who has an old state of the store open: see readers.h.
 *
 * No snapshot says when it was begun. But where the store can tell how many events a state has, which are numbered from 1 without a
 * gap, it was begun after the last of these was written, and before the commit of the next one was over.
 */
#include "registry/readers.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "codec/record.h"
#include "registry/event_chain.h"
#include "store/keys.h"

#define MUCH (UINT64_C(8) << 20) /* bytes that an old snapshot keeps before the host is told of it */

struct readers_look {
    struct nnreg_readers *readers;
    struct nnreg_kv_reader *seen; /* as many, and in the same order */
    size_t room;
};

static nnreg_status keep_reader(const struct nnreg_kv_reader *reader, void *context,
                                struct nnreg_error *error)
{
    struct readers_look *look = context;
    struct nnreg_readers *readers = look->readers;
    struct nnreg_reader *told =
        nnreg_array_room(readers->readers, &readers->room, readers->count + 1, sizeof *told);
    struct nnreg_kv_reader *seen =
        nnreg_array_room(look->seen, &look->room, readers->count + 1, sizeof *seen);

    if (told != NULL)
        readers->readers = told;
    if (seen != NULL)
        look->seen = seen;
    if (told == NULL || seen == NULL)
        return nnreg_fail_memory(error);
    look->seen[readers->count] = *reader;
    readers->readers[readers->count++] = (struct nnreg_reader){.size = sizeof *told,
                                                               .process = reader->process,
                                                               .behind = reader->behind,
                                                               .not_before = reader->not_before,
                                                               .not_after = reader->not_after,
                                                               .commit = reader->state};
    return NNREG_OK;
}

/* *time: 0 where there is no such event, or none that can be read; what is wrong with it is for others to tell. */
static nnreg_status event_time(int64_t *time, struct nnreg_kv_txn *txn, uint64_t number,
                               struct nnreg_error *error)
{
    struct nnreg_event_record record;
    struct nnreg_slice value;
    struct nnreg_key key;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_EVENTS, nnreg_key_u64(&key, number), error);

    *time = 0;
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? NNREG_OK : status;
    status = nnreg_event_decode(&record, value, error);
    if (status != NNREG_OK)
        return status == NNREG_CORRUPT ? NNREG_OK : status;
    *time = record.time;
    nnreg_record_clear(&nnreg_event_record_table, &record);
    return NNREG_OK;
}

static nnreg_status bound_reader(struct nnreg_reader *told, const struct nnreg_kv_reader *seen,
                                 struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    int64_t before = 0, after = 0;
    nnreg_status status = event_time(&before, txn, seen->entries, error);

    if (status == NNREG_OK)
        status = event_time(&after, txn, seen->entries + 1, error);
    if (before > told->not_before)
        told->not_before = before;
    if (after != 0 && after < told->not_after)
        told->not_after = after;
    if (told->not_after < told->not_before) /* the clock was put back */
        told->not_before = told->not_after;
    return status;
}

static nnreg_status bound_readers(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct readers_look *look = context;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < look->readers->count && status == NNREG_OK; i++)
        if (look->seen[i].counted)
            status = bound_reader(&look->readers->readers[i], &look->seen[i], txn, error);
    return status;
}

nnreg_status nnreg_readers_look(struct nnreg_readers *readers, struct nnreg_kv_statistics *store,
                                struct nnreg_kv *kv, struct nnreg_error *error)
{
    struct readers_look look = {readers, NULL, 0};
    nnreg_status status = nnreg_kv_statistics(store, kv, NNREG_KV_EVENTS, keep_reader, &look, error);
    size_t i;

    for (i = 0; i < readers->count && status == NNREG_OK; i++)
        readers->readers[i].pinned_bytes = look.seen[i].pinned * store->page_size;
    if (status == NNREG_OK)
        status = nnreg_kv_read(kv, bound_readers, &look, error);
    nnreg_free(look.seen);
    return status;
}

void nnreg_readers_free(struct nnreg_readers *readers)
{
    nnreg_free(readers->readers);
    memset(readers, 0, sizeof *readers);
}

/* ---------------------------------------------------------------------------------------------- a word of it -- */

static void describe_reader(struct nnreg_error *words, const struct nnreg_reader *reader, uint64_t bytes)
{
    char who[64], not_before[NNREG_TIME_TEXT], not_after[NNREG_TIME_TEXT];

    nnreg_time_format(not_before, reader->not_before);
    nnreg_time_format(not_after, reader->not_after);
    (void)snprintf(who, sizeof who,
                   reader->process != 0 ? "process %ld" : "a process without a reader's slot",
                   reader->process);
    (void)snprintf(
        words->text, sizeof words->text,
        "data.mdb has grown to %llu bytes, of which %llu cannot be used again as long as %s reads a "
        "state that is %llu commits old; it began to%s%s before %s",
        (unsigned long long)bytes, (unsigned long long)reader->pinned_bytes, who,
        (unsigned long long)reader->behind, reader->not_before != 0 ? " after " : "",
        reader->not_before != 0 ? not_before : "", not_after);
}

bool nnreg_readers_blamed(struct nnreg_error *words, struct nnreg_kv *kv)
{
    struct nnreg_readers readers = {NULL, 0, 0};
    const struct nnreg_reader *worst = NULL;
    struct nnreg_kv_statistics store;
    nnreg_status status = nnreg_readers_look(&readers, &store, kv, NULL);
    size_t i;

    for (i = 0; i < readers.count && status == NNREG_OK; i++)
        if (readers.readers[i].pinned_bytes >= (worst != NULL ? worst->pinned_bytes : MUCH))
            worst = &readers.readers[i];
    if (worst != NULL)
        describe_reader(words, worst, store.bytes);
    nnreg_readers_free(&readers);
    return worst != NULL;
}
