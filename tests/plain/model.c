/* See model.h: the objects, and making a step. */
#include "plain/operations.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

const char *const plain_kinds[PLAIN_KINDS] = {"network", "spec", "version", "task"};

#define FIRST_MOMENT 1500000000000000 /* 2017-07-14 */

void plain_model_init(struct plain_model *model, const struct plain_file (*files)[PLAIN_FILES],
                      bool mutable_description, unsigned flaws)
{
    size_t kind;

    memset(model, 0, sizeof *model);
    model->files = files;
    model->mutable_description = mutable_description;
    model->flaws = flaws;
    model->now = FIRST_MOMENT;
    for (kind = 0; kind < PLAIN_KINDS; kind++)
        model->next[kind] = 1;
}

void plain_model_free(struct plain_model *model)
{
    while (model->event_count > 0)
        free(model->events[--model->event_count]);
    free(model->events);
}

/* ------------------------------------------------------------------------------------------------- objects -- */

struct plain_object *plain_find_to_change(struct plain_model *model, enum plain_kind kind, uint64_t id)
{
    size_t i;

    for (i = 0; i < model->count[kind]; i++)
        if (model->objects[kind][i].id == id)
            return &model->objects[kind][i];
    return NULL;
}

const struct plain_object *plain_find(const struct plain_model *model, enum plain_kind kind, uint64_t id)
{
    size_t i;

    for (i = 0; i < model->count[kind]; i++)
        if (model->objects[kind][i].id == id)
            return &model->objects[kind][i];
    return NULL;
}

struct plain_object *plain_insert(struct plain_model *model, enum plain_kind kind)
{
    struct plain_object *object = &model->objects[kind][model->count[kind]++];

    ck_assert_uint_le(model->count[kind], PLAIN_MOST);
    *object = (struct plain_object){
        .id = model->next[kind]++, .create_date = model->now, .update_date = model->now};
    return object;
}

void plain_drop(struct plain_model *model, enum plain_kind kind, const struct plain_object *object)
{
    struct plain_object *objects = model->objects[kind];
    size_t i = (size_t)(object - objects);

    if ((model->flaws & PLAIN_FLAW_ID_USED_AGAIN) != 0 && object->id + 1 == model->next[kind])
        model->next[kind]--;
    memmove(objects + i, objects + i + 1, (--model->count[kind] - i) * sizeof *objects);
}

void plain_touch(const struct plain_model *model, struct plain_object *object)
{
    if (model->now > object->update_date || (model->flaws & PLAIN_FLAW_DATE_GOES_BACK) != 0)
        object->update_date = model->now;
    else
        object->update_date++;
}

bool plain_is_stored(const struct plain_model *model, const char *sha256)
{
    size_t i, k;

    for (i = 0; i < model->count[PLAIN_NETWORK]; i++)
        for (k = 0; k < PLAIN_FILES; k++)
            if (strcmp(model->files[model->objects[PLAIN_NETWORK][i].bundle][k].sha256, sha256) == 0)
                return true;
    return false;
}

/* -------------------------------------------------------------------------------------------------- steps -- */

bool plain_deletes(enum plain_operation made)
{
    return made == PLAIN_DELETE_NETWORK || made == PLAIN_DELETE_SPEC || made == PLAIN_DELETE_VERSION;
}

bool plain_publishes(enum plain_operation operation)
{
    return operation == PLAIN_PUBLISH || operation == PLAIN_PUBLISH_SPEC;
}

bool plain_changes_public(enum plain_operation operation, enum plain_kind *kind)
{
    *kind = operation == PLAIN_UPDATE_SPEC || operation == PLAIN_DELETE_SPEC ? PLAIN_SPEC : PLAIN_NETWORK;
    return *kind == PLAIN_SPEC || operation == PLAIN_UPDATE_NETWORK || operation == PLAIN_DELETE_NETWORK;
}

/* A dry run answers as the delete does, and has done nothing. */
static void rehearse(struct plain_model *model, const struct plain_step *step, struct plain_answer *answer)
{
    struct plain_model *copy = malloc(sizeof *copy);
    size_t events = model->event_count;

    ck_assert_ptr_nonnull(copy);
    *copy = *model;
    plain_operation_works[step->operation](model, step, answer);
    if ((model->flaws & PLAIN_FLAW_DRY_RUN_IS_TOLD) == 0)
        while (model->event_count > events)
            free(model->events[--model->event_count]);
    copy->events = model->events;
    copy->event_count = model->event_count;
    copy->event_room = model->event_room;
    *model = *copy;
    free(copy);
}

unsigned plain_target(const struct plain_model *model, const struct plain_step *step)
{
    const char *slug = plain_slugs[step->slug % PLAIN_COUNT(plain_slugs)];
    enum plain_kind kind;
    size_t i;

    if (!step->by_slug || !plain_changes_public(step->operation, &kind))
        return step->id;
    for (i = 0; slug[0] != '\0' && i < model->count[kind]; i++)
        if (strcmp(model->objects[kind][i].slug, slug) == 0)
            return (unsigned)model->objects[kind][i].id;
    return 0;
}

void plain_apply(struct plain_model *model, const struct plain_step *given, struct plain_answer *answer)
{
    struct plain_step found = *given, *step = &found;

    found.id = plain_target(model, given);
    memset(answer, 0, sizeof *answer);
    answer->cascade = (struct nnreg_cascade)NNREG_CASCADE_INIT;
    model->now += (int64_t)step->seconds * 1000000;
    if (step->dry_run && plain_deletes(step->operation))
        rehearse(model, step, answer);
    else
        plain_operation_works[step->operation](model, step, answer);
}
