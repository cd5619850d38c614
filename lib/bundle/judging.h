/*
 * What judging a bundle has in common, whatever its framework: how it is to be done, and opening a file of it, so that what
 * cannot be read, or is something else than its name says, is told once.
 */
#ifndef NNREG_BUNDLE_JUDGING_H
#define NNREG_BUNDLE_JUDGING_H

#include "bundle/bundle.h"
#include "bundle/file_signature.h"
#include "check/report.h"

enum nnreg_judge_depth {
    NNREG_JUDGE_NAMES,   /* the description and the names and sizes of the files: nothing is opened */
    NNREG_JUDGE_CONTENTS /* everything */
};

struct nnreg_framework;
struct nnreg_network;

/*
 * Somebody who wants the facts while they are there: called once each, where there is something to see. What is passed is
 * the framework's own: its facts, and what it makes of the files with the weights. Any of them may be NULL.
 */
struct nnreg_observer {
    void (*model)(void *context, const struct nnreg_framework *framework, const void *facts);
    /* Again, when they were held against the description, whatever was found; not where there is none. */
    void (*described)(void *context, const struct nnreg_framework *framework, const void *facts,
                      const struct nnreg_network *network);
    void (*weights)(void *context, const void *weights);
    void *context;
};

/* What a text is that is judged as a description. */
enum nnreg_description_form {
    NNREG_FORM_WRITTEN, /* what somebody wrote: fields that the registry assigns are findings */
    NNREG_FORM_SHOWN /* a whole object as the registry shows it: they are dropped from the values, unlooked at */
};

struct nnreg_judge_options {
    enum nnreg_judge_depth depth;
    bool no_weights; /* the tensors' checksums are not verified */
    enum nnreg_description_form form;
    nnreg_progress *progress;
    void *context;
    const struct nnreg_observer *observer; /* NULL: nobody */
};

/*
 * Opens a file to judge what is inside, to be closed with nnreg_bundle_file_close. Not *opened: it cannot be opened or
 * read, which then has a finding, or it is known to be something else, which has one, too. Not NNREG_OK: as for
 * nnreg_judge_unreadable.
 */
nnreg_status nnreg_judge_open(bool *opened, struct nnreg_source *source, nnreg_findings *findings,
                              struct nnreg_bundle_file *file, struct nnreg_error *error);

/*
 * Opens a file and looks whether it stands for another (file_signature.h); it is open if *opened. Not NNREG_OK: as for
 * nnreg_judge_unreadable.
 */
nnreg_status nnreg_judge_look(bool *opened, struct nnreg_source *source, enum nnreg_file_signature *signature,
                              nnreg_findings *findings, struct nnreg_bundle_file *file,
                              struct nnreg_error *error);

/*
 * A file cannot be read: if that is the fault of the file or its path, a finding says so, once for each file. A failure
 * of the system (no memory, no descriptor, a device) is no fault of the bundle: it is returned, with the reason.
 */
nnreg_status nnreg_judge_unreadable(nnreg_findings *findings, struct nnreg_bundle_file *file,
                                    const struct nnreg_error *reason, struct nnreg_error *error);

/* Reports a file that no server would read; it is not stored. */
void nnreg_judge_drop(nnreg_findings *findings, enum nnreg_rule rule, struct nnreg_bundle_file *file,
                      const char *hint, const char *what);

#endif
