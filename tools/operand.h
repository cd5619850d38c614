/*
 * The operands that name objects. An object has an id; wherever a network or a specification is meant, a public one can be named by
 * its slug, too. A slug is never all digits, so digits are an id.
 */
#ifndef NNREG_TOOLS_OPERAND_H
#define NNREG_TOOLS_OPERAND_H

#include <nnreg.h>

#include "kind.h"
#include "run.h"

/* All of these return STATUS_DONE, or the exit status after having said what is wrong. */

/* Reads an id. */
int operand_id(struct run *run, uint64_t *id, const char *text);

/*
 * Puts the words that standard input has in the place of each operand "-": ids, as another program prints them, one a line or
 * several. Without a "-" nothing is read; one that has no words stands for none.
 */
int operand_read_words(struct run *run);

/* Whether the text can be an id or the slug of a network; nothing is said. */
bool operand_may_be_network(const char *text);

/* Whether the text can name an object of the kind at all; for before the registry is opened. */
int operand_check(struct run *run, const struct kind *kind, const char *text);

/* Reads an id, or looks up a slug. The id need not be that of an object that is there. */
int operand_find(struct run *run, nnreg *registry, uint64_t *id, const struct kind *kind, const char *text);

/* The two for networks. */
int operand_check_network(struct run *run, const char *text);
int operand_network(struct run *run, nnreg *registry, uint64_t *id, const char *text);

/* Opens the registry for the object that the first operand names; `*registry` is NULL after a failure. */
int operand_open(struct run *run, nnreg **registry, unsigned flags, const struct kind *kind, uint64_t *id);

/* Says why a call on an object failed, and how to go on. Returns the exit status. */
int operand_failure(struct run *run, nnreg *registry, nnreg_status status, const struct kind *kind,
                    uint64_t id);

#endif
