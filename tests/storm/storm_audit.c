/*
 * The whole registry held against the ledger, while no worker runs: the invariants of tests/unit/registry_state.c and, behind
 * them, nnreg_fsck, which reads each file; what is in the lists and nothing else, the history event for event, the files. In a
 * process of its own, since a damaged store can take its reader along. See storm.h.
 */
#include "storm.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry_state.h"

#define MOST_FILES 4096

struct audit {
    struct storm_seen *seen;
    const char *root, *dir;
    nnreg *registry;
    char digests[MOST_FILES][65]; /* that networks refer to */
    size_t digest_count;
    int64_t least_done; /* of the changes whose events come later than the one that is looked at */
};

/* ------------------------------------------------------------------------------------------------------- files -- */

static bool is_referred_to(const struct audit *audit, const char *digest)
{
    size_t i;

    for (i = 0; i < audit->digest_count; i++)
        if (strcmp(audit->digests[i], digest) == 0)
            return true;
    return false;
}

static void note_files(struct audit *audit, const nnreg_network *network)
{
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t i;

    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++)
        if (!is_referred_to(audit, file.sha256) && audit->digest_count < MOST_FILES)
            memcpy(audit->digests[audit->digest_count++], file.sha256, sizeof file.sha256);
}

/* A model's files are those it was made of: the names of a bundle drop "variables/". */
static void compare_files(struct audit *audit, const nnreg_network *network, uint64_t made)
{
    static char expected[SITE_MODELS][SITE_FILES][65], large[65];
    static const char *const below[] = {"variables/", ""};
    const char *folder = site_model(audit->root, (unsigned)(made % SITE_MODELS));
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    size_t uploaded = storm_is_uploaded(made) ? 1 : 0; /* then the first file is the large one, by its name */
    char path[SITE_PATH * 2], *digest;
    size_t i, k;

    if (nnreg_network_file_count(network) != SITE_FILES + uploaded)
        storm_fault(STORM_LOST, "network %llu has not its files",
                    (unsigned long long)nnreg_network_id(network));
    if (uploaded > 0 && large[0] == '\0')
        site_digest(large, site_large(audit->root));
    for (i = 0; i < SITE_FILES + uploaded && nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        digest = uploaded > i ? large : expected[made % SITE_MODELS][i - uploaded];
        for (k = 0; k < 2 && digest[0] == '\0'; k++) {
            snprintf(path, sizeof path, "%s/%s%s", folder, below[k], file.name);
            site_digest(digest, path);
        }
        if (strcmp(digest, file.sha256) != 0)
            storm_fault(STORM_LOST, "%s of network %llu is another file", file.name,
                        (unsigned long long)nnreg_network_id(network));
    }
}

/* How many files are stored that no network refers to. */
static uint64_t count_orphans(const struct audit *audit)
{
    char path[SITE_PATH * 2], digest[300];
    struct dirent *folder, *file;
    uint64_t count = 0;
    DIR *outer, *inner;

    snprintf(path, sizeof path, "%s/blobs", audit->dir);
    outer = opendir(path);
    while (outer != NULL && (folder = readdir(outer)) != NULL) {
        snprintf(path, sizeof path, "%s/blobs/%s", audit->dir, folder->d_name);
        inner = folder->d_name[0] != '.' ? opendir(path) : NULL;
        while (inner != NULL && (file = readdir(inner)) != NULL) {
            snprintf(digest, sizeof digest, "%.2s%s", folder->d_name, file->d_name);
            count += file->d_name[0] != '.' && !is_referred_to(audit, digest);
        }
        if (inner != NULL)
            closedir(inner);
    }
    if (outer != NULL)
        closedir(outer);
    return count;
}

/* ------------------------------------------------------------------------------------------------------ objects -- */

/* The slot's object, or NULL with a fault: what is listed must be known, and there. */
static const struct storm_object *known(enum storm_kind kind, uint64_t id)
{
    struct storm_object *object = NULL;
    unsigned slot;

    for (slot = 0; slot < STORM_SLOTS && object == NULL; slot++)
        object = storm_find(&storm_ledger.slot[slot].objects, kind, id);
    if (object == NULL || object->gone)
        storm_fault(STORM_LOST, "%s %llu is there, and should not be", storm_kind_names[kind],
                    (unsigned long long)id);
    return object;
}

static bool is_shared(uint64_t id)
{
    size_t i;

    for (i = 0; i < STORM_SHARED; i++)
        if (storm_ledger.shared[i] == id)
            return true;
    return false;
}

