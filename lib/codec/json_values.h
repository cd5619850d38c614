/*
 * Between the files that turn JSON into records and back: json_values.c has the values of each kind (see kinds.h),
 * json_records.c the records that they are members of.
 */
#ifndef NNREG_CODEC_JSON_VALUES_H
#define NNREG_CODEC_JSON_VALUES_H

#include "codec/kinds.h"

/* Takes an object into a zeroed record, which is what `step` says of its parent; on failure it is half filled. */
nnreg_status nnreg_json_take_record(const struct nnreg_json_taking *taking, const struct nnreg_table *table,
                                    void *record, const struct nnreg_json_value *object,
                                    struct nnreg_origin step);

/*
 * Takes a value that may not be right: in a lenient taking one that is not leaves the member as not known. Else as
 * nnreg_json_take.
 */
nnreg_status nnreg_json_take_member(const struct nnreg_json_taking *taking, const struct nnreg_field *field,
                                    void *member, const struct nnreg_json_value *value);

#endif
