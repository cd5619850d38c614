/* The operations: see actor.h. */
#include "actor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge.h"
#include "record.h"

#define NEW_MODEL 2

static void must(struct actor *actor, nnreg_status status, const char *what)
{
    if (status != NNREG_OK)
        site_give_up("cannot %s: %s: %s", what, nnreg_status_text(status), nnreg_message(actor->registry));
}

static nnreg_status add(struct actor *actor, uint64_t *id, unsigned model, const char *name)
{
    return site_create(actor->registry, id, actor->root, model, name, model, NULL, actor->findings);
}

/* ------------------------------------------------------------------------------------------------ networks -- */

static nnreg_status create(struct actor *actor)
{
    uint64_t id;

    return add(actor, &id, NEW_MODEL, "new");
}

static nnreg_status upload(struct actor *actor)
{
    char said[SITE_MESSAGE];
    uint64_t id;

    return site_create_uploaded(actor->registry, &id, actor->root, NEW_MODEL, "new", NEW_MODEL, NULL,
                                actor->findings, said);
}

static nnreg_status delete (struct actor *actor)
{
    return nnreg_network_delete(actor->registry, actor->target, NULL, NULL);
}

static nnreg_status create_again(struct actor *actor)
{
    return add(actor, &actor->target, 0, "target again");
}

static nnreg_status update(struct actor *actor)
{
    char json[SITE_JSON];
    size_t size = site_update_json(json, "changed", 7);

    return nnreg_network_update(actor->registry, actor->target, json, size, NULL, actor->findings);
}

static nnreg_status publish(struct actor *actor)
{
    return nnreg_network_publish(actor->registry, actor->target, "target", NULL);
}

static nnreg_status attach(struct actor *actor)
{
    char json[SITE_JSON];
    uint64_t spec, version;
    size_t size = site_spec_json(json, "fruit", 1);
    nnreg_status status = nnreg_spec_create(actor->registry, &spec, json, size, NULL, actor->findings);

    crash_record_state(actor);
    size = site_version_json(json, spec, actor->target);
    return status != NNREG_OK
               ? status
               : nnreg_version_create(actor->registry, &version, json, size, NULL, actor->findings);
}

/* ---------------------------------------------------------------------------------------- import and export -- */

static void prepare_import(struct actor *actor)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    uint64_t id;

    must(actor, add(actor, &id, 4, "brought"), "create a network");
    selection.networks = &id;
    selection.network_count = 1;
    must(actor, nnreg_export(actor->registry, actor->brought, &selection, NULL, NULL), "export");
    must(actor, nnreg_network_delete(actor->registry, id, NULL, NULL), "delete a network");
}

static nnreg_status import(struct actor *actor)
{
    return nnreg_import(actor->registry, actor->brought, NULL, NULL, actor->findings);
}

/* ------------------------------------------------------------------------------------------------- upkeep -- */

/* What processes that were killed have left: a session, and a file that nobody refers to. */
static void prepare_gc(struct actor *actor)
{
    static const char text[] = "belongs to nobody";
    char from[SITE_PATH + 40], to[SITE_PATH + 120], digest[65];
    FILE *file;

    snprintf(from, sizeof from, "%s/staging", actor->dir);
    (void)mkdir(from, 0755);
    snprintf(from, sizeof from, "%s/staging/left", actor->dir);
    (void)mkdir(from, 0755);
    snprintf(from, sizeof from, "%s/stray", actor->root);
    file = fopen(from, "w");
    if (file == NULL || fwrite(text, 1, sizeof text, file) != sizeof text || fclose(file) != 0)
        site_give_up("cannot write %s", from);
    site_digest(digest, from);
    snprintf(to, sizeof to, "%s/blobs/%.2s", actor->dir, digest);
    (void)mkdir(to, 0755);
    snprintf(to, sizeof to, "%s/blobs/%.2s/%s", actor->dir, digest, digest + 2);
    if (rename(from, to) != 0)
        site_give_up("cannot make %s", to);
}

static nnreg_status collect(struct actor *actor)
{
    return nnreg_gc(actor->registry, NULL, NULL);
}

static nnreg_status compact(struct actor *actor)
{
    return nnreg_compact(actor->registry, NULL, NULL);
}

