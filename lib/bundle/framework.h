/*
 * What a framework is to the rest of the library: the names of its files and of its tensors, reading its models to facts,
 * judging them, telling of them, and what is kept of them with a network. A framework is a constant of this type, named
 * nnreg_framework_ID by its row in NNREG_FRAMEWORKS (records/vocab.h); the judge (judge/frameworks.h) and what stands above
 * it call nothing else of it.
 */
#ifndef NNREG_BUNDLE_FRAMEWORK_H
#define NNREG_BUNDLE_FRAMEWORK_H

#include "bundle/draft_writer.h"
#include "bundle/inspection.h"
#include "bundle/judging.h"
#include "bundle/kept_tensors.h"
#include "check/engine.h"
#include "records/vocab.h"

/* What is known of a bundle as a whole when the names of its files are judged. */
struct nnreg_bundle_scope {
    bool half_seen; /* a part was not seen, which has its own finding: nothing can be said to be missing */
    const char *
        model_below; /* a folder that is no part of the bundle and has a model of its own; NULL: there is none */
    bool weights_suffice; /* a bundle of weights alone may be without a model */
};

struct nnreg_framework {
    const struct nnreg_roles *roles;
    const struct nnreg_tensor_syntax *tensors;

    /*
     * The names and sizes, before anything is opened: whether the model is there; a file whose role is the framework's own;
     * and which files belong together. The three are called in this order, the second for each file. They may set a file's
     * `dropped` (nnreg_judge_drop) and `passed_over`. Duplicates, strangers and empty files are judged for all frameworks.
     */
    void (*judge_model)(nnreg_findings *findings, struct nnreg_bundle_files *files,
                        const struct nnreg_bundle_scope *scope);
    void (*judge_name)(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                       struct nnreg_bundle_file *file);
    void (*judge_set)(nnreg_findings *findings, struct nnreg_bundle_files *files,
                      const struct nnreg_bundle_scope *scope);

    /*
     * Reads the model of a bundle, and judges it by itself. `*facts` NULL: there is none, or it cannot be read, which has a
     * finding. NNREG_NO_MEMORY, NNREG_IO; what is wrong with the files is a finding.
     */
    nnreg_status (*read)(void **facts, nnreg_findings *findings, const struct nnreg_bundle_files *files,
                         struct nnreg_error *error);
    void (*free)(void *facts);

    /*
     * The description, which the engine has decoded as `network`, against the facts; reported at its members. `facts` may be
     * NULL here and in judge_files.
     */
    void (*judge_description)(struct nnreg_engine *engine, const struct nnreg_network *network,
                              const void *facts);
    /* Instead, where there is no description that could be read: what is to be said of facts by themselves then. May be NULL. */
    void (*judge_undescribed)(nnreg_findings *findings, const void *facts);
    /*
     * The tensor that a name of the description stands for where it is not a tensor's own, but what users call one (the key of a
     * signature): in the spelling of tensor names, owned. NULL: it is the tensor's own name, or stands for none that a
     * description could name. The hook may be NULL: there are no other names. NNREG_NO_MEMORY.
     */
    nnreg_status (*tensor_of_key)(char **tensor, const void *facts, const char *name, bool is_output,
                                  struct nnreg_error *error);
    /*
     * The other files, by themselves and against the facts; the observer's `weights` is called from here. `*checked` as for
     * nnreg_findings_set_weights_checked. NNREG_NO_MEMORY, NNREG_IO, NNREG_CANCELLED.
     */
    nnreg_status (*judge_files)(bool *checked, nnreg_findings *findings,
                                const struct nnreg_bundle_files *files, const void *facts,
                                const struct nnreg_judge_options *options, struct nnreg_error *error);

    /*
     * For nnreg_inspect, the members "model", "unsafe_operations" and, if inspection->tensors, "tensors", if inspection->depth, "scopes" of its report; and
     * of what the observer's `weights` gets, "variables" (NULL: there never are any). Not called where there is no
     * model, or no weights.
     */
    void (*inspect)(struct nnreg_inspection *inspection, const void *facts);
    void (*inspect_weights)(struct nnreg_inspection *inspection, const void *weights);

    /* Writes a draft of a description. NNREG_REFUSED: nothing can be drafted, which has a finding. Facts are there. */
    nnreg_status (*draft)(struct nnreg_draft *draft, const void *facts);

    /*
     * Appends what is to be kept with a network of its tensors: nothing, where there is nothing to know. NNREG_NO_MEMORY, which
     * sticks in `out`.
     */
    nnreg_status (*keep)(struct nnreg_bytes *out, const void *facts, const struct nnreg_network *network,
                         struct nnreg_error *error);
    /*
     * Answers questions about them (`name` set, the rest whatever); of those not found the first NNREG_KEPT_HINTS get the
     * nearest names. Freed with nnreg_tensor_answers_free. NNREG_CORRUPT: it is not what keep writes. NNREG_NO_MEMORY.
     */
    nnreg_status (*ask)(struct nnreg_tensor_answer *answers, size_t count, const void *kept, size_t size,
                        struct nnreg_error *error);
    /*
     * Goes through all of them, in the order of nnreg_tensor_compare. NNREG_CORRUPT, as for ask; some may have been visited by
     * then. NNREG_NO_MEMORY.
     */
    nnreg_status (*visit)(nnreg_visit_kept *visit, void *context, const void *kept, size_t size,
                          struct nnreg_error *error);
};

#define NNREG_ROW(NAME, id, word) extern const struct nnreg_framework nnreg_framework_##id;
NNREG_FRAMEWORKS(NNREG_ROW)
#undef NNREG_ROW

#endif
