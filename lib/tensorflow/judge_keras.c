/*
 * Lambda layers of Keras. Their Python code lies in keras_metadata.pb, marshalled: no model server reads the file, but
 * keras.models.load_model runs the code. An object of class "Lambda" is looked for at every depth, since a model's own JSON
 * has that of its layers in it.
 */
#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json.h"
#include "tensorflow/judge_model.h"
#include "tensorflow/keras_metadata.h"

enum { LAMBDAS_SHOWN = 3 /* layers by their names */, LAMBDA_NAME = 1000 /* bytes of one, at most */ };

/* Layers of one kind; each name counts once, since a layer may be there by itself and in its model. */
struct lambdas {
    struct nnreg_string_pool names;
    uint32_t shown[LAMBDAS_SHOWN];
    uint32_t count;
};

struct keras_judging {
    struct lambdas code;  /* with Python code in the file */
    struct lambdas named; /* with the name of a function */
    bool unread;          /* an object's text is no JSON, or too large */
    bool failed;
};

static void note_lambda(struct keras_judging *judging, struct lambdas *lambdas, const struct nnreg_json *json,
                        const struct nnreg_json_value *name)
{
    uint32_t before = lambdas->names.count, number;
    enum nnreg_string_pool_result result = NNREG_STRING_POOL_OK;
    char *text = NULL;
    size_t size = 0;

    if (name != NULL && name->type == NNREG_JSON_STRING &&
        nnreg_json_string(&text, &size, json, name) != NNREG_OK)
        judging->failed = true;
    if (lambdas->names.slot == NULL)
        result = nnreg_string_pool_init(&lambdas->names);
    if (result == NNREG_STRING_POOL_OK)
        result = nnreg_string_pool_put(&number, &lambdas->names, text != NULL ? text : "?",
                                       text == NULL         ? 1
                                       : size < LAMBDA_NAME ? size
                                                            : LAMBDA_NAME);
    nnreg_free(text);
    if (result == NNREG_STRING_POOL_NO_MEMORY)
        judging->failed = true;
    if (result != NNREG_STRING_POOL_OK || (lambdas->names.count == before && lambdas->count > 0))
        return;
    if (lambdas->count < LAMBDAS_SHOWN)
        lambdas->shown[lambdas->count] = number;
    lambdas->count++;
}

static bool member_is(const struct nnreg_json *json, const struct nnreg_json_value *object, const char *key,
                      const char *text)
{
    const struct nnreg_json_value *value = nnreg_json_member(json, object, key);

    return value != NULL && value->type == NNREG_JSON_STRING && nnreg_json_string_is(json, value, text);
}

/* keras/layers/core/lambda_layer.py: each of the two is code unless its type says that it is a name or a plain value. */
static bool has_code(const struct nnreg_json *json, const struct nnreg_json_value *config)
{
    return !(member_is(json, config, "function_type", "function") ||
             member_is(json, config, "function_type", "raw")) ||
           member_is(json, config, "output_shape_type", "lambda");
}

static void look_for_lambda(struct keras_judging *judging, const struct nnreg_json *json,
                            const struct nnreg_json_value *object)
{
    const struct nnreg_json_value *config, *name;

    if (!member_is(json, object, "class_name", "Lambda"))
        return;
    config = nnreg_json_member(json, object, "config");
    if (config == NULL || config->type != NNREG_JSON_OBJECT)
        config = object;
    name = nnreg_json_member(json, config, "name");
    note_lambda(judging, has_code(json, config) ? &judging->code : &judging->named, json,
                name != NULL ? name : nnreg_json_member(json, object, "name"));
}

static bool look_through_text(void *context, const char *text, size_t size)
{
    static const struct nnreg_json_limits limits = {NNREG_LIMIT_KERAS_TEXT, NNREG_LIMIT_KERAS_VALUES,
                                                    NNREG_LIMIT_JSON_DEPTH};
    struct keras_judging *judging = context;
    struct nnreg_json json;
    nnreg_status status = nnreg_json_read(&json, text, size, &limits, NULL, NULL);
    size_t i;

    if (status == NNREG_NO_MEMORY)
        judging->failed = true;
    else if (status != NNREG_OK)
        judging->unread = true;
    for (i = 0; status == NNREG_OK && i < json.count; i++)
        if (json.values[i].type == NNREG_JSON_OBJECT)
            look_for_lambda(judging, &json, &json.values[i]);
    nnreg_json_free(&json);
    return !judging->failed;
}

