/* See agree.h: the files, the two registries, and making steps in both. */
#include "plain/agree.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"

uint64_t plain_random(uint64_t *state, uint64_t below)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (*state * 0x2545f4914f6cdd1du >> 11) % below;
}

bool plain_differ(struct plain_run *run, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(run->difference, sizeof run->difference, format, arguments);
    va_end(arguments);
    return false;
}

void plain_squeeze(char *json)
{
    const char *from = json;
    bool inside = false;

    for (; *from != '\0'; from++) {
        if (inside || (*from != ' ' && *from != '\n'))
            *json++ = *from;
        if (inside && *from == '\\')
            *json++ = *++from;
        else if (*from == '"')
            inside = !inside;
    }
    *json = '\0';
}

/* ---------------------------------------------------------------------------------------------------- world -- */

static const char *const file_names[PLAIN_FILES] = {"saved_model.pb", "variables.data-00000-of-00001",
                                                    "variables.index"};

static const char *file_path(struct plain_world *world, unsigned bundle, unsigned file)
{
    static char path[800];

    (void)snprintf(path, sizeof path, "%s/%s%s", fixture_model(&world->fixture, bundle),
                   file > 0 ? "variables/" : "", file_names[file]);
    return path;
}

char *plain_file_content(struct plain_world *world, unsigned bundle, unsigned file, size_t *size)
{
    FILE *in = fopen(file_path(world, bundle, file), "rb");
    char *content = malloc(1 << 20);

    ck_assert_ptr_nonnull(in);
    ck_assert_ptr_nonnull(content);
    *size = fread(content, 1, 1 << 20, in);
    ck_assert_int_eq(fclose(in), 0);
    return content;
}

/* Of a file, whose sum is another part of the sum of the bundle: the names are in the order of their paths. */
static void look_at_file(struct plain_world *world, unsigned bundle, unsigned number,
                         struct nnreg_sha256 *all)
{
    struct plain_file *file = &world->files[bundle][number];
    struct nnreg_sha256 sha;
    unsigned char digest[NNREG_SHA256_SIZE];
    size_t size;
    char *content = plain_file_content(world, bundle, number, &size);

