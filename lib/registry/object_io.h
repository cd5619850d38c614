/* Reading and writing objects of any kind alike: whole, as snapshots, as JSON; and how a create begins. */
#ifndef NNREG_REGISTRY_OBJECT_IO_H
#define NNREG_REGISTRY_OBJECT_IO_H

#include "codec/json.h"
#include "judge/judge.h"
#include "registry/objects.h"

/*
 * The body of nnreg_…_get: an owned snapshot, NULL on a failure. Callers give the address of a void * and assign it to
 * their own typed pointer after: to write through (void **)&typed would be to access an object by another type (C11, 6.5,
 * 7).
 */
nnreg_status nnreg_object_get(nnreg *registry, void **snapshot, enum nnreg_object object, uint64_t id);

/* Reads what ties a version to others: all but its postprocessings. As nnreg_object_load. */
nnreg_status nnreg_version_load_ties(struct nnreg_version *version, struct nnreg_kv_txn *txn, uint64_t id,
                                     struct nnreg_error *error);

/* Writes a snapshot as others see it. */
void nnreg_object_put(struct nnreg_json_writer *writer, enum nnreg_object object, const void *snapshot);

/* The JSON text of a snapshot: the body of nnreg_…_json. */
nnreg_status nnreg_object_json(char **text, const void *snapshot, enum nnreg_object object);

/*
 * The beginning of nnreg_…_create, which is `call`: *id is 0 and the findings are empty then. `json` is only asked for. The arguments may be
 * NULL, which is NNREG_INVALID_ARGUMENT.
 */
nnreg_status nnreg_object_create_begin(nnreg *registry, const char *call, uint64_t *id, const char *json,
                                       nnreg_findings *findings, struct nnreg_call_options *taken,
                                       const struct nnreg_call_options *options, struct nnreg_error *error);

/* What the text of a create is, by the options that were taken. */
enum nnreg_description_form nnreg_object_form(const struct nnreg_call_options *taken);

/*
 * Called in the transaction with the object that is to be changed: NNREG_CONFLICT unless options->if_update_date is NULL or
 * still its update_date; NNREG_INVALID_ARGUMENT when it is no time.
 */
nnreg_status nnreg_object_check_update_date(const struct nnreg_object_kind *kind, const void *record,
                                            const struct nnreg_call_options *options,
                                            struct nnreg_error *error);

#endif