static void report_lambdas(nnreg_findings *findings, const struct lambdas *lambdas, const char *file,
                           const char *what, const char *hint)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    const char *names[LAMBDAS_SHOWN];
    char *text = NULL;
    uint32_t i, shown = lambdas->count < LAMBDAS_SHOWN ? lambdas->count : LAMBDAS_SHOWN;

    if (lambdas->count == 0)
        return;
    for (i = 0; i < shown; i++)
        names[i] = nnreg_string_pool_at(&lambdas->names, lambdas->shown[i]);
    nnreg_put_names(&out, names, shown, ", ");
    if (lambdas->count > shown)
        nnreg_bytes_format(&out, " and %u more", lambdas->count - shown);
    if (nnreg_bytes_take(&text, &out) != NNREG_OK)
        nnreg_findings_fail_memory(findings);
    else
        nnreg_report_file(findings, NNREG_RULE_MODEL_KERAS_LAMBDA, NNREG_SEVERITY_OFF, file, hint,
                          "the Keras layer%s %s %s: %s", lambdas->count == 1 ? "" : "s", text,
                          lambdas->count == 1 ? "is a Lambda" : "are Lambdas", what);
    nnreg_free(text);
}

static void report_keras(nnreg_findings *findings, const struct keras_judging *judging, const char *file,
                         const struct nnreg_cursor *cursor)
{
    report_lambdas(findings, &judging->code, file,
                   "keras.models.load_model runs Python code from this file; model servers do not read it",
                   "load it with Keras only if you trust who saved it");
    report_lambdas(
        findings, &judging->named, file,
        "keras.models.load_model calls a Python function that this file names; model servers do not "
        "read it",
        NULL);
    if (!nnreg_cursor_ok(cursor) || judging->unread)
        nnreg_report_file(findings, NNREG_RULE_MODEL_KERAS_LAMBDA, NNREG_SEVERITY_OFF, file, NULL,
                          "what keras.models.load_model runs cannot be told: the file %s",
                          nnreg_cursor_ok(cursor) ? "has an object that is no JSON, or too large"
                                                  : cursor->failure);
}

/* NNREG_OK, or why the file could not be read through: the system's fault. */
static nnreg_status read_keras(nnreg_findings *findings, struct nnreg_bundle_file *file,
                               const struct nnreg_source *source, struct nnreg_error *error)
{
    struct keras_judging judging = {.failed = false};
    struct nnreg_cursor cursor;
    nnreg_status status = nnreg_source_cursor(&cursor, source, error);

    if (status != NNREG_OK)
        return status;
    if (!nnreg_keras_metadata_read(&cursor, look_through_text, &judging) || judging.failed)
        status = nnreg_fail_memory(error);
    else if (cursor.status != NNREG_OK && cursor.status != NNREG_CORRUPT)
        status = nnreg_judge_unreadable(findings, file, &cursor.error, error);
    else
        report_keras(findings, &judging, file->name, &cursor);
    if (judging.code.names.slot != NULL)
        nnreg_string_pool_free(&judging.code.names);
    if (judging.named.names.slot != NULL)
        nnreg_string_pool_free(&judging.named.names);
    nnreg_cursor_free(&cursor);
    return status;
}

nnreg_status nnreg_judge_keras(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                               struct nnreg_error *error)
{
    struct nnreg_bundle_file *file = nnreg_bundle_find(files, "keras_metadata.pb");
    struct nnreg_source source;
    nnreg_status status;
    bool opened;

    if (file == NULL)
        return NNREG_OK;
    status = nnreg_judge_open(&opened, &source, findings, file, error);
    if (status != NNREG_OK || !opened)
        return status;
    status = read_keras(findings, file, &source, error);
    nnreg_bundle_file_close(&source, file);
    return status;
}
