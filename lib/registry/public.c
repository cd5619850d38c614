/*
 * Publishing: an object gets a slug, or loses it. What that changes, and in which tables, is told by slugs.c.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/utf8.h"
#include "registry/events.h"
#include "registry/format.h"
#include "registry/object_io.h"
#include "registry/slugs.h"

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Why a text is no slug, NULL when it is one. */
static const char *slug_fault(const char *slug)
{
    size_t length = strnlen(slug, NNREG_LIMIT_SLUG + 1), digits = 0, i;

    if (length == 0 || length > NNREG_LIMIT_SLUG)
        return "it has 1 to 63 characters";
    for (i = 0; i < length; i++) {
        if (!is_letter_or_digit(slug[i]) && strchr("._-", slug[i]) == NULL)
            return "only a-z, 0-9, '.', '_' and '-' can be in it";
        digits += slug[i] >= '0' && slug[i] <= '9';
    }
    if (!is_letter_or_digit(slug[0]))
        return "it begins with a letter or a digit";
    return digits == length ? "it may not be all digits, or it would be taken for an id" : NULL;
}

/* ------------------------------------------------------------------------------------------- publishing -- */

struct publishing {
    const struct nnreg_object_kind *kind;
    uint64_t id;
    const char *slug; /* "": unpublish */
    struct nnreg_call_options options;
};

/* Enters or removes the slug in both directions, and moves the object from one count of its block to the other. */
static nnreg_status move_slug(struct nnreg_kv_txn *txn, const struct nnreg_object_kind *kind,
                              const void *record, bool publish, struct nnreg_error *error)
{
    uint64_t own = *nnreg_object_id(kind, record);
    struct nnreg_key key, id;
    struct nnreg_slice slug = nnreg_key_text(nnreg_object_slug(kind, record)),
                       by_id = nnreg_key_u64(&id, own);
    nnreg_kv_table_id slugs = (unsigned)kind->slugs, public_ids = (unsigned)kind->public_ids;
    nnreg_status status;

    if (publish) {
        status = nnreg_kv_put(txn, slugs, slug, nnreg_key_u64(&key, own), error);
        if (status == NNREG_OK)
            status = nnreg_kv_put(txn, public_ids, by_id, slug, error);
    } else {
        status = nnreg_kv_remove(txn, slugs, slug, error);
        if (status == NNREG_OK)
            status = nnreg_kv_remove(txn, public_ids, by_id, error);
        if (status == NNREG_NOT_FOUND)
            return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" of %s %llu is missing",
                              nnreg_object_slug(kind, record), kind->table->name, (unsigned long long)own);
    }
    if (status != NNREG_OK)
        return status;
    return nnreg_block_add(txn, kind, own, publish ? -1 : +1, publish ? +1 : -1, error);
}

/*
 * Gives the object another slug, or with "" takes its own away. Stored with the update_date that it had: the slug is no part of
 * the description, and if_update_date still holds after.
 */
static nnreg_status set_slug(struct nnreg_event_writer *events, const struct nnreg_object_kind *kind,
                             const void *before, const char *given, struct nnreg_error *error)
{
    bool publish = given[0] != '\0';
    union nnreg_any_object after;
    struct nnreg_event_change change = {.action = publish ? NNREG_ACTION_PUBLISH : NNREG_ACTION_UNPUBLISH,
                                        .object = kind->object,
                                        .before = before,
                                        .after = &after};
    char *slug = nnreg_strdup(given), **member;
    nnreg_status status =
        slug != NULL ? nnreg_object_load(&after, events->txn, kind, *nnreg_object_id(kind, before), error)
                     : nnreg_fail_memory(error);

    if (status != NNREG_OK) {
        nnreg_free(slug);
        return status;
    }
    member = (char **)((char *)&after + kind->slug_offset);
    nnreg_free(*member);
    *member = slug;
    status = move_slug(events->txn, kind, publish ? &after : before, publish, error);
    if (status == NNREG_OK)
        status = nnreg_object_store(events->txn, kind, &after, error);
    if (status == NNREG_OK)
        status = nnreg_event_append(events, &change, error);
    nnreg_record_clear(kind->table, &after);
    return status;
}

nnreg_status nnreg_slug_withdraw(void *record, const struct nnreg_object_kind *kind,
                                 struct nnreg_event_writer *events, struct nnreg_error *error)
{
    union nnreg_any_object now;
    nnreg_status status;

    if (nnreg_object_slug(kind, record)[0] == '\0')
        return NNREG_OK;
    status = nnreg_slug_check(kind, record, events->txn, error);
    if (status == NNREG_OK)
        status = set_slug(events, kind, record, "", error);
    if (status == NNREG_OK)
        status = nnreg_object_load(&now, events->txn, kind, *nnreg_object_id(kind, record), error);
    if (status != NNREG_OK)
        return status;
    nnreg_record_clear(kind->table, record);
    memcpy(record, &now, kind->table->size);
    return NNREG_OK;
}

/*
 * A registry of a format in which objects of the kind cannot be public. It may have the tables all the same, where an upgrade came
 * no further than its first step; but who goes by that format does not look into them, and would change what is public.
 */
static nnreg_status check_can_be_public(const struct nnreg_object_kind *kind, struct nnreg_kv_txn *txn,
                                        struct nnreg_error *error)
{
    unsigned version;
    nnreg_status status = nnreg_format_version(&version, txn, error);

