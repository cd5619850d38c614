/* See model.h: what each operation does. */
#include "plain/operations.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------------- answers -- */

__attribute__((format(printf, 2, 0))) static void find(struct plain_answer *answer, const char *format,
                                                       va_list arguments)
{
    size_t used = strlen(answer->findings);

    if (used > 0)
        used += (size_t)snprintf(answer->findings + used, sizeof answer->findings - used, "; ");
    (void)vsnprintf(answer->findings + used, sizeof answer->findings - used, format, arguments);
}

__attribute__((format(printf, 2, 3))) static void refuse(struct plain_answer *answer, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    find(answer, format, arguments);
    va_end(arguments);
    answer->status = NNREG_REFUSED;
}

/* A tensor that is named by a key: whoever is told of it may go on. */
__attribute__((format(printf, 2, 3))) static void note_key(struct plain_answer *answer, const char *format,
                                                           ...)
{
    va_list arguments;

    va_start(arguments, format);
    find(answer, format, arguments);
    va_end(arguments);
}

__attribute__((format(printf, 2, 3))) static void tell(struct plain_answer *answer, const char *format, ...)
{
    size_t used = strlen(answer->removed);
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(answer->removed + used, sizeof answer->removed - used, format, arguments);
    va_end(arguments);
}

/* What is wrong with the text of an update, whatever the object is. `given`: the rule and member of one that is given. */
static void judge_update(struct plain_answer *answer, const struct plain_step *step, const char *given)
{
    if (step->fault == PLAIN_IMMUTABLE)
        refuse(answer, "error %s", given);
    else if (step->fault == PLAIN_READ_ONLY)
        refuse(answer, "error read-only /id");
    else if (step->fault == PLAIN_UNKNOWN)
        refuse(answer, "error unknown-field /nmae");
}

/* The object of an update that may go on. */
static struct plain_object *find_for_update(struct plain_model *model, const struct plain_step *step,
                                            enum plain_kind kind, struct plain_answer *answer)
{
    struct plain_object *object = plain_find_to_change(model, kind, step->id);

    if (answer->status != NNREG_OK)
        return NULL;
    if (object == NULL)
        answer->status = NNREG_NOT_FOUND;
    else if (step->date == PLAIN_STALE_DATE)
        answer->status = NNREG_CONFLICT;
    return answer->status == NNREG_OK ? object : NULL;
}

/* Puts name, description and metadata where they are. */
static void change_texts(const struct plain_model *model, struct plain_object *object,
                         const struct plain_step *step)
{
    struct plain_metadata metadata = plain_metadata(step->metadata);

    if ((step->members & PLAIN_NAME) != 0)
        object->name = plain_name(step->name);
    if ((step->members & PLAIN_DESCRIPTION) != 0)
        object->description = plain_descriptions[step->description % PLAIN_COUNT(plain_descriptions)];
    if ((step->members & PLAIN_METADATA) == 0)
        return;
    if (!step->merge || (model->flaws & PLAIN_FLAW_PATCH_REPLACES) != 0)
        object->metadata = metadata;
    else if (!object->metadata.spaced) /* else the text patches nothing */
        plain_metadata_merge(&object->metadata, &metadata);
}

static void store_update(struct plain_model *model, const struct plain_step *step, enum plain_kind kind,
                         struct plain_object *before, struct plain_object *after)
{
    if (step->members == 0)
        return;
    plain_touch(model, after);
    plain_event(model, step, "update", kind, before, after);
    *before = *after;
}

/* ---------------------------------------------------------------------------------------------- publishing -- */

static void make_private(struct plain_model *model, const struct plain_step *step, enum plain_kind kind,
                         struct plain_object *object)
{
    struct plain_object before = *object;

    object->slug = "";
    plain_event(model, step, "unpublish", kind, &before, object);
}

/* Whether it is public and stays so; else, where it was public, it is private now. */
static bool stays_public(struct plain_model *model, const struct plain_step *step, enum plain_kind kind,
                         struct plain_object *object)
{
    if (object->slug[0] != '\0' && step->withdraw)
        make_private(model, step, kind, object);
    return object->slug[0] != '\0';
}

/* ------------------------------------------------------------------------------------------------ networks -- */

