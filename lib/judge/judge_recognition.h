/*
 * What is to become a version, held against the specification and the network that it ties together: the rules that look
 * at more than the version's own text. Which spec and network there are is the registry's to say.
 */
#ifndef NNREG_JUDGE_JUDGE_RECOGNITION_H
#define NNREG_JUDGE_JUDGE_RECOGNITION_H

#include "judge/judge.h"
#include "records/recognition.h"

/* What a version names. */
struct nnreg_attachment {
    const struct nnreg_spec *spec;       /* NULL: there is none */
    const struct nnreg_network *network; /* NULL: there is none */
    const void *tensors; /* what its framework kept of the network's tensors; NULL or empty: nothing */
    size_t tensors_size;
};

/*
 * Called once, with the ids that the description has (0: not to be told from it), to be filled in; what it gives must
 * stay until the judgement is done. Returns a failure of the system only.
 */
typedef nnreg_status nnreg_attachment_find(struct nnreg_attachment *attachment, void *context,
                                           uint64_t spec_id, uint64_t network_id, struct nnreg_error *error);

/*
 * Judges a version as nnreg_judge_description does. Where the spec or the network is not known, or the text beneath has a
 * finding, the rules that need it are silent: one mistake is one finding. `find` NULL: there is no registry to ask, and the
 * text alone is judged.
 */
nnreg_status nnreg_judge_version(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                                 size_t length, enum nnreg_description_form form, nnreg_attachment_find *find,
                                 void *context, struct nnreg_error *error);

/* Judges a specification: its table says all there is to say. */
nnreg_status nnreg_judge_spec(struct nnreg_json *json, nnreg_findings *findings, const char *text,
                              size_t length, enum nnreg_description_form form, struct nnreg_error *error);

/*
 * Names that are keys in the network's record become its tensors in the version's (judge/recognition_keys.c): in the record that
 * is stored, and before in the one that `engine` has decoded and reports them at. `engine` may be NULL. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_version_name_tensors(struct nnreg_version *version, const struct nnreg_network *network,
                                        struct nnreg_engine *engine, struct nnreg_error *error);

/*
 * The part that is about tensors (judge/recognition_tensors.c): each one that the version names is in the graph of the
 * network, and one of those that the network declares. NNREG_NO_MEMORY; NNREG_CORRUPT: the list is damaged.
 */
nnreg_status nnreg_judge_version_tensors(struct nnreg_engine *engine, const struct nnreg_version *version,
                                         const struct nnreg_attachment *attachment,
                                         struct nnreg_error *error);

#endif