    if (status != NNREG_OK || version >= kind->public_since)
        return status;
    return nnreg_fail(error, NNREG_UNSUPPORTED,
                      "%ss of a registry of format version %u cannot be public: run `nnreg upgrade`",
                      kind->table->name, version);
}

/*
 * Whether the slug can be given; *done: the object has it already, or is private and is to be: then nothing is written,
 * and no event, so that the call can be repeated by who does not know whether it succeeded. *holder: the object that
 * has it until now, from which it is to be taken; 0: none.
 */
static nnreg_status may_have(bool *done, uint64_t *holder, struct nnreg_kv_txn *txn,
                             const struct publishing *publishing, const void *record,
                             struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = publishing->kind;
    nnreg_status status;

    *holder = 0;
    *done = strcmp(nnreg_object_slug(kind, record), publishing->slug) == 0;
    if (*done || publishing->slug[0] == '\0')
        return nnreg_slug_check(kind, record, txn, error);
    status = check_can_be_public(kind, txn, error);
    if (status == NNREG_OK)
        status = nnreg_refuse_public(kind, record, txn, error);
    if (status != NNREG_OK)
        return status;
    status = nnreg_slug_find(holder, kind, txn, publishing->slug, error);
    if (status == NNREG_OK && (publishing->options.flags & NNREG_MOVE_SLUG) == 0)
        return nnreg_fail(error, NNREG_EXISTS, "%s %llu is public as \"%s\" already", kind->table->name,
                          (unsigned long long)*holder, publishing->slug);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status take_slug(struct nnreg_event_writer *events, const struct nnreg_object_kind *kind,
                              const char *slug, uint64_t id, struct nnreg_error *error)
{
    union nnreg_any_object holder;
    nnreg_status status = nnreg_slug_load_holder(&holder, kind, events->txn, slug, id, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_slug_withdraw(&holder, kind, events, error);
    nnreg_record_clear(kind->table, &holder);
    return status;
}

/* Where the slug moves, the one object loses it and the other gets it, in this order in the history, too. */
static nnreg_status give_slug(struct nnreg_kv_txn *txn, const struct publishing *publishing,
                              const void *before, uint64_t holder, struct nnreg_error *error)
{
    struct nnreg_event_writer events;
    nnreg_status status = NNREG_OK;

    nnreg_events_begin(&events, txn, publishing->options.actor);
    if (holder != 0)
        status = take_slug(&events, publishing->kind, publishing->slug, holder, error);
    if (status == NNREG_OK)
        status = set_slug(&events, publishing->kind, before, publishing->slug, error);
    return nnreg_events_end(&events, status, error);
}

static nnreg_status publish(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct publishing *publishing = context;
    const struct nnreg_object_kind *kind = publishing->kind;
    union nnreg_any_object before;
    uint64_t holder;
    bool done;
    nnreg_status status = nnreg_object_load(&before, txn, kind, publishing->id, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_object_check_update_date(kind, &before, &publishing->options, error);
    if (status == NNREG_OK)
        status = may_have(&done, &holder, txn, publishing, &before, error);
    if (status == NNREG_OK && !done)
        status = give_slug(txn, publishing, &before, holder, error);
    nnreg_record_clear(kind->table, &before);
    return status;
}

static nnreg_status refuse_slug(const char *slug, struct nnreg_error *error)
{
    const char *fault = slug != NULL ? slug_fault(slug) : NULL;
    char shown[80];

    if (slug == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (fault == NULL)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "\"%s\" is no slug: %s",
                      nnreg_utf8_quote(shown, sizeof shown, slug, strnlen(slug, NNREG_LIMIT_SLUG + 1)),
                      fault);
}

/* Gives the object the slug, or with publish_it false, and "", takes its own away. */
static nnreg_status change_slug(nnreg *registry, const char *call, enum nnreg_object object, uint64_t id,
                                bool publish_it, const char *slug, const struct nnreg_call_options *options)
{
    struct publishing publishing = {.kind = &nnreg_object_kinds[object], .id = id, .slug = slug};
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK && publish_it)
        status = refuse_slug(slug, &error);
    if (status == NNREG_OK)
        status = nnreg_call_options_take(&publishing.options, options, call, publish_it ? NNREG_MOVE_SLUG : 0,
                                         &error);
    if (status == NNREG_OK)
        status = nnreg_kv_write(registry->kv, publish, &publishing, &error);
    if (status == NNREG_OK)
        nnreg_events_announce(registry);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_publish(nnreg *registry, uint64_t id, const char *slug,
                                   const struct nnreg_call_options *options)
{
    return change_slug(registry, "nnreg_network_publish", NNREG_OBJECT_NETWORK, id, true, slug, options);
}

nnreg_status nnreg_network_unpublish(nnreg *registry, uint64_t id, const struct nnreg_call_options *options)
{
    return change_slug(registry, "nnreg_network_unpublish", NNREG_OBJECT_NETWORK, id, false, "", options);
}

nnreg_status nnreg_spec_publish(nnreg *registry, uint64_t id, const char *slug,
                                const struct nnreg_call_options *options)
{
    return change_slug(registry, "nnreg_spec_publish", NNREG_OBJECT_SPEC, id, true, slug, options);
}

nnreg_status nnreg_spec_unpublish(nnreg *registry, uint64_t id, const struct nnreg_call_options *options)
{
    return change_slug(registry, "nnreg_spec_unpublish", NNREG_OBJECT_SPEC, id, false, "", options);
}
