/*
 * Looking at everything, before any of it goes: see gc.h. Nothing is locked: others go on, so what is met may be gone, or in
 * use, a moment later, and what seems to be missing is looked for once more. Each snapshot is short: some hundred entries.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/fsio.h"
#include "registry/gc.h"
#include "registry/objects.h"
#include "registry/refs.h"
#include "store/staging.h"

enum { LOOKED_AT_ONCE = 256 }; /* entries of a table in one snapshot */

/* --------------------------------------------------------------------------------------------------- sessions -- */

static nnreg_status note_session(const struct nnreg_staging_met *met, void *context,
                                 struct nnreg_error *error)
{
    struct nnreg_gc_run *run = context;
    struct nnreg_gc_session *grown;
    char path[NNREG_FS_PATH] = "staging/";

    if (!met->is_session) {
        run->found.strays++;
        strncat(path, met->name, sizeof path - sizeof "staging/");
        nnreg_gc_tell(run, "stray", path, 0, "it is none of the registry's", true);
        return NNREG_OK;
    }
    if (met->is_held)
        return NNREG_OK;
    grown = nnreg_array_room(run->sessions, &run->session_room, run->session_count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->sessions = grown;
    grown += run->session_count;
    grown->bytes = met->bytes;
    grown->name = nnreg_strdup(met->name);
    if (grown->name == NULL)
        return nnreg_fail_memory(error);
    run->session_count++;
    return NNREG_OK;
}

/* ------------------------------------------------------------------------------------------ digests of a table -- */

/* Some of the digests that are keys of a table, read in one snapshot, and from where to go on. */
struct gc_digests {
    enum nnreg_kv_table table;
    struct nnreg_kv_txn *txn;
    nnreg_digest from;
    nnreg_digest digests[LOOKED_AT_ONCE];
    size_t count;
    bool more;
};

static nnreg_status note_digest(bool *stop, struct nnreg_slice key, struct nnreg_slice value, void *context,
                                struct nnreg_error *error)
{
    struct gc_digests *read = context;
    uint64_t references;
    nnreg_status status;

    (void)value;
    if (key.size != NNREG_SHA256_SIZE)
        return nnreg_fail(error, NNREG_CORRUPT, "an entry of the table \"%s\" is not a digest",
                          nnreg_kv_table_names[read->table]);
    if (read->count == LOOKED_AT_ONCE) {
        memcpy(read->from, key.content, sizeof read->from);
        read->more = *stop = true;
        return NNREG_OK;
    }
    memcpy(read->digests[read->count], key.content, NNREG_SHA256_SIZE);
    status = nnreg_ref_count(&references, read->txn, read->digests[read->count], error);
    if (status == NNREG_OK && read->table == NNREG_KV_TRASH && references > 0)
        status = nnreg_fail(error, NNREG_CORRUPT, "a file is in the trash, and counted as used");
    read->count++;
    return status;
}

static nnreg_status read_digests(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_digests *read = context;
    nnreg_digest from;

    memcpy(from, read->from, sizeof from);
    read->txn = txn;
    read->count = 0;
    read->more = false;
    return nnreg_kv_walk(txn, read->table, nnreg_key_digest(from), false, note_digest, read, error);
}

/* ---------------------------------------------------------------------------------------------------- the files -- */

/* *fits: there was room for it. */
static nnreg_status note_file(bool *fits, struct nnreg_gc_run *run, const nnreg_digest digest, uint64_t size,
                              bool trash, struct nnreg_error *error)
{
    struct nnreg_gc_file *grown;

    /* Half of the room is for either kind, so that neither waits for the other. */
    *fits = trash ? run->count < NNREG_GC_AT_ONCE / 2 : run->count < NNREG_GC_AT_ONCE;
    if (!*fits) {
        run->more = true;
        return NNREG_OK;
    }
    grown = nnreg_array_room(run->files, &run->room, run->count + 1, sizeof *grown);
    if (grown == NULL)
        return nnreg_fail_memory(error);
    run->files = grown;
    grown[run->count] = (struct nnreg_gc_file){.size = size, .trash = trash};
    memcpy(grown[run->count++].digest, digest, sizeof(nnreg_digest));
    memcpy(trash ? run->last_trash : run->last_orphan, digest, sizeof(nnreg_digest));
    if (trash)
        run->any_trash = true;
    else
        run->any_orphan = true;
    return NNREG_OK;
}

/* What is in the trash may be gone already: then the entry alone goes. Something else in its place has no size of ours. */
static nnreg_status note_trash(bool *fits, struct nnreg_gc_run *run, const nnreg_digest digest,
                               struct nnreg_error *error)
{
    uint64_t size = 0;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, run->registry->blobs, digest, error);

    nnreg_fs_close(fd);
    if (status != NNREG_OK && status != NNREG_NOT_FOUND && status != NNREG_CORRUPT)
        return status;
    return note_file(fits, run, digest, status == NNREG_OK ? size : 0, true, error);
}

