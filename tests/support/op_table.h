/*
 * The table behind op_defs.h, sorted by name in byte order.
 */
#ifndef MW_OP_TABLE_H
#define MW_OP_TABLE_H

#include <stddef.h>

#include "op_defs.h"

extern const struct mw_op mw_ops[];
extern const size_t mw_op_count;

#endif
