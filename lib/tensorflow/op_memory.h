/*
 * What was found of an operation, by the number of its name as a text of the model. A graph has nodes by the million of a few
 * operations, so who asks something of each node's operation asks it once, and remembers the answer here. Where two operations
 * fall to one place the later one is remembered.
 */
#ifndef NNREG_TENSORFLOW_OP_MEMORY_H
#define NNREG_TENSORFLOW_OP_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#define NNREG_OP_MEMORY_BITS 8

/* Zeroed to begin with. */
struct nnreg_op_memory {
    struct {
        uint32_t op; /* 0, the empty name, is no operation's: nothing is remembered here */
        uint32_t answer;
    } place[1u << NNREG_OP_MEMORY_BITS];
};

/* Where the answer is, or is to be put where `*known` is false. */
static inline uint32_t *nnreg_op_memory_at(struct nnreg_op_memory *memory, uint32_t op, bool *known)
{
    uint32_t at = op * 0x9e3779b1u >> (32 - NNREG_OP_MEMORY_BITS);

    *known = op != 0 && memory->place[at].op == op;
    memory->place[at].op = op;
    return &memory->place[at].answer;
}

#endif
