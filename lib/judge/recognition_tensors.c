/*
 * The tensors that a version names, held against its network. Which members are tensors is what the tables say (the
 * string format); they are gathered in one walk over the version, asked of the network's list all at once, and reported in a
 * second walk, which meets them in the same order.
 */
#include "judge/judge_recognition.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "judge/frameworks.h"
#include "judge/recognition_shapes.h"
#include "judge/recognition_walk.h"

#define DECLARED_SHOWN    6u    /* tensors of the network in a hint */
#define DECLARED_COMPARED 1000u /* with a misspelt one, letter by letter */

/* -- what the network declares -- */

/* The names that a network's description has of its outputs. */
struct declared {
    const struct nnreg_framework *framework; /* of the network */
    const char **name;                       /* sorted by tensor; borrowed from the network */
    size_t count;
    bool exhaustive; /* tensors_output is there: the network gives out these and no others */
};

static size_t count_declared(const struct nnreg_network *network)
{
    struct nnreg_declared_output output = {.name = NULL};
    size_t count = 0;

    while (nnreg_declared_output_next(&output, network))
        count++;
    return count;
}

/* Tensors of a standard_output are outputs, too, beside those of a tensors_output. */
static nnreg_status find_declared(struct declared *declared, const struct nnreg_network *network,
                                  struct nnreg_error *error)
{
    const struct nnreg_postprocessing *postprocessings = network->postprocessings.items;
    struct nnreg_declared_output output = {.name = NULL};
    size_t i;

    *declared = (struct declared){.framework = nnreg_framework_at(network->framework),
                                  .name = nnreg_alloc_zero(count_declared(network), sizeof *declared->name)};
    if (declared->name == NULL)
        return nnreg_fail_memory(error);
    while (nnreg_declared_output_next(&output, network))
        if (*output.name != NULL)
            declared->name[declared->count++] = *output.name;
    for (i = 0; i < network->postprocessings.count; i++)
        declared->exhaustive = declared->exhaustive || postprocessings[i].tensors_output != NULL;
    if (!nnreg_tensor_sort(declared->framework->tensors, declared->name, declared->count))
        return nnreg_fail_memory(error);
    return NNREG_OK;
}

static bool is_declared(const struct declared *declared, const char *name)
{
    return nnreg_tensor_among(declared->framework->tensors, declared->name, declared->count, name);
}

static const struct nnreg_input *first_input(const struct nnreg_network *network)
{
    const struct nnreg_preprocessing *preprocessing = network->preprocessing;

    return preprocessing != NULL && preprocessing->inputs.count > 0 ? preprocessing->inputs.items : NULL;
}

/* Whether a description feeds the tensor. */
static bool is_network_input(const struct nnreg_network *network, const char *name)
{
    const struct nnreg_tensor_syntax *syntax = nnreg_framework_at(network->framework)->tensors;
    const struct nnreg_input *inputs = first_input(network);
    size_t i;

    for (i = 0; inputs != NULL && i < network->preprocessing->inputs.count; i++)
        if (inputs[i].tensor_name != NULL && nnreg_tensor_compare(syntax, inputs[i].tensor_name, name) == 0)
            return true;
    return false;
}

/* -- gathering and reporting -- */

struct gathering {
    struct nnreg_engine *engine;
    const struct nnreg_attachment *attachment;
    struct declared declared;
    struct nnreg_tensor_answer
        *answers; /* one for each tensor, in the order of the walk; the names are the version's */
    size_t count, room, next;
    size_t named; /* of the count: by the version; then comes what the network is fed first */
};

static void ask_for(struct nnreg_engine *engine, struct gathering *gathering, const char *name)
{
    struct nnreg_tensor_answer *grown =
        nnreg_array_room(gathering->answers, &gathering->room, gathering->count + 1, sizeof *grown);

    if (grown == NULL) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    gathering->answers = grown;
    gathering->answers[gathering->count++] = (struct nnreg_tensor_answer){.name = name};
}

static bool gather_tensor(void *context, const struct nnreg_field *field, char *const *member)
{
    struct gathering *gathering = context;

    (void)field;
    ask_for(gathering->engine, gathering, *member);
    return gathering->engine->status == NNREG_OK;
}

