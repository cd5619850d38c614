/*
 * What one run of `nnreg check` has found: the checks in the order of the command line, each with its findings or with
 * why it could not be made. The formats are written from this.
 */
#ifndef NNREG_TOOLS_CHECKS_H
#define NNREG_TOOLS_CHECKS_H

#include <stdbool.h>

#include <nnreg.h>

#include "buffer.h"
#include "description.h"
#include "findings_text.h"
#include "report.h"
#include "severity.h"
#include "severity_search.h"

/* Where a file of the bundle lies, by its name there: found once, when it is judged. */
struct check_path {
    char *file, *path;
};

struct check {
    char **operands; /* the description, then the paths of the bundle; borrowed from argv, or `inside` */
    size_t operand_count;
    char *inside[2]; /* of a folder that has its description inside: that, which is owned, and the folder */
    const struct severity_file *configuration; /* that applies to it; NULL: none */
    struct buffer description;
    enum description kind;
    nnreg_findings *findings; /* NULL only after a failure */
    struct check_path *paths; /* of the files that findings are on */
    size_t path_count;
    bool *known; /* by number, which findings a baseline has (baseline.h); NULL: none */
    size_t known_count;
    bool *silenced; /* by number, which findings the configuration silences; NULL: none */
    size_t silenced_count;
    bool crowded;           /* they were too many to be listed with the others (check_severities.h) */
    struct failure failure; /* why the check could not be made */
    bool ok;
    double seconds;
};

struct checks {
    struct check *list;
    size_t count;
    struct severities severities;         /* of the command line, which win */
    struct severity_files configurations; /* of the checks */
    bool verbose;
    bool no_weights;
    bool strict;          /* --warnings-as-errors */
    const char *category; /* of the report: --category, or NULL; borrowed from argv */
    bool has_kind;        /* --kind */
    enum description kind;
    int exit_status;
};

void checks_free(struct checks *checks);

/* "<stdin>" or the path. */
const char *check_label(const struct check *check);

/* Finds the paths of the files that findings are on. Returns STATUS_DONE, or the exit status after having said why not. */
int check_find_paths(struct run *run, struct check *check);

void check_forget_paths(struct check *check);

/* The path of a file that a finding is on; NULL where there is no bundle. Borrowed from the check. */
const char *check_path(const struct check *check, const char *file);

/* The file of the bundle that a finding is on, also one that is missing; NULL: it is on none. */
const char *check_file(const struct nnreg_finding *finding);

/* What was not looked at, which every format tells: "weights not read (--no-weights)"; NULL when everything was. */
const char *check_left_out(const struct checks *checks, const struct check *check);

/*
 * Adds the findings as compilers do, and the last line that counts them; nothing when there is none. Verbosely: those, too, that are
 * silenced, and why.
 */
void check_add_text(struct buffer *text, const struct checks *checks, const struct check *check, bool colour);

/* The i-th finding; NULL when it is known, or silenced, and not told for that, and past the end. */
const struct nnreg_finding *check_finding(const struct check *check, size_t i);

/* The check that decides about the exit status by not having been made; NULL when all of them were. */
const struct check *checks_worst_failure(const struct checks *checks);

#endif