static void create_network(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    struct plain_object *network, *task;

    if (step->fault == PLAIN_READ_ONLY)
        refuse(answer, "error read-only /id");
    else if (step->fault == PLAIN_UNKNOWN)
        refuse(answer, "error unknown-field /nmae");
    if (step->fault == PLAIN_NO_TENSOR)
        refuse(answer, "error model.tensor-missing /preprocessing/inputs/0/tensor_name");
    else if (step->by_key)
        note_key(answer, "note model.tensor-by-key /preprocessing/inputs/0/tensor_name");
    if (step->by_key && step->declares)
        note_key(answer, "note model.tensor-by-key /postprocessings/0/tensors_output/tensors/0");
    if (step->fault == PLAIN_NO_INDEX)
        refuse(answer, "error bundle.index-missing variables.index");
    if (answer->status != NNREG_OK)
        return;
    network = plain_insert(model, PLAIN_NETWORK);
    network->name = plain_name(step->name);
    network->description = plain_descriptions[step->description % PLAIN_COUNT(plain_descriptions)];
    network->metadata = plain_metadata(step->metadata);
    network->slug = "";
    network->bundle = step->bundle % PLAIN_BUNDLES;
    network->declares = step->declares;
    network->by_key = step->by_key;
    task = plain_insert(model, PLAIN_TASK);
    task->network_id = network->id;
    task->error = "";
    network->task_id = task->id;
    answer->id = network->id;
    plain_event(model, step, "create", PLAIN_NETWORK, NULL, network);
    plain_event(model, step, "create", PLAIN_TASK, NULL, task);
}

static void update_network(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    struct plain_object *network, changed;

    judge_update(answer, step, "immutable /framework");
    if ((step->members & PLAIN_DESCRIPTION) != 0 && !model->mutable_description)
        refuse(answer, "error immutable /description");
    network = find_for_update(model, step, PLAIN_NETWORK, answer);
    if (network == NULL)
        return;
    if (stays_public(model, step, PLAIN_NETWORK, network)) {
        answer->status = NNREG_CONFLICT;
        return;
    }
    changed = *network;
    change_texts(model, &changed, step);
    store_update(model, step, PLAIN_NETWORK, network, &changed);
}

static enum plain_kind kind_of_publishing(const struct plain_step *step)
{
    return step->operation == PLAIN_PUBLISH || step->operation == PLAIN_UNPUBLISH ? PLAIN_NETWORK
                                                                                  : PLAIN_SPEC;
}

/* The other object of the kind that has the slug, or NULL. */
static struct plain_object *find_holder(struct plain_model *model, enum plain_kind kind,
                                        const struct plain_object *object, const char *slug)
{
    size_t i;

    for (i = 0; i < model->count[kind]; i++) {
        struct plain_object *other = &model->objects[kind][i];

        if (other != object && strcmp(other->slug, slug) == 0)
            return other;
    }
    return NULL;
}

/* Whether the model believes, for the flaw, that the slug is taken for good. */
static bool stays_taken(const struct plain_model *model, enum plain_kind kind, unsigned slug)
{
    return kind == PLAIN_NETWORK && (model->flaws & PLAIN_FLAW_SLUG_STAYS_TAKEN) != 0 &&
           model->slug_taken[slug];
}

static void publish(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    const char *slug = plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)];
    enum plain_kind kind = kind_of_publishing(step);
    struct plain_object *object = plain_find_to_change(model, kind, step->id), before, *holder;

    if (step->slug % PLAIN_COUNT(plain_slugs) >= PLAIN_GOOD_SLUGS)
        answer->status = NNREG_INVALID_ARGUMENT;
    else if (object == NULL)
        answer->status = NNREG_NOT_FOUND;
    else if (step->date == PLAIN_STALE_DATE)
        answer->status = NNREG_CONFLICT;
    else if (strcmp(object->slug, slug) != 0 && object->slug[0] != '\0')
        answer->status = NNREG_CONFLICT;
    holder = answer->status == NNREG_OK ? find_holder(model, kind, object, slug) : NULL;
    if (holder != NULL && !step->move)
        answer->status = NNREG_EXISTS;
    if (answer->status == NNREG_OK && object->slug[0] == '\0' &&
        stays_taken(model, kind, step->slug % PLAIN_COUNT(plain_slugs)))
        answer->status = NNREG_EXISTS;
    if (answer->status != NNREG_OK || object->slug[0] != '\0')
        return;
    if (holder != NULL)
        make_private(model, step, kind, holder);
    before = *object;
    object->slug = slug;
    if (kind == PLAIN_NETWORK)
        model->slug_taken[step->slug % PLAIN_COUNT(plain_slugs)] = true;
    plain_event(model, step, "publish", kind, &before, object);
}

static void unpublish(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    enum plain_kind kind = kind_of_publishing(step);
    struct plain_object *object = plain_find_to_change(model, kind, step->id);

    if (object == NULL)
        answer->status = NNREG_NOT_FOUND;
    else if (step->date == PLAIN_STALE_DATE)
        answer->status = NNREG_CONFLICT;
    if (answer->status == NNREG_OK && object->slug[0] != '\0')
        make_private(model, step, kind, object);
}

