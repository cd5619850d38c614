/* See storm.h. */
#include "storm.h"

#include <stdio.h>
#include <string.h>

const char *const storm_kind_names[STORM_KINDS] = {"network", "spec", "version"};
const char *const storm_action_names[STORM_ACTIONS] = {"create",    "update", "delete", "publish",
                                                       "unpublish", "task",   "count"};
const char *const storm_work_names[STORM_WORKS] = {[STORM_NONE] = "nothing",
                                                   [STORM_FILE] = "files read",
                                                   [STORM_LIST] = "lists",
                                                   [STORM_PAGES] = "walks by cursor",
                                                   [STORM_FEED] = "looks at the feed",
                                                   [STORM_COMPACT] = "compactions",
                                                   [STORM_COLLECT] = "collections",
                                                   [STORM_FSCK] = "checks",
                                                   [STORM_CHECKOUT] = "checkouts",
                                                   [STORM_BACKUP] = "backups",
                                                   [STORM_EXPORT] = "exports",
                                                   [STORM_IMPORT] = "imports"};

struct storm_object *storm_find(struct storm_objects *objects, enum storm_kind kind, uint64_t id)
{
    size_t i;

    for (i = 0; i < objects->count; i++)
        if (objects->item[i].kind == kind && objects->item[i].id == id)
            return &objects->item[i];
    return NULL;
}

size_t storm_count(const struct storm_objects *objects, enum storm_kind kind)
{
    size_t i, count = 0;

    for (i = 0; i < objects->count; i++)
        count += objects->item[i].kind == kind && !objects->item[i].gone;
    return count;
}

/* Drops the one that has been gone for longest. */
static void forget(struct storm_objects *objects)
{
    size_t i, gone = 0, oldest = 0;

    for (i = objects->count; i-- > 0;)
        if (objects->item[i].gone) {
            gone++;
            oldest = i;
        }
    if (gone <= STORM_GONE)
        return;
    memmove(&objects->item[oldest], &objects->item[oldest + 1],
            (objects->count - oldest - 1) * sizeof *objects->item);
    objects->count--;
}

static void add(struct storm_objects *objects, const struct storm_change *change)
{
    if (objects->count == STORM_OBJECTS)
        site_give_up("a slot has more than %d objects", STORM_OBJECTS);
    objects->item[objects->count++] = (struct storm_object){.kind = change->kind,
                                                            .id = change->id,
                                                            .made = change->serial,
                                                            .value = change->serial,
                                                            .task_id = change->task_id,
                                                            .spec = change->spec,
                                                            .network = change->network};
}

/* With a network or a spec go the versions that tie it to another. */
static void remove_object(struct storm_objects *objects, enum storm_kind kind, uint64_t id)
{
    struct storm_object *object = storm_find(objects, kind, id), *version;
    size_t i;

    if (object != NULL)
        object->gone = true;
    for (i = 0; i < objects->count; i++) {
        version = &objects->item[i];
        if (version->kind == STORM_VERSION && kind != STORM_VERSION &&
            (kind == STORM_NETWORK ? version->network : version->spec) == id)
            version->gone = true;
    }
    for (i = 0; i < 4; i++) /* as many as can have gone at once */
        forget(objects);
}

void storm_apply(struct storm_objects *objects, const struct storm_change *change)
{
    struct storm_object *object = storm_find(objects, change->kind, change->id);

    if (change->action == STORM_CREATE)
        add(objects, change);
    else if (change->action == STORM_DELETE)
        remove_object(objects, change->kind, change->id);
    else if (change->action == STORM_COUNT || object == NULL)
        return;
    else if (change->action == STORM_UPDATE)
        object->value = change->serial;
    else if (change->action == STORM_TASK)
        object->task = change->serial;
    else
        object->is_public = change->action == STORM_PUBLISH;
}

bool storm_is_uploaded(uint64_t made)
{
    return made % 4 == 1;
}

const char *storm_name(unsigned slot, enum storm_kind kind, uint64_t made, uint64_t value)
{
    static char name[80];

    snprintf(name, sizeof name, "%s %u.%llu.%llu", storm_kind_names[kind], slot, (unsigned long long)made,
             (unsigned long long)value);
    return name;
}

const char *storm_slug(unsigned slot, uint64_t id)
{
    static char slug[40];

    snprintf(slug, sizeof slug, "slot-%u-%llu", slot, (unsigned long long)id);
    return slug;
}

