/* What is known of a stored file that is damaged, as a plain record. */
#ifndef NNREG_RECORDS_DAMAGE_H
#define NNREG_RECORDS_DAMAGE_H

#include "records/fields.h"

struct nnreg_damage_record {
    struct nnreg_unknown unknown;
    int found; /* NNREG_FOUND_ */
    uint64_t size;
    int64_t since;
};

extern const struct nnreg_table nnreg_damage_record_table;

#endif
