/* Operands that name several objects of a kind: what the commands that take more than one share. */
#ifndef NNREG_TOOLS_OPERAND_LIST_H
#define NNREG_TOOLS_OPERAND_LIST_H

#include <nnreg.h>

#include "kind.h"
#include "run.h"

/* Starts as {0}. */
struct operand_list {
    uint64_t *ids; /* each once, in the order of the operands */
    size_t count;
    bool
        several; /* by the form of the command line: more than one operand, or "-", whatever standard input has */
};

/*
 * Opens the registry for the objects that the operands name, those that standard input has in the place of "-" among them. What
 * makes no sense is said before it is opened. As operand_open (operand.h); the ids need not be those of objects that are there.
 */
int operand_list_open(struct run *run, nnreg **registry, unsigned flags, const struct kind *kind,
                      struct operand_list *list);
void operand_list_free(struct operand_list *list);

/* Adds what stands in front of the result of the i-th: with --json several are {"results":[…]}, else an empty line is between them. */
void operand_list_begin(struct buffer *text, const struct run *run, const struct operand_list *list,
                        size_t i);
/* And what stands behind the last. */
void operand_list_end(struct buffer *text, const struct run *run, const struct operand_list *list);

#endif
