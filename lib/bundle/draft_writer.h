/*
 * A draft of a description while it is written: what a model says is put as it is, what no model says is a guess, told by a
 * finding with the place in the draft. A framework writes its drafts with these (bundle/framework.h).
 */
#ifndef NNREG_BUNDLE_DRAFT_WRITER_H
#define NNREG_BUNDLE_DRAFT_WRITER_H

#include "base/findings.h"
#include "codec/json.h"

struct nnreg_draft {
    nnreg_findings *findings;
    const char *framework; /* the word */
    const char *file;      /* that the draft is made of, for findings: set by who writes it */
    struct nnreg_bytes out;
    struct nnreg_json_writer writer;
    struct nnreg_text_location place; /* of the last guess */
    char pointer[96];                 /* of the object that is being written: "" for the whole */
    struct nnreg_error *error; /* a failure of the system goes here; NULL: it is told by its status alone */
};

/* Begins the document, with a guess at the name; and ends it. Between the two, the members of the description. */
void nnreg_draft_begin(struct nnreg_draft *draft);
void nnreg_draft_end(struct nnreg_draft *draft);

void nnreg_draft_put(struct nnreg_draft *draft, const char *key, const char *word);

/* Writes a key and tells that the value to follow is a guess, and why. `why` NULL: it is none. */
void nnreg_draft_put_guessed_key(struct nnreg_draft *draft, const char *key, const char *hint,
                                 const char *why);
void nnreg_draft_put_guess(struct nnreg_draft *draft, const char *key, const char *word, const char *hint,
                           const char *why);

/* What is left to say of every image, whatever the framework: the guesses that no model can save. */
struct nnreg_draft_image {
    const char *dimension_order;
    const char *color_channels;
    const char *data_type; /* NULL: what is fed has none, and it is left out */
    uint32_t width, height;
    double pixel_scaling; /* 0: not known, so that a guess is written */
    bool order_guessed, colors_guessed, type_guessed, size_guessed;
    /* Evidence for what is no guess because the model tells it by what it does; NULL: there is none. */
    const char *order_told, *size_told, *colors_told, *scaling_told;
};

/* Writes the value of "image". `size_why` tells why the size had to be guessed. */
void nnreg_draft_put_image(struct nnreg_draft *draft, const struct nnreg_draft_image *image,
                           const char *size_why);

/* Writes "postprocessings": one tensors_output of the names, or none. */
typedef const char *nnreg_draft_name(const void *context, size_t i);
void nnreg_draft_put_outputs(struct nnreg_draft *draft, size_t count, nnreg_draft_name *name,
                             const void *context);

#endif
