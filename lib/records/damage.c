/* The table of damage. */
#include "records/damage.h"

#include "records/rows.h"

/* clang-format off */
static const struct nnreg_field damage_record_fields[] = {
    {.key = "found", .number = 1, ENUM(nnreg_damage_record, found, found),
     .doc = "what was in the place of the file"},
    {.key = "size", .number = 2, SIZE(nnreg_damage_record, size), .doc = "bytes that the file has to have"},
    {.key = "since", .number = 3, TIME(nnreg_damage_record, since), .doc = "when it was found"},
};
/* clang-format on */
const struct nnreg_table nnreg_damage_record_table = {
    .name = "damage",
    .doc = "a stored file that is damaged",
    .size = sizeof(struct nnreg_damage_record),
    .fields = damage_record_fields,
    .count = sizeof damage_record_fields / sizeof *damage_record_fields,
};
