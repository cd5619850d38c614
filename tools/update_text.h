/*
 * The update document that `nnreg set`, `nnreg spec set` and `nnreg task set` make of their options, and the way back
 * from a place in that document to what the user has written: a line of the file or of the text given as metadata, or
 * the option.
 *
 * The document is {"name":"…","description":"…","metadata":<newline><text as it was given><newline>}: line 2 of the
 * document is line 1 of the metadata.
 */
#ifndef NNREG_TOOLS_UPDATE_TEXT_H
#define NNREG_TOOLS_UPDATE_TEXT_H

#include <stdbool.h>

#include <nnreg.h>

#include "buffer.h"
#include "field_keys.h"
#include "findings_text.h"

#define UPDATE_METADATA "/" KEY_METADATA /* the pointer */

/* One member other than the metadata. */
struct update_member {
    const char *key;
    const char *label; /* the option, or the path of the file it was read from */
    const char *value; /* a text, or JSON when `raw` */
    bool raw;
};

#define UPDATE_MEMBERS_MAX 8

/* What is to change. */
struct update_wish {
    struct update_member members[UPDATE_MEMBERS_MAX];
    size_t member_count;
    const struct buffer *metadata; /* NULL: not this */
    const char *metadata_label;    /* the path it was read from, or the option it was given to */
};

void update_document(struct buffer *document, const struct update_wish *wish);

/* For findings on the update document; `context` is a struct update_wish. A finding_choose. */
bool update_choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source);

/*
 * For findings on the metadata's text alone, when it is no JSON: of a check of that text as if it were a description
 * only the rules of JSON itself have a meaning. `context` is a struct update_wish. A finding_choose.
 */
bool update_choose_json(const void *context, const struct nnreg_finding *finding,
                        struct finding_source *source);

/* Whether there is a finding that update_choose_json shows. */
bool update_metadata_is_broken(const nnreg_findings *findings);

#endif
