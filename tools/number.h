/* Numbers as they are given: by whoever starts the command or the server, and in addresses. */
#ifndef NNREG_TOOLS_NUMBER_H
#define NNREG_TOOLS_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* A decimal number without sign, spaces or leading zeros. false: it is none, or not in the range. */
bool number_read(uint64_t *number, const char *text, uint64_t least, uint64_t most);

/* A number of bytes, "8388608" or "8M": `units` are those that can stand behind it, of "KMGT", the powers of 1024. */
bool number_read_bytes(uint64_t *bytes, const char *text, const char *units, uint64_t least, uint64_t most);

#endif