/* The declared tensor that may be meant, in whichever of its two spellings: x and x:0 are the same. NULL: none. */
static const char *nearest_declared(const struct declared *declared, const char *name)
{
    char spelt[NNREG_SHOWN];
    uint64_t index;
    size_t length = nnreg_tensor_split(declared->framework->tensors, &index, name);
    const char *nearest;

    if (declared->count > DECLARED_COMPARED || length >= sizeof spelt / 2)
        return NULL;
    (void)snprintf(spelt, sizeof spelt, "%.*s", (int)length, name);
    nearest = nnreg_nearest(spelt, declared->name, declared->count);
    if (nearest != NULL)
        return nearest;
    (void)snprintf(spelt, sizeof spelt, "%.*s:%llu", (int)length, name, (unsigned long long)index);
    return nnreg_nearest(spelt, declared->name, declared->count);
}

/* What the network gives out, and, with a name, which of it may be meant. */
static void put_declared(struct nnreg_bytes *out, struct nnreg_engine *engine,
                         const struct declared *declared, const char *name)
{
    size_t shown = declared->count < DECLARED_SHOWN ? declared->count : DECLARED_SHOWN;
    const char *nearest = NULL;

    if (name != NULL && nnreg_engine_may_compare(engine, 2 * declared->count * NNREG_WORD_COMPARISON))
        nearest = nearest_declared(declared, name);
    if (nearest != NULL) {
        nnreg_bytes_text(out, "did you mean ");
        nnreg_put_names(out, &nearest, 1, "");
        nnreg_bytes_char(out, '?');
    }
    nnreg_bytes_format(out, "%sthe network gives out ", out->size > 0 ? "; " : "");
    nnreg_put_names(out, declared->name, shown, ", ");
    nnreg_bytes_text(out, shown < declared->count ? ", and more" : "");
}

static size_t count_nearest(const struct nnreg_tensor_answer *answer)
{
    size_t count = 0;

    while (count < NNREG_KEPT_NEAREST && answer->nearest[count] != NULL)
        count++;
    return count;
}

static void report_missing_tensor(struct nnreg_engine *engine, const struct gathering *gathering,
                                  const struct nnreg_tensor_answer *answer, char *const *member)
{
    const struct nnreg_network *network = gathering->attachment->network;
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    size_t nearest = count_nearest(answer);
    char *hint, shown[NNREG_SHOWN], name[NNREG_SHOWN];

    if (gathering->declared.exhaustive) {
        put_declared(&out, engine, &gathering->declared, answer->name);
    } else if (nearest > 0) {
        nnreg_bytes_text(&out, "did you mean ");
        nnreg_put_names(&out, (const char *const *)answer->nearest, nearest, " or ");
        nnreg_bytes_char(&out, '?');
    } else {
        nnreg_bytes_text(&out, "the names are those of the nodes of the graph, as the signatures show them");
    }
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    nnreg_engine_report_at(engine, member, NNREG_RULE_MODEL_TENSOR_MISSING, hint,
                           "there is no tensor \"%s\" in the graph of network %llu (\"%s\")",
                           nnreg_shown(shown, answer->name), (unsigned long long)network->id,
                           nnreg_shown(name, network->name));
    nnreg_free(hint);
}

/* What could be named instead. Freed by the caller; NULL on no memory, which the engine knows. */
static char *hint_of_declared(struct nnreg_engine *engine, const struct gathering *gathering)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    char *hint;

    if (gathering->declared.count > 0)
        put_declared(&out, engine, &gathering->declared, NULL);
    else
        nnreg_bytes_text(&out, "name a tensor that is computed from what is fed");
    if (nnreg_bytes_take(&hint, &out) != NNREG_OK)
        engine->status = NNREG_NO_MEMORY;
    return hint;
}

static void report_undeclared(struct nnreg_engine *engine, const struct gathering *gathering,
                              char *const *member)
{
    const struct nnreg_network *network = gathering->attachment->network;
    char *hint = hint_of_declared(engine, gathering), shown[NNREG_SHOWN], name[NNREG_SHOWN];

    nnreg_engine_report_at(engine, member, NNREG_RULE_UNDECLARED_TENSOR, hint,
                           "\"%s\" is in the graph of network %llu (\"%s\"), but not in its tensors_output",
                           nnreg_shown(shown, *member), (unsigned long long)network->id,
                           nnreg_shown(name, network->name));
    nnreg_free(hint);
}

static void report_fed(struct nnreg_engine *engine, const struct gathering *gathering, char *const *member)
{
    const struct nnreg_network *network = gathering->attachment->network;
    char *hint = hint_of_declared(engine, gathering), shown[NNREG_SHOWN], name[NNREG_SHOWN];

    nnreg_engine_report_at(engine, member, NNREG_RULE_FED_TENSOR, hint,
                           "\"%s\" is an input of network %llu (\"%s\"): what is fed there is no answer",
                           nnreg_shown(shown, *member), (unsigned long long)network->id,
                           nnreg_shown(name, network->name));
    nnreg_free(hint);
}

