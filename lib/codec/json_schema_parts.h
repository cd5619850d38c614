/* What the files of json_schema have for each other: keywords of single values, and members that many schemas have. */
#ifndef NNREG_CODEC_JSON_SCHEMA_PARTS_H
#define NNREG_CODEC_JSON_SCHEMA_PARTS_H

#include "codec/json_schema.h"
#include "codec/kinds.h"

#define NNREG_SCHEMA_DIALECT "https://json-schema.org/draft/2020-12/schema"

/* A keyword whose value is a text. */
void nnreg_schema_pair(struct nnreg_json_writer *writer, const char *key, const char *text);

/* The schema of null, as an entry of a list. */
void nnreg_schema_null(struct nnreg_json_writer *writer);

/* "$ref": the table's entry of "$defs". */
void nnreg_schema_reference(struct nnreg_json_writer *writer, const struct nnreg_table *table);

/* The two forms of NNREG_STRING_FORMAT_TARGET_SIZE: patterns. */
extern const char nnreg_schema_one_side[], nnreg_schema_two_sides[];

#endif
