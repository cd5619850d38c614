/*
 * A folder that has its description inside: one of the files at its top, told by its members. Other programs leave JSON there, too:
 * what merely is called so is no description.
 */
#ifndef NNREG_TOOLS_FOLDER_DESCRIPTION_H
#define NNREG_TOOLS_FOLDER_DESCRIPTION_H

#include <stdbool.h>

#include "buffer.h"
#include "run.h"

/*
 * Adds the path of the one description of a network at the top of the folder. Returns STATUS_DONE or, after having said what
 * there is instead and what to write, the exit status.
 */
int folder_description_find(struct run *run, struct buffer *path, const char *folder);

/*
 * Whether the folder has this description at its top or, for NULL, one alone. Adds its name there. Says nothing; returns 0, or the errno of
 * what could not be looked at.
 */
int folder_description_is_in(bool *is, struct buffer *name, const char *folder, const char *description);

bool folder_description_is_folder(const char *operand);

#endif