/* What boxes are normalised by may be an input, which no network gives out. False: there is a finding. */
static bool judge_use(struct nnreg_engine *engine, const struct gathering *gathering,
                      const struct nnreg_tensor_answer *answer, const struct nnreg_field *field,
                      char *const *member)
{
    bool listed = gathering->attachment->tensors_size > 0, sized;
    char shown[NNREG_SHOWN];

    sized = field == NNREG_FIELD(detection, normalize_wrt_tensor);
    if (!sized && is_network_input(gathering->attachment->network, *member))
        report_fed(engine, gathering, member);
    else if (is_declared(&gathering->declared, *member))
        return true;
    else if (listed && !answer->found)
        report_missing_tensor(engine, gathering, answer, member);
    else if (listed && !answer->has_output)
        nnreg_report_output_index(engine, member, nnreg_shown(shown, *member), answer->outputs);
    else if (gathering->declared.exhaustive && !sized)
        report_undeclared(engine, gathering, member);
    else
        return true;
    return false;
}

/*
 * The answer is taken first, for a declared tensor, too, so that `next` stays in step with the walk: gather_tensor has asked
 * for each one that is visited. A declared tensor was found when the network was made; an older library has perhaps kept it as the
 * key of a signature, which is no node's name. Of one that is wrong the shape does not matter any more.
 */
static bool judge_version_tensor(void *context, const struct nnreg_field *field, char *const *member)
{
    struct gathering *gathering = context;
    struct nnreg_tensor_answer *answer = &gathering->answers[gathering->next++];

    if (!judge_use(gathering->engine, gathering, answer, field, member)) {
        nnreg_free(answer->dim);
        answer->dim = NULL;
    }
    return gathering->engine->status == NNREG_OK;
}

/* -- shapes -- */

/* N stands first in every order of dimensions; a tensor of three has none. */
static void judge_shapes_of_version(struct nnreg_engine *engine, const struct nnreg_version *version,
                                    const struct gathering *gathering)
{
    const struct nnreg_input *input = first_input(gathering->attachment->network);
    struct nnreg_version_shapes shapes = {.answers = gathering->answers, .count = gathering->named};
    const struct nnreg_tensor_answer *fed =
        gathering->count > gathering->named ? &gathering->answers[gathering->named] : NULL;

    if (fed != NULL && fed->dim != NULL && fed->rank == 4 && fed->dim[0] > 0)
        shapes.batch = fed->dim[0];
    if (input != NULL && input->image != NULL && input->image->dimension_order >= 0)
        shapes.channels_first = nnreg_vocab_dimension_order.words[input->image->dimension_order][1] == 'C';
    nnreg_judge_version_shapes(engine, version, gathering->attachment->spec, &shapes);
}

static void gathering_free(struct gathering *gathering)
{
    nnreg_tensor_answers_free(gathering->answers, gathering->count);
    nnreg_free(gathering->answers);
    nnreg_free(gathering->declared.name);
}

nnreg_status nnreg_judge_version_tensors(struct nnreg_engine *engine, const struct nnreg_version *version,
                                         const struct nnreg_attachment *attachment, struct nnreg_error *error)
{
    struct gathering gathering = {.engine = engine, .attachment = attachment};
    nnreg_status status = find_declared(&gathering.declared, attachment->network, error);

    if (status == NNREG_OK) {
        const struct nnreg_input *input = first_input(attachment->network);

        nnreg_each_version_tensor(engine->tensors, version, gather_tensor, &gathering);
        gathering.named = gathering.count;
        if (engine->status == NNREG_OK && input != NULL && input->tensor_name != NULL)
            ask_for(engine, &gathering, input->tensor_name);
        status = engine->status;
    }
    if (status == NNREG_OK && attachment->tensors_size > 0)
        status = gathering.declared.framework->ask(gathering.answers, gathering.count, attachment->tensors,
                                                   attachment->tensors_size, error);
    if (status == NNREG_OK)
        nnreg_each_version_tensor(engine->tensors, version, judge_version_tensor, &gathering);
    if (status == NNREG_OK && engine->status == NNREG_OK && attachment->spec != NULL)
        judge_shapes_of_version(engine, version, &gathering);
    gathering_free(&gathering);
    return status;
}
