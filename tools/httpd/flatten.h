/*
 * A form's fields as a JSON text. A field is named by its path, as the original service had it and its client still sends it: keys with
 * '.' between them, entries of lists by their index, `preprocessing.inputs[0]image.target_size` (a '.' behind a bracket may be there, too).
 *
 * Forms have no types, so what a field's text is follows from the schema of what it describes: "2.0" is a number where there is one, and a
 * name may be "2.0". Text for a list or an object is JSON. Where nothing is prescribed, below metadata, what reads as a JSON number, or as
 * true, false or null (Python's words for them, too), is that and all else a text: who means the text "1" sends JSON. What is not of its
 * type stays a text, and is told by the findings as in any other description.
 */
#ifndef NNREG_HTTPD_FLATTEN_H
#define NNREG_HTTPD_FLATTEN_H

#include <nnreg.h>
#include <stdbool.h>
#include <stddef.h>

#include "text.h"

#define FLAT_INDEX_MAX 100000
#define FLAT_NODES_MAX \
    (1u << 19) /* fields and what they are in: twice what a specification with all its labels takes */

struct flat_node;

struct flat {
    char *schema;
    struct flat_node *root, *made; /* the last one of all */
    void *index;                   /* of all, by what they are in and their key, tsearch(3) */
    size_t count, bytes;
    nnreg_status status;
    struct text wrong; /* with the first field that does not fit */
};

/* Of an object of this kind, a word of nnreg_schema's. false: out of memory, as below, and then `wrong` is empty. */
bool flat_begin(struct flat *flat, const char *kind);
/* Whether the object has such a member. */
bool flat_is_member(const struct flat *flat, const char *name);
/* Adds a field; `is_json`: its text is JSON whatever its type. false: it does not fit, and `status` and `wrong` tell why. */
bool flat_add(struct flat *flat, const char *path, const char *chars, size_t length, bool is_json);
/* The object as JSON, in the order in which its keys came. false: a field does not fit, as above. */
bool flat_finish(struct flat *flat, struct text *json);
void flat_free(struct flat *flat);

#endif