static nnreg_status look_at_trash(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    struct gc_digests read = {.table = NNREG_KV_TRASH};
    nnreg_digest last;
    bool any = run->any_trash, fits = true;
    nnreg_status status;
    size_t i;

    memcpy(last, run->last_trash, sizeof last);
    memcpy(read.from, last, sizeof last);
    do {
        status = nnreg_kv_read(run->registry->kv, read_digests, &read, error);
        for (i = 0; i < read.count && status == NNREG_OK && fits; i++)
            if (!any || memcmp(read.digests[i], last, sizeof last) > 0)
                status = note_trash(&fits, run, read.digests[i], error);
    } while (status == NNREG_OK && fits && read.more);
    return status;
}

struct gc_question {
    const unsigned char *digest;
    uint64_t count;
};

static nnreg_status count_again(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_question *question = context;

    return nnreg_ref_count(&question->count, txn, question->digest, error);
}

static nnreg_status is_stored(bool *stored, const struct nnreg_gc_run *run, const nnreg_digest digest,
                              struct nnreg_error *error)
{
    uint64_t size;
    int fd;
    nnreg_status status = nnreg_blobs_open_file(&fd, &size, run->registry->blobs, digest, error);

    nnreg_fs_close(fd);
    *stored = status == NNREG_OK;
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

/*
 * One that was not there: let go of since, and unlinked; or brought in again behind that; or lost. While the files are kept nobody
 * unlinks one, and what a later snapshot refers to is there.
 */
static nnreg_status look_for_missing(const struct nnreg_gc_run *run, const nnreg_digest digest,
                                     struct nnreg_error *error)
{
    struct gc_question question = {.digest = digest};
    struct nnreg_blob_lock keeping;
    char name[NNREG_BLOB_NAME];
    bool stored = true;
    nnreg_status status = nnreg_blobs_keep(&keeping, run->registry->blobs, error);

    if (status == NNREG_OK)
        status = nnreg_kv_read(run->registry->kv, count_again, &question, error);
    if (status == NNREG_OK && question.count > 0)
        status = is_stored(&stored, run, digest, error);
    nnreg_blobs_unlock(&keeping);
    nnreg_blobs_name(name, run->registry->blobs, digest);
    return status == NNREG_OK && !stored ? nnreg_fail(error, NNREG_CORRUPT,
                                                      "\"%s\" is missing, which networks use: nothing is "
                                                      "removed from a registry that lost files",
                                                      name)
                                         : status;
}

static nnreg_status look_at_referenced(const struct nnreg_gc_run *run, const nnreg_digest digest,
                                       struct nnreg_error *error)
{
    bool stored;
    nnreg_status status = is_stored(&stored, run, digest, error);

    return status == NNREG_OK && !stored ? look_for_missing(run, digest, error) : status;
}

static nnreg_status look_at_references(const struct nnreg_gc_run *run, struct nnreg_error *error)
{
    struct gc_digests read = {.table = NNREG_KV_BLOB_REFS};
    nnreg_status status;
    size_t i;

    do {
        status = nnreg_kv_read(run->registry->kv, read_digests, &read, error);
        for (i = 0; i < read.count && status == NNREG_OK; i++)
            status = look_at_referenced(run, read.digests[i], error);
        if (status == NNREG_OK)
            status = nnreg_gc_report(run, "looking", 0, 0, error);
    } while (status == NNREG_OK && read.more);
    return status;
}

/* ------------------------------------------------------------------------------------------------ the networks -- */

/* Whether each file that a network names is counted: one that is not would be taken for an orphan. */
struct gc_networks {
    struct nnreg_kv_txn *txn;
    uint64_t from;
    size_t count;
    bool more;
};

static nnreg_status look_at_files_of(struct nnreg_kv_txn *txn, const struct nnreg_network *network,
                                     struct nnreg_error *error)
{
    const struct nnreg_file *files = network->files.items;
    nnreg_status status = NNREG_OK;
    size_t i;

