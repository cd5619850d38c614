/*
 * The seams of the program `command`, which has the command in it: the calls that one run of it makes, in their order, and
 * which of them gives way. Counted are allocations, by whomever they are asked for but OpenSSL, which crashes where it gets no
 * memory to begin with, and calls on files (tests/support/faultfs.c).
 */
#ifndef NNREG_TESTS_COMMAND_CALLS_H
#define NNREG_TESTS_COMMAND_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALLS_MOST (1u << 20) /* of a kind, in one run; those behind are not written down */

enum calls_kind { CALLS_ALLOCATION, CALLS_FILE, CALLS_KINDS };

/* A call that was made. */
struct call_made {
    uint64_t way;   /* a hash of the places in the command from which it was reached */
    uint64_t stack; /* ... and of those in all libraries */
    char group
        [8]; /* of a call on files: "open", "write", ...; of an allocation by the command itself "own", else "" */
    char name[16]; /* of a call on files: "openat" */
    char file
        [128]; /* the end of the path that it is about, which begins in the working directory where that is known */
};

struct calls_record {
    bool counts_only; /* nothing is written down: that takes longer than the run */
    unsigned long count[CALLS_KINDS];
    struct call_made made[CALLS_KINDS][CALLS_MOST];
};

/* What becomes of the call number `at` of a kind, from 1; of 0 nothing does. */
struct calls_plan {
    enum calls_kind kind;
    unsigned long at;
    int error;    /* what it fails by */
    int signal;   /* ... or what comes while it is made */
    bool lasting; /* and every one after it */
    bool shorter; /* it reads or writes a part of what it is asked to */
};

/* Shared with the processes that are forked off later, and zero; NULL when there is no room. */
struct calls_record *calls_record_new(void);

/* The call that gave way first in the last run; all zero: the run did not come to it. The one of that number in a record can be another. */
const struct call_made *calls_hit(void);

/* From now on calls are counted, judged by the plan where there is one, and written down where there is a record. */
void calls_begin(const struct calls_plan *plan, struct calls_record *record);
/* From now on they are not: what is made at the end of the process is nobody's. */
void calls_end(void);

#endif
