/* What is done with objects of any kind alike: getting one, and changing one by a JSON text. */
#ifndef NNREG_REGISTRY_ACCESS_H
#define NNREG_REGISTRY_ACCESS_H

#include "check/rules.h"
#include "codec/json.h"
#include "registry/objects.h"

/*
 * Reads whole objects within a transaction, with what is not stored in their own records (the names of a version).
 * As nnreg_object_load.
 */
nnreg_status nnreg_object_read(void *record, struct nnreg_kv_txn *txn, enum nnreg_object object, uint64_t id,
                               struct nnreg_error *error);

/* Fills in what is not stored in a record that was read or decoded otherwise. */
nnreg_status nnreg_object_complete(void *record, struct nnreg_kv_txn *txn, enum nnreg_object object,
                                   struct nnreg_error *error);

/* The same for a version whose names are known; a name that is NULL is looked up. */
nnreg_status nnreg_version_complete(struct nnreg_version *version, struct nnreg_kv_txn *txn,
                                    const char *spec_name, const char *network_name,
                                    struct nnreg_error *error);

/* The body of nnreg_…_get: an owned snapshot. */
nnreg_status nnreg_get_object(nnreg *registry, void **snapshot, enum nnreg_object object, uint64_t id);

/* Clears and frees a snapshot of that kind; NULL is nothing. */
void nnreg_free_object(void *snapshot, enum nnreg_object object);

/* Reads a spec but for its outputs, which can be large; its JSON is without them then. As nnreg_object_load. */
nnreg_status nnreg_spec_load_without_outputs(struct nnreg_spec *spec, struct nnreg_kv_txn *txn, uint64_t id,
                                             struct nnreg_error *error);

/* Reads what ties a version to others: all but its postprocessings. As nnreg_object_load. */
nnreg_status nnreg_version_load_ties(struct nnreg_version *version, struct nnreg_kv_txn *txn, uint64_t id,
                                     struct nnreg_error *error);

/* Writes a record as others see it. */
void nnreg_object_put(struct nnreg_json_writer *writer, enum nnreg_object object, const void *record);

/* The JSON text of a snapshot: the body of nnreg_…_json. */
nnreg_status nnreg_object_json(char **text, const void *snapshot, enum nnreg_object object);

/*
 * The beginning of nnreg_…_create: *id is 0 and the findings are empty then. `json` is only asked for. The arguments may be
 * NULL, which is NNREG_INVALID_ARGUMENT.
 */
nnreg_status nnreg_create_begin(nnreg *registry, uint64_t *id, const char *json, nnreg_findings *findings,
                                struct nnreg_call_options *taken, const struct nnreg_call_options *how,
                                struct nnreg_error *error);

/*
 * Called in the transaction with the object that is to be changed: NNREG_CONFLICT unless how->if_update_date is NULL or still
 * its update_date; NNREG_INVALID_ARGUMENT when it is no time.
 */
nnreg_status nnreg_check_update_date(const struct nnreg_object_kind *kind, const void *record,
                                     const struct nnreg_call_options *how, struct nnreg_error *error);

struct nnreg_update;

/*
 * The rules of an update that need the object, or others: called in the transaction, perhaps several times and in
 * another thread, with the record before and after the change, which it may go on changing. A finding is left in
 * update->problem by nnreg_update_refuse.
 */
typedef nnreg_status nnreg_update_check(struct nnreg_kv_txn *txn, struct nnreg_update *update,
                                        const void *before, void *after, struct nnreg_error *error);

struct nnreg_update {
    enum nnreg_object object;
    uint64_t id;
    const char *text;
    size_t length;
    nnreg_update_check *check;     /* NULL: none */
    const struct nnreg_json *json; /* for the check: the text's values */
    struct {
        const struct nnreg_field *field; /* that it is about; NULL: there is no problem */
        enum nnreg_rule rule;
        char message[200];
        const char *hint;
    } problem;
};

/* Whether the text of an update has a field. */
bool nnreg_update_has(const struct nnreg_update *update, const struct nnreg_field *field);

/* Leaves a finding about a field and returns NNREG_REFUSED. `hint` is static, or NULL. */
nnreg_status nnreg_update_refuse(struct nnreg_update *update, struct nnreg_error *error, enum nnreg_rule rule,
                                 const struct nnreg_field *field, const char *hint, const char *format, ...)
    NNREG_PRINTF(6, 7);

/* The body of nnreg_…_update. `flags`: those of struct nnreg_call_options that apply. */
nnreg_status nnreg_update_object(nnreg *registry, struct nnreg_update *update,
                                 const struct nnreg_call_options *how, unsigned flags,
                                 nnreg_findings *findings);

#endif
