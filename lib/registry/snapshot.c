/* Snapshots: see snapshot.h. */
#include "registry/snapshot.h"

#include <assert.h>
#include <pthread.h>

#include "base/alloc.h"
#include "codec/record.h"
#include "registry/network_digest.h"

size_t nnreg_snapshot_stride(const struct nnreg_object_kind *kind)
{
    return (sizeof(struct nnreg_snapshot) + kind->table->size + 7) & ~(size_t)7;
}

void *nnreg_snapshot_record(struct nnreg_snapshot *snapshot)
{
    return snapshot + 1;
}

/* The head of what a user holds, whose memory is ours to write to whatever the user may do with it. */
static struct nnreg_snapshot *head_of(const void *record)
{
    return (struct nnreg_snapshot *)(uintptr_t)record - 1;
}

/* ----------------------------------------------------------------------------------------------------- on its way -- */

/*
 * What cannot be taken as it stands is damaged, which decoding says; or it is of a library that wrote it another way, or that
 * did not know all of the fields: then it is written again, and with that the others have their initial values.
 */
static nnreg_status write_again(struct nnreg_snapshot *snapshot, uint64_t id, struct nnreg_slice value,
                                const struct nnreg_field *without, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = snapshot->kind;
    uint64_t wanted = without != NULL ? ~UINT64_C(0) & ~nnreg_field_bit(without) : 0;
    struct nnreg_bytes again = NNREG_BYTES_INIT;
    union nnreg_any_object decoded;
    nnreg_status status = nnreg_object_decode(&decoded, kind, id, wanted, value, error);
    bool taken;

    if (status != NNREG_OK)
        return status;
    status = nnreg_record_encode(&again, kind->table, &decoded, error);
    nnreg_record_clear(kind->table, &decoded);
    if (status != NNREG_OK) {
        nnreg_bytes_free(&again);
        return status;
    }
    memset(nnreg_snapshot_record(snapshot), 0, kind->table->size);
    taken = nnreg_record_view_look(&snapshot->view, kind->table, nnreg_snapshot_record(snapshot),
                                   again.content, again.size, without);
    assert(taken);
    (void)taken;
    snapshot->own = again.content;
    return NNREG_OK;
}

nnreg_status nnreg_snapshot_begin(struct nnreg_snapshot *snapshot, const struct nnreg_object_kind *kind,
                                  uint64_t id, struct nnreg_slice value, const struct nnreg_field *without,
                                  struct nnreg_error *error)
{
    void *record = nnreg_snapshot_record(snapshot);

    snapshot->kind = kind;
    if (nnreg_record_view_look(&snapshot->view, kind->table, record, value.content, value.size, without) &&
        *nnreg_object_id(kind, record) == id)
        return NNREG_OK;
    return write_again(snapshot, id, value, without, error);
}

static size_t size_of_name(const char *name)
{
    return name != NULL ? strlen(name) + 1 : 0;
}

/* What the digest of a network is made in. */
static size_t digest_room(struct nnreg_snapshot *snapshot)
{
    const struct nnreg_network *network = nnreg_snapshot_record(snapshot);

    return snapshot->kind->object == NNREG_OBJECT_NETWORK ? nnreg_network_digest_room(network) : 0;
}

size_t nnreg_snapshot_room(struct nnreg_snapshot *snapshot)
{
    size_t names = size_of_name(snapshot->names.spec) + size_of_name(snapshot->names.network);

    return nnreg_record_view_room(&snapshot->view) + digest_room(snapshot) + ((names + 7) & ~(size_t)7);
}

/* Copies a name to *at, and moves that behind it. */
static char *keep_name(char **at, const char *name)
{
    size_t size = size_of_name(name);
    char *kept = *at;

    if (name == NULL)
        return NULL;
    memcpy(kept, name, size);
    *at += size;
    return kept;
}

char *nnreg_snapshot_finish(struct nnreg_snapshot *snapshot, char *memory)
{
    void *record = nnreg_snapshot_record(snapshot);
    char *names = memory + nnreg_record_view_room(&snapshot->view) + digest_room(snapshot);

    snapshot->memory = memory;
    nnreg_record_view_copy(&snapshot->view, snapshot->kind->table, record, memory);
    if (snapshot->kind->object == NNREG_OBJECT_VERSION) {
        ((struct nnreg_version *)record)->spec_name = keep_name(&names, snapshot->names.spec);
        ((struct nnreg_version *)record)->network_name = keep_name(&names, snapshot->names.network);
    }
    nnreg_snapshot_drop(snapshot);
    return memory + (((size_t)(names - memory) + 7) & ~(size_t)7);
}

