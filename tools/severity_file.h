/*
 * What a configuration of `nnreg check` says: for rules, how strictly they are taken, and why.
 *
 *   {"severities": {"bundle.unknown-file": {"severity": "off", "reason": "the exporter leaves its log with the model"}}}
 *
 * Whoever reads a report sees why something is not in it, so there is no severity without a reason.
 */
#ifndef NNREG_TOOLS_SEVERITY_FILE_H
#define NNREG_TOOLS_SEVERITY_FILE_H

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

#define SEVERITY_FILE_NAME  ".nnreg.json"
#define SEVERITY_FILE_LIMIT ((size_t)1 << 20) /* bytes: a page of reasons for each rule has room */

struct severity_setting {
    const struct nnreg_rule_info *rule; /* of the catalogue */
    nnreg_severity severity;
    struct buffer reason;
};

struct severity_file {
    struct buffer path; /* as it is told */
    struct severity_setting *settings;
    size_t count;
    bool ignored;               /* whoever wrote it is not trusted: nothing was read (severity_search.h) */
    struct severity_file *next; /* of those of a run */
};

/*
 * Makes one of the text of the file at `path`. Returns STATUS_DONE and `*file`, which is owned, or, after having said what is
 * wrong at which line and column, STATUS_USAGE and NULL.
 */
int severity_file_parse(struct run *run, struct severity_file **file, const char *path,
                        const struct buffer *text);
void severity_file_free(struct severity_file *file);

/* What it sets for a rule, by its id; NULL: nothing. */
const struct severity_setting *severity_file_find(const struct severity_file *file, const char *rule);

#endif
