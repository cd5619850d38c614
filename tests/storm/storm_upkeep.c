/*
 * What a worker of the storm does besides changes that the ledger knows (storm.h): it looks after the registry, and takes it out to
 * other places. What it leaves there when it is killed must be whole, or not be there at all.
 */
#include "storm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --------------------------------------------------------------------------------------------------- compacting -- */

/* No change of the ledger's: whatever becomes of it, all that was acknowledged is there, for all who have the old file open. */
void storm_compact(struct storm_worker *worker)
{
    nnreg_status status = nnreg_compact(worker->registry, NULL, NULL);

    if (status != NNREG_OK)
        storm_wrong(worker, "cannot compact", status);
}

/* --------------------------------------------------------------------------------------------------- looking after it -- */

/* No changes of the ledger's either: what was acknowledged stays, and who is killed meanwhile has lost nothing. */
void storm_collect(struct storm_worker *worker)
{
    nnreg_status status = nnreg_gc(worker->registry, NULL, NULL);

    if (status != NNREG_OK)
        storm_wrong(worker, "cannot collect", status);
}

/* What killed ones have left are warnings; an error is never right, whatever others do meanwhile. */
void storm_look_over(struct storm_worker *worker)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    const struct nnreg_finding *finding;
    char what[150];
    nnreg_status status;

    call.flags = storm_random(&worker->random, 2) == 0 ? NNREG_QUICK : 0;
    status = nnreg_fsck(worker->registry, worker->findings, NULL, &call);
    if (status == NNREG_OK)
        return;
    finding = nnreg_findings_get(worker->findings, 0);
    snprintf(what, sizeof what, "fsck: %.20s %.110s", finding != NULL ? finding->rule : "",
             finding != NULL ? finding->message : "");
    storm_wrong(worker, what, status);
}

/* Whether what is checked out is this model, each file of it. */
static bool is_model(const char *dir, const char *root, unsigned model)
{
    static const char *const names[SITE_FILES] = {"saved_model.pb", "variables/variables.data-00000-of-00001",
                                                  "variables/variables.index"};
    char path[SITE_PATH + 100], found[65], expected[65];
    size_t i;

    for (i = 0; i < SITE_FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        site_digest(found, path);
        snprintf(path, sizeof path, "%s/%s", site_model(root, model), names[i]);
        site_digest(expected, path);
        if (expected[0] == '\0' || strcmp(found, expected) != 0)
            return false;
    }
    return true;
}

/* What the worker before has left there is one model as a whole, in front of whichever call it was killed. */
static void look_at_checked_out(struct storm_worker *worker, const char *dir)
{
    unsigned model = 0;

    if (access(dir, F_OK) != 0)
        return;
    while (model < SITE_MODELS && !is_model(dir, worker->root, model))
        model++;
    if (model == SITE_MODELS)
        storm_wrong(worker, "what was checked out before is no model", NNREG_CORRUPT);
}

void storm_check_out(struct storm_worker *worker)
{
    const struct storm_object *object =
        storm_any(worker, STORM_NETWORK, storm_random(&worker->random, 2) == 0);
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char dir[SITE_PATH + 20];
    nnreg_status status;

    if (object == NULL)
        return;
    snprintf(dir, sizeof dir, "%s/out-%u", worker->root, worker->order.slot);
    look_at_checked_out(worker, dir);
    call.flags = NNREG_REPLACE;
    status = nnreg_network_checkout(worker->registry, object->id, dir, &call);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot check out", status);
    if (!is_model(dir, worker->root, (unsigned)(object->made % SITE_MODELS)))
        storm_wrong(worker, "what was checked out is not what was registered", NNREG_CORRUPT);
}

/* ------------------------------------------------------------------------------------------------------ backups -- */

/* Reports a failure of another registry than the worker's. */
static _Noreturn void elsewhere_wrong(struct storm_worker *worker, nnreg *other, const char *what,
                                      nnreg_status status)
{
    const struct nnreg_finding *finding = nnreg_findings_get(worker->findings, 0);
    char text[180];

    snprintf(text, sizeof text, "%s: %.60s %.80s", what, finding != NULL ? finding->message : "",
             other != NULL ? nnreg_message(other) : "");
    storm_wrong(worker, text, status);
}

static void look_over_other(struct storm_worker *worker, const char *dir, const char *what, uint64_t *last)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    char message[SITE_MESSAGE];
    nnreg *other;
    nnreg_status status = site_open(&other, message, dir, 0);

    if (status != NNREG_OK)
        storm_wrong(worker, message, status);
    call.flags = NNREG_QUICK;
    status = nnreg_fsck(other, worker->findings, NULL, &call);
    if (status == NNREG_OK)
        status = nnreg_events_last(other, last);
    if (status != NNREG_OK)
        elsewhere_wrong(worker, other, what, status);
    nnreg_close(other);
}

/* A backup of the slot's own: the one before is whole, wherever its worker was killed, and no newer than this one. */
void storm_back_up(struct storm_worker *worker)
{
    struct nnreg_backup result = NNREG_BACKUP_INIT;
    char dir[SITE_PATH + 20], store[SITE_PATH + 40];
    uint64_t before = 0, after = 0;
    nnreg_status status;

    snprintf(dir, sizeof dir, "%s/backup-%u", worker->root, worker->order.slot);
    snprintf(store, sizeof store, "%s/data.mdb", dir);
    if (access(store, F_OK) == 0)
        look_over_other(worker, dir, "the backup before", &before);
    status = nnreg_backup(worker->registry, dir, &result, NULL);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot back up", status);
    look_over_other(worker, dir, "the backup", &after);
    if (after != result.event || after < before)
        storm_wrong(worker, "a backup is not of the moment that it names", NNREG_CORRUPT);
}

