/* A finding in JSON: as it is written, and as JSON Schema says so, both of one table of its members. */
#ifndef NNREG_CHECK_FINDING_JSON_H
#define NNREG_CHECK_FINDING_JSON_H

#include "codec/json.h"

/* The schema of one entry of what nnreg_findings_json writes. */
void nnreg_finding_schema(struct nnreg_json_writer *writer, const char *title);

#endif