/* ----------------------------------------------------------------------------------------- specs and tasks -- */

static void create_spec(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    struct plain_object *spec;

    if (step->fault == PLAIN_READ_ONLY)
        refuse(answer, "error read-only /id");
    else if (step->fault == PLAIN_UNKNOWN)
        refuse(answer, "error unknown-field /nmae");
    if (answer->status != NNREG_OK)
        return;
    spec = plain_insert(model, PLAIN_SPEC);
    spec->name = plain_name(step->name);
    spec->description = plain_descriptions[step->description % PLAIN_COUNT(plain_descriptions)];
    spec->metadata = plain_metadata(step->metadata);
    spec->slug = "";
    spec->bundle = step->bundle % PLAIN_COUNT(plain_outputs);
    answer->id = spec->id;
    plain_event(model, step, "create", PLAIN_SPEC, NULL, spec);
}

static void update_spec(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    const struct plain_object *current = plain_find_to_change(model, PLAIN_VERSION, step->other);
    struct plain_object *spec, changed;

    judge_update(answer, step, "immutable /outputs");
    spec = find_for_update(model, step, PLAIN_SPEC, answer);
    if (spec == NULL)
        return;
    if (spec->slug[0] != '\0' && !step->withdraw) {
        answer->status = NNREG_CONFLICT;
        return;
    }
    if ((step->members & PLAIN_CURRENT) != 0 && step->other != 0 &&
        (current == NULL || current->spec_id != spec->id)) {
        refuse(answer, "error reference /current_version_id");
        return;
    }
    (void)stays_public(model, step, PLAIN_SPEC, spec);
    changed = *spec;
    change_texts(model, &changed, step);
    if ((step->members & PLAIN_CURRENT) != 0)
        changed.current = step->other;
    store_update(model, step, PLAIN_SPEC, spec, &changed);
}

static void update_task(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    struct plain_object *task, changed;
    bool given = (step->members & PLAIN_ERROR) != 0;

    judge_update(answer, step, "read-only /network_id");
    task = find_for_update(model, step, PLAIN_TASK, answer);
    if (task == NULL)
        return;
    changed = *task;
    if ((step->members & PLAIN_STATUS) != 0)
        changed.status = step->status % PLAIN_COUNT(plain_statuses);
    if (given)
        changed.error = plain_errors[step->error % PLAIN_COUNT(plain_errors)];
    if (changed.status == 2 && changed.error[0] == '\0')
        refuse(answer, "error task.error %s", given ? "/error" : "/status");
    else if (changed.status != 2 && given && changed.error[0] != '\0')
        refuse(answer, "error task.error /error");
    if (answer->status != NNREG_OK)
        return;
    if (changed.status != 2)
        changed.error = "";
    store_update(model, step, PLAIN_TASK, task, &changed);
}

/* ------------------------------------------------------------------------------------------------ versions -- */

/* By the tensor: what is told of one that a version cannot use. */
static const char *const tensor_rules[PLAIN_TENSORS] = {
    [PLAIN_TENSOR_INNER] = "version.undeclared-tensor",
    [PLAIN_TENSOR_FED] = "version.fed-tensor",
    [PLAIN_TENSOR_NONE] = "model.tensor-missing",
    [PLAIN_TENSOR_KEY] = "model.tensor-missing",
};

/* Whether it is a key that the network was given, and then stands for a tensor. */
static bool is_known_key(unsigned tensor, const struct plain_object *network)
{
    return tensor == PLAIN_TENSOR_KEY && network->declares && network->by_key;
}

static void judge_first_tensor(unsigned tensor, const struct plain_entry *entry,
                               const struct plain_object *network, struct plain_answer *answer)
{
    if (is_known_key(tensor, network))
        note_key(answer, "note model.tensor-by-key /post_processings/0/%s%s", entry->kind,
                 entry->first_tensor);
    else if (tensor != PLAIN_TENSOR_GIVEN_OUT && (tensor != PLAIN_TENSOR_INNER || network->declares))
        refuse(answer, "error %s /post_processings/0/%s%s", tensor_rules[tensor], entry->kind,
               entry->first_tensor);
}

