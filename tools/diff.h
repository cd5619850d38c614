/*
 * What makes two networks different. All that is compared of a network is a list of named values, section by section: a field by its
 * JSON Pointer, a tensor by its name. So one comparison and two ways to print serve all of it.
 */
#ifndef NNREG_TOOLS_DIFF_H
#define NNREG_TOOLS_DIFF_H

#include <nnreg.h>

#include "buffer.h"
#include "json_pick.h"

enum diff_section { DIFF_FIELDS, DIFF_SIGNATURES, DIFF_TENSORS, DIFF_VARIABLES, DIFF_FILES, DIFF_SECTIONS };

/* "fields", "signatures", …; and the word for what a change in it is told by: "pointer" or "name". Static. */
extern const char *const diff_section_names[DIFF_SECTIONS];
extern const char *const diff_section_keys[DIFF_SECTIONS];

/* Both owned by the side. */
struct diff_entry {
    char *name;
    char *value; /* JSON, compact */
};

/* One of the two networks. Starts as {0}. */
struct diff_side {
    uint64_t id;
    struct buffer name;                    /* of the network */
    struct buffer sections[DIFF_SECTIONS]; /* arrays of struct diff_entry */
    uint64_t left_out;                     /* nodes of the graph whose tensors are not listed */
};

/* Something that is there on one side only, or differs. Borrowed from the sides. */
struct diff_change {
    const char *name;
    const char *value[2]; /* old, new; NULL: it is not there */
};

/* Starts as {0}. */
struct diff {
    struct diff_side sides[2];            /* old, new */
    struct buffer changes[DIFF_SECTIONS]; /* arrays of struct diff_change, by name */
};

void diff_free(struct diff *diff);

/* Adds an entry; both texts are copied. */
void diff_add(struct diff_side *side, enum diff_section section, const char *name, const char *value);

/* The members of a description, by what nnreg_network_json and nnreg_schema give; and the stored files. */
void diff_add_fields(struct diff_side *side, struct json_part network, struct json_part schema);
void diff_add_files(struct diff_side *side, const nnreg_network *network);

/* What nnreg_inspect has reported: signatures, tensors, variables. */
void diff_add_report(struct diff_side *side, struct json_part report);

/* Compares the sides. */
void diff_compare(struct diff *diff);

/* The changes of a section. Borrowed. */
const struct diff_change *diff_changes(const struct diff *diff, enum diff_section section, size_t *count);
bool diff_is_same(const struct diff *diff);

/* For people: of tensors, variables and files at most `most` changes of each, 0: all; values cut unless `wide`. */
void diff_add_text(struct buffer *text, const struct diff *diff, size_t most, bool wide, bool colour);
/* One JSON document with all changes (nnreg-networks(1), "JSON OUTPUT"). */
void diff_add_json(struct buffer *text, const struct diff *diff);

#endif
