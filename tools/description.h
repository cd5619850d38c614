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

/* Whether an operand is a description by its name: "-", or something.json that is no folder. */
bool description_is_named(const char *operand);

#endif
