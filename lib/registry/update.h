/*
 * Changing an object of any kind by a JSON text: the body of nnreg_…_update. What the tables alone can say of the text is
 * judged before the transaction; what needs the object, or others, in it.
 */
#ifndef NNREG_REGISTRY_UPDATE_H
#define NNREG_REGISTRY_UPDATE_H

#include "check/rules.h"
#include "registry/object_io.h"

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
    uint64_t id; /* by a slug it is found in the transaction */
    bool by_slug;
    const char *slug;
    const char *text;
    size_t length;
    nnreg_update_check *check;
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

/* The body of nnreg_…_update, which is `call`. `flags`: those of struct nnreg_call_options that apply. */
nnreg_status nnreg_object_update(nnreg *registry, const char *call, struct nnreg_update *update,
                                 const struct nnreg_call_options *options, unsigned flags,
                                 nnreg_findings *findings);

#endif
