/* What a JSON text describes, and which operands are descriptions. */
#ifndef NNREG_TOOLS_DESCRIPTION_H
#define NNREG_TOOLS_DESCRIPTION_H

#include <stdbool.h>

#include "buffer.h"

enum description { DESCRIPTION_NETWORK, DESCRIPTION_SPEC, DESCRIPTION_VERSION, DESCRIPTION_COUNT };

/* What the library calls it: "network". */
const char *description_word(enum description kind);

/* Told by fields that nothing else has; what could be anything is a network. */
enum description description_detect(const struct buffer *text);

/*
 * Whether it is the description of a network and nothing else: it has what nothing else has together, or one of these and, of all
 * its members, as many that a network has as others. It need not be sound for that.
 */
bool description_is_networks(const struct buffer *text);

/* Whether the name ends as one of JSON does. */
bool description_has_ending(const char *name);

/* Whether an operand is a description by its name: "-", or something.json that is no folder. */
bool description_is_named(const char *operand);

#endif
