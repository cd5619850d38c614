/*
 * Findings as text, in the manner of a compiler:
 *
 *   network.json:7:24: error: target_size "224*224" is not WxH or N [target-size]
 *       7 |         "target_size": "224*224",
 *         |                        ^
 *         = hint: write it as "224x224"
 *
 * A finding on a file has the file's name and, where known, the line and column or the offset:
 * "variables.index:0x1a2: error: …". Long lines are cut around the caret.
 */
#ifndef NNREG_TOOLS_FINDINGS_TEXT_H
#define NNREG_TOOLS_FINDINGS_TEXT_H

#include <stdbool.h>

#include <nnreg.h>

#include "buffer.h"
#include "run.h"

/*
 * The text a finding speaks of, as the user knows it. `text` NULL: there is nothing to show and `label` stands alone;
 * then no line or column is told, either. `first_line` is the line of the judged document at which `text` begins.
 */
struct finding_source {
    const char *label;
    const char *text;
    size_t length;
    uint64_t first_line;
};

/* Says which source a finding that is on no file belongs to; false: it is not to be shown. */
typedef bool finding_choose(const void *context, const struct nnreg_finding *finding,
                            struct finding_source *source);

/* Prints the findings on standard error, with the summary ("2 errors, 1 warning"); nothing when there is none. */
void findings_print(const struct run *run, const nnreg_findings *findings, finding_choose *choose,
                    const void *context);

/* The same when all of the findings that are on no file are on one document. */
void findings_print_of(const struct run *run, const nnreg_findings *findings, const char *label,
                       const struct buffer *document);

/* How many findings there are of each severity. */
struct finding_counts {
    size_t of[NNREG_SEVERITY_ERROR + 1];
};

/* How findings are shown where that is not the usual way; {0} is the usual way, without colour. */
struct finding_look {
    bool colour;
    bool strict; /* --warnings-as-errors: warnings are shown, and counted, as errors */
    /* What to call a file of the bundle; NULL: its name. `of` is given to it. */
    void (*add_file)(struct buffer *text, const void *of, const char *file);
    const void *of;
    bool (*is_told)(const void *of, size_t i); /* whether the i-th is told; NULL: all are */
    bool off; /* they are told as what is off, whatever they are in the list */
    /* Why it is taken as it is, for a line of its own, if something is to be said; NULL: nothing is. */
    void (*add_reason)(struct buffer *text, const void *of, const struct nnreg_finding *finding);
};

/* The severity a finding counts with. */
nnreg_severity findings_severity(const struct nnreg_finding *finding, bool strict);

/* Adds the findings to `text`, without the summary, and counts them. */
void findings_add(struct buffer *text, struct finding_counts *counts, const struct finding_look *look,
                  const nnreg_findings *findings, finding_choose *choose, const void *context);

/* The same when all of the findings that are on no file are on one document. */
void findings_add_of(struct buffer *text, struct finding_counts *counts, const struct finding_look *look,
                     const nnreg_findings *findings, const char *label, const struct buffer *document);

/* "2 errors, 1 warning"; nothing when there is none. */
void findings_add_summary(struct buffer *text, const struct finding_counts *counts);

#endif