static void prepare_compact(struct actor *actor)
{
    uint64_t ids[12];
    char name[16];
    unsigned i;

    for (i = 0; i < 12; i++) {
        snprintf(name, sizeof name, "room %u", i);
        must(actor, add(actor, &ids[i], 3, name), "create a network");
    }
    for (i = 0; i < 12; i++)
        must(actor, nnreg_network_delete(actor->registry, ids[i], NULL, NULL), "delete a network");
}

static nnreg_status backup(struct actor *actor)
{
    return nnreg_backup(actor->registry, actor->backup, NULL, NULL);
}

/* The next one has a file to add and one to remove. */
static void prepare_second_backup(struct actor *actor)
{
    must(actor, backup(actor), "make a backup");
    must(actor, delete (actor), "delete a network");
    must(actor, create(actor), "create a network");
}

static nnreg_status upgrade(struct actor *actor)
{
    unsigned from, to;

    return nnreg_upgrade(actor->registry, &from, &to, NULL);
}

/* What the version before this one made, so that the upgrade is one transaction; what it holds is told in its README. */
static void bring_old(struct actor *actor)
{
    const char *source = getenv("NNREG_SOURCE_DIR");
    char command[6 * SITE_PATH];

    snprintf(command, sizeof command,
             "cp -R '%s/tests/data/registry-1/registry' '%s' && chmod -R u+w '%s' && "
             "cp '%s/tests/data/registry-3/data.mdb' '%s' && chmod u+w '%s/data.mdb'",
             source, actor->dir, actor->dir, source, actor->dir, actor->dir);
    if (source == NULL || system(command) != 0)
        site_give_up("cannot copy the registry of format 3: is NNREG_SOURCE_DIR set?");
}

const struct operation operations[OPERATIONS] = {
    {"create", NULL, {create}, false, false},
    {"upload", NULL, {upload}, false, false},
    {"delete", NULL, {delete}, false, false},
    {"update", NULL, {update}, false, false},
    {"publish", NULL, {publish}, false, false},
    {"attach", NULL, {attach}, false, false},
    {"import", prepare_import, {import}, false, false},
    {"gc", prepare_gc, {collect}, false, false},
    {"backup", NULL, {backup}, false, false},
    {"backup-again", prepare_second_backup, {backup}, false, false},
    {"compact", prepare_compact, {compact, update}, false, false},
    {"open", NULL, {create}, true, false},
    {"upgrade", NULL, {upgrade}, false, true},
    {"create-again", NULL, {delete, create_again, update}, false, false},
};

/* ---------------------------------------------------------------------------------------------- the frame -- */

void actor_prepare(struct actor *actor, const struct operation *operation)
{
    char message[SITE_MESSAGE];
    uint64_t id;

    actor->operation = operation;
    site_remove(actor->disk);
    if (mkdir(actor->disk, 0755) != 0)
        site_give_up("cannot make %s", actor->disk);
    if (operation->old)
        bring_old(actor);
    if (operation->fresh || operation->old)
        return;
    if (site_open(&actor->registry, message, actor->dir, NNREG_OPEN_CREATE) != NNREG_OK)
        site_give_up("cannot make a registry: %s", message);
    must(actor, add(actor, &id, 1, "stays"), "create a network");
    must(actor, add(actor, &actor->target, 0, "target"), "create a network");
    if (operation->prepare != NULL)
        operation->prepare(actor);
    nnreg_close(actor->registry);
    actor->registry = NULL;
}

void actor_record(struct actor *actor, const char *log)
{
    char message[SITE_MESSAGE];
    unsigned i;

    crash_record_begin(actor->disk, log);
    if (site_open(&actor->registry, message, actor->dir, actor->operation->fresh ? NNREG_OPEN_CREATE : 0) !=
        NNREG_OK)
        site_give_up("cannot open the registry: %s", message);
    crash_record_state(actor);
    for (i = 0; i < ACTOR_STEPS && actor->operation->steps[i] != NULL; i++) {
        must(actor, actor->operation->steps[i](actor), actor->operation->name);
        crash_record_state(actor);
    }
    nnreg_close(actor->registry);
    crash_record_end();
}
