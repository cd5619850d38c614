/*
 * An input that takes texts, held against the image that is declared: whether the graph decodes what is fed there, and to how
 * many channels and which element type; or what else it takes.
 */
#include <stdio.h>
#include <string.h>

#include "records/network.h"
#include "tensorflow/judge_model.h"

/* What is fed where an operation other than a decoder of images reads it; the first that does is told. */
static const struct {
    enum nnreg_string_reader reader;
    const char *what, *hint;
} taken[] = {
    {NNREG_READER_EXAMPLE, "serialized tf.Example messages",
     "feed such messages, or name the tensor behind the parsing"},
    {NNREG_READER_FILE, "names of files, which the graph reads",
     "feed such names, or name the tensor behind the reading"},
    {NNREG_READER_RAW, "the raw bytes of numbers", "feed such bytes, or name the tensor behind the decoding"},
    {NNREG_READER_SOUND, "encoded sound", "name a tensor that takes an image"},
    {NNREG_READER_TABLE, "lines of comma-separated values", "name a tensor that takes an image"},
};

struct encoded {
    struct nnreg_engine *engine;
    const struct nnreg_input *input;
    const struct nnreg_string_readers *readers;
    uint32_t point;
};

static bool meets(const struct encoded *encoded, unsigned reader)
{
    return nnreg_string_readers_meet(encoded->readers, reader, encoded->point);
}

/* A decoder of images that gets it, NNREG_READERS when none does. */
static unsigned decoder(const struct encoded *encoded)
{
    unsigned reader = NNREG_READER_IMAGE;

    while (reader < NNREG_READERS && !meets(encoded, reader))
        reader++;
    return reader;
}

static void report_taken(const struct encoded *encoded, unsigned image)
{
    size_t i;

    for (i = 0; i < sizeof taken / sizeof *taken && !meets(encoded, taken[i].reader); i++)
        ;
    if (i < sizeof taken / sizeof *taken)
        nnreg_engine_report_at(encoded->engine, &encoded->input->tensor_name, NNREG_RULE_MODEL_RANK,
                               taken[i].hint, "the input tensor has the type DT_STRING and takes %s%s",
                               taken[i].what,
                               image < NNREG_READERS ? "; it decodes images in them itself" : "");
    else if (image < NNREG_READERS)
        nnreg_engine_report_at(
            encoded->engine, &encoded->input->tensor_name, NNREG_RULE_MODEL_RANK,
            meets(encoded, NNREG_READER_BASE64)
                ? "feed encoded images in Base64, or name the tensor behind the decoding"
                : "feed encoded images, or name the tensor behind the decoding",
            "the input tensor has the type DT_STRING: the graph decodes images itself (%s)",
            encoded->readers->op[image]);
    else
        nnreg_engine_report_at(
            encoded->engine, &encoded->input->tensor_name, NNREG_RULE_MODEL_RANK,
            "name a tensor that takes an image",
            "the input tensor has the type DT_STRING and takes text or bytes: nothing in the "
            "graph decodes images from it");
}

/* Where one decoder of several does what is declared, or gives what is encoded, nothing is said. */
static void judge_decoded_channels(const struct encoded *encoded)
{
    const struct nnreg_image *image = encoded->input->image;
    int declared = nnreg_image_channels(image);
    uint32_t other = 0;
    unsigned reader;

    for (reader = NNREG_READER_IMAGE; reader < NNREG_READERS; reader++) {
        uint32_t channels = nnreg_string_reader_decodes(reader).channels;

        if (!meets(encoded, reader))
            continue;
        if (channels == 0 || (int)channels == declared)
            return;
        other = channels;
    }
    if (declared < 0 || other == 0)
        return;
    nnreg_engine_report_at_as(encoded->engine, &image->color_channels, NNREG_RULE_MODEL_CHANNELS,
                              NNREG_SEVERITY_WARNING,
                              other == 1   ? "set color_channels to \"L\""
                              : other == 3 ? "set color_channels to \"RGB\""
                                           : NULL,
                              "color_channels %s is %d channel%s, but the graph decodes images to %u",
                              nnreg_vocab_word(&nnreg_vocab_color_channels, image->color_channels), declared,
                              declared == 1 ? "" : "s", other);
}

/* Of a data_type that somebody wrote: what is fed has none. */
static void judge_decoded_type(const struct encoded *encoded)
{
    const struct nnreg_image *image = encoded->input->image;
    const char *declared, *other = NULL;
    char hint[64];
    unsigned reader;

    if (image->data_type < 0 || !nnreg_engine_has(encoded->engine, &image->data_type))
        return;
    declared = nnreg_vocab_word(&nnreg_vocab_data_type, image->data_type);
    for (reader = NNREG_READER_IMAGE; reader < NNREG_READERS; reader++) {
        const char *type = nnreg_data_type_of(nnreg_string_reader_decodes(reader).dtype);

        if (!meets(encoded, reader))
            continue;
        if (type == NULL || strcmp(type, declared) == 0)
            return;
        other = type;
    }
    if (other == NULL)
        return;
    (void)snprintf(hint, sizeof hint, "set data_type to \"%s\"", other);
    nnreg_engine_report_at_as(encoded->engine, &image->data_type, NNREG_RULE_MODEL_DTYPE,
                              NNREG_SEVERITY_WARNING, hint,
                              "data_type is %s, but the graph decodes images to %s", declared, other);
}

void nnreg_judge_encoded(struct nnreg_engine *engine, const struct nnreg_input *input,
                         const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor,
                         struct nnreg_string_readers *readers)
{
    struct encoded encoded = {engine, input, readers, nnreg_flow_of_node(judged->flow, tensor->node)};
    unsigned image;

    if (!readers->made && nnreg_string_readers_make(readers, judged->flow, NULL) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    image = decoder(&encoded);
    report_taken(&encoded, image);
    if (image == NNREG_READERS)
        return;
    judge_decoded_channels(&encoded);
    judge_decoded_type(&encoded);
}
