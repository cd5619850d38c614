/*
 * The judgement on a description, on a bundle, and on the two together: facts in, findings out. The public nnreg_check
 * and the registry's create and update are thin around it.
 */
#ifndef NNREG_JUDGE_JUDGE_H
#define NNREG_JUDGE_JUDGE_H

#include "base/findings.h"
#include "check/engine.h"
#include "check/report.h"
#include "codec/json.h"
#include "bundle/framework.h"

/*
 * Judges what is to become a network. `files` may be NULL: only the description. Files that the check finds to be of no
 * use get their `dropped` set. Empties `findings` first, and finishes it. On NNREG_OK `json` holds the values, to be
 * freed by the caller; otherwise it is empty. NNREG_REFUSED; or a failure of the system, then without any finding.
 */
nnreg_status nnreg_judge_network(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, struct nnreg_bundle_files *files,
                                 const struct nnreg_judge_options *options, struct nnreg_error *error);

/* Judges an update of an object of the table in the same way. */
nnreg_status nnreg_judge_update(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                size_t length, const struct nnreg_table *table, bool mutable_description,
                                struct nnreg_error *error);

/*
 * Judges the description of a new object of a table that has no files, and then, with `more`, what the table cannot say:
 * it reports through the engine, whatever the table's findings are, and returns a failure of the system only. `before`, of
 * the same kind, comes first, and may set how tensors are named. Both may be NULL.
 */
typedef nnreg_status nnreg_judge_more(struct nnreg_engine *engine, void *context, struct nnreg_error *error);
nnreg_status nnreg_judge_description(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                     size_t length, const struct nnreg_table *table,
                                     enum nnreg_description_form form, nnreg_judge_more *before,
                                     nnreg_judge_more *more, void *context, struct nnreg_error *error);

/*
 * What is inside the files of a bundle: the model, its variables, the assets. With an engine the tensors and means of the
 * description, which it has decoded as `network`, are held against them. `*checked` as for
 * nnreg_findings_set_weights_checked. NNREG_NO_MEMORY, NNREG_NO_SPACE, NNREG_IO, NNREG_CANCELLED.
 */
nnreg_status nnreg_judge_inside(bool *checked, struct nnreg_engine *engine,
                                const struct nnreg_network *network, nnreg_findings *findings,
                                struct nnreg_bundle_files *files, const struct nnreg_framework *framework,
                                const struct nnreg_judge_options *options, struct nnreg_error *error);

/* The parts. Findings on files go to engine->findings, too; a system's failure to engine->status and `error`. */
void nnreg_judge_mean_names(struct nnreg_engine *engine, const struct nnreg_network *network,
                            const struct nnreg_bundle_files *files, const struct nnreg_roles *roles);
/* What is fed of each image against its data_type, as far as the description alone tells it. */
void nnreg_judge_pixel_values(struct nnreg_engine *engine, const struct nnreg_network *network);
/* Lists of signatures' keys beside the tensors of the description (judge/key_lists.c). */
void nnreg_judge_key_lists(struct nnreg_engine *engine, const struct nnreg_network *network);
/*
 * Gives the files their roles, and forgets what an earlier judgement found of them: a list can be judged twice, where the
 * files are elsewhere by then, if it is by the same framework. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_judge_anew(struct nnreg_bundle_files *files, const struct nnreg_framework *framework,
                              struct nnreg_error *error);
/* `network` NULL: there is no description. `weights_suffice`: a bundle of weights alone may be without a model. */
void nnreg_judge_bundle(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_framework *framework, const struct nnreg_network *network,
                        bool weights_suffice);
/* The archives of a bundle; nnreg_judge_bundle is with it. */
void nnreg_judge_archives(nnreg_findings *findings, const struct nnreg_bundle_files *files);
/*
 * Unpacks what lies in archives, so that it can be opened: all files, or the model alone. One whose bytes are not as
 * declared has its finding, and is `unread`. `options` may be NULL. NNREG_NO_SPACE, NNREG_IO, NNREG_NO_MEMORY,
 * NNREG_CANCELLED.
 */
nnreg_status nnreg_judge_unpack(nnreg_findings *findings, struct nnreg_bundle_files *files, bool models_only,
                                const struct nnreg_judge_options *options, struct nnreg_error *error);
nnreg_status nnreg_judge_contents(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                  struct nnreg_error *error);

/* The mean files that inputs name. */
void nnreg_judge_means(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_bundle_files *files, struct nnreg_error *error);

/* By enum nnreg_mean_problem: how each problem of a mean file is reported. */
extern const struct nnreg_problem_rule nnreg_mean_problem_rules[];

/* Calls `visit` for each image of a description that names a mean file; `engine` is passed on. */
typedef void nnreg_mean_name_visit(struct nnreg_engine *engine, const struct nnreg_image *image,
                                   void *context);
void nnreg_each_mean_file(struct nnreg_engine *engine, const struct nnreg_network *network,
                          nnreg_mean_name_visit *visit, void *context);

#endif
