/* The conditions of a query, held against a record. */
#ifndef NNREG_REGISTRY_FILTER_H
#define NNREG_REGISTRY_FILTER_H

#include "registry/query.h"

/* Whether a record meets the conditions. It needs no more of the record than nnreg_filter_fields says. */
bool nnreg_filter_meets(const struct nnreg_list_selection *selection, const void *record,
                        bool *out_of_memory);

/*
 * The bits of the record numbers of the fields that the conditions, the order, and holding an entry of `table` against
 * the record ask for.
 */
uint64_t nnreg_filter_fields(const struct nnreg_list_selection *selection, enum nnreg_kv_table table);

#endif
