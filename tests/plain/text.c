/* See model.h: texts. What is handed over, what comes back, and what the history says. */
#include "plain/model.h"

#include <check.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *plain_time(int64_t microseconds)
{
    static char texts[4][40];
    static unsigned turn;
    char *text = texts[turn++ % 4];
    time_t seconds = (time_t)(microseconds / 1000000);
    struct tm parts;
    size_t used;

    ck_assert_ptr_nonnull(gmtime_r(&seconds, &parts));
    used = strftime(text, sizeof texts[0], "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(text + used, sizeof texts[0] - used, ".%06dZ", (int)(microseconds % 1000000));
    return text;
}

/* A growing text; take hands it over. */
struct text {
    FILE *out;
    char *content;
    size_t size;
};

static void begin(struct text *text)
{
    text->out = open_memstream(&text->content, &text->size);
    ck_assert_ptr_nonnull(text->out);
}

static char *take(struct text *text)
{
    ck_assert_int_eq(fclose(text->out), 0);
    return text->content;
}

/* Of what JSON wants escaped the names have only the quote. */
static void put_name(FILE *out, const char *name)
{
    fputc('"', out);
    for (; *name != '\0'; name++)
        fprintf(out, *name == '"' ? "\\%c" : "%c", *name);
    fputc('"', out);
}

/* -------------------------------------------------------------------------------------------- handing over -- */

/* The comma and the key of a member; `*rest` is whether it is not the first. */
static void put_key(FILE *out, bool *rest, const char *key)
{
    fprintf(out, "%s\"%s\": ", *rest ? ", " : "", key);
    *rest = true;
}

static void put_faults(FILE *out, bool *rest, const struct plain_step *step, const char *immutable)
{
    if (step->fault == PLAIN_IMMUTABLE && immutable != NULL) {
        put_key(out, rest, immutable);
        fputs("\"tensorflow-1.x\"", out);
    } else if (step->fault == PLAIN_READ_ONLY) {
        put_key(out, rest, "id");
        fputs("1", out);
    } else if (step->fault == PLAIN_UNKNOWN) {
        put_key(out, rest, "nmae");
        fputs("\"x\"", out);
    }
}

static void put_texts(FILE *out, bool *rest, const struct plain_step *step, unsigned members,
                      bool patch_nothing)
{
    struct plain_metadata metadata = plain_metadata(step->metadata);

    if ((members & PLAIN_NAME) != 0) {
        put_key(out, rest, "name");
        put_name(out, plain_name(step->name));
    }
    if ((members & PLAIN_DESCRIPTION) != 0) {
        put_key(out, rest, "description");
        fprintf(out, "\"%s\"", plain_descriptions[step->description % PLAIN_COUNT(plain_descriptions)]);
    }
    if ((members & PLAIN_METADATA) != 0) {
        put_key(out, rest, "metadata");
        metadata.spaced = metadata.spaced && !step->merge; /* the white space of a patch comes along */
        fputs(patch_nothing ? "{}" : plain_metadata_text(&metadata), out);
    }
}

static void put_network(FILE *out, const struct plain_step *step)
{
    bool rest = false;

    put_faults(out, &rest, step, NULL);
    put_texts(out, &rest, step, PLAIN_NAME | PLAIN_DESCRIPTION | PLAIN_METADATA, false);
    fprintf(
        out,
        ", \"framework\": \"tensorflow-1.x\",\n \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"%s\", "
        "\"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", "
        "\"color_channels\": \"RGB\"}}]}",
        step->fault == PLAIN_NO_TENSOR ? plain_tensors[PLAIN_TENSOR_NONE]
        : step->by_key                 ? "image"
                                       : "input:0");
    if (step->declares)
        fprintf(out, ",\n \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"%s\"]}}]",
                plain_tensors[step->by_key ? PLAIN_TENSOR_KEY : PLAIN_TENSOR_GIVEN_OUT]);
}

static void put_outputs(FILE *out, const struct plain_outputs *outputs)
{
    unsigned i, k;

    fputs("\"outputs\":[", out);
    for (i = 0; i < outputs->count; i++) {
        fprintf(out, "%s{\"labels\":{\"labels\":[", i > 0 ? "," : "");
        for (k = 0; k < outputs->output[i].labels; k++)
            fprintf(out, "%s{\"id\":%u,\"name\":\"label %u\"}", k > 0 ? "," : "", k + 1, k);
        fprintf(out, "],\"exclusive\":true,\"roi\":\"%s\"}}", outputs->output[i].box ? "BBOX" : "NONE");
    }
    fputc(']', out);
}

static void put_entries(FILE *out, const struct plain_entries *entries, unsigned tensor)
{
    unsigned i;

    fputs("\"post_processings\":[", out);
    for (i = 0; i < entries->count; i++) {
        const struct plain_entry *entry = &plain_entry[entries->entry[i]];

        fprintf(out, "%s%s%s%s%s%s", i > 0 ? "," : "", entry->before,
                plain_tensors[i == 0 ? tensor : PLAIN_TENSOR_GIVEN_OUT], entry->between,
                entry->thresholds == 0   ? ""
                : entry->thresholds == 1 ? ",\"thresholds\":[0.5]"
                                         : ",\"thresholds\":[0.5,0.75]",
                entry->after);
    }
    fputc(']', out);
}

static void put_version(FILE *out, const struct plain_step *step)
{
    bool rest = false;

    put_faults(out, &rest, step, NULL);
    fprintf(out, "%s\"spec_id\": %u, \"network_id\": %u, ", rest ? ", " : "", step->other, step->third);
    put_entries(out, &plain_entries[step->bundle % PLAIN_COUNT(plain_entries)], step->tensor % PLAIN_TENSORS);
}

static void put_task(FILE *out, bool *rest, const struct plain_step *step)
{
    if ((step->members & PLAIN_STATUS) != 0) {
        put_key(out, rest, "status");
        fprintf(out, "\"%s\"", plain_statuses[step->status % PLAIN_COUNT(plain_statuses)]);
    }
    if ((step->members & PLAIN_ERROR) != 0) {
        put_key(out, rest, "error");
        fprintf(out, "\"%s\"", plain_errors[step->error % PLAIN_COUNT(plain_errors)]);
    }
}

/* What would come of a merge into metadata with white space is a question for the tests of merging. */
static bool patches_nothing(const struct plain_model *model, const struct plain_step *step,
                            enum plain_kind kind)
{
    const struct plain_object *object = plain_find(model, kind, plain_target(model, step));

    return step->merge && object != NULL && object->metadata.spaced;
}

static void put_spec_update(FILE *out, bool *rest, const struct plain_model *model,
                            const struct plain_step *step)
{
    put_faults(out, rest, step, "outputs");
    put_texts(out, rest, step, step->members, patches_nothing(model, step, PLAIN_SPEC));
    if ((step->members & PLAIN_CURRENT) == 0)
        return;
    put_key(out, rest, "current_version_id");
    if (step->other == 0)
        fputs("null", out);
    else
        fprintf(out, "%u", step->other);
}

char *plain_step_json(const struct plain_model *model, const struct plain_step *step)
{
    struct text text;
    bool rest = false;

    begin(&text);
    fputc('{', text.out);
    if (step->operation == PLAIN_CREATE_NETWORK) {
        put_network(text.out, step);
    } else if (step->operation == PLAIN_UPDATE_NETWORK) {
        put_faults(text.out, &rest, step, "framework");
        put_texts(text.out, &rest, step, step->members, patches_nothing(model, step, PLAIN_NETWORK));
    } else if (step->operation == PLAIN_CREATE_SPEC) {
        put_faults(text.out, &rest, step, NULL);
        put_texts(text.out, &rest, step, PLAIN_NAME | PLAIN_DESCRIPTION | PLAIN_METADATA, false);
        fputs(", ", text.out);
        put_outputs(text.out, &plain_outputs[step->bundle % PLAIN_COUNT(plain_outputs)]);
    } else if (step->operation == PLAIN_UPDATE_SPEC) {
        put_spec_update(text.out, &rest, model, step);
    } else if (step->operation == PLAIN_CREATE_VERSION) {
        put_version(text.out, step);
    } else if (step->operation == PLAIN_UPDATE_TASK) {
        put_faults(text.out, &rest, step, "network_id");
        put_task(text.out, &rest, step);
    }
    fputc('}', text.out);
    return take(&text);
}

/* --------------------------------------------------------------------------------------------- coming back -- */

static void put_head(FILE *out, const struct plain_object *object)
{
    fprintf(out, "{\"id\":%" PRIu64 ",\"name\":", object->id);
    put_name(out, object->name);
    fprintf(out, ",\"description\":\"%s\",\"metadata\":%s,", object->description,
            plain_metadata_text(&object->metadata));
}

static const char *outputs_of(const struct plain_object *object)
{
    if (!object->declares)
        return "";
    return object->by_key
               ? "{\"tensors_output\":{\"tensors\":[\"probabilities:0\"],\"signature_keys\":[\"scores\"]}}"
               : "{\"tensors_output\":{\"tensors\":[\"probabilities\"]}}";
}

static void put_network_object(FILE *out, const struct plain_model *model, const struct plain_object *object)
{
    const struct plain_file *files = model->files[object->bundle];
    size_t i;

    put_head(out, object);
    fprintf(out,
            "\"framework\":\"tensorflow-1.x\",\"preprocessing\":{\"inputs\":[{\"tensor_name\":\"input:0\",%s"
            "\"image\":{"
            "\"dimension_order\":\"NHWC\",\"resize_type\":\"SQUASH\",\"target_size\":\"32x32\",\"color_"
            "channels\":"
            "\"RGB\",\"pixel_scaling\":255.0,\"mean_file\":\"\",\"data_type\":\"FLOAT32\"}}],\"batched_"
            "output\":true},"
            "\"postprocessings\":[%s],\"files\":[",
            object->by_key ? "\"signature_key\":\"image\"," : "", outputs_of(object));
    for (i = 0; i < PLAIN_FILES; i++)
        fprintf(out, "%s{\"name\":\"%s\",\"size\":%" PRIu64 ",\"sha256\":\"%s\"}", i > 0 ? "," : "",
                files[i].name, files[i].size, files[i].sha256);
    fprintf(out, "],\"digest\":\"%s\",\"task_id\":%" PRIu64 ",", model->digests[object->bundle],
            object->task_id);
}

static void put_slug(FILE *out, const char *slug)
{
    if (slug[0] == '\0')
        fputs(",\"slug\":null", out);
    else
        fprintf(out, ",\"slug\":\"%s\"", slug);
}

static void put_id_or_null(FILE *out, uint64_t id)
{
    if (id == 0)
        fputs("null", out);
    else
        fprintf(out, "%" PRIu64, id);
}

static void put_spec_object(FILE *out, const struct plain_object *object, bool with_outputs)
{
    put_head(out, object);
    if (with_outputs) {
        put_outputs(out, &plain_outputs[object->bundle]);
        fputc(',', out);
    }
    fputs("\"current_version_id\":", out);
    put_id_or_null(out, object->current);
    fputc(',', out);
}

static void put_version_object(FILE *out, const struct plain_model *model, const struct plain_object *object)
{
    fprintf(out, "{\"id\":%" PRIu64 ",\"spec_id\":%" PRIu64 ",\"network_id\":%" PRIu64 ",", object->id,
            object->spec_id, object->network_id);
    put_entries(out, &plain_entries[object->bundle], object->tensor);
    fputs(",\"spec_name\":", out);
    put_name(out, plain_find(model, PLAIN_SPEC, object->spec_id)->name);
    fputs(",\"network_name\":", out);
    put_name(out, plain_find(model, PLAIN_NETWORK, object->network_id)->name);
    fputc(',', out);
}

char *plain_object_json(const struct plain_model *model, enum plain_kind kind,
                        const struct plain_object *object, bool with_outputs)
{
    struct text text;

    begin(&text);
    if (kind == PLAIN_NETWORK)
        put_network_object(text.out, model, object);
    else if (kind == PLAIN_SPEC)
        put_spec_object(text.out, object, with_outputs);
    else if (kind == PLAIN_VERSION)
        put_version_object(text.out, model, object);
    else
        fprintf(text.out,
                "{\"id\":%" PRIu64 ",\"network_id\":%" PRIu64 ",\"status\":\"%s\",\"error\":\"%s\",",
                object->id, object->network_id, plain_statuses[object->status], object->error);
    fprintf(text.out, "\"create_date\":\"%s\",\"update_date\":\"%s\"", plain_time(object->create_date),
            plain_time(object->update_date));
    if (kind == PLAIN_NETWORK || kind == PLAIN_SPEC)
        put_slug(text.out, object->slug);
    fputc('}', text.out);
    return take(&text);
}

/* ----------------------------------------------------------------------------------------------- history -- */

/* What is told of an object: pairs of a field and its JSON text, owned. */
struct fields {
    size_t count;
    const char *key[5];
    char *text[5];
};

__attribute__((format(printf, 3, 4))) static void add_field(struct fields *fields, const char *key,
                                                            const char *format, ...)
{
    struct text text;
    va_list arguments;

    begin(&text);
    va_start(arguments, format);
    vfprintf(text.out, format, arguments);
    va_end(arguments);
    fields->key[fields->count] = key;
    fields->text[fields->count++] = take(&text);
}

static void add_name(struct fields *fields, const char *name)
{
    struct text text;

    begin(&text);
    put_name(text.out, name);
    fields->key[fields->count] = "name";
    fields->text[fields->count++] = take(&text);
}

static void tell_object(struct fields *fields, enum plain_kind kind, const struct plain_object *object,
                        bool whole)
{
    if (kind == PLAIN_NETWORK || kind == PLAIN_SPEC) {
        add_name(fields, object->name);
        add_field(fields, "description", "\"%s\"", object->description);
        add_field(fields, "metadata", "%s", plain_metadata_text(&object->metadata));
    }
    if (kind == PLAIN_NETWORK && !whole)
        add_field(fields, "slug", "\"%s\"", object->slug);
    if (kind == PLAIN_SPEC && object->current == 0)
        add_field(fields, "current_version_id", "null");
    else if (kind == PLAIN_SPEC)
        add_field(fields, "current_version_id", "%" PRIu64, object->current);
    if (kind == PLAIN_SPEC && !whole)
        add_field(fields, "slug", "\"%s\"", object->slug);
    if (kind == PLAIN_VERSION)
        add_field(fields, "spec_id", "%" PRIu64, object->spec_id);
    if (kind == PLAIN_VERSION || kind == PLAIN_TASK)
        add_field(fields, "network_id", "%" PRIu64, object->network_id);
    if (kind == PLAIN_TASK) {
        add_field(fields, "status", "\"%s\"", plain_statuses[object->status]);
        add_field(fields, "error", "\"%s\"", object->error);
    }
}

static void put_changes(FILE *out, enum plain_kind kind, const struct plain_object *before,
                        const struct plain_object *after)
{
    struct fields old = {0}, now = {0};
    size_t i, told = 0, count;

    if (before != NULL)
        tell_object(&old, kind, before, after == NULL);
    if (after != NULL)
        tell_object(&now, kind, after, before == NULL);
    count = before != NULL ? old.count : now.count;
    for (i = 0; i < count; i++) {
        if (before == NULL || after == NULL || strcmp(old.text[i], now.text[i]) != 0)
            fprintf(out, "%s{\"field\":\"%s\",\"old\":%s,\"new\":%s}", told++ > 0 ? "," : "",
                    before != NULL ? old.key[i] : now.key[i], before != NULL ? old.text[i] : "null",
                    after != NULL ? now.text[i] : "null");
        free(old.text[i]);
        free(now.text[i]);
    }
}

/* What comes before the changes. */
static void begin_event(struct text *text, struct plain_model *model, const struct plain_step *step,
                        const char *action, const char *object, uint64_t id)
{
    if (model->event_count == model->event_room) {
        model->event_room = model->event_room * 2 + 64;
        model->events = realloc(model->events, model->event_room * sizeof *model->events);
        ck_assert_ptr_nonnull(model->events);
    }
    if (model->now > model->event_time)
        model->event_time = model->now;
    begin(text);
    fprintf(text->out,
            "{\"sequence\":%zu,\"time\":\"%s\",\"actor\":\"%s\",\"action\":\"%s\",\"object\":\"%s\",\"object_"
            "id\":%" PRIu64 ",\"changes\":[",
            model->event_count + 1, plain_time(model->event_time),
            plain_actors[step->actor % PLAIN_COUNT(plain_actors)], action, object, id);
}

static void end_event(struct text *text, struct plain_model *model)
{
    fputs("]}", text->out);
    model->events[model->event_count++] = take(text);
}

void plain_event(struct plain_model *model, const struct plain_step *step, const char *action,
                 enum plain_kind kind, const struct plain_object *before, const struct plain_object *after)
{
    struct text text;

    begin_event(&text, model, step, action, plain_kinds[kind], (after != NULL ? after : before)->id);
    put_changes(text.out, kind, before, after);
    end_event(&text, model);
}

void plain_setting_event(struct plain_model *model, const struct plain_step *step)
{
    struct text text;

    begin_event(&text, model, step, "update", "registry", 0);
    fprintf(text.out, "{\"field\":\"mutable_description\",\"old\":%s,\"new\":%s}",
            model->mutable_description ? "false" : "true", model->mutable_description ? "true" : "false");
    end_event(&text, model);
}
