/*
 * The default engine of kv, but that the n-th thing it is asked for goes wrong: the call fails, or what it gives is not what was
 * put there. LMDB reads a mapping, so neither a call on files nor an allocation that fails gets between it and who uses it.
 */
#ifndef NNREG_TESTS_FAILING_ENGINE_H
#define NNREG_TESTS_FAILING_ENGINE_H

#include <stdbool.h>

#include "store/kv.h"

/* Of every store that is opened from now on. */
void failing_engine_use(void);
/* The default one again. */
void failing_engine_leave(void);

/* What goes wrong. Each begun call counts, and of a walk each entry, too. */
enum failing_way {
    FAILING_CALL,    /* it fails */
    FAILING_MISSING, /* an entry is not there; a count is one less */
    FAILING_CUT,     /* a value has lost its second half; a count is one more */
    FAILING_FLIPPED, /* the last bit of a value is another */
    FAILING_KEY      /* a key in a walk has lost its last byte */
};
#define FAILING_WAYS (FAILING_KEY + 1)

#define FAILING_ENGINE_SAYS "the store was told to fail"

/* From now on the n-th (from 1) does; a call that fails has this status, and the text above. */
void failing_engine_arm(unsigned n, enum failing_way way, nnreg_status status);
/* How many things are left until then: armed with UINT_MAX, a run tells how many it asks for. */
unsigned failing_engine_left(void);
/* Ends it. Whether it came to that; *name (may be NULL): of the call, static. */
bool failing_engine_failed(const char **name);

#endif
