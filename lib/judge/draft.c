/*
 * A description written from a model: what the graph says is taken, what no graph says is guessed and told so by
 * findings with the place in the draft. The draft is then judged like every description, so that what keeps it from
 * being accepted is told, too.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "judge/judge.h"
#include "tensorflow/draft_image.h"
#include "tensorflow/draft_tensors.h"
#include "records/vocab.h"

struct draft {
    nnreg_findings *findings;
    const struct nnreg_judged *judged;
    struct nnreg_draft_interface interface;
    struct nnreg_bytes out;
    struct nnreg_json_writer writer;
    struct nnreg_text_location place; /* of the last guess */
    char pointer[96];                 /* of the object that is being written */
};

static void put_word(struct draft *draft, const char *key, const char *word)
{
    nnreg_json_put_key(&draft->writer, key);
    nnreg_json_put_string(&draft->writer, word);
}

/* Writes a key and tells that the value to follow is a guess, and why. `why` NULL: it is none. */
static void put_guessed_key(struct draft *draft, const char *key, const char *hint, const char *why)
{
    struct nnreg_location place = {.has_offset = true};
    char pointer[160];

    nnreg_json_put_key(&draft->writer, key);
    if (why == NULL || draft->out.failed)
        return;
    nnreg_text_advance(&draft->place, draft->out.content, draft->out.size, draft->out.size);
    (void)snprintf(pointer, sizeof pointer, "%s/%s", draft->pointer, key);
    place.pointer = pointer;
    place.line = draft->place.line;
    place.column = draft->place.column;
    place.offset = place.order = draft->out.size;
    nnreg_report_location(draft->findings, NNREG_RULE_DRAFT_GUESS, NNREG_SEVERITY_OFF, &place, hint, "%s",
                          why);
}

static void put_guess(struct draft *draft, const char *key, const char *word, const char *hint,
                      const char *why)
{
    put_guessed_key(draft, key, hint, why);
    nnreg_json_put_string(&draft->writer, word);
}

/* ------------------------------------------------------------------------------------------- an image -- */

static void put_size(struct draft *draft, const struct nnreg_draft_image *image,
                     const struct nnreg_shape *shape)
{
    char size[24], why[NNREG_SHAPE_SHOWN + 80], shown[NNREG_SHAPE_SHOWN];

    (void)snprintf(size, sizeof size, "%ux%u", image->width, image->height);
    (void)snprintf(why, sizeof why, "%s is a guess: the graph leaves the size open (its shape is %s)", size,
                   nnreg_shape_shown(shown, shape));
    put_guess(draft, NNREG_KEY(image, target_size), size,
              "write the size, width x height, of the images it was trained with",
              image->size_guessed ? why : NULL);
}

static void put_image(struct draft *draft, const struct nnreg_draft_image *image,
                      const struct nnreg_shape *shape)
{
    char order[160], type[80];

    (void)snprintf(order, sizeof order, "%s is a guess: the graph does not tell where the channels stand",
                   image->dimension_order);
    (void)snprintf(type, sizeof type, "%s is a guess: the graph has no such type for this tensor",
                   image->data_type);
    nnreg_json_open_object(&draft->writer);
    put_guess(draft, NNREG_KEY(image, dimension_order), image->dimension_order, NULL,
              image->order_guessed ? order : NULL);
    put_guess(draft, NNREG_KEY(image, resize_type),
              nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_SQUASH),
              "CROP and FILL keep the aspect ratio",
              "SQUASH is a guess: no graph says how images are brought to size");
    put_size(draft, image, shape);
    put_guess(draft, NNREG_KEY(image, color_channels), image->color_channels,
              "look it up where the model was trained",
              image->colors_guessed ? "RGB is a guess: no graph says whether it is RGB or BGR" : NULL);
    put_guessed_key(draft, NNREG_KEY(image, pixel_scaling),
                    "write 1.0 for pixels from 0 to 1, and a mean_file if a mean is subtracted",
                    "255.0, and no mean, is a guess: no graph says how pixels are scaled");
    nnreg_json_put_number(&draft->writer, 255.0);
    put_guess(draft, NNREG_KEY(image, data_type), image->data_type, NULL, image->type_guessed ? type : NULL);
    nnreg_json_close_object(&draft->writer);
}

/* --------------------------------------------------------------------------------------- the document -- */

