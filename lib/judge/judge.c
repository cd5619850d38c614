/*
 * The judgement as a whole: see judge.h. All that is wrong is to be told at once, so a step that finds something does not end
 * the judgement; only a failure of the system does. What a step needs of the one before, and could not get, mutes the rules
 * that need it. The steps, and why they are in this order:
 *
 *   decode   the text into a record, whatever is wrong with it, since the framework that it names decides how all that follows
 *            is judged, and rules on several fields report at its members
 *   assign   what was met in the bundle, by that framework, into files
 *   walk     the text along its table: types, keys, bounds, formats, and how the framework names tensors
 *   names    of the mean files that the description names, which is the first that needs text and files
 *   files    by their names and sizes, which cost nothing; what no server would read is dropped, and not opened
 *   inside   what lies in archives is unpacked, and proven by that; then first bytes, so that a page of a web server is told of as that and not as a damaged model; then the model; then
 *            the description against the model's facts; and the weights last, because they are what takes time
 *
 * Findings are gathered as they come and sorted once, at the end (judge_finish): by where they are in the text, and those on
 * files behind them. So no step has to care for the places of another's.
 */
#include "judge/judge.h"

#include "base/alloc.h"
#include "judge/frameworks.h"
#include "records/network.h"

/* What the JSON reader objects to, as a finding. There is no pointer: the text is not a document to point into. */
static void judge_complain(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                           const char *message, const char *hint)
{
    static const enum nnreg_rule rules[] = {
        [NNREG_JSON_SYNTAX] = NNREG_RULE_JSON_SYNTAX,
        [NNREG_JSON_ENCODING] = NNREG_RULE_JSON_ENCODING,
        [NNREG_JSON_NOT_FINITE] = NNREG_RULE_JSON_NUMBER,
        [NNREG_JSON_DUPLICATE_KEY] = NNREG_RULE_JSON_DUPLICATE_KEY,
        [NNREG_JSON_TOO_DEEP] = NNREG_RULE_JSON_TOO_DEEP,
        [NNREG_JSON_TOO_LARGE] = NNREG_RULE_JSON_TOO_LARGE,
    };
    const struct nnreg_rule_info *info = nnreg_rule(rules[problem]);
    struct nnreg_location place = {.offset = offset, .has_offset = true, .order = offset, .in_text = true};

    (void)value;
    nnreg_findings_add(context, info->id, info->severity, &place, hint, message);
}

static nnreg_status judge_read_text(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                    size_t length)
{
    nnreg_findings_clear(findings);
    return nnreg_json_read(json, text, length, NULL, judge_complain, findings);
}

/*
 * Takes what the registry assigns out of an object that was shown, by the table; the rest of it is judged
 * as if somebody had written it. What is not known stays, and is told: it may be of a newer version, and matter.
 */
static void drop_assigned(struct nnreg_json *json, const struct nnreg_table *table)
{
    const struct nnreg_json_value *object = json->values, *member;
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->presence != NNREG_ASSIGNED)
            continue;
        member = nnreg_json_member(json, object, field->key);
        if (member != NULL)
            nnreg_json_drop(json, object, member);
    }
}

/*
 * Sorts the findings on a text and turns them, or a failure on the way, into a status; frees the values unless all is
 * well. Lines and columns are counted after the sorting, so that one walk over the text meets all places in their order.
 * A refusal comes from the findings alone, by the severities that they have in this list: even a text that is no JSON is
 * refused because that is an error.
 */
static nnreg_status judge_finish(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, nnreg_status status, struct nnreg_error *error)
{
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    nnreg_engine_locate(findings, text, length);
    if (status == NNREG_OK || status == NNREG_REFUSED)
        status = nnreg_findings_status(findings);
    if (status == NNREG_NO_MEMORY && (error == NULL || error->status != status))
        nnreg_fail_memory(error);
    else if (status == NNREG_REFUSED)
        nnreg_fail(error, status, "refused: the findings say what is wrong");
    if (status != NNREG_OK && status != NNREG_REFUSED) /* what was found until then is not the whole of it */
        nnreg_findings_clear(findings);
    if (status != NNREG_OK)
        nnreg_json_free(json);
    return status;
}

/*
 * The facts live from `read` to `free` here, and nowhere longer, since those of a large model take much memory.
 * Whoever wants them is called while they are there: inspect before anything is held against them; create, for the tensors that
 * it keeps, behind the description, which says what is fed.
 */
nnreg_status nnreg_judge_inside(bool *checked, struct nnreg_engine *engine,
                                const struct nnreg_network *network, nnreg_findings *findings,
                                struct nnreg_bundle_files *files, const struct nnreg_framework *framework,
                                const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    const struct nnreg_observer *observer = options->observer;
    void *facts = NULL;
    nnreg_status status = nnreg_judge_unpack(findings, files, false, options, error);

    if (status == NNREG_OK)
        status = nnreg_judge_contents(findings, files, error);
    if (status == NNREG_OK)
        status = framework->read(&facts, findings, files, error);
    if (status == NNREG_OK && facts != NULL && observer != NULL && observer->model != NULL)
        observer->model(observer->context, framework, facts);
    if (status == NNREG_OK && engine != NULL) {
        framework->judge_description(engine, network, facts);
        if (facts != NULL && observer != NULL && observer->described != NULL && engine->status == NNREG_OK)
            observer->described(observer->context, framework, facts, network);
        nnreg_judge_means(engine, network, files, error);
        status = engine->status;
        if (status != NNREG_OK && engine->reason.status == status && error != NULL)
            *error = engine->reason;
    } else if (status == NNREG_OK && framework->judge_undescribed != NULL) {
        framework->judge_undescribed(findings, facts);
    }
    if (status == NNREG_OK)
        status = framework->judge_files(checked, findings, files, facts, options, error);
    framework->free(facts);
    return status;
}

