/* What an export or an import had in it, as text and as JSON: what `export`, `import` and `verify` share. */
#ifndef NNREG_TOOLS_TRANSFER_TEXT_H
#define NNREG_TOOLS_TRANSFER_TEXT_H

#include <stdbool.h>

#include <nnreg.h>

#include "buffer.h"
#include "findings_text.h"
#include "json_out.h"

/* What the library tells of each object is gathered in both forms. Starts by transfer_start, freed by transfer_free. */
struct transfer {
    struct nnreg_transfer counts;
    bool import;         /* objects are made or recognised, and have ids of their own here */
    struct buffer lines; /* `network 1 -> 7 "digits"` */
    struct buffer items; /* of a JSON array */
};

void transfer_start(struct transfer *transfer, bool import);
void transfer_free(struct transfer *transfer);

/* `2 networks, 1 spec, 1 version, 4 files (1.2 MiB)` */
void transfer_add_counts(struct buffer *text, const struct nnreg_transfer *counts);

/* The members of an object that is open: manifest, counts, and the objects with their ids, if they have any. */
void transfer_add_json(struct json_out *out, const struct transfer *transfer);

/* A finding_choose for an archive, of which nothing can be shown; `context` is a struct finding_source with its label. */
bool transfer_choose(const void *context, const struct nnreg_finding *finding, struct finding_source *source);

#endif
