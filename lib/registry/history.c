/* Reading the history: see events.h. */
#include "registry/events.h"

void nnreg_events_announce(nnreg *registry)
{
    (void)registry;
}
