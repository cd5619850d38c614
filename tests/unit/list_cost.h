/*
 * What a list costs: how many entries of its range were met, and how many records were held against its conditions, by all
 * threads since the start. They are counted at the functions of lib/registry that each of them is handed to; the linker
 * puts the counters in front of these (--wrap, in tests/local.mk), so the library itself counts nothing.
 */
#ifndef NNREG_TESTS_LIST_COST_H
#define NNREG_TESTS_LIST_COST_H

#include <stdint.h>

uint64_t list_cost_entries(void);
uint64_t list_cost_records(void);

#endif
