/*
 * Publishing networks: see public.h.
 *
 * That a network is public stands in four places: the slug in its record, slugs (slug -> id), public (id -> slug), and the
 * counts of its block. All four change in one transaction, so they differ only where the store is damaged. The first three
 * are held against each other before a slug is changed: a change on top of damage would hide which of them is wrong.
 */
#include "registry/public.h"

#include <string.h>

#include "base/alloc.h"
#include "base/call_options.h"
#include "base/utf8.h"
#include "registry/object_io.h"
#include "registry/events.h"

/* Whether the table of slugs leads back to the network. */
static nnreg_status check_slug_leads(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                                     struct nnreg_error *error)
{
    struct nnreg_slice value;
    uint64_t id = 0;
    nnreg_status status = nnreg_kv_get(&value, txn, NNREG_KV_SLUGS, nnreg_key_text(network->slug), error);

    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if (status == NNREG_OK && nnreg_key_u64_read(&id, value) && id == network->id)
        return NNREG_OK;
    return nnreg_fail(error, NNREG_CORRUPT, "network %llu is public as \"%s\", and the slug leads to %llu",
                      (unsigned long long)network->id, network->slug, (unsigned long long)id);
}

/* NNREG_CORRUPT: the tables do not have the network as public by the slug of its record, or as private without one. */
static nnreg_status check_slug(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                               struct nnreg_error *error)
{
    struct nnreg_key key;
    struct nnreg_slice there;
    size_t size = strlen(network->slug);
    char shown[80];
    nnreg_status status = nnreg_kv_get(&there, txn, NNREG_KV_PUBLIC, nnreg_key_u64(&key, network->id), error);

    if (status == NNREG_NOT_FOUND && size == 0)
        return NNREG_OK;
    if (status != NNREG_OK && status != NNREG_NOT_FOUND)
        return status;
    if (there.size == size && size > 0 && memcmp(there.content, network->slug, size) == 0)
        return check_slug_leads(network, txn, error);
    return nnreg_fail(
        error, NNREG_CORRUPT, "network %llu has the slug \"%s\", and the table \"%s\" has \"%s\"",
        (unsigned long long)network->id, network->slug, nnreg_kv_table_names[NNREG_KV_PUBLIC],
        nnreg_utf8_quote(shown, sizeof shown, there.content != NULL ? there.content : "", there.size));
}

nnreg_status nnreg_refuse_public(const struct nnreg_network *network, struct nnreg_kv_txn *txn,
                                 struct nnreg_error *error)
{
    nnreg_status status = check_slug(network, txn, error);

    if (status != NNREG_OK || network->slug[0] == '\0')
        return status;
    return nnreg_fail(error, NNREG_CONFLICT, "network %llu is public as \"%s\": unpublish it first",
                      (unsigned long long)network->id, network->slug);
}

/*
 * The id of a public network. NNREG_NOT_FOUND with a text that names the slug. What is asked for is anybody's text: one
 * that is too long for a slug is not given to the store, whose keys have a limit, and is measured no further than that.
 */
static nnreg_status find_slug(uint64_t *id, struct nnreg_kv_txn *txn, const char *slug,
                              struct nnreg_error *error)
{
    struct nnreg_slice value, key = {slug, strnlen(slug, NNREG_LIMIT_SLUG + 1)};
    nnreg_status status = NNREG_NOT_FOUND;
    char shown[80];

    *id = 0;
    if (key.size > 0 && key.size <= NNREG_LIMIT_SLUG)
        status = nnreg_kv_get(&value, txn, NNREG_KV_SLUGS, key, error);
    if (status == NNREG_NOT_FOUND)
        return nnreg_fail(error, status, "there is no public network \"%s\"",
                          nnreg_utf8_quote(shown, sizeof shown, slug, key.size));
    if (status == NNREG_OK && !nnreg_key_u64_read(id, value))
        return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to no id", slug);
    return status;
}

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
    uint64_t id;
    const char *slug; /* "": unpublish */
    struct nnreg_call_options options;
};

/* Enters or removes the slug in both directions, and moves the network from one count of its block to the other. */
static nnreg_status move_slug(struct nnreg_kv_txn *txn, const struct nnreg_network *network, bool publish,
                              struct nnreg_error *error)
{
    struct nnreg_key key, id;
    struct nnreg_slice slug = nnreg_key_text(network->slug), by_id = nnreg_key_u64(&id, network->id);
    nnreg_status status;