    (void)snprintf(file->name, sizeof file->name, "%s", file_names[number]);
    file->size = size;
    ck_assert_int_eq(nnreg_sha256_begin(&sha, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_add(&sha, content, size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_sha256_end(digest, &sha, NULL), NNREG_OK);
    nnreg_hex(file->sha256, digest);
    ck_assert_int_eq(nnreg_sha256_add(all, digest, sizeof digest, NULL), NNREG_OK);
    free(content);
}

void plain_world_begin(struct plain_world *world)
{
    struct nnreg_sha256 all;
    unsigned char digest[NNREG_SHA256_SIZE];
    unsigned i, k;

    memset(world, 0, sizeof *world);
    fixture_begin(&world->fixture, 0);
    world->fixture.keyed = true;
    for (i = 0; i < PLAIN_BUNDLES; i++) {
        ck_assert_int_eq(nnreg_sha256_begin(&all, NULL), NNREG_OK);
        for (k = 0; k < PLAIN_FILES; k++)
            look_at_file(world, i, k, &all);
        ck_assert_int_eq(nnreg_sha256_end(digest, &all, NULL), NNREG_OK);
        nnreg_hex(world->digests[i], digest);
    }
}

void plain_world_end(struct plain_world *world)
{
    fixture_end(&world->fixture);
}

/* ------------------------------------------------------------------------------------------------------ run -- */

static int64_t moment;

static int64_t tell_moment(void)
{
    return moment;
}

static void open_registry(struct plain_run *run, unsigned flags)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[512] = "";

    options.flags = flags;
    options.message = message;
    options.message_size = sizeof message;
    ck_assert_msg(nnreg_open(&run->registry, run->dir, &options) == NNREG_OK, "%s", message);
}

void plain_run_begin(struct plain_run *run, struct plain_world *world, bool mutable_description,
                     unsigned flaws)
{
    memset(run, 0, sizeof *run);
    run->world = world;
    run->random = 88172645463325252u;
    plain_model_init(&run->model, (const struct plain_file(*)[PLAIN_FILES])world->files, mutable_description,
                     flaws);
    run->model.digests = (const char(*)[65])world->digests;
    (void)snprintf(run->dir, sizeof run->dir, "%.200s/run-%u", world->fixture.scratch.path, world->runs++);
    ck_assert_int_eq(nnreg_findings_new(&run->findings, NULL, 0), NNREG_OK);
    nnreg_clock_use(tell_moment);
    moment = run->model.now;
    open_registry(run, NNREG_OPEN_CREATE | (mutable_description ? NNREG_OPEN_MUTABLE_DESCRIPTION : 0u));
}

void plain_run_end(struct plain_run *run)
{
    struct scratch scratch = {.folder = -1};

    nnreg_close(run->registry);
    nnreg_findings_free(run->findings);
    plain_model_free(&run->model);
    nnreg_clock_use(NULL);
    (void)snprintf(scratch.path, sizeof scratch.path, "%s", run->dir);
    scratch_remove(&scratch);
}

/* ---------------------------------------------------------------------------------------------------- steps -- */

struct made {
    nnreg_status status;
    uint64_t id;
    struct nnreg_cascade cascade;
    char removed[8000];
};

static void note_removed(void *context, const struct nnreg_removed *removed)
{
    struct made *made = context;
    size_t used = strlen(made->removed);

    (void)snprintf(made->removed + used, sizeof made->removed - used, "%s %llu %s%s\n", removed->object,
                   (unsigned long long)removed->id, removed->name, removed->cleared != 0 ? ", cleared" : "");
}

static nnreg_status create_network(struct plain_run *run, const struct plain_step *step, const char *json,
                                   const struct nnreg_call_options *options, uint64_t *id)
{
    nnreg_bundle *bundle;
    nnreg_status status;
    unsigned i;

    ck_assert_int_eq(nnreg_bundle_new(&bundle), NNREG_OK);
    for (i = 0; i < PLAIN_FILES - (step->fault == PLAIN_NO_INDEX); i++)
        ck_assert_int_eq(nnreg_bundle_add_file(bundle, file_path(run->world, step->bundle % PLAIN_BUNDLES, i),
                                               file_names[i]),
                         NNREG_OK);
    status = nnreg_network_create(run->registry, id, json, strlen(json), bundle, options, run->findings);
    nnreg_bundle_free(bundle);
    return status;
}

static nnreg_status reopen(struct plain_run *run)
{
    nnreg_close(run->registry);
    open_registry(run, 0);
    return NNREG_OK;
}

/* In a step that makes nothing the registry has to stay as it is; what it recognises is told by the status alone. */
static nnreg_status export_and_import(struct plain_run *run)
{
    struct nnreg_selection selection = NNREG_SELECTION_INIT;
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    const char *path = fixture_path(&run->world->fixture, "moved.zip");
    nnreg_status status;

    selection.all = 1;
    options.flags = NNREG_REPLACE;
    status = nnreg_export(run->registry, path, &selection, &options, NULL);
    return status == NNREG_OK ? nnreg_import(run->registry, path, NULL, NULL, run->findings) : status;
}

static nnreg_status call_by_slug(struct plain_run *run, const struct plain_step *step, const char *json,
                                 const struct nnreg_call_options *options, struct made *made)
{
    const char *slug = plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)];
    nnreg *registry = run->registry;

    if (step->operation == PLAIN_UPDATE_NETWORK)
        return nnreg_network_update_by_slug(registry, slug, json, strlen(json), options, run->findings);
    if (step->operation == PLAIN_UPDATE_SPEC)
        return nnreg_spec_update_by_slug(registry, slug, json, strlen(json), options, run->findings);
    if (step->operation == PLAIN_DELETE_NETWORK)
        return nnreg_network_delete_by_slug(registry, slug, options, &made->cascade);
    return nnreg_spec_delete_by_slug(registry, slug, options, &made->cascade);
}