/* -------------------------------------------------------------------------------------------- what can be seen -- */

static bool read_task(struct storm_object *seen, const char **why, nnreg *registry, uint64_t id)
{
    nnreg_task *task;
    unsigned long long number;
    char end;
    bool right;

    if (nnreg_task_get(registry, &task, id) != NNREG_OK) {
        *why = "its task is not there";
        return false;
    }
    if (strcmp(nnreg_task_status(task), "pending") == 0) {
        right = nnreg_task_network_id(task) == seen->id;
    } else {
        right = sscanf(nnreg_task_error(task), "%llu%c", &number, &end) == 1;
        seen->task = right ? number : 0;
    }
    if (!right)
        *why = "its task says what nobody wrote";
    nnreg_task_free(task);
    return right;
}

/* Name and metadata tell the same value, or it is made of two changes. */
static bool same_value(const struct storm_object *seen, const char **why, unsigned slot, const char *name,
                       const char *metadata)
{
    if (strcmp(name, storm_name(slot, seen->kind, seen->made, seen->value)) == 0 &&
        site_value(metadata) == seen->value)
        return true;
    *why = "its name or its metadata is what nobody wrote, or the two are of different changes";
    return false;
}

static bool read_network(struct storm_object *seen, const char **why, nnreg *registry, unsigned slot)
{
    nnreg_network *network;
    nnreg_status status = nnreg_network_get(registry, &network, seen->id);
    const char *slug;
    bool right;

    seen->gone = status == NNREG_NOT_FOUND;
    if (seen->gone)
        return true;
    if (status != NNREG_OK) {
        *why = nnreg_message(registry);
        return false;
    }
    seen->value = site_value(nnreg_network_metadata(network));
    seen->task_id = nnreg_network_task_id(network);
    seen->date = nnreg_network_update_date(network);
    slug = nnreg_network_slug(network);
    seen->is_public = slug[0] != '\0';
    right = same_value(seen, why, slot, nnreg_network_name(network), nnreg_network_metadata(network));
    if (right && seen->is_public && strcmp(slug, storm_slug(slot, seen->id)) != 0) {
        *why = "it is public under another's slug";
        right = false;
    }
    nnreg_network_free(network);
    return right && read_task(seen, why, registry, seen->task_id);
}

static bool read_spec(struct storm_object *seen, const char **why, nnreg *registry, unsigned slot)
{
    nnreg_spec *spec;
    nnreg_status status = nnreg_spec_get(registry, &spec, seen->id);
    bool right;

    seen->gone = status == NNREG_NOT_FOUND;
    if (seen->gone)
        return true;
    if (status != NNREG_OK) {
        *why = nnreg_message(registry);
        return false;
    }
    seen->value = site_value(nnreg_spec_metadata(spec));
    seen->date = nnreg_spec_update_date(spec);
    seen->is_public = nnreg_spec_slug(spec)[0] != '\0';
    right = same_value(seen, why, slot, nnreg_spec_name(spec), nnreg_spec_metadata(spec));
    if (right && seen->is_public && strcmp(nnreg_spec_slug(spec), storm_slug(slot, seen->id)) != 0) {
        *why = "it is public under another's slug";
        right = false;
    }
    nnreg_spec_free(spec);
    return right;
}

static bool read_version(struct storm_object *seen, const char **why, nnreg *registry)
{
    nnreg_version *version;
    nnreg_status status = nnreg_version_get(registry, &version, seen->id);
    bool right;

    seen->gone = status == NNREG_NOT_FOUND;
    if (seen->gone)
        return true;
    if (status != NNREG_OK) {
        *why = nnreg_message(registry);
        return false;
    }
    right =
        nnreg_version_spec_id(version) == seen->spec && nnreg_version_network_id(version) == seen->network;
    if (!right)
        *why = "it ties together what it was not made for";
    nnreg_version_free(version);
    return right;
}

bool storm_read(struct storm_object *seen, const char **why, nnreg *registry, unsigned slot,
                const struct storm_object *expected)
{
    *seen = (struct storm_object){.kind = expected->kind,
                                  .id = expected->id,
                                  .made = expected->made,
                                  .value = expected->made,
                                  .spec = expected->spec,
                                  .network = expected->network};
    if (expected->kind == STORM_NETWORK)
        return read_network(seen, why, registry, slot);
    if (expected->kind == STORM_SPEC)
        return read_spec(seen, why, registry, slot);
    return read_version(seen, why, registry);
}
