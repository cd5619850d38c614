/* Where the public text that a rule follows can be read on the web. */
#ifndef NNREG_TOOLS_RULE_LINK_H
#define NNREG_TOOLS_RULE_LINK_H

#include "buffer.h"

/* Adds the address of the first text that `source` (of a rule, may be NULL) names; nothing when it has none. */
void rule_link_add(struct buffer *uri, const char *source);

#endif
