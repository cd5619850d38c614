/* What all stores are put through: see store.h. */
#include "store.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "models.h"

/* ---------------------------------------------------------------------------------------------------- samples -- */

/* The bytes at its end are a field that no version knows, and make it one of its own. */
void sample_make(struct bench *bench, struct sample *sample)
{
    static const unsigned char field[9] = {15 << 3 | 1}; /* number 15, eight bytes */
    struct mw_recipe recipe;
    struct mw_made made;
    struct mw_buf out = {0};
    const struct mw_model *model = &made.model;

    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    mw_make(&made, &recipe);
    mw_model_encode(&out, MW_BINARY, &model, 1);
    sample->model_size = out.size + sizeof field;
    sample->model = malloc(sample->model_size);
    if (sample->model == NULL)
        bench_die(bench, "out of memory");
    memcpy(sample->model, out.data, out.size);
    memcpy(sample->model + out.size, field, sizeof field);
    mw_buf_free(&out);
    mw_made_free(&made);
    sample->json_size =
        (size_t)snprintf(sample->json, sizeof sample->json,
                         "{\"name\": \"a classifier of small images\", \"framework\": \"tensorflow-1.x\",\n"
                         " \"metadata\": {\"team\": \"vision\", \"accuracy\": 0.9321, \"labels\": 10},\n"
                         " \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"input:0\", \"image\": {\n"
                         "  \"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\",\n"
                         "  \"target_size\": \"32x32\", \"color_channels\": \"RGB\"}}]},\n"
                         " \"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"probabilities\"]}}]}");
}

void sample_copy(struct bench *bench, struct sample *copy, const struct sample *sample)
{
    static _Atomic uint64_t numbers = 1;
    uint64_t number = atomic_fetch_add(&numbers, 1);

    *copy = *sample;
    copy->model = malloc(sample->model_size);
    if (copy->model == NULL)
        bench_die(bench, "out of memory");
    memcpy(copy->model, sample->model, sample->model_size);
    memcpy(copy->model + sample->model_size - sizeof number, &number, sizeof number);
}

/* ------------------------------------------------------------------------------------------------------- jobs -- */

uint64_t bench_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void create_some(void *context, unsigned writer)
{
    struct storing *storing = context;
    struct sample mine;
    unsigned i;

    (void)writer;
    for (i = 0; i < storing->each; i++) {
        sample_copy(storing->bench, &mine, storing->sample);
        storing->store->create(storing->open, &mine);
        free(mine.model);
    }
}

static void update_some(void *context, unsigned writer)
{
    struct storing *storing = context;
    uint64_t random = 88172645463325252u + writer;
    unsigned i;

    for (i = 0; i < storing->each; i++)
        storing->store->update(storing->open, 1 + bench_random(&random) % storing->networks, random >> 32);
}

static void run_writers(struct storing *storing, void (*work)(void *context, unsigned i))
{
    if (storing->writers == 1)
        work(storing, 0);
    else
        bench_threads(storing->bench, storing->writers, work, storing);
}

void storing_create(void *context)
{
    run_writers(context, create_some);
}

void storing_update(void *context)
{
    run_writers(context, update_some);
}

void storing_get(void *context)
{
    struct storing *storing = context;
    uint64_t random = 88172645463325252u;
    unsigned i;

    for (i = 0; i < storing->each; i++)
        storing->store->get(storing->open, 1 + bench_random(&random) % storing->networks);
}