static void put_inputs(struct draft *draft)
{
    const struct nnreg_draft_tensors *inputs = &draft->interface.inputs;
    struct nnreg_draft_image image;
    struct nnreg_shape shape;
    size_t i;

    nnreg_json_put_key(&draft->writer, NNREG_KEY(preprocessing, inputs));
    nnreg_json_open_array(&draft->writer);
    for (i = 0; i < inputs->count; i++) {
        nnreg_draft_shape(&shape, &draft->judged->graph, &inputs->list[i]);
        nnreg_draft_image(&image, &shape, inputs->list[i].dtype);
        nnreg_json_open_object(&draft->writer);
        put_word(draft, NNREG_KEY(input, tensor_name), inputs->list[i].name);
        (void)snprintf(draft->pointer, sizeof draft->pointer, "/%s/%s/%zu/%s",
                       NNREG_KEY(network, preprocessing), NNREG_KEY(preprocessing, inputs), i,
                       NNREG_KEY(input, image));
        nnreg_json_put_key(&draft->writer, NNREG_KEY(input, image));
        put_image(draft, &image, &shape);
        nnreg_json_close_object(&draft->writer);
    }
    nnreg_json_close_array(&draft->writer);
}

static void put_outputs(struct draft *draft)
{
    const struct nnreg_draft_tensors *outputs = &draft->interface.outputs;
    size_t i;

    nnreg_json_open_array(&draft->writer);
    if (outputs->count > 0) {
        nnreg_json_open_object(&draft->writer);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(postprocessing, tensors_output));
        nnreg_json_open_object(&draft->writer);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(tensors_output, tensors));
        nnreg_json_open_array(&draft->writer);
        for (i = 0; i < outputs->count; i++)
            nnreg_json_put_string(&draft->writer, outputs->list[i].name);
        nnreg_json_close_array(&draft->writer);
        nnreg_json_close_object(&draft->writer);
        nnreg_json_close_object(&draft->writer);
    }
    nnreg_json_close_array(&draft->writer);
}

static void put_document(struct draft *draft)
{
    nnreg_json_writer_init(&draft->writer, &draft->out, 2);
    nnreg_json_open_object(&draft->writer);
    put_guess(draft, NNREG_KEY(network, name), "unnamed model", "give it one",
              "the model does not tell its name");
    put_word(draft, NNREG_KEY(network, framework),
             nnreg_vocab_word(&nnreg_vocab_framework, NNREG_FRAMEWORK_TENSORFLOW_1));
    nnreg_json_put_key(&draft->writer, NNREG_KEY(network, preprocessing));
    nnreg_json_open_object(&draft->writer);
    put_inputs(draft);
    nnreg_json_close_object(&draft->writer);
    nnreg_json_put_key(&draft->writer, NNREG_KEY(network, postprocessings));
    put_outputs(draft);
    nnreg_json_close_object(&draft->writer);
    nnreg_bytes_char(&draft->out, '\n');
}

/* ------------------------------------------------------------------------------------ judging the draft -- */

/* What would be said of the draft, as a remark on it: an error of it is no failure of who asked for a draft. */
static void pass_on(struct draft *draft, const nnreg_findings *found)
{
    const struct nnreg_finding *finding;
    size_t i;

    for (i = 0; (finding = nnreg_findings_get(found, i)) != NULL; i++) {
        struct nnreg_location place = {.pointer = finding->pointer,
                                       .line = finding->line,
                                       .column = finding->column,
                                       .offset = finding->offset,
                                       .has_offset = finding->has_offset != 0,
                                       .order = finding->offset};
        char message[600];

        if (finding->severity < NNREG_SEVERITY_WARNING)
            continue;
        (void)snprintf(message, sizeof message, "%s%s",
                       finding->severity == NNREG_SEVERITY_ERROR ? "the draft does not pass the check yet: "
                                                                 : "",
                       finding->message);
        nnreg_findings_add(draft->findings, finding->rule, NNREG_SEVERITY_WARNING, &place, finding->hint,
                           message);
    }
    nnreg_findings_add_dropped(draft->findings, found);
}

