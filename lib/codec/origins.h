/*
 * Where the members of a record come from: which value of a JSON text each was read from, by the member's address, and
 * what it is part of there. A judgement that holds a record reports at a member by this.
 */
#ifndef NNREG_CODEC_ORIGINS_H
#define NNREG_CODEC_ORIGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "records/fields.h"

/*
 * One thing with an address: a record, a member of one, or an entry of a list. A member that was left out has the value
 * of its record, and no step of its own: whoever reports at it reports at the record.
 */
struct nnreg_origin {
    const void *address;
    const void *parent;              /* the address of what it is part of; NULL: the text's root */
    const struct nnreg_field *field; /* the step from the parent: a key; NULL: none, or that of an entry */
    uint32_t value;                  /* index of the JSON value */
    uint32_t index;                  /* the step of an entry of a list; NNREG_ORIGIN_NO_INDEX: none */
};

#define NNREG_ORIGIN_NO_INDEX UINT32_MAX

struct nnreg_origins {
    struct nnreg_origin *list; /* in the order of adding, or sorted by address */
    size_t count, room;
    bool sorted; /* by address; none is there twice */
};

#define NNREG_ORIGINS_INIT \
    {                      \
        NULL, 0, 0, false  \
    }

/* Not after anything was looked up. NNREG_NO_MEMORY. */
nnreg_status nnreg_origins_add(struct nnreg_origins *origins, const struct nnreg_origin *origin);

/* The origin of what has this address; NULL when nothing was added for it. */
const struct nnreg_origin *nnreg_origins_find(struct nnreg_origins *origins, const void *address);

void nnreg_origins_free(struct nnreg_origins *origins);

#endif