/* ------------------------------------------------------------------------------------------- exports and imports -- */

static const char *export_path(const struct storm_worker *worker)
{
    static char path[SITE_PATH + 20];

    snprintf(path, sizeof path, "%s/export-%u.zip", worker->root, worker->order.slot);
    return path;
}

static void verify_export(struct storm_worker *worker, const char *what)
{
    nnreg_status status = nnreg_export_verify(worker->findings, export_path(worker), NULL, NULL);

    if (status != NNREG_OK)
        elsewhere_wrong(worker, NULL, what, status);
}

/* All there is, in the place of the export before, which is whole until then. Other slots delete meanwhile. */
void storm_export(struct storm_worker *worker)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    nnreg_status status;

    if (access(export_path(worker), F_OK) == 0)
        verify_export(worker, "the export before");
    selection.all = 1;
    call.flags = NNREG_REPLACE;
    status = nnreg_export(worker->registry, export_path(worker), &selection, &call, NULL);
    if (status != NNREG_OK)
        storm_wrong(worker, "cannot export", status);
    verify_export(worker, "the export");
}

/*
 * The export before into a registry of the slot's own, since the ledger knows nothing of what would come back in the storm's. All of
 * it or nothing is there; a second import finds all of it.
 */
void storm_import(struct storm_worker *worker)
{
    struct nnreg_transfer transfer = NNREG_TRANSFER_INIT;
    char dir[SITE_PATH + 20], message[SITE_MESSAGE];
    nnreg_status status;
    nnreg *other;
    int i;

    if (access(export_path(worker), F_OK) != 0)
        return;
    snprintf(dir, sizeof dir, "%s/import-%u", worker->root, worker->order.slot);
    status = site_open(&other, message, dir, NNREG_OPEN_CREATE);
    if (status != NNREG_OK)
        storm_wrong(worker, message, status);
    for (i = 0; i < 2; i++) {
        status = nnreg_import(other, export_path(worker), NULL, &transfer, worker->findings);
        if (status != NNREG_OK)
            elsewhere_wrong(worker, other, "cannot import", status);
    }
    if (transfer.made_networks + transfer.made_specs + transfer.made_versions > 0)
        storm_wrong(worker, "a second import has made something", NNREG_CORRUPT);
    nnreg_close(other);
}

/* ------------------------------------------------------------------------------------------------------- reading -- */

/* Each page by the cursor of the one before, all of other moments: what is there all the time is met, and nothing twice. */
void storm_page_through(struct storm_worker *worker)
{
    struct nnreg_query query = NNREG_QUERY_INIT;
    uint64_t last = 0;
    size_t shared = 0;
    char cursor[STORM_CURSOR] = "";

    query.scope = NNREG_SCOPE_ALL;
    query.limit = (uint32_t)storm_random(&worker->random, 5) + 1;
    do {
        nnreg_page *page;
        nnreg_status status;

        query.cursor = cursor[0] != '\0' ? cursor : NULL;
        status = nnreg_network_list(worker->registry, &page, &query);
        if (status != NNREG_OK)
            storm_wrong(worker, "cannot go on by a cursor", status);
        for (size_t i = 0; i < nnreg_page_count(page); i++) {
            uint64_t id = nnreg_network_id(nnreg_page_network(page, i));

            if (id <= last)
                storm_wrong(worker, "a network stands on two pages", NNREG_CORRUPT);
            last = id;
            for (size_t k = 0; k < STORM_SHARED; k++)
                shared += id == worker->order.shared[k];
        }
        snprintf(cursor, sizeof cursor, "%s", nnreg_page_next(page) != NULL ? nnreg_page_next(page) : "");
        nnreg_page_free(page);
    } while (cursor[0] != '\0');
    if (shared != STORM_SHARED)
        storm_wrong(worker, "the pages lack a network that was there all the time", NNREG_CORRUPT);
}

void storm_begin_to_follow(struct storm_worker *worker)
{
    nnreg_status status = nnreg_events_last(worker->registry, &worker->heard);

    if (status != NNREG_OK)
        storm_wrong(worker, "cannot tell the last event", status);
    worker->awaited[0] = '\0';
}

/* The events since it was last asked for them: without a gap, and with that of the worker's own last change. */
void storm_follow(struct storm_worker *worker)
{
    size_t count;

    do {
        nnreg_events *events;
        nnreg_status status = nnreg_events_since(worker->registry, &events, worker->heard, 50, 0, NULL);

        if (status != NNREG_OK)
            storm_wrong(worker, "cannot follow the events", status);
        count = nnreg_events_count(events);
        for (size_t i = 0; i < count; i++) {
            const struct nnreg_event *event = nnreg_events_get(events, i);

            if (event->sequence != ++worker->heard)
                storm_wrong(worker, "an event is missing", NNREG_CORRUPT);
            if (strcmp(event->actor, worker->awaited) == 0)
                worker->awaited[0] = '\0';
        }
        nnreg_events_free(events);
    } while (count > 0);
    if (worker->awaited[0] != '\0')
        storm_wrong(worker, "a change that was acknowledged has no event", NNREG_CORRUPT);
}