void nnreg_snapshot_drop(struct nnreg_snapshot *snapshot)
{
    if (snapshot->own == NULL && snapshot->names.spec == NULL && snapshot->names.network == NULL)
        return; /* as nearly always */
    nnreg_free(snapshot->own);
    nnreg_free(snapshot->names.spec);
    nnreg_free(snapshot->names.network);
    snapshot->own = snapshot->names.spec = snapshot->names.network = NULL;
}

/* -------------------------------------------------------------------------------------------- names of others -- */

/* The present name of another object. */
static nnreg_status load_name(char **name, struct nnreg_kv_txn *txn, enum nnreg_object object, uint64_t id,
                              struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[object];
    union nnreg_any_object other;
    nnreg_status status = nnreg_object_load_only(
        &other, txn, kind, id, nnreg_field_bit(nnreg_field_at(kind->table, kind->name_offset)), error);

    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, NNREG_CORRUPT, "the %s %llu of a version is missing", kind->table->name,
                          (unsigned long long)id);
    if (status != NNREG_OK)
        return status;
    *name = nnreg_strdup(nnreg_object_name(kind, &other));
    nnreg_record_clear(kind->table, &other);
    return *name != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/* The names are not in a version's record, where each renaming would have to change those of all versions. */
nnreg_status nnreg_version_names(char **spec_name, char **network_name, struct nnreg_kv_txn *txn,
                                 const struct nnreg_version *version, struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (*spec_name == NULL)
        status = load_name(spec_name, txn, NNREG_OBJECT_SPEC, version->spec_id, error);
    if (status == NNREG_OK && *network_name == NULL)
        status = load_name(network_name, txn, NNREG_OBJECT_NETWORK, version->network_id, error);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- single -- */

/* One that has begun, as one piece of memory of its own, which has what was to be dropped. */
static void *make_snapshot(struct nnreg_snapshot *begun)
{
    size_t stride = nnreg_snapshot_stride(begun->kind);
    char *memory = nnreg_alloc(stride + nnreg_snapshot_room(begun));

    if (memory == NULL)
        return NULL;
    memcpy(memory, begun, stride);
    begun->own = begun->names.spec = begun->names.network = NULL;
    (void)nnreg_snapshot_finish((struct nnreg_snapshot *)memory, memory + stride);
    return nnreg_snapshot_record((struct nnreg_snapshot *)memory);
}

nnreg_status nnreg_snapshot_read(void **record, struct nnreg_kv_txn *txn, enum nnreg_object object,
                                 uint64_t id, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[object];
    struct nnreg_snapshot_slot slot;
    struct nnreg_slice value;
    nnreg_status status = nnreg_object_find(&value, txn, kind, id, error);

    *record = NULL;
    /* By a call, and no more than the kind has: an initialiser would become `rep stos`, which takes longer than the copy. */
    memset(&slot, 0, nnreg_snapshot_stride(kind));
    if (status == NNREG_OK)
        status = nnreg_snapshot_begin(&slot.head, kind, id, value, NULL, error);
    if (status == NNREG_OK && object == NNREG_OBJECT_VERSION)
        status = nnreg_version_names(&slot.head.names.spec, &slot.head.names.network, txn,
                                     &slot.record.version, error);
    if (status == NNREG_OK) {
        *record = make_snapshot(&slot.head);
        status = *record != NULL ? NNREG_OK : nnreg_fail_memory(error);
    }
    nnreg_snapshot_drop(&slot.head);
    return status;
}

void nnreg_snapshot_free(void *record)
{
    if (record != NULL)
        nnreg_free(head_of(record));
}

/* -------------------------------------------------------------------------------------------------------- settling -- */

static void settle_members(struct nnreg_snapshot *snapshot)
{
    void *record = nnreg_snapshot_record(snapshot);

    nnreg_record_view_lay_out(&snapshot->view, snapshot->kind->table, record, snapshot->memory);
    if (snapshot->kind->object == NNREG_OBJECT_NETWORK)
        nnreg_network_digest_make(((struct nnreg_network *)record)->digest, record,
                                  snapshot->memory + nnreg_record_view_room(&snapshot->view));
}

/*
 * One lock for all snapshots of the process: it is held for the time of some hundred instructions, and once in a snapshot's life.
 * Who waited in a loop instead could keep the thread from its processor that it waits for, where priorities are fixed.
 */
void nnreg_snapshot_settle(const void *record)
{
    static pthread_mutex_t settling = PTHREAD_MUTEX_INITIALIZER;
    struct nnreg_snapshot *snapshot = head_of(record);

    if (atomic_load_explicit(&snapshot->settled, memory_order_acquire))
        return;
    (void)pthread_mutex_lock(&settling);
    if (!atomic_load_explicit(&snapshot->settled, memory_order_relaxed)) {
        settle_members(snapshot);
        atomic_store_explicit(&snapshot->settled, true, memory_order_release);
    }
    (void)pthread_mutex_unlock(&settling);
}