static nnreg_status call(struct plain_run *run, const struct plain_step *step, const char *json,
                         const struct nnreg_call_options *options, struct made *made)
{
    size_t length = strlen(json);
    nnreg *registry = run->registry;
    enum plain_kind kind;

    if (step->by_slug && plain_changes_public(step->operation, &kind))
        return call_by_slug(run, step, json, options, made);
    switch (step->operation) {
    case PLAIN_CREATE_NETWORK:
        return create_network(run, step, json, options, &made->id);
    case PLAIN_UPDATE_NETWORK:
        return nnreg_network_update(registry, step->id, json, length, options, run->findings);
    case PLAIN_DELETE_NETWORK:
        return nnreg_network_delete(registry, step->id, options, &made->cascade);
    case PLAIN_PUBLISH:
        return nnreg_network_publish(registry, step->id, plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)],
                                     options);
    case PLAIN_UNPUBLISH:
        return nnreg_network_unpublish(registry, step->id, options);
    case PLAIN_PUBLISH_SPEC:
        return nnreg_spec_publish(registry, step->id, plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)],
                                  options);
    case PLAIN_UNPUBLISH_SPEC:
        return nnreg_spec_unpublish(registry, step->id, options);
    case PLAIN_CREATE_SPEC:
        return nnreg_spec_create(registry, &made->id, json, length, options, run->findings);
    case PLAIN_UPDATE_SPEC:
        return nnreg_spec_update(registry, step->id, json, length, options, run->findings);
    case PLAIN_DELETE_SPEC:
        return nnreg_spec_delete(registry, step->id, options, &made->cascade);
    case PLAIN_CREATE_VERSION:
        return nnreg_version_create(registry, &made->id, json, length, options, run->findings);
    case PLAIN_DELETE_VERSION:
        return nnreg_version_delete(registry, step->id, options, &made->cascade);
    case PLAIN_UPDATE_TASK:
        return nnreg_task_update(registry, step->id, json, length, options, run->findings);
    case PLAIN_REOPEN:
        return reopen(run);
    case PLAIN_EXPORT_IMPORT:
        return export_and_import(run);
    case PLAIN_SETTING: /* the model has changed it already */
        return nnreg_set_mutable_description(registry, run->model.mutable_description, options);
    case PLAIN_CHECKOUT:
    case PLAIN_GC:
    case PLAIN_FSCK:
    case PLAIN_COMPACT:
    case PLAIN_BACKUP:
        return plain_look_after(run, step);
    case PLAIN_OPERATIONS:
        break;
    }
    ck_abort_msg("no operation");
}

static bool is_update(const struct plain_step *step, enum plain_kind *kind)
{
    *kind = step->operation == PLAIN_UPDATE_NETWORK ? PLAIN_NETWORK
            : step->operation == PLAIN_UPDATE_SPEC  ? PLAIN_SPEC
                                                    : PLAIN_TASK;
    return step->operation == PLAIN_UPDATE_NETWORK || step->operation == PLAIN_UPDATE_SPEC ||
           step->operation == PLAIN_UPDATE_TASK;
}

/* The operations that are made only in the state the caller saw, where he asks for that. */
static bool is_dated(const struct plain_step *step, enum plain_kind *kind)
{
    if (is_update(step, kind))
        return true;
    *kind = step->operation == PLAIN_DELETE_SPEC || step->operation == PLAIN_PUBLISH_SPEC ||
                    step->operation == PLAIN_UNPUBLISH_SPEC
                ? PLAIN_SPEC
            : step->operation == PLAIN_DELETE_VERSION ? PLAIN_VERSION
                                                      : PLAIN_NETWORK;
    return plain_deletes(step->operation) || plain_publishes(step->operation) ||
           step->operation == PLAIN_UNPUBLISH || step->operation == PLAIN_UNPUBLISH_SPEC;
}