static size_t list(struct audit *audit, enum storm_kind kind)
{
    static nnreg_status (*const lists[])(nnreg *, nnreg_page **,
                                         const struct nnreg_query *) = {[STORM_NETWORK] = nnreg_network_list,
                                                                        [STORM_SPEC] = nnreg_spec_list,
                                                                        [STORM_VERSION] = nnreg_version_list};
    struct nnreg_query query = NNREG_QUERY_INIT;
    const struct storm_object *object;
    const nnreg_network *network;
    nnreg_page *page;
    size_t i, count = 0;

    query.limit = NNREG_LIMIT_PAGE;
    query.scope = kind != STORM_VERSION ? NNREG_SCOPE_ALL : NNREG_SCOPE_PRIVATE;
    if (lists[kind](audit->registry, &page, &query) != NNREG_OK) {
        storm_fault(STORM_OTHER, "cannot list: %s", nnreg_message(audit->registry));
        return 0;
    }
    for (i = 0; i < nnreg_page_count(page); i++) {
        if (kind == STORM_SPEC) {
            (void)known(kind, nnreg_spec_id(nnreg_page_spec(page, i)));
        } else if (kind == STORM_VERSION) {
            (void)known(kind, nnreg_version_id(nnreg_page_version(page, i)));
        } else {
            network = nnreg_page_network(page, i);
            note_files(audit, network);
            if (is_shared(nnreg_network_id(network)))
                continue;
            object = known(kind, nnreg_network_id(network));
            if (object != NULL)
                compare_files(audit, network, object->made);
        }
        count++;
    }
    nnreg_page_free(page);
    storm_totals->checked += count;
    return count;
}

/* Each that must be there was seen by the last workers of the slots; so the numbers say whether all are listed. */
static void audit_objects(struct audit *audit)
{
    unsigned kind, slot;
    size_t expected;

    for (kind = 0; kind < STORM_KINDS; kind++) {
        expected = 0;
        for (slot = 0; slot < STORM_SLOTS; slot++)
            expected += storm_count(&storm_ledger.slot[slot].objects, kind);
        if (list(audit, kind) != expected)
            storm_fault(STORM_LOST, "the list of every %s has not the %zu there must be",
                        storm_kind_names[kind], expected);
    }
}

/* ------------------------------------------------------------------------------------------------------ history -- */

static struct storm_record *record_of(const struct nnreg_event *event)
{
    unsigned slot;
    unsigned long long serial;
    char end;

    if (sscanf(event->actor, "%u.%llu%c", &slot, &serial, &end) != 2 || slot >= STORM_SLOTS ||
        serial >= STORM_SERIALS)
        return NULL;
    return &storm_ledger.slot[slot].records[serial];
}

/* A change can have events of other objects, too: the versions that went with a network. */
static bool is_own(const struct storm_record *record, const struct nnreg_event *event)
{
    bool task = record->action == STORM_TASK;
    const char *action =
        task || record->action == STORM_COUNT ? "update" : storm_action_names[record->action];

    return strcmp(event->action, action) == 0 &&
           strcmp(event->object, task ? "task" : storm_kind_names[record->kind]) == 0 &&
           (record->id == 0 || event->object_id == record->id);
}

static void look_at_ids(struct audit *audit, const struct storm_record *record,
                        const struct nnreg_event *event)
{
    uint64_t *last = &audit->seen->created[record->kind];

    if (record->action != STORM_CREATE)
        return;
    if (event->object_id <= *last)
        storm_fault(STORM_TWICE, "%s %llu was made after %llu", storm_kind_names[record->kind],
                    (unsigned long long)event->object_id, (unsigned long long)*last);
    *last = event->object_id;
}

static void look_at_event(struct audit *audit, const struct nnreg_event *event)
{
    struct storm_record *record = record_of(event);
    size_t i;

    if (event->sequence != ++audit->seen->events)
        storm_fault(STORM_LOST, "event %llu stands at place %llu", (unsigned long long)event->sequence,
                    (unsigned long long)audit->seen->events);
    memcpy(audit->seen->hash, event->hash, sizeof audit->seen->hash);
    if (record == NULL)
        return;
    if (record->state == STORM_NEVER || record->state == STORM_UNMADE)
        storm_fault(STORM_OTHER, "event %llu tells of the change %s, which was not made",
                    (unsigned long long)event->sequence, event->actor);
    if (!is_own(record, event))
        return;
    record->events++;
    look_at_ids(audit, record, event);
    for (i = 0; i < STORM_SHARED && record->action == STORM_COUNT; i++)
        audit->seen->counted[i] += event->object_id == storm_ledger.shared[i];
}

