/*
 * A table as JSON Schema (draft 2020-12, https://json-schema.org/draft/2020-12), for editors and pipelines of other
 * languages. It says what a schema can say; what it cannot (bytes instead of characters, names that are equal after
 * normalisation, everything about files) is left to the check.
 */
#ifndef NNREG_CODEC_JSON_SCHEMA_H
#define NNREG_CODEC_JSON_SCHEMA_H

#include "codec/json.h"
#include "records/fields.h"

enum nnreg_schema_of {
    NNREG_SCHEMA_OF_DESCRIPTION, /* what a caller may give when the object is created */
    NNREG_SCHEMA_OF_OBJECT,      /* the object as it comes back, with what the registry assigns */
    NNREG_SCHEMA_OF_UPDATE       /* what a caller may give to change it: each member may be left out */
};

/*
 * The schema of a form of the table. Each child table is one entry of "$defs". `names`: a pattern of tensor names without anchors, which a schema
 * cannot make depend on the framework: that stands elsewhere.
 */
void nnreg_json_schema(struct nnreg_json_writer *writer, const struct nnreg_table *table, const char *title,
                       const char *names, enum nnreg_schema_of of);

/* The schema of a page of such objects as they come back. `without`: a field that pages may leave out, or NULL. */
void nnreg_json_schema_page(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                            const struct nnreg_field *without, const char *title, const char *names);

#endif