    for (i = 0; i < network->files.count && status == NNREG_OK; i++) {
        uint64_t count;

        status = nnreg_ref_count(&count, txn, files[i].sha256, error);
        if (status == NNREG_OK && count == 0)
            status =
                nnreg_fail(error, NNREG_CORRUPT, "the file \"%s\" of network %llu is not counted as used",
                           files[i].name, (unsigned long long)network->id);
    }
    return status;
}

static nnreg_status gc_look_at_network(bool *stop, struct nnreg_slice key, struct nnreg_slice value,
                                       void *context, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct gc_networks *read = context;
    struct nnreg_network network = {.id = 0};
    struct nnreg_error why;
    uint64_t id;
    nnreg_status status;

    if (!nnreg_key_u64_read(&id, key))
        return nnreg_fail(error, NNREG_CORRUPT, "the key of a network is no id");
    if (read->count++ == LOOKED_AT_ONCE) {
        read->from = id;
        read->more = *stop = true;
        return NNREG_OK;
    }
    status = nnreg_object_decode(&network, kind, id, 0, value, &why);
    if (status != NNREG_OK)
        return nnreg_fail(error, status, "network %llu: %s", (unsigned long long)id, why.text);
    status = look_at_files_of(read->txn, &network, error);
    nnreg_record_clear(&nnreg_network_table, &network);
    return status;
}

static nnreg_status read_networks(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_networks *read = context;
    struct nnreg_key key;
    struct nnreg_slice from = nnreg_key_u64(&key, read->from);

    read->txn = txn;
    read->count = 0;
    read->more = false;
    return nnreg_kv_walk(txn, NNREG_KV_NETWORKS, from, false, gc_look_at_network, read, error);
}

/* NNREG_CORRUPT: one does not decode, or names a file that is not counted as used. Over several snapshots. */
static nnreg_status gc_look_at_networks(struct nnreg_kv *kv, struct nnreg_error *error)
{
    struct gc_networks read = {.from = 0};
    nnreg_status status;

    do
        status = nnreg_kv_read(kv, read_networks, &read, error);
    while (status == NNREG_OK && read.more);
    return status;
}

/* -------------------------------------------------------------------------------------------- what is in blobs/ -- */

/* Stored files that were met, and are asked about together. */
struct gc_met {
    struct nnreg_gc_run *run;
    struct {
        nnreg_digest digest;
        uint64_t size;
        bool orphan;
    } files[LOOKED_AT_ONCE];
    size_t count;
    bool any, fits;
    nnreg_digest last; /* orphans up to this one were told in a look before; with `any` */
};

/* In one snapshot: neither counted as used nor in the trash. */
static nnreg_status ask_for_met(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct gc_met *met = context;
    struct nnreg_slice value;
    nnreg_status status = NNREG_OK;
    uint64_t count;
    size_t i;

    for (i = 0; i < met->count && status == NNREG_OK; i++) {
        met->files[i].orphan = false;
        status = nnreg_ref_count(&count, txn, met->files[i].digest, error);
        if (status != NNREG_OK || count > 0)
            continue;
        status = nnreg_kv_get(&value, txn, NNREG_KV_TRASH, nnreg_key_digest(met->files[i].digest), error);
        met->files[i].orphan = status == NNREG_NOT_FOUND;
        status = status == NNREG_NOT_FOUND ? NNREG_OK : status;
    }
    return status;
}

static nnreg_status judge_met(struct gc_met *met, struct nnreg_error *error)
{
    nnreg_status status = nnreg_kv_read(met->run->registry->kv, ask_for_met, met, error);
    size_t i;

    for (i = 0; i < met->count && status == NNREG_OK && met->fits; i++)
        if (met->files[i].orphan &&
            (!met->any || memcmp(met->files[i].digest, met->last, sizeof met->last) > 0))
            status = note_file(&met->fits, met->run, met->files[i].digest, met->files[i].size, false, error);
    met->count = 0;
    if (status == NNREG_OK)
        status = nnreg_gc_report(met->run, "looking", met->run->found.files, 0, error);
    return status;
}

static nnreg_status note_met_file(const struct nnreg_blob_met *file, void *context, struct nnreg_error *error)
{
    struct gc_met *met = context;
    struct nnreg_gc_run *run = met->run;

    if (file->stray == NNREG_BLOB_NO_STRAY) {
        run->found.files++;
        memcpy(met->files[met->count].digest, file->digest, NNREG_SHA256_SIZE);
        met->files[met->count++].size = file->size;
        return met->count == LOOKED_AT_ONCE ? judge_met(met, error) : NNREG_OK;
    }
    if (!run->again) {
        run->found.strays++;
        nnreg_gc_tell(run, "stray", file->path, file->size,
                      file->stray == NNREG_BLOB_STRAY_NAME ? "it is none of the registry's"
                                                           : "it has the name of what it is not",
                      true);
    }
    return NNREG_OK;
}

static nnreg_status look_at_stored(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    struct gc_met met = {.run = run, .any = run->any_orphan, .fits = true};
    nnreg_status status;

    memcpy(met.last, run->last_orphan, sizeof met.last);
    run->found.files = 0;
    status = nnreg_blobs_walk(run->registry->blobs, note_met_file, &met, error);
    return status == NNREG_OK ? judge_met(&met, error) : status;
}

/* ------------------------------------------------------------------------------------------------------- all of it -- */

nnreg_status nnreg_gc_look(struct nnreg_gc_run *run, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (!run->again)
        status = nnreg_staging_walk(run->registry->blobs, note_session, run, error);
    if (status == NNREG_OK)
        status = look_at_references(run, error);
    if (status == NNREG_OK)
        status = gc_look_at_networks(run->registry->kv, error);
    if (status == NNREG_OK)
        status = look_at_trash(run, error);
    return status == NNREG_OK ? look_at_stored(run, error) : status;
}
