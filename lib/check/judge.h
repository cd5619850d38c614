/*
 * The judgement on a description, on a bundle, and on the two together: facts in, findings out. The public nnreg_check
 * and the registry's create and update are thin around it.
 */
#ifndef NNREG_CHECK_JUDGE_H
#define NNREG_CHECK_JUDGE_H

#include "base/findings.h"
#include "check/engine.h"
#include "codec/json.h"
#include "inspect/bundle.h"

enum nnreg_judge_depth {
    NNREG_JUDGE_NAMES,   /* the description and the names and sizes of the files: nothing is opened */
    NNREG_JUDGE_CONTENTS /* everything */
};

/* Somebody who wants the facts while they are there: called once each, where there is something to see. */
struct nnreg_judged;
struct nnreg_checkpoint;
struct nnreg_onlooker {
    void (*model)(void *context, const struct nnreg_judged *judged);
    void (*variables)(void *context, const struct nnreg_checkpoint *checkpoint);
    void *context;
};

struct nnreg_judge_how {
    enum nnreg_judge_depth depth;
    bool no_weights; /* the tensors' checksums are not verified */
    nnreg_progress *progress;
    void *context;
    const struct nnreg_onlooker *onlooker; /* NULL: nobody */
};

/*
 * Judges what is to become a network. `files` may be NULL: only the description. Files that the check finds to be of no
 * use get their `dropped` set. Empties `findings` first, and finishes it. On NNREG_OK `json` holds the values, to be
 * freed by the caller; otherwise it is empty. NNREG_REFUSED; or a failure of the system, then without any finding.
 */
nnreg_status nnreg_judge_network(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, struct nnreg_bundle_files *files,
                                 const struct nnreg_judge_how *how, struct nnreg_error *error);

/* Judges an update of an object of the table in the same way. */
nnreg_status nnreg_judge_update(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                size_t length, const struct nnreg_table *table, bool mutable_description,
                                struct nnreg_error *error);

/*
 * Judges the description of a new object of a table that has no files, and then, with `more`, what the table cannot say:
 * it reports through the engine, whatever the table's findings are, and returns a failure of the system only.
 */
typedef nnreg_status nnreg_judge_more(struct nnreg_engine *engine, void *context, struct nnreg_error *error);
nnreg_status nnreg_judge_description(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                     size_t length, const struct nnreg_table *table, nnreg_judge_more *more,
                                     void *context, struct nnreg_error *error);

/*
 * What is inside the files of a bundle: the model, its variables, the assets. With an engine the description's
 * tensors and means are held against them. `*checked` as for nnreg_findings_set_weights_checked. NNREG_NO_MEMORY,
 * NNREG_IO, NNREG_CANCELLED.
 */
nnreg_status nnreg_judge_inside(bool *checked, struct nnreg_engine *engine, nnreg_findings *findings,
                                const struct nnreg_bundle_files *files, const struct nnreg_judge_how *how,
                                struct nnreg_error *error);

/* The parts. Findings on files go to engine->findings, too; a system's failure to engine->status and `error`. */
void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_bundle_files *files);
/* Forgets what an earlier judgement found of the files: a list can be judged twice. */
void nnreg_judge_anew(struct nnreg_bundle_files *files);
/* `json` NULL: there is no description. `variables_suffice`: a bundle of variables alone may be without a model. */
void nnreg_judge_bundle(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_json *json, bool variables_suffice);
nnreg_status nnreg_judge_contents(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  struct nnreg_error *error);

/*
 * Opens a file to judge what is inside, to be closed with nnreg_bundle_file_close. Not *opened: it cannot be opened or
 * read, which then has a finding, or it is known to be something else, which has one, too. Not NNREG_OK: as for
 * nnreg_judge_unreadable.
 */
nnreg_status nnreg_judge_open(bool *opened, struct nnreg_source *source, nnreg_findings *findings,
                              struct nnreg_bundle_file *file, struct nnreg_error *error);

/*
 * A file cannot be read: if that is the fault of the file or its path, a finding says so, once for each file of a list. A failure
 * of the system (no memory, no descriptor, a device) is no fault of the bundle: it is returned, with the reason.
 */
nnreg_status nnreg_judge_unreadable(nnreg_findings *findings, struct nnreg_bundle_file *file,
                                    const struct nnreg_error *reason, struct nnreg_error *error);

/* Reports on a file (NULL: on the bundle as a whole). `severity` OFF: the rule's own. */
void nnreg_report_file(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                       const char *file, const char *hint, const char *format, ...) NNREG_PRINTF(6, 7);

/* The same with a place in the file. */
void nnreg_report_place(nnreg_findings *findings, enum nnreg_rule rule, nnreg_severity severity,
                        const struct nnreg_place *place, const char *hint, const char *format, ...)
    NNREG_PRINTF(6, 7);

/*
 * The member of an object if it is there and of the type, with the path gone into it (`engine` may be NULL); else NULL.
 * `object` may be NULL.
 */
const struct nnreg_json_value *nnreg_judge_enter(struct nnreg_engine *engine, const struct nnreg_json *json,
                                                 const struct nnreg_json_value *object, const char *key,
                                                 enum nnreg_json_type type);

/* Calls `visit` for each mean_file of a description that is a text, with where it stands; `engine` may be NULL. */
typedef void nnreg_mean_name_visit(struct nnreg_engine *engine, const struct nnreg_json *json,
                                   const struct nnreg_json_value *value, void *context);
void nnreg_each_mean_file(struct nnreg_engine *engine, const struct nnreg_json *json,
                          nnreg_mean_name_visit *visit, void *context);

/* Reports at `offset` that the node of a tensor (a text that can be shown) has fewer outputs. */
void nnreg_report_output_index(struct nnreg_engine *engine, const char *shown, uint32_t outputs,
                               size_t offset);

#endif
