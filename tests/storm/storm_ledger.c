/* What the workers have reported, and whether what they find is what it leaves: see storm.h. */
#include "storm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FAULTS_TOLD 20
#define IDS         (1u << 20) /* that are looked at for being given twice */

struct storm_totals *storm_totals;
struct storm_ledger storm_ledger;

static FILE *ledger_file;
static unsigned char given[STORM_KINDS][IDS / 8];

uint64_t storm_faults(void)
{
    return storm_totals->lost + storm_totals->twice + storm_totals->other;
}

void storm_fault(enum storm_fault fault, const char *format, ...)
{
    static const char *const words[] = {
        [STORM_LOST] = "LOST", [STORM_TWICE] = "AN ID TWICE", [STORM_OTHER] = "FAULT"};
    uint64_t *count = fault == STORM_LOST    ? &storm_totals->lost
                      : fault == STORM_TWICE ? &storm_totals->twice
                                             : &storm_totals->other;
    va_list arguments;

    ++*count;
    if (storm_faults() > FAULTS_TOLD)
        return;
    printf("%s: ", words[fault]);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

void storm_begin_ledger(const char *path)
{
    unsigned slot;

    if (ledger_file != NULL)
        fclose(ledger_file);
    ledger_file = fopen(path, "we");
    if (ledger_file == NULL)
        site_give_up("cannot write %s", path);
    memset(given, 0, sizeof given);
    for (slot = 0; slot < STORM_SLOTS; slot++) {
        struct storm_record *records = storm_ledger.slot[slot].records;
        size_t size = STORM_SERIALS * sizeof *records;

        if (records != NULL)
            (void)munmap(records, size);
        records = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (records == MAP_FAILED)
            site_give_up("no memory for the ledger");
        storm_ledger.slot[slot] = (struct storm_slot){.serial = 1, .records = records};
    }
}

void storm_flush(void)
{
    fflush(ledger_file);
}

/* ------------------------------------------------------------------------------------------------------ changes -- */

static struct storm_record *record_of(unsigned slot, const struct storm_change *change)
{
    if (change->serial == 0 || change->serial >= STORM_SERIALS)
        site_give_up("a report of change %llu", (unsigned long long)change->serial);
    return &storm_ledger.slot[slot].records[change->serial];
}

/* The object that the event of a change names. */
static uint64_t named(const struct storm_change *change)
{
    return change->action == STORM_TASK ? change->task_id : change->id;
}

static void hear_begun(unsigned slot, const struct storm_report *report)
{
    struct storm_slot *own = &storm_ledger.slot[slot];

    own->pending = true;
    own->change = report->change;
    own->serial = report->change.serial + 1;
    *record_of(slot, &report->change) = (struct storm_record){.state = STORM_UNDECIDED,
                                                              .action = (uint8_t)report->change.action,
                                                              .kind = (uint8_t)report->change.kind,
                                                              .id = named(&report->change),
                                                              .begun = report->time,
                                                              .done = INT64_MAX};
}

/* No id is ever given twice, not even that of an object that is gone. */
static void note_id(const struct storm_change *change)
{
    uint64_t id = change->id;

    if (change->action != STORM_CREATE || id >= IDS)
        return;
    if ((given[change->kind][id / 8] & 1u << id % 8) != 0)
        storm_fault(STORM_TWICE, "the %s id %llu was given a second time", storm_kind_names[change->kind],
                    (unsigned long long)id);
    given[change->kind][id / 8] |= (unsigned char)(1u << id % 8);
}

static void decide(unsigned slot, const struct storm_change *change, bool made)
{
    struct storm_record *record = record_of(slot, change);

    record->state = made ? STORM_MADE : STORM_UNMADE;
    storm_ledger.slot[slot].pending = false;
    if (!made)
        return;
    record->id = named(change);
    note_id(change);
    storm_apply(&storm_ledger.slot[slot].objects, change);
}

static void hear_done(unsigned slot, const struct storm_report *report)
{
    record_of(slot, &report->change)->done = report->time;
    storm_totals->acknowledged++;
    decide(slot, &report->change, true);
}

/* ------------------------------------------------------------------------------------------- what workers find -- */

static bool same(const struct storm_object *a, const struct storm_object *b)
{
    if (a->gone || b->gone)
        return a->gone == b->gone;
    return a->value == b->value && a->task == b->task && a->is_public == b->is_public &&
           a->task_id == b->task_id;
}

static const char *describe(char out[160], const struct storm_object *object)
{
    if (object->gone)
        snprintf(out, 160, "gone");
    else
        snprintf(out, 160, "value %llu, task %llu, %s", (unsigned long long)object->value,
                 (unsigned long long)object->task, object->is_public ? "public" : "private");
    return out;
}

/* An object is as the last acknowledged change left it, or as the one that was under way would. */
static void hear_seen(unsigned slot, const struct storm_report *report)
{
    struct storm_slot *own = &storm_ledger.slot[slot];
    const struct storm_object *seen = &report->object;
    struct storm_object *expected = storm_find(&own->objects, seen->kind, seen->id);
    struct storm_objects after;
    char was[160], is[160];
    bool concerned;

    if (expected == NULL) /* it was forgotten when others went */
        return;
    concerned = own->pending && own->change.kind == seen->kind && own->change.id == seen->id;
    if (concerned) {
        after = (struct storm_objects){.count = 1, .item = {*expected}};
        storm_apply(&after, &own->change);
        if (same(seen, &after.item[0])) {
            decide(slot, &own->change, true);
            return;
        }
        decide(slot, &own->change, false);
    }
    if (!same(seen, expected))
        storm_fault(STORM_LOST, "%s %llu of slot %u must be: %s; is: %s", storm_kind_names[seen->kind],
                    (unsigned long long)seen->id, slot, describe(was, expected), describe(is, seen));
    if (!seen->gone && seen->date < expected->date)
        storm_fault(STORM_OTHER, "the update_date of %s %llu went back", storm_kind_names[seen->kind],
                    (unsigned long long)seen->id);
    expected->date = seen->date;
}

static void write_down(unsigned slot, const struct storm_report *report)
{
    static const char *const words[] = {"opened", "begun",  "DONE",  "refused",
                                        "seen",   "worked", "found", "WRONG"};
    const struct storm_change *change = &report->change;

    if (report->said == STORM_SEEN || report->said == STORM_WORKED)
        return;
    fprintf(ledger_file, "%u %s", slot, words[report->said]);
    if (report->said == STORM_WRONG)
        fprintf(ledger_file, " %s", report->text);
    else if (report->said != STORM_OPENED)
        fprintf(ledger_file, " %llu: %s %s %llu at %lld", (unsigned long long)change->serial,
                storm_action_names[change->action], storm_kind_names[change->kind],
                (unsigned long long)change->id, (long long)report->time);
    putc('\n', ledger_file);
}

void storm_hear(unsigned slot, const struct storm_report *report)
{
    write_down(slot, report);
    switch (report->said) {
    case STORM_OPENED:
        storm_totals->opened++;
        break;
    case STORM_BEGUN:
        hear_begun(slot, report);
        break;
    case STORM_DONE:
        hear_done(slot, report);
        break;
    case STORM_REFUSED:
        storm_totals->refused++;
        decide(slot, &report->change, false);
        break;
    case STORM_SEEN:
        storm_totals->checked++;
        hear_seen(slot, report);
        break;
    case STORM_WORKED:
        storm_totals->work[report->work]++;
        break;
    case STORM_FOUND:
        decide(slot, &report->change, report->change.id != 0);
        break;
    case STORM_WRONG:
        storm_fault(STORM_OTHER, "%s", report->text);
        break;
    }
}

/* Whether a shared network was counted up is known from the history alone. */
void storm_bury(unsigned slot)
{
    struct storm_slot *own = &storm_ledger.slot[slot];

    if (own->pending && own->change.action == STORM_COUNT)
        own->pending = false;
}
