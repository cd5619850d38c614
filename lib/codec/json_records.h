/* JSON values into records and back, by the tables. */
#ifndef NNREG_CODEC_JSON_RECORDS_H
#define NNREG_CODEC_JSON_RECORDS_H

#include "codec/json.h"
#include "codec/origins.h"
#include "records/fields.h"

/* What is done about members that are left out. */
enum nnreg_json_absent {
    NNREG_JSON_AS_GIVEN, /* they are absent */
    NNREG_JSON_FILLED,   /* they take their initial value, if there is one */
    NNREG_JSON_WHOLE /* the same; a required one has none: the record could not be read back. What the registry assigns is
                            not taken, given or not */
};

/*
 * Reads an object that the tables' rules accept into zeroed memory of the table's size; unknown members are passed over.
 * On failure the record is cleared. NNREG_INVALID_ARGUMENT: a value is not what its row says, or is missing (NNREG_JSON_WHOLE),
 * which the check would have found, but for who turns rules down. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_json_to_record(const struct nnreg_table *table, void *record,
                                  const struct nnreg_json *json, const struct nnreg_json_value *object,
                                  enum nnreg_json_absent absent, struct nnreg_error *error);

/*
 * Reads what can be read of a value that the tables' rules may not accept, which may even be no object, into zeroed memory,
 * and where each member and each entry of a list comes from. A member that is left out takes its initial value. One without
 * an initial value, and one whose value is not what its row takes, is not known: strings, texts of JSON and objects are
 * NULL, words -1, numbers NaN; a list has no entry then, and ids, integers, times and truth values are 0. The same for a
 * list that has more entries than its row allows, so that these are not gone through, and for each entry of a list by
 * itself. Such a record is for judging: it is neither stored nor written.
 *
 * `origins` is to be freed whatever is returned. NNREG_NO_MEMORY; the record is cleared then.
 */
nnreg_status nnreg_json_to_record_leniently(struct nnreg_origins *origins, const struct nnreg_table *table,
                                            void *record, const struct nnreg_json *json,
                                            const struct nnreg_json_value *value, struct nnreg_error *error);

/*
 * Replaces one member of a record by a value, and frees what was there. NNREG_INVALID_ARGUMENT: the value is not what the
 * row says. On failure the member is as it was.
 */
nnreg_status nnreg_json_replace_member(const struct nnreg_field *field, void *record,
                                       const struct nnreg_json *json, const struct nnreg_json_value *value,
                                       struct nnreg_error *error);

/* Sets one member of a record to its row's initial value. */
nnreg_status nnreg_json_initial(const struct nnreg_field *field, void *record, struct nnreg_error *error);

/* Writes one member's value: null where it has none. */
void nnreg_json_put_member(struct nnreg_json_writer *writer, const struct nnreg_field *field,
                           const void *record);

/* Writes the members of an object that is open, key and value each, but for one (NULL: every one). */
void nnreg_json_put_members(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                            const void *record, const struct nnreg_field *without);

/* Writes a record as an object, every field that others see, in the table's order. */
void nnreg_json_put_record(struct nnreg_json_writer *writer, const struct nnreg_table *table,
                           const void *record);

#endif
