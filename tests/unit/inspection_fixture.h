/*
 * A model written by the model writer, changed as a test wants it, as a bundle; and what nnreg_inspect and nnreg_draft
 * say of it.
 */
#ifndef NNREG_TESTS_INSPECTION_FIXTURE_H
#define NNREG_TESTS_INSPECTION_FIXTURE_H

#include <jansson.h>
#include <stdbool.h>

#include "models.h"
#include "nnreg.h"
#include "store_fixture.h"

struct subject {
    struct mw_recipe recipe;
    struct mw_made made;
    struct scratch scratch;
    char folder[300];
    nnreg_bundle *bundle;
    nnreg_findings *findings;
};

/* Makes the model in memory: to be changed before subject_write. */
void subject_begin(struct subject *subject, const struct mw_recipe *recipe);
/* Writes it, and makes a bundle of the folder. */
void subject_write(struct subject *subject);
void subject_end(struct subject *subject);

/* A subject of a kind, all else as mw_recipe_init has it, written. */
void subject_of_kind(struct subject *subject, enum mw_kind kind);

/* The report, as JSON that a reader which is not ours has read; to be given back with json_decref. */
json_t *subject_inspect(struct subject *subject, unsigned flags);

/* The draft's text, NULL when there is none; freed with nnreg_free. The status has to be the one given. */
char *subject_draft(struct subject *subject, nnreg_status expected);

/* The one image of a draft's text, as "NHWC SQUASH 32x32 RGB 255.0 FLOAT32"; static storage. */
const char *draft_image(const char *text, size_t input);

/* The findings as "rule severity pointer;", in their order; static storage. A file stands for a missing pointer. */
const char *findings_told(const nnreg_findings *findings);

/* A member by a path of keys and indices, "model/meta_graphs/0/nodes"; NULL when there is none. */
json_t *member(json_t *from, const char *path);
const char *member_text(json_t *from, const char *path);
/* The JSON text of a member, compact; static storage. */
const char *member_dump(json_t *from, const char *path);

#endif