    if (publish) {
        status = nnreg_kv_put(txn, NNREG_KV_SLUGS, slug, nnreg_key_u64(&key, network->id), error);
        if (status == NNREG_OK)
            status = nnreg_kv_put(txn, NNREG_KV_PUBLIC, by_id, slug, error);
    } else {
        status = nnreg_kv_remove(txn, NNREG_KV_SLUGS, slug, error);
        if (status == NNREG_OK)
            status = nnreg_kv_remove(txn, NNREG_KV_PUBLIC, by_id, error);
        if (status == NNREG_NOT_FOUND)
            return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" of network %llu is missing",
                              network->slug, (unsigned long long)network->id);
    }
    if (status != NNREG_OK)
        return status;
    return nnreg_block_add(txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], network->id, publish ? -1 : +1,
                           publish ? +1 : -1, error);
}

/*
 * Gives the network another slug, or with "" takes its own away. Stored with the update_date that it had: the slug is no part of
 * the description, and if_update_date still holds after.
 */
static nnreg_status set_slug(struct nnreg_event_writer *events, const struct nnreg_network *before,
                             const char *given, struct nnreg_error *error)
{
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    bool publish = given[0] != '\0';
    struct nnreg_network after;
    struct nnreg_event_change change = {.action = publish ? NNREG_ACTION_PUBLISH : NNREG_ACTION_UNPUBLISH,
                                        .object = NNREG_OBJECT_NETWORK,
                                        .before = before,
                                        .after = &after};
    char *slug = nnreg_strdup(given);
    nnreg_status status = slug != NULL ? nnreg_object_load(&after, events->txn, kind, before->id, error)
                                       : nnreg_fail_memory(error);

    if (status != NNREG_OK) {
        nnreg_free(slug);
        return status;
    }
    nnreg_free(after.slug);
    after.slug = slug;
    status = move_slug(events->txn, publish ? &after : before, publish, error);
    if (status == NNREG_OK)
        status = nnreg_object_store(events->txn, kind, &after, error);
    if (status == NNREG_OK)
        status = nnreg_event_append(events, &change, error);
    nnreg_record_clear(kind->table, &after);
    return status;
}

/*
 * Whether the slug can be given; *done: the network has it already, or is private and is to be: then nothing is written,
 * and no event, so that the call can be repeated by who does not know whether it succeeded. *holder: the network that
 * has it until now, from which it is to be taken; 0: none.
 */
static nnreg_status may_have(bool *done, uint64_t *holder, struct nnreg_kv_txn *txn,
                             const struct publishing *publishing, const struct nnreg_network *network,
                             struct nnreg_error *error)
{
    nnreg_status status;

    *holder = 0;
    *done = strcmp(network->slug, publishing->slug) == 0;
    if (*done || publishing->slug[0] == '\0')
        return check_slug(network, txn, error);
    status = nnreg_refuse_public(network, txn, error);
    if (status != NNREG_OK)
        return status;
    status = find_slug(holder, txn, publishing->slug, error);
    if (status == NNREG_OK && (publishing->options.flags & NNREG_MOVE_SLUG) == 0)
        return nnreg_fail(error, NNREG_EXISTS, "network %llu is public as \"%s\" already",
                          (unsigned long long)*holder, publishing->slug);
    return status == NNREG_NOT_FOUND ? NNREG_OK : status;
}

static nnreg_status slug_leads_nowhere(const char *slug, uint64_t id, struct nnreg_error *error)
{
    return nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to network %llu, which is missing", slug,
                      (unsigned long long)id);
}

/* The network is cleared by the caller when this succeeds. */
static nnreg_status load_holder(struct nnreg_network *network, struct nnreg_kv_txn *txn, const char *slug,
                                uint64_t id, struct nnreg_error *error)
{
    nnreg_status status = nnreg_object_read(network, txn, NNREG_OBJECT_NETWORK, id, error);

    if (status == NNREG_NOT_FOUND)
        return slug_leads_nowhere(slug, id, error);
    if (status != NNREG_OK || strcmp(network->slug, slug) == 0)
        return status;
    status = nnreg_fail(error, NNREG_CORRUPT, "the slug \"%s\" leads to network %llu, whose slug is \"%s\"",
                        slug, (unsigned long long)id, network->slug);
    nnreg_record_clear(&nnreg_network_table, network);
    return status;
}

static nnreg_status take_slug(struct nnreg_event_writer *events, const char *slug, uint64_t id,
                              struct nnreg_error *error)
{
    struct nnreg_network holder;
    nnreg_status status = load_holder(&holder, events->txn, slug, id, error);

    if (status != NNREG_OK)
        return status;
    status = check_slug(&holder, events->txn, error);
    if (status == NNREG_OK)
        status = set_slug(events, &holder, "", error);
    nnreg_record_clear(&nnreg_network_table, &holder);
    return status;
}

