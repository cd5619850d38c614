/*
 * An input of a given size, and what is done with it. A row of the table makes the one and names the other; the cost of
 * a run is compared for a size and its double.
 */
#ifndef NNREG_TESTS_LINEAR_SUBJECT_H
#define NNREG_TESTS_LINEAR_SUBJECT_H

#include <stddef.h>

#include "base/bytes.h"
#include "nnreg.h"
#include "protoenc.h"

struct subject {
    size_t n;
    struct nnreg_bytes text;  /* a description, or whatever the run takes */
    struct nnreg_bytes other; /* a second text */
    struct mw_buf model;      /* saved_model.pb */
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    struct nnreg_rule_severity *severities;
    size_t severity_count;
    char folder[256]; /* "": none was made */
};

struct row {
    const char *name;
    size_t n; /* large enough that what does not grow does not matter, and a square shows */
    void (*make)(struct subject *subject, size_t n);
    void (*run)(struct subject *subject);
};

/* The tables, each ended by a row without a name. */
extern const struct row text_rows[], bundle_rows[], model_rows[], flow_rows[], origin_rows[],
    variables_rows[], other_rows[], pixel_rows[];

/* Whether the flow of the graph that a row makes needs no more memory for each node than it may (flow_bytes.c). */
int flow_bytes_hold(const struct row *row, size_t n);

void subject_begin(struct subject *subject, size_t n);
void subject_end(struct subject *subject);

/* Ends the program: a test that cannot make its inputs has nothing to say. */
void subject_must(int holds, const char *what);

/* A file of the bundle in memory; `content` must stay. */
void subject_file(struct subject *subject, const char *content, const char *name);

/* A folder for files, made when it is first asked for and removed with the subject. */
const char *subject_folder(struct subject *subject);
void subject_write(struct subject *subject, const char *name, const void *content, size_t size);

/* A description whose inputs and postprocessings are put in between; what is between is the caller's. */
void subject_description(struct subject *subject, void (*inputs)(struct subject *),
                         void (*postprocessings)(struct subject *));
/* One input of a tensor, with a mean_file if that is not NULL; a comma before all but the first. */
void subject_input(struct subject *subject, size_t i, const char *tensor, const char *mean);

/* The model so far, as the bundle's saved_model.pb. */
void subject_model(struct subject *subject);

/* Runs. */
void run_check(struct subject *subject); /* the text, and the bundle if there are files */
void run_spec(struct subject *subject);
void run_inspect(struct subject *subject);
void run_cost(struct subject *subject);
/* With the graph as it is to be looked at, at depth 1. */
void run_picture(struct subject *subject);
void run_deep_picture(struct subject *subject);
void run_draft(struct subject *subject);

#endif
