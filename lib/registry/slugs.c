/*
 * Looking up public objects: see slugs.h.
 *
 * That an object is public stands in four places: the slug in its record, the kind's table of slugs (slug -> id), its table of
 * public ids (id -> slug), and the counts of its block. All four change in one transaction (public.c), so they differ only where
 * the store is damaged. The first three are held against each other before a slug is changed: a change on top of damage would
 * hide which of them is wrong.
 */
#include "registry/slugs.h"

#include <string.h>

#include "base/utf8.h"
#include "registry/snapshot.h"

/* ------------------------------------------------------------------------------------------------- agreement -- */

static unsigned long long holder_id(const struct nnreg_object_kind *kind, const void *record)
{
    return *nnreg_object_id(kind, record);
}

/* Whether the table of slugs leads back to the object. */
static nnreg_status check_slug_leads(const struct nnreg_object_kind *kind, const void *record,
                                     struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    const char *slug = nnreg_object_slug(kind, record);
    struct nnreg_slice value;
    uint64_t id = 0;
    nnreg_status status = nnreg_kv_get(&value, txn, (unsigned)kind->slugs, nnreg_key_text(slug), error);

    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if (status == NNREG_OK && nnreg_key_u64_read(&id, value) && id == *nnreg_object_id(kind, record))
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "%s %llu is public as \"%s\", and the slug leads to %llu",
                      kind->table->name, holder_id(kind, record), slug, (unsigned long long)id);
}

nnreg_status nnreg_slug_check(const struct nnreg_object_kind *kind, const void *record,
                              struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    const char *slug = nnreg_object_slug(kind, record);
    struct nnreg_key key;
    struct nnreg_slice there;
    size_t size = strlen(slug);
    char shown[80];
    nnreg_status status = nnreg_kv_get(&there, txn, (unsigned)kind->public_ids,
                                       nnreg_key_u64(&key, *nnreg_object_id(kind, record)), error);

    if (status == NNREG_NOT_FOUND && size == 0)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if (there.size == size && size > 0 && memcmp(there.content, slug, size) == 0)
        return check_slug_leads(kind, record, txn, error);
    return nnreg_fail(
        error, NNREG_CORRUPT, "%s %llu has the slug \"%s\", and the table \"%s\" has \"%s\"",
        kind->table->name, holder_id(kind, record), slug, nnreg_kv_table_names[kind->public_ids],
        nnreg_utf8_quote(shown, sizeof shown, there.content != NULL ? there.content : "", there.size));
}

nnreg_status nnreg_refuse_public(const struct nnreg_object_kind *kind, const void *record,
                                 struct nnreg_kv_txn *txn, struct nnreg_error *error)
{
    const char *slug = nnreg_object_slug(kind, record);
    nnreg_status status = nnreg_slug_check(kind, record, txn, error);

    if (status != NNREG_OK || slug[0] == '\0')
        return status;
    return nnreg_fail(error, NNREG_CONFLICT, "%s %llu is public as \"%s\": unpublish it first",
                      kind->table->name, holder_id(kind, record), slug);
}

/* ---------------------------------------------------------------------------------------------------- finding -- */

nnreg_status nnreg_slug_find(uint64_t *id, const struct nnreg_object_kind *kind, struct nnreg_kv_txn *txn,
                             const char *slug, struct nnreg_error *error)
{
    struct nnreg_slice value, key = {slug, strnlen(slug, NNREG_LIMIT_SLUG + 1)};
    nnreg_status status = NNREG_NOT_FOUND;
    char shown[80];

    *id = 0;
    if (key.size > 0 && key.size <= NNREG_LIMIT_SLUG)
        status = nnreg_kv_get(&value, txn, (unsigned)kind->slugs, key, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no public %s \"%s\"", kind->table->name,
                          nnreg_utf8_quote(shown, sizeof shown, slug, key.size));
    if (status == NNREG_OK && !nnreg_key_u64_read(id, value))
        return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to no id", slug);
    return status;
}

static nnreg_status slug_leads_nowhere(const struct nnreg_object_kind *kind, const char *slug, uint64_t id,
                                       struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to %s %llu, which is missing", slug,
                      kind->table->name, (unsigned long long)id);
}

/* What the slug leads to must have it. `status`: of reading it. */
static nnreg_status check_holder(nnreg_status status, const void *record,
                                 const struct nnreg_object_kind *kind, const char *slug, uint64_t id,
                                 struct nnreg_error *error)
{
    if (status == NNREG_NOT_FOUND)
        return slug_leads_nowhere(kind, slug, id, error);
    if (status != NNREG_OK || strcmp(nnreg_object_slug(kind, record), slug) == 0)
        return status;
    return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to %s %llu, whose slug is \"%s\"", slug,
                      kind->table->name, (unsigned long long)id, nnreg_object_slug(kind, record));
}

