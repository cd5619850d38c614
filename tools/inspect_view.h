/*
 * What nnreg_inspect reports, for people: as text, as a list of tensors, and as a picture. All of it is read out of the
 * report's JSON (doc/nnreg-check.1, "JSON OUTPUT").
 */
#ifndef NNREG_TOOLS_INSPECT_VIEW_H
#define NNREG_TOOLS_INSPECT_VIEW_H

#include "buffer.h"
#include "json_pick.h"

/* Everything about the model, its variables, and what reaches outside. */
void inspect_add_text(struct buffer *text, struct json_part report, bool colour);

/* The tensors with a name that matches `glob` (NULL: all), as a table. */
void inspect_add_tensors(struct buffer *text, struct json_part report, const char *glob, bool colour);

/* What the model costs for one example: a table by name scope, and what it comes to. */
void inspect_add_cost(struct buffer *text, struct json_part report, bool colour);

/* The report as it is, but of its tensors only those that match. */
void inspect_add_filtered(struct buffer *text, struct json_part report, const char *glob);

/* The signatures of the meta graph that is served, for Graphviz: inputs, network, outputs. */
void inspect_add_dot(struct buffer *text, struct json_part report);

/* Adds text inside a quoted string of Graphviz's language. */
void inspect_add_dot_text(struct buffer *text, const struct buffer *plain);

/* Of an object: the member as printable text, "" when it is none; as a number; as a container, empty when it is none. */
void inspect_add_member(struct buffer *text, struct json_part object, const char *key);
uint64_t inspect_number(struct json_part object, const char *key);
struct json_part inspect_container(struct json_part object, const char *key);

/* The meta graph that is served, empty when there is none. */
struct json_part inspect_served(struct json_part report);

/* What carries a signature's tensor: its name, or what a sparse or composite one is made of. */
void inspect_add_carrier(struct buffer *text, struct json_part info);
/* "[-1, 224, 224, 3]", "unknown". */
void inspect_add_shape(struct buffer *text, struct json_part info);
/* "DT_FLOAT", "unknown". */
void inspect_add_dtype(struct buffer *text, struct json_part info);

/* Whether a signature is one that clients call, and not the model's own, for loading and training. */
bool inspect_is_callable(struct json_part signature);

#endif
