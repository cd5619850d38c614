/*
 * The variables of a case's bundle, each number as the case says it: variables/variables.index and one shard.
 *
 *     variables [big-endian] [fault=FAULT] KEY=TYPE[DIMENSION,…]:NUMBER,… …
 *     variables mean=float[3]:127.5,127.5,127.5 count=int64[]:1000
 *
 * Types are those of an operation's definition (float, half, bfloat16, double, int32, …). The last number is that of all
 * further elements.
 */
#ifndef NNREG_TESTS_CASE_VARIABLES_H
#define NNREG_TESTS_CASE_VARIABLES_H

/* `words`: what stands behind the directive; into the existing folder `folder`. */
void case_variables_make(const char *folder, const char *words);

#endif