static nnreg_status judge_draft(struct draft *draft)
{
    struct nnreg_engine engine;
    struct nnreg_json json = {.values = NULL};
    struct nnreg_network network = {0};
    nnreg_findings *found;
    nnreg_status status = nnreg_findings_make(&found, NULL, 0);

    if (status == NNREG_OK)
        status = nnreg_json_read(&json, draft->out.content, draft->out.size, NULL, NULL, NULL);
    if (status == NNREG_OK) {
        nnreg_engine_init(&engine, found, &json);
        nnreg_engine_walk(&engine, &nnreg_network_table, json.values);
        nnreg_engine_decode(&engine, &nnreg_network_table, &network);
        nnreg_judge_tensors(&engine, &network, draft->judged);
        status = engine.status;
        nnreg_record_clear(&nnreg_network_table, &network);
        nnreg_engine_free(&engine);
        nnreg_engine_locate(found, draft->out.content, draft->out.size);
        pass_on(draft, found);
    }
    if (status == NNREG_REFUSED) /* it is JSON, so this is all it can be */
        nnreg_report_file(draft->findings, NNREG_RULE_JSON_TOO_LARGE, NNREG_SEVERITY_ERROR,
                          draft->judged->file, NULL, "a draft for it is larger than a description can be");
    if (status == NNREG_OK && nnreg_findings_status(found) == NNREG_NO_MEMORY)
        status = NNREG_NO_MEMORY;
    nnreg_json_free(&json);
    nnreg_findings_free(found);
    return status;
}

/* Why there is no model: it is not there, or its file is something else. */
static nnreg_status explain_no_model(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                     struct nnreg_error *error)
{
    nnreg_judge_bundle(findings, files, NULL, false);
    return nnreg_judge_contents(findings, files, error);
}

static nnreg_status write_draft(char **json, nnreg_findings *findings, const struct nnreg_judged *judged)
{
    struct draft draft = {
        .findings = findings, .judged = judged, .out = NNREG_BYTES_INIT, .place = NNREG_TEXT_LOCATION_INIT};
    nnreg_status status = nnreg_draft_interface_find(&draft.interface, findings, judged);

    if (status == NNREG_OK) {
        put_document(&draft);
        status = draft.out.failed ? NNREG_NO_MEMORY : judge_draft(&draft);
    }
    if (status == NNREG_OK)
        status = nnreg_bytes_take(json, &draft.out);
    nnreg_bytes_free(&draft.out);
    nnreg_draft_interface_free(&draft.interface);
    return status;
}

static nnreg_status draft_of(char **json, nnreg_findings *findings, const nnreg_bundle *bundle,
                             struct nnreg_error *error)
{
    struct nnreg_bundle_files files = {0};
    struct nnreg_judged judged = {.model = NULL};
    nnreg_status status = nnreg_bundle_list(&files, bundle, error);

    if (status == NNREG_OK)
        status = nnreg_judged_read(&judged, findings, &files, error);
    if (status == NNREG_OK && judged.model == NULL)
        status = explain_no_model(findings, &files, error);
    if (status == NNREG_OK)
        status = judged.graph.meta != NULL ? write_draft(json, findings, &judged) : NNREG_REFUSED;
    nnreg_findings_finish(findings, nnreg_rule(NNREG_RULE_FINDINGS_LIMIT)->id);
    if ((status == NNREG_OK || status == NNREG_REFUSED) && nnreg_findings_status(findings) == NNREG_NO_MEMORY)
        status = NNREG_NO_MEMORY;
    if (status == NNREG_NO_MEMORY && error->status != status)
        nnreg_fail_memory(error);
    nnreg_judged_free(&judged);
    nnreg_bundle_files_free(&files);
    return status;
}

nnreg_status nnreg_draft(char **json, nnreg_findings *findings, const nnreg_bundle *bundle)
{
    struct nnreg_error error = NNREG_ERROR_INIT;
    nnreg_status status;

    if (json != NULL)
        *json = NULL;
    if (findings == NULL)
        return NNREG_INVALID_ARGUMENT;
    nnreg_findings_clear(findings);
    status = json != NULL && bundle != NULL
                 ? draft_of(json, findings, bundle, &error)
                 : nnreg_fail(&error, NNREG_INVALID_ARGUMENT, "an argument is NULL");
    if (status != NNREG_OK && json != NULL) {
        nnreg_free(*json);
        *json = NULL;
    }
    if (status != NNREG_OK && status != NNREG_REFUSED) {
        nnreg_findings_clear(findings);
        *nnreg_findings_error(findings) = error;
    }
    return status;
}
