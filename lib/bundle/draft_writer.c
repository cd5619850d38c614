/*
 * Writing a draft: see draft_writer.h. A guess is reported at the key that is written in the same moment, while the place is
 * known: lines are counted on from the guess before (`draft->place`), so that the draft is gone over once in all.
 */
#include "bundle/draft_writer.h"

#include <stdio.h>

#include "check/report.h"
#include "records/network.h"

#define USUAL_SCALING 255.0 /* pixels of 8 bits, as they are */

void nnreg_draft_put(struct nnreg_draft *draft, const char *key, const char *word)
{
    nnreg_json_put_key(&draft->writer, key);
    nnreg_json_put_string(&draft->writer, word);
}

static void put_noted_key(struct nnreg_draft *draft, const char *key, enum nnreg_rule rule, const char *hint,
                          const char *why)
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
    nnreg_report_location(draft->findings, rule, NNREG_SEVERITY_OFF, &place, hint, "%s", why);
}

void nnreg_draft_put_guessed_key(struct nnreg_draft *draft, const char *key, const char *hint,
                                 const char *why)
{
    put_noted_key(draft, key, NNREG_RULE_DRAFT_GUESS, hint, why);
}

void nnreg_draft_put_guess(struct nnreg_draft *draft, const char *key, const char *word, const char *hint,
                           const char *why)
{
    nnreg_draft_put_guessed_key(draft, key, hint, why);
    nnreg_json_put_string(&draft->writer, word);
}

/* ------------------------------------------------------------------------------------------- an image -- */

/* The key of a value that is told, or guessed. */
static void put_told_key(struct nnreg_draft *draft, const char *key, const char *told, const char *hint,
                         const char *why)
{
    if (told != NULL)
        put_noted_key(draft, key, NNREG_RULE_DRAFT_TOLD, NULL, told);
    else
        put_noted_key(draft, key, NNREG_RULE_DRAFT_GUESS, hint, why);
}

void nnreg_draft_put_image(struct nnreg_draft *draft, const struct nnreg_draft_image *image,
                           const char *size_why)
{
    char order[160], type[80], size[24];

    (void)snprintf(order, sizeof order, "%s is a guess: the graph does not tell where the channels stand",
                   image->dimension_order);
    (void)snprintf(type, sizeof type, "%s is a guess: the graph has no such type for this tensor",
                   image->data_type != NULL ? image->data_type : "");
    (void)snprintf(size, sizeof size, "%ux%u", image->width, image->height);
    nnreg_json_open_object(&draft->writer);
    put_told_key(draft, NNREG_KEY(image, dimension_order), image->order_told, NULL,
                 image->order_guessed ? order : NULL);
    nnreg_json_put_string(&draft->writer, image->dimension_order);
    nnreg_draft_put_guess(draft, NNREG_KEY(image, resize_type),
                          nnreg_vocab_word(&nnreg_vocab_resize_type, NNREG_RESIZE_SQUASH),
                          "CROP and FILL keep the aspect ratio",
                          "SQUASH is a guess: no graph says how images are brought to size");
    put_told_key(draft, NNREG_KEY(image, target_size), image->size_told,
                 "write the size, width x height, of the images it was trained with",
                 image->size_guessed ? size_why : NULL);
    nnreg_json_put_string(&draft->writer, size);
    put_told_key(
        draft, NNREG_KEY(image, color_channels), image->colors_told, "look it up where the model was trained",
        image->colors_guessed ? "RGB is a guess: the graph does not say whether it is RGB or BGR" : NULL);
    nnreg_json_put_string(&draft->writer, image->color_channels);
    put_told_key(draft, NNREG_KEY(image, pixel_scaling), image->scaling_told,
                 "write 1.0 for pixels from 0 to 1, and a mean_file if a mean is subtracted",
                 "255.0, and no mean, is a guess: the graph does not say how pixels are scaled");
    nnreg_json_put_number(&draft->writer, image->pixel_scaling > 0 ? image->pixel_scaling : USUAL_SCALING);
    if (image->data_type != NULL)
        nnreg_draft_put_guess(draft, NNREG_KEY(image, data_type), image->data_type, NULL,
                              image->type_guessed ? type : NULL);
    nnreg_json_close_object(&draft->writer);
}

/* --------------------------------------------------------------------------------------- the document -- */

void nnreg_draft_put_outputs(struct nnreg_draft *draft, size_t count, nnreg_draft_name *name,
                             const void *context)
{
    size_t i;

    nnreg_json_put_key(&draft->writer, NNREG_KEY(network, postprocessings));
    nnreg_json_open_array(&draft->writer);
    if (count > 0) {
        nnreg_json_open_object(&draft->writer);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(postprocessing, tensors_output));
        nnreg_json_open_object(&draft->writer);
        nnreg_json_put_key(&draft->writer, NNREG_KEY(tensors_output, tensors));
        nnreg_json_open_array(&draft->writer);
        for (i = 0; i < count; i++)
            nnreg_json_put_string(&draft->writer, name(context, i));
        nnreg_json_close_array(&draft->writer);
        nnreg_json_close_object(&draft->writer);
        nnreg_json_close_object(&draft->writer);
    }
    nnreg_json_close_array(&draft->writer);
}

void nnreg_draft_begin(struct nnreg_draft *draft)
{
    nnreg_json_writer_init(&draft->writer, &draft->out, 2);
    nnreg_json_open_object(&draft->writer);
    nnreg_draft_put_guess(draft, NNREG_KEY(network, name), "unnamed model", "give it one",
                          "the model does not tell its name");
    nnreg_draft_put(draft, NNREG_KEY(network, framework), draft->framework);
}

void nnreg_draft_end(struct nnreg_draft *draft)
{
    nnreg_json_close_object(&draft->writer);
    nnreg_bytes_char(&draft->out, '\n');
}