/* Where the slug moves, the one network loses it and the other gets it, in this order in the history, too. */
static nnreg_status give_slug(struct nnreg_kv_txn *txn, const struct publishing *publishing,
                              const struct nnreg_network *before, uint64_t holder, struct nnreg_error *error)
{
    struct nnreg_event_writer events;
    nnreg_status status = NNREG_OK;

    nnreg_events_begin(&events, txn, publishing->options.actor);
    if (holder != 0)
        status = take_slug(&events, publishing->slug, holder, error);
    if (status == NNREG_OK)
        status = set_slug(&events, before, publishing->slug, error);
    return nnreg_events_end(&events, status, error);
}

static nnreg_status publish(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    const struct publishing *publishing = context;
    const struct nnreg_object_kind *kind = &nnreg_object_kinds[NNREG_OBJECT_NETWORK];
    struct nnreg_network before;
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

/* Gives the network the slug, or with "" takes its own away. */
static nnreg_status change_slug(nnreg *registry, const char *call, uint64_t id, const char *slug,
                                const struct nnreg_call_options *options, struct nnreg_error *error)
{
    struct publishing publishing = {.id = id, .slug = slug};
    nnreg_status status = nnreg_call_options_take(&publishing.options, options, call,
                                                  slug[0] != '\0' ? NNREG_MOVE_SLUG : 0, error);

    if (status != NNREG_OK)
        return status;
    status = nnreg_kv_write(registry->kv, publish, &publishing, error);
    if (status == NNREG_OK)
        nnreg_events_announce(registry);
    return status;
}

nnreg_status nnreg_network_publish(nnreg *registry, uint64_t id, const char *slug,
                                   const struct nnreg_call_options *options)
{
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK)
        status = refuse_slug(slug, &error);
    if (status == NNREG_OK)
        status = change_slug(registry, "nnreg_network_publish", id, slug, options, &error);
    return nnreg_leave(registry, status, &error);
}

nnreg_status nnreg_network_unpublish(nnreg *registry, uint64_t id, const struct nnreg_call_options *options)
{
    struct nnreg_error error;
    nnreg_status status = nnreg_enter(registry, true, &error);

    if (status == NNREG_OK)
        status = change_slug(registry, "nnreg_network_unpublish", id, "", options, &error);
    return nnreg_leave(registry, status, &error);
}

/* --------------------------------------------------------------------------------------------- by slug -- */

struct finding_slug {
    const char *slug;
    struct nnreg_network *network;
    bool there;
};

/* Without the record, which get_by_slug holds against the slug; that there is one is looked for. */
static nnreg_status look_for_slug(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct finding_slug *finding = context;
    uint64_t id;
    bool there;
    nnreg_status status = find_slug(&id, txn, finding->slug, error);

    finding->there = false;
    if (status == NNREG_NOT_FOUND)
        return NNREG_OK;
    if (status == NNREG_OK)
        status = nnreg_object_exists(&there, txn, &nnreg_object_kinds[NNREG_OBJECT_NETWORK], id, error);
    if (status != NNREG_OK)
        return status;
    finding->there = there;
    return there ? NNREG_OK : slug_leads_nowhere(finding->slug, id, error);
}

nnreg_status nnreg_network_exists_by_slug(nnreg *registry, int *exists, const char *slug)
{
    struct finding_slug finding = {.slug = slug};
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

static nnreg_status read_by_slug(struct nnreg_kv_txn *txn, void *context, struct nnreg_error *error)
{
    struct finding_slug *finding = context;
    uint64_t id;
    nnreg_status status = find_slug(&id, txn, finding->slug, error);

    return status == NNREG_OK ? load_holder(finding->network, txn, finding->slug, id, error) : status;
}

nnreg_status nnreg_network_get_by_slug(nnreg *registry, nnreg_network **network, const char *slug)
{
    struct finding_slug finding = {.slug = slug};
    struct nnreg_error error;
    nnreg_status status;

    if (network != NULL)
        *network = NULL;
    status = nnreg_enter(registry, false, &error);
    if (status == NNREG_OK && (network == NULL || slug == NULL))
        status = nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status == NNREG_OK) {
        finding.network = nnreg_alloc_zero(1, sizeof *finding.network);
        status = finding.network != NULL ? nnreg_kv_read(registry->kv, read_by_slug, &finding, &error)
                                         : nnreg_fail_memory(&error);
    }
    if (status == NNREG_OK)
        *network = finding.network;
    else
        nnreg_free(finding.network);
    return nnreg_leave(registry, status, &error);
}