/* A judgement on a network while it is made. */
struct network_judgement {
    nnreg_findings *findings;
    struct nnreg_engine engine;       /* of the description, if it is JSON */
    const struct nnreg_json *json;    /* NULL: it is not */
    struct nnreg_network network;     /* the description, as far as it can be read */
    struct nnreg_bundle_files *files; /* NULL: there is no bundle to judge */
    const struct nnreg_framework *framework;
    const struct nnreg_judge_options *options;
    bool checked; /* the weights */
    struct nnreg_error *error;
};

/* The path of the engine is empty again behind the walk: from here on is reported at members. */
static void judge_network_text(struct network_judgement *judgement)
{
    if (judgement->json == NULL)
        return;
    judgement->engine.tensors = judgement->framework->tensors;
    nnreg_engine_walk(&judgement->engine, &nnreg_network_table, judgement->json->values);
    nnreg_judge_key_lists(&judgement->engine, &judgement->network);
    nnreg_judge_mean_names(&judgement->engine, &judgement->network, judgement->files,
                           judgement->framework->roles);
    nnreg_judge_pixel_values(&judgement->engine, &judgement->network);
}

/* The files by their names, and, if that is asked for, by what is in them. */
static nnreg_status judge_network_files(struct network_judgement *judgement)
{
    if (judgement->files == NULL)
        return NNREG_OK;
    nnreg_judge_bundle(judgement->findings, judgement->files, judgement->framework,
                       judgement->json != NULL ? &judgement->network : NULL, false);
    if (judgement->options->depth != NNREG_JUDGE_CONTENTS || judgement->engine.status != NNREG_OK)
        return NNREG_OK;
    return nnreg_judge_inside(&judgement->checked, judgement->json != NULL ? &judgement->engine : NULL,
                              &judgement->network, judgement->findings, judgement->files,
                              judgement->framework, judgement->options, judgement->error);
}

/* What is no JSON is told by the reader; the bundle is judged all the same, so that all findings come at once. */
nnreg_status nnreg_judge_network(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, struct nnreg_bundle_files *files,
                                 const struct nnreg_judge_options *options, struct nnreg_error *error)
{
    struct network_judgement judgement = {
        .findings = findings, .files = files, .options = options, .error = error};
    nnreg_status status = judge_read_text(json, findings, text, length);

    if (status == NNREG_NO_MEMORY)
        return judge_finish(json, findings, text, length, status, error);
    judgement.json = status == NNREG_OK ? json : NULL;
    if (judgement.json != NULL && options->form == NNREG_FORM_SHOWN)
        drop_assigned(json, &nnreg_network_table);
    nnreg_engine_init(&judgement.engine, findings, json);
    if (judgement.json != NULL)
        nnreg_engine_decode(&judgement.engine, &nnreg_network_table, &judgement.network);
    judgement.framework = nnreg_framework_of(judgement.json != NULL ? &judgement.network : NULL, files);
    status = files != NULL ? nnreg_judge_anew(files, judgement.framework, error) : NNREG_OK;
    if (status == NNREG_OK) {
        judge_network_text(&judgement);
        status = judge_network_files(&judgement);
    }
    if (status == NNREG_OK)
        status = judgement.engine.status;
    nnreg_engine_free(&judgement.engine);
    nnreg_record_clear(&nnreg_network_table, &judgement.network);
    nnreg_findings_set_weights_checked(findings, judgement.checked);
    return judge_finish(json, findings, text, length, status, error);
}

nnreg_status nnreg_judge_update(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                size_t length, const struct nnreg_table *table, bool mutable_description,
                                struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    status = judge_read_text(json, findings, text, length);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        engine.tensors = nnreg_framework_default()->tensors;
        engine.update = true;
        engine.mutable_description = mutable_description;
        nnreg_engine_walk(&engine, table, json->values);
        status = engine.status;
        nnreg_engine_free(&engine);
    }
    return judge_finish(json, findings, text, length, status, error);
}

nnreg_status nnreg_judge_description(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                     size_t length, const struct nnreg_table *table,
                                     enum nnreg_description_form form, nnreg_judge_more *before,
                                     nnreg_judge_more *more, void *context, struct nnreg_error *error)
{
    struct nnreg_engine engine;
    nnreg_status status;

    status = judge_read_text(json, findings, text, length);
    if (status == NNREG_OK && form == NNREG_FORM_SHOWN)
        drop_assigned(json, table);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, findings, json);
        engine.tensors = nnreg_framework_default()->tensors;
        if (before != NULL)
            status = before(&engine, context, error);
        if (status == NNREG_OK) {
            nnreg_engine_walk(&engine, table, json->values);
            status = engine.status;
        }
        if (status == NNREG_OK && more != NULL)
            status = more(&engine, context, error);
        nnreg_engine_free(&engine);
    }
    return judge_finish(json, findings, text, length, status, error);
}