/* The entries against the outputs they are for, in the order of the text. */
static void judge_entries(const struct plain_step *step, const struct plain_object *spec,
                          const struct plain_object *network, struct plain_answer *answer)
{
    const struct plain_entries *entries = &plain_entries[step->bundle % PLAIN_COUNT(plain_entries)];
    const struct plain_outputs *outputs = spec != NULL ? &plain_outputs[spec->bundle] : NULL;
    unsigned i, tensor = step->tensor % PLAIN_TENSORS;

    if (outputs != NULL && entries->count != outputs->count)
        refuse(answer, "error version.outputs /post_processings");
    for (i = 0; i < entries->count; i++) {
        const struct plain_entry *entry = &plain_entry[entries->entry[i]];
        const struct plain_output *output =
            outputs != NULL && entries->count == outputs->count ? &outputs->output[i] : NULL;

        if (output != NULL && output->box != entry->box)
            refuse(answer, "error version.roi /post_processings/%u/%s", i, entry->kind);
        if (i == 0 && network != NULL)
            judge_first_tensor(tensor, entry, network, answer);
        if (output != NULL && output->box == entry->box && entry->thresholds > 0 &&
            entry->thresholds != output->labels)
            refuse(answer, "error version.thresholds /post_processings/%u/%s/thresholds", i, entry->kind);
    }
}

static void set_current(struct plain_model *model, const struct plain_step *step, struct plain_object *spec,
                        uint64_t id)
{
    struct plain_object before = *spec;

    spec->current = id;
    plain_touch(model, spec);
    plain_event(model, step, "update", PLAIN_SPEC, &before, spec);
}

static void create_version(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    struct plain_object *spec = plain_find_to_change(model, PLAIN_SPEC, step->other), *version;
    const struct plain_object *network = plain_find_to_change(model, PLAIN_NETWORK, step->third);
    bool first = true;
    size_t i;

    if (step->fault == PLAIN_READ_ONLY)
        refuse(answer, "error read-only /id");
    else if (step->fault == PLAIN_UNKNOWN)
        refuse(answer, "error unknown-field /nmae");
    if (spec == NULL)
        refuse(answer, "error %s /spec_id", step->other == 0 ? "range" : "reference");
    if (network == NULL)
        refuse(answer, "error %s /network_id", step->third == 0 ? "range" : "reference");
    judge_entries(step, spec, network, answer);
    if (answer->status != NNREG_OK)
        return;
    for (i = 0; i < model->count[PLAIN_VERSION]; i++)
        first = first && model->objects[PLAIN_VERSION][i].spec_id != spec->id;
    version = plain_insert(model, PLAIN_VERSION);
    version->spec_id = spec->id;
    version->network_id = network->id;
    version->bundle = step->bundle % PLAIN_COUNT(plain_entries);
    version->tensor = step->tensor % PLAIN_TENSORS;
    if (is_known_key(version->tensor, network))
        version->tensor = PLAIN_TENSOR_OF_KEY;
    answer->id = version->id;
    plain_event(model, step, "create", PLAIN_VERSION, NULL, version);
    if (first)
        set_current(model, step, spec, version->id);
}

/* ------------------------------------------------------------------------------------------------- deletes -- */

static void delete_object(struct plain_model *model, const struct plain_step *step, enum plain_kind kind,
                          const struct plain_object *object)
{
    plain_event(model, step, "delete", kind, object, NULL);
    plain_drop(model, kind, object);
}

/* The versions that are of this spec, of this network, or this version, by id; each is told by the name of its network. */
static void delete_versions(struct plain_model *model, const struct plain_step *step,
                            struct plain_answer *answer)
{
    size_t i = 0;

    while (i < model->count[PLAIN_VERSION]) {
        const struct plain_object *version = &model->objects[PLAIN_VERSION][i];
        uint64_t of = step->operation == PLAIN_DELETE_NETWORK ? version->network_id
                      : step->operation == PLAIN_DELETE_SPEC  ? version->spec_id
                                                              : version->id;

        if (of != step->id) {
            i++;
            continue;
        }
        tell(answer, "version %llu %s\n", (unsigned long long)version->id,
             plain_find_to_change(model, PLAIN_NETWORK, version->network_id)->name);
        answer->cascade.versions++;
        delete_object(model, step, PLAIN_VERSION, version);
    }
}

/* The specs, by id, whose current version has gone. */
static void clear_currents(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    size_t i;

    for (i = 0; i < model->count[PLAIN_SPEC]; i++) {
        struct plain_object *spec = &model->objects[PLAIN_SPEC][i];

        if (spec->current == 0 || plain_find_to_change(model, PLAIN_VERSION, spec->current) != NULL)
            continue;
        answer->cascade.cleared++;
        tell(answer, "spec %llu %s, cleared\n", (unsigned long long)spec->id, spec->name);
        if ((model->flaws & PLAIN_FLAW_CURRENT_STAYS) == 0)
            set_current(model, step, spec, 0);
    }
}