/* The way in which the model, as it is before the step, says the call is to be made. */
static struct nnreg_call_options how_of(const struct plain_run *run, const struct plain_step *step)
{
    struct nnreg_call_options options = NNREG_CALL_OPTIONS_INIT;
    enum plain_kind kind;
    bool update = is_update(step, &kind), dated = is_dated(step, &kind);
    const struct plain_object *object =
        dated ? plain_find(&run->model, kind, plain_target(&run->model, step)) : NULL;

    options.actor = plain_actors[step->actor % PLAIN_COUNT(plain_actors)];
    if (update && step->merge && kind != PLAIN_TASK)
        options.flags |= NNREG_MERGE_METADATA;
    if (step->dry_run && plain_deletes(step->operation))
        options.flags |= NNREG_DRY_RUN;
    if (step->move && plain_publishes(step->operation))
        options.flags |= NNREG_MOVE_SLUG;
    if (step->withdraw && plain_changes_public(step->operation, &kind))
        options.flags |= NNREG_UNPUBLISH;
    if (dated && step->date != PLAIN_ANY_DATE)
        options.if_update_date =
            plain_time(object == NULL ? 0 : object->update_date - (step->date == PLAIN_STALE_DATE));
    return options;
}

static bool compare_answers(struct plain_run *run, const struct plain_answer *expected,
                            const struct made *made)
{
    const struct nnreg_cascade *a = &expected->cascade, *b = &made->cascade;
    const char *found =
        made->status == NNREG_OK || made->status == NNREG_REFUSED ? fixture_findings(run->findings) : "";

    if (made->status != expected->status)
        return plain_differ(run, "it answers \"%s\" (%s; %s), not \"%s\" (%s)",
                            nnreg_status_text(made->status), nnreg_message(run->registry), found,
                            nnreg_status_text(expected->status), expected->findings);
    if (strcmp(found, expected->findings) != 0)
        return plain_differ(run, "the findings are \"%s\", not \"%s\"", found, expected->findings);
    if (made->id != expected->id)
        return plain_differ(run, "the new id is %llu, not %llu", (unsigned long long)made->id,
                            (unsigned long long)expected->id);
    if (strcmp(made->removed, expected->removed) != 0)
        return plain_differ(run, "it tells that\n%sis removed, not\n%s", made->removed, expected->removed);
    if (a->networks != b->networks || a->tasks != b->tasks || a->files != b->files || a->blobs != b->blobs ||
        a->bytes != b->bytes || a->specs != b->specs || a->versions != b->versions ||
        a->cleared != b->cleared)
        return plain_differ(
            run, "the counts of what is removed differ (%llu files that nobody else uses, not %llu)",
            (unsigned long long)b->blobs, (unsigned long long)a->blobs);
    return true;
}

bool plain_make(struct plain_run *run, const struct plain_step *step)
{
    static struct plain_answer expected;
    static struct made made;
    char *json = plain_step_json(&run->model, step);
    struct nnreg_call_options options = how_of(run, step);
    char date[40]; /* what tells of a cascade makes many texts of times, and they take turns */

    if (options.if_update_date != NULL) {
        snprintf(date, sizeof date, "%s", options.if_update_date);
        options.if_update_date = date;
    }
    memset(&made, 0, sizeof made);
    made.cascade = (struct nnreg_cascade)NNREG_CASCADE_INIT;
    made.cascade.each = note_removed;
    made.cascade.context = &made;
    nnreg_findings_clear(run->findings);
    plain_apply(&run->model, step, &expected);
    moment = run->model.now;
    made.status = call(run, step, json, &options, &made);
    free(json);
    return compare_answers(run, &expected, &made);
}
