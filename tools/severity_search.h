/*
 * Which configuration applies to a description: the nearest, alone. It is looked for beside the description, then in the folders above,
 * up to the first that has a `.git` (a repository ends there) or the root. One in a folder that everybody may write to (/tmp)
 * counts only where the user or root has put it there: else anybody could have a check say ok.
 */
#ifndef NNREG_TOOLS_SEVERITY_SEARCH_H
#define NNREG_TOOLS_SEVERITY_SEARCH_H

#include "run.h"
#include "severity_file.h"

/* Those that a run has read, or ignored: each once. Starts as {0}. */
struct severity_files {
    struct severity_file *first;
};

/*
 * The configuration of the description at `path`, "-" for standard input: then it is looked for from the working directory
 * on. `*found` NULL: there is none. Borrowed from `files`. Returns STATUS_DONE, or the exit status after having said why
 * not.
 */
int severity_search(struct run *run, const struct severity_file **found, struct severity_files *files,
                    const char *path);

/* The configuration that is named by `path`, whatever it is. As above. */
int severity_search_named(struct run *run, const struct severity_file **found, struct severity_files *files,
                          const char *path);

void severity_files_free(struct severity_files *files);

#endif
