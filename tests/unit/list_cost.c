/* Counting what lists look at: see list_cost.h. */
#include "list_cost.h"

#include <stdatomic.h>

#include "registry/filter.h"
#include "registry/plan.h"

static _Atomic uint64_t entries, records;

bool __real_nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key);
bool __wrap_nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key);
bool __real_nnreg_filter_meets(const struct nnreg_list_selection *selection, const void *record,
                               bool *out_of_memory);
bool __wrap_nnreg_filter_meets(const struct nnreg_list_selection *selection, const void *record,
                               bool *out_of_memory);

/* A scan asks it for each entry that is in its range. */
bool __wrap_nnreg_range_id(uint64_t *id, const struct nnreg_range *range, struct nnreg_slice key)
{
    atomic_fetch_add(&entries, 1);
    return __real_nnreg_range_id(id, range, key);
}

bool __wrap_nnreg_filter_meets(const struct nnreg_list_selection *selection, const void *record,
                               bool *out_of_memory)
{
    atomic_fetch_add(&records, 1);
    return __real_nnreg_filter_meets(selection, record, out_of_memory);
}

uint64_t list_cost_entries(void)
{
    return atomic_load(&entries);
}

uint64_t list_cost_records(void)
{
    return atomic_load(&records);
}