static void delete_network(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    struct plain_object *network = plain_find_to_change(model, PLAIN_NETWORK, step->id);
    const struct plain_file *files;
    size_t i;

    if (network == NULL || step->date == PLAIN_STALE_DATE ||
        stays_public(model, step, PLAIN_NETWORK, network)) {
        answer->status = network == NULL ? NNREG_NOT_FOUND : NNREG_CONFLICT;
        return;
    }
    files = model->files[network->bundle];
    delete_versions(model, step, answer);
    clear_currents(model, step, answer);
    tell(answer, "task %llu \nnetwork %llu %s\n", (unsigned long long)network->task_id,
         (unsigned long long)network->id, network->name);
    delete_object(model, step, PLAIN_TASK, plain_find_to_change(model, PLAIN_TASK, network->task_id));
    delete_object(model, step, PLAIN_NETWORK, network);
    answer->cascade.tasks = answer->cascade.networks = 1;
    for (i = 0; i < PLAIN_FILES; i++) {
        bool last =
            !plain_is_stored(model, files[i].sha256) || (model->flaws & PLAIN_FLAW_SHARED_FILES_GO) != 0;

        tell(answer, "file 0 %s\n", files[i].name);
        answer->cascade.files++;
        answer->cascade.blobs += last;
        answer->cascade.bytes += last ? files[i].size : 0;
    }
}

static void delete_spec(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    struct plain_object *spec = plain_find_to_change(model, PLAIN_SPEC, step->id);

    if (spec == NULL || step->date == PLAIN_STALE_DATE || stays_public(model, step, PLAIN_SPEC, spec)) {
        answer->status = spec == NULL ? NNREG_NOT_FOUND : NNREG_CONFLICT;
        return;
    }
    delete_versions(model, step, answer);
    tell(answer, "spec %llu %s\n", (unsigned long long)spec->id, spec->name);
    answer->cascade.specs = 1;
    delete_object(model, step, PLAIN_SPEC, spec);
}

static void delete_version(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    const struct plain_object *version = plain_find_to_change(model, PLAIN_VERSION, step->id);

    if (version == NULL || step->date == PLAIN_STALE_DATE) {
        answer->status = version == NULL ? NNREG_NOT_FOUND : NNREG_CONFLICT;
        return;
    }
    delete_versions(model, step, answer);
    clear_currents(model, step, answer);
}

/* -------------------------------------------------------------------------------------------------- all -- */

static void reopen(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    (void)model, (void)step, (void)answer; /* is seen by nobody */
}

/* All of it is recognised, and nothing is made. */
static void export_import(struct plain_model *model, const struct plain_step *step,
                          struct plain_answer *answer)
{
    (void)model, (void)step, (void)answer;
}

static void change_setting(struct plain_model *model, const struct plain_step *step,
                           struct plain_answer *answer)
{
    (void)answer;
    model->mutable_description = !model->mutable_description;
    plain_setting_event(model, step);
}

/* Looking after a registry that is sound is seen by nobody; what it must find is in agree_upkeep.c. */
static void look_after(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    (void)model, (void)step, (void)answer;
}

static void check_out(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    if (plain_find_to_change(model, PLAIN_NETWORK, step->id) == NULL)
        answer->status = NNREG_NOT_FOUND;
}

plain_operation_work *const plain_operation_works[PLAIN_OPERATIONS] = {
    [PLAIN_CREATE_NETWORK] = create_network,
    [PLAIN_UPDATE_NETWORK] = update_network,
    [PLAIN_DELETE_NETWORK] = delete_network,
    [PLAIN_PUBLISH] = publish,
    [PLAIN_UNPUBLISH] = unpublish,
    [PLAIN_CREATE_SPEC] = create_spec,
    [PLAIN_UPDATE_SPEC] = update_spec,
    [PLAIN_DELETE_SPEC] = delete_spec,
    [PLAIN_CREATE_VERSION] = create_version,
    [PLAIN_DELETE_VERSION] = delete_version,
    [PLAIN_UPDATE_TASK] = update_task,
    [PLAIN_PUBLISH_SPEC] = publish,
    [PLAIN_UNPUBLISH_SPEC] = unpublish,
    [PLAIN_REOPEN] = reopen,
    [PLAIN_EXPORT_IMPORT] = export_import,
    [PLAIN_SETTING] = change_setting,
    [PLAIN_CHECKOUT] = check_out,
    [PLAIN_GC] = look_after,
    [PLAIN_FSCK] = look_after,
    [PLAIN_COMPACT] = look_after,
    [PLAIN_BACKUP] = look_after,
};
