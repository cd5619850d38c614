/*
 * What can stand where the cursor is, for the completions of shells. The shells ask the command itself (`nnreg completion
 * words`), which goes through the words as main.c does, by the same tables: a new command or option needs nothing here. What
 * an operand is tells the usage line of the command, and what an option takes its row.
 */
#ifndef NNREG_TOOLS_COMPLETION_H
#define NNREG_TOOLS_COMPLETION_H

#include "buffer.h"
#include "run.h"

/*
 * Adds a line for each word that can stand in the place of the last of `words` (ended by NULL; without the program's name):
 * the word, a tab, and what it is. Where a path belongs it is one line, without a word: a tab and "paths" or "folders".
 */
void completion_add(struct buffer *text, char **words);

#endif
