/* The descriptor of a handle that becomes readable when there are new events. */
#ifndef NNREG_REGISTRY_WATCH_H
#define NNREG_REGISTRY_WATCH_H

#include "registry/handle.h"

#define NNREG_LOOK_AGAIN 100000 /* microseconds: how often it is looked for what another process has done */

/* At the closing of a handle, before its store is closed: ends the watch, if there is one, and closes its descriptor. */
void nnreg_watch_end(nnreg *registry);

#endif