nnreg_status nnreg_slug_load_holder(void *record, const struct nnreg_object_kind *kind,
                                    struct nnreg_kv_txn *txn, const char *slug, uint64_t id,
                                    struct nnreg_error *error)
{
    nnreg_status loaded = nnreg_object_load(record, txn, kind, id, error);
    nnreg_status status = check_holder(loaded, record, kind, slug, id, error);

    if (loaded == NNREG_OK && status != NNREG_OK)
        nnreg_record_clear(kind->table, record);
    return status;
}

nnreg_status nnreg_slug_load_target(void *record, uint64_t *id, const struct nnreg_object_kind *kind,
                                    struct nnreg_kv_txn *txn, const char *slug, struct nnreg_error *error)
{
    nnreg_status status;

    if (slug == NULL)
        return nnreg_object_load(record, txn, kind, *id, error);
    status = nnreg_slug_find(id, kind, txn, slug, error);
    return status == NNREG_OK ? nnreg_slug_load_holder(record, kind, txn, slug, *id, error) : status;
}

/* ------------------------------------------------------------------------------------------------- the calls -- */

struct finding_slug {
    const struct nnreg_object_kind *kind;
    const char *slug;
    void *record;
    bool there;
};

/* Without the record, which get_by_slug holds against the slug; that there is one is looked for. */
static nnreg_status look_for_slug(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct finding_slug *finding = context;
    uint64_t id;
    bool there;
    nnreg_status status = nnreg_slug_find(&id, finding->kind, txn, finding->slug, error);

    finding->there = false;
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_object_exists(&there, txn, finding->kind, id, error);
    if (status != NNREG_OK)
        return status;
    finding->there = there;
    return there ? NNREG_OK : slug_leads_nowhere(finding->kind, finding->slug, id, error);
}

static nnreg_status exists_by_slug(nnreg *registry, int *exists, enum nnreg_object object, const char *slug)
{
    struct finding_slug finding = {.kind = &nnreg_object_kinds[object], .slug = slug};
    struct nnreg_error error;
    nnreg_status status;

    if (exists != NULL)
        *exists = 0;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (exists == NULL || slug == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, look_for_slug, &finding, &error);
    if (status == NNREG_OK)
        *exists = finding.there;
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_exists_by_slug(nnreg *registry, int *exists, const char *slug)
{
    return exists_by_slug(registry, exists, NNREG_OBJECT_NETWORK, slug);
}

nnreg_status nnreg_spec_exists_by_slug(nnreg *registry, int *exists, const char *slug)
{
    return exists_by_slug(registry, exists, NNREG_OBJECT_SPEC, slug);
}

static nnreg_status read_by_slug(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct finding_slug *finding = context;
    uint64_t id = 0;
    nnreg_status status = nnreg_slug_find(&id, finding->kind, txn, finding->slug, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_snapshot_read(&finding->record, txn, finding->kind->object, id, error);
    return check_holder(status, finding->record, finding->kind, finding->slug, id, error);
}

/* Through a void *, for the reason that nnreg_object_get has. */
static nnreg_status get_by_slug(nnreg *registry, void **snapshot, enum nnreg_object object, const char *slug)
{
    struct finding_slug finding = {.kind = &nnreg_object_kinds[object], .slug = slug};
    struct nnreg_error error;
    nnreg_status status;

    if (snapshot != NULL)
        *snapshot = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (snapshot == NULL || slug == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK)
        status = nnreg_kv_read(registry->kv, read_by_slug, &finding, &error);
    if (status == NNREG_OK)
        *snapshot = finding.record;
    else
        nnreg_snapshot_free(finding.record);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_get_by_slug(nnreg *registry, nnreg_network **network, const char *slug)
{
    void *snapshot = NULL;
    nnreg_status status =
        get_by_slug(registry, network != NULL ? &snapshot : NULL, NNREG_OBJECT_NETWORK, slug);

    if (network != NULL)
        *network = snapshot;
    return status;
}

nnreg_status nnreg_spec_get_by_slug(nnreg *registry, nnreg_spec **spec, const char *slug)
{
    void *snapshot = NULL;
    nnreg_status status = get_by_slug(registry, spec != NULL ? &snapshot : NULL, NNREG_OBJECT_SPEC, slug);

    if (spec != NULL)
        *spec = snapshot;
    return status;
}
