/*
 * The list of findings behind nnreg_findings. This floor knows no rules: the caller gives the rule's id and severity;
 * the settings of the list may change the severity or mute it.
 */
#ifndef NNREG_BASE_FINDINGS_H
#define NNREG_BASE_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fixes.h"
#include "base/sized.h"
#include "base/status.h"

/* Where a finding is; zero what does not apply. `order` sorts: findings on the description before those on files. */
struct nnreg_location {
    const char *pointer; /* JSON Pointer, or NULL */
    uint64_t line, column;
    bool in_text; /* line and column are counted later, by nnreg_findings_locate; `order` is the offset */
    const char *file;
    uint64_t offset;
    bool has_offset;
    uint64_t order;
};

#define NNREG_ORDER_FILES (UINT64_C(1) << 32) /* `order` of findings on files begins here */

/* An array of them is a caller's, with elements of the caller's size. */
extern const struct nnreg_sized nnreg_sized_rule_severity;

/* `severities` must be known rules: the public nnreg_findings_new has looked. */
nnreg_status nnreg_findings_make(nnreg_findings **findings, const struct nnreg_rule_severity *severities,
                                 size_t count);

/* An empty list with the severities of another. */
nnreg_status nnreg_findings_make_like(nnreg_findings **findings, const nnreg_findings *other);

/* Everything is copied. `hint` may be NULL. Out of memory is kept and told by nnreg_findings_status. */
void nnreg_findings_add(nnreg_findings *findings, const char *rule, nnreg_severity severity,
                        const struct nnreg_location *place, const char *hint, const char *message);

/* The severity of a finding by a rule: `own`, where the settings say nothing of it. */
nnreg_severity nnreg_findings_severity(const nnreg_findings *findings, const char *rule, nnreg_severity own);

/*
 * Whether a finding would be kept: asked before its words are put together. One that is not is counted, if it is one at
 * all: the list is full, or the settings mute the rule. `*severity` becomes what the settings say.
 */
bool nnreg_findings_takes(nnreg_findings *findings, const char *rule, nnreg_severity *severity);

/* The same as nnreg_findings_add for a finding that nnreg_findings_takes has taken, with the severity it gave. */
void nnreg_findings_keep(nnreg_findings *findings, const char *rule, nnreg_severity severity,
                         const struct nnreg_location *place, const char *hint, const char *message);

/*
 * Says what mends the finding that was kept last. Everything is copied; `pointer` NULL is that of the finding; lines and columns
 * are filled in by nnreg_findings_locate_fixes.
 */
void nnreg_findings_mend(nnreg_findings *findings, const struct nnreg_fix *fix);

/* Whether no more are kept: then nobody would see a hint, and what looks for one need not. */
bool nnreg_findings_full(const nnreg_findings *findings);

/* Counts findings that would not have been kept either, as the list is full by others of the rule. */
void nnreg_findings_lose(nnreg_findings *findings, const char *rule, nnreg_severity severity, size_t count);

/* Counts what is missing in `of`, whose findings were passed on one by one. */
void nnreg_findings_add_dropped(nnreg_findings *findings, const nnreg_findings *of);

/* Sorts by `order`, stably, and adds the finding about those that were dropped (rule `limit_rule`) if there were any. */
void nnreg_findings_finish(nnreg_findings *findings, const char *limit_rule);

/*
 * Sorts by `order`, stably, and gives findings in a text their line and column: `locate` is called for each with its
 * offset, in ascending order, so that one walk over the text serves all of them.
 */
void nnreg_findings_locate(nnreg_findings *findings, nnreg_findings_locator *locate, void *context);

/* The same for where fixes begin and end, in another walk over the text. */
void nnreg_findings_locate_fixes(nnreg_findings *findings, nnreg_findings_locator *locate, void *context);

/* NNREG_NO_MEMORY if a finding could not be added; NNREG_REFUSED if there is an error; else NNREG_OK. */
nnreg_status nnreg_findings_status(const nnreg_findings *findings);

/* There was no memory to look for what would be told: for those who have no other way to say so. */
void nnreg_findings_fail_memory(nnreg_findings *findings);

/* Whether the checksums of the weights were compared in the check that filled the list. */
void nnreg_findings_set_weights_checked(nnreg_findings *findings, bool checked);

/* What nnreg_findings_outputs tells: a JSON array, which the list owns from now on. */
void nnreg_findings_set_outputs(nnreg_findings *findings, char *json);

/* The failure that nnreg_findings_message tells. */
struct nnreg_error *nnreg_findings_error(nnreg_findings *findings);

#endif