/* What was done before another began stands before it: from the last event to the first. */
static void look_at_order(struct audit *audit, const nnreg_events *events)
{
    const struct storm_record *record;
    size_t i = nnreg_events_count(events);

    audit->least_done = INT64_MAX;
    while (i-- > 0) {
        record = record_of(nnreg_events_get(events, i));
        if (record == NULL)
            continue;
        if (record->begun > audit->least_done)
            storm_fault(STORM_OTHER, "event %llu comes before one of a change that was done earlier",
                        (unsigned long long)nnreg_events_get(events, i)->sequence);
        if (record->state == STORM_MADE && record->done < audit->least_done)
            audit->least_done = record->done;
    }
}

static bool read_some_events(struct audit *audit)
{
    nnreg_events *events;
    size_t i, count;

    if (nnreg_events_since(audit->registry, &events, audit->seen->events, NNREG_LIMIT_PAGE, 0, NULL) !=
        NNREG_OK) {
        storm_fault(STORM_OTHER, "cannot read the history: %s", nnreg_message(audit->registry));
        return false;
    }
    count = nnreg_events_count(events);
    for (i = 0; i < count; i++)
        look_at_event(audit, nnreg_events_get(events, i));
    look_at_order(audit, events);
    nnreg_events_free(events);
    return count > 0;
}

/* The event that was last at the audit before is still what it was: with its hash, so is all that was before it. */
static void look_at_last(struct audit *audit)
{
    nnreg_events *events;
    bool same;

    if (audit->seen->events == 0)
        return;
    same = nnreg_events_since(audit->registry, &events, audit->seen->events - 1, 1, 0, NULL) == NNREG_OK &&
           nnreg_events_count(events) == 1 &&
           strcmp(nnreg_events_get(events, 0)->hash, audit->seen->hash) == 0;
    nnreg_events_free(events);
    if (!same)
        storm_fault(STORM_LOST, "event %llu is another than before", (unsigned long long)audit->seen->events);
}

static void audit_history(struct audit *audit)
{
    const struct storm_record *record;
    unsigned slot;
    uint64_t serial;

    look_at_last(audit);
    while (read_some_events(audit))
        ;
    for (slot = 0; slot < STORM_SLOTS; slot++)
        for (serial = 1; serial < storm_ledger.slot[slot].serial; serial++) {
            record = &storm_ledger.slot[slot].records[serial];
            if (record->state == STORM_MADE && record->events != 1)
                storm_fault(STORM_LOST, "the history has %u events of the %s %u.%llu of %s %llu",
                            record->events, storm_action_names[record->action], slot,
                            (unsigned long long)serial, storm_kind_names[record->kind],
                            (unsigned long long)record->id);
            else if (record->events > 1)
                storm_fault(STORM_OTHER, "the history has %u events of the change %u.%llu", record->events,
                            slot, (unsigned long long)serial);
        }
}

/* Each shared network has been counted up once for each event of it. */
static void audit_shared(struct audit *audit)
{
    nnreg_network *network;
    uint64_t value;
    size_t i;

    for (i = 0; i < STORM_SHARED; i++) {
        if (nnreg_network_get(audit->registry, &network, storm_ledger.shared[i]) != NNREG_OK) {
            storm_fault(STORM_LOST, "a shared network: %s", nnreg_message(audit->registry));
            continue;
        }
        value = site_value(nnreg_network_metadata(network));
        if (value != audit->seen->counted[i])
            storm_fault(STORM_LOST, "a shared network has counted to %llu, its events to %llu",
                        (unsigned long long)value, (unsigned long long)audit->seen->counted[i]);
        nnreg_network_free(network);
    }
}

/* --------------------------------------------------------------------------------------------------- the process -- */

static void look_at_all(struct audit *audit)
{
    const char *fault;

    audit_objects(audit);
    audit_history(audit);
    audit_shared(audit);
    fault = registry_fault(audit->registry, audit->dir, true);
    if (fault != NULL)
        storm_fault(STORM_OTHER, "%s", fault);
    storm_totals->orphans = count_orphans(audit);
}

void storm_audit(struct storm_seen *seen, const char *root, const char *dir)
{
    static struct audit audit;
    char message[SITE_MESSAGE];
    pid_t child;
    int status;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        audit = (struct audit){.seen = seen, .root = root, .dir = dir};
        if (site_open(&audit.registry, message, dir, 0) == NNREG_OK)
            look_at_all(&audit);
        else
            storm_fault(STORM_LOST, "the registry does not open: %s", message);
        nnreg_close(audit.registry);
        fflush(stdout);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        site_give_up("cannot start an audit");
    if (status != 0)
        storm_fault(STORM_LOST, "reading all of the registry ends with wait status 0x%x", (unsigned)status);
    storm_totals->audits++;
}
