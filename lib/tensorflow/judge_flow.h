/*
 * What follows from the flow of a graph: whether what is given out can be computed from what is fed and what is stored. A
 * question is a list of outputs and what is fed for them: those of the description, or, where it declares no outputs, those of
 * one signature after the other (judge_flow.c). One walk answers it for all its outputs; what it meets is looked at by the two
 * judgements here, which tell at its end what they have found, while the way there is still known.
 */
#ifndef NNREG_TENSORFLOW_JUDGE_FLOW_H
#define NNREG_TENSORFLOW_JUDGE_FLOW_H

#include "tensorflow/judge_model.h"

/* Something that is given out. */
struct nnreg_followed_output {
    struct nnreg_flow_tensor tensor;
    char *const *member; /* of the description; NULL: of the signature */
    uint32_t name;       /* a text: the tensor in the signature; of the description *member */
};

/* A point that something is to be said of, unless it turns out to be in order, and the output it was met for. */
struct nnreg_followed_point {
    uint32_t point;
    uint32_t
        handle; /* the node that makes the iterator, queue, variable or table; NNREG_FLOW_NONE of placeholders */
    uint32_t output;
};

struct nnreg_followed_points {
    struct nnreg_followed_point *list;
    size_t room, count;
};

/* Texts of the model, as a set of bits by their numbers. Made when the first is put in. */
struct nnreg_text_set {
    unsigned char *bits;
    size_t count;
};

/* Whether a point is come to when the outputs are computed (judge_branch.c), from what is surest. */
enum nnreg_branch {
    NNREG_BRANCH_NONE, /* it lies in no branch of a conditional */
    NNREG_BRANCH_TAKEN,
    NNREG_BRANCH_PERHAPS,
    NNREG_BRANCH_NEVER
};

struct nnreg_following {
    nnreg_findings *findings;
    struct nnreg_engine *engine;         /* NULL: there is no description */
    const struct nnreg_network *network; /* likewise */
    const struct nnreg_judged *judged;
    bool failed; /* no memory */

    /* The question. */
    const struct nnreg_savedmodel_signature *signature; /* NULL: the description */
    struct nnreg_flow_walk walk;
    struct nnreg_flow_tensor *fed;
    size_t fed_room, fed_count;
    struct nnreg_followed_output *outputs;
    size_t output_room, output_count;
    uint32_t output; /* which one is being walked from */
    bool inputs_known,
        outputs_known; /* none is missing or, of outputs, a handle, which has a finding of its own */
    bool broken;       /* a node that was met has an input that does not exist: not all of the way is known */

    /* What is fed (judge_fed.c). */
    struct nnreg_followed_points unfed;
    struct nnreg_text_set unfed_told;
    uint32_t unfed_count;
    nnreg_severity unfed_rest;                   /* the gravest of those that are only counted */
    const struct nnreg_flow_frame *branch_frame; /* the last that was asked for, and the answer */
    enum nnreg_branch branch;

    /* What is stored (judge_values.c). */
    struct nnreg_followed_points read;
    struct nnreg_text_set given;            /* handles that something gives a value, by their names */
    struct nnreg_text_set given_by_program; /* those that a program gives one that imports the graph */
    struct nnreg_text_set read_told;
    uint32_t read_count;
    nnreg_severity read_rest; /* the gravest of those that are only counted */
    uint32_t frames_seen;     /* whose bodies were searched for what gives values */
    bool loaded;              /* what runs when the model is loaded was followed */
    bool by_program;          /* what a program runs is being followed */
    bool blind;               /* it gives values to what is not known */
};

void nnreg_judge_unfed_point(struct nnreg_following *following, uint32_t point,
                             const struct nnreg_flow_place *place);
void nnreg_judge_unfed_end(struct nnreg_following *following);
void nnreg_judge_unfed_rest(const struct nnreg_following *following);

void nnreg_judge_values_point(struct nnreg_following *following, uint32_t point,
                              const struct nnreg_flow_place *place);
void nnreg_judge_values_end(struct nnreg_following *following);
void nnreg_judge_values_rest(const struct nnreg_following *following);
/* Follows what runs when the model is loaded, once, and what the bodies entered so far do. */
void nnreg_judge_values_load(struct nnreg_following *following);
/* Whether the handle that a node makes was given something since. */
bool nnreg_judge_values_given(const struct nnreg_following *following, uint32_t handle);

/* The name by which a handle is shared: two nodes with one name make one handle. */
uint32_t nnreg_handle_name(const struct nnreg_following *following, uint32_t handle);

/* False: it was there, or there is no memory (following->failed). */
bool nnreg_text_set_put(struct nnreg_following *following, struct nnreg_text_set *set, uint32_t text);
bool nnreg_text_set_has(const struct nnreg_text_set *set, uint32_t text);
void nnreg_followed_add(struct nnreg_following *following, struct nnreg_followed_points *points,
                        uint32_t point, uint32_t handle);
bool nnreg_followed_is_fed(const struct nnreg_following *following, uint32_t point);

/* Whether a point is come to when the outputs of the question are computed (judge_branch.c). */
enum nnreg_branch nnreg_followed_branch(struct nnreg_following *following, uint32_t point);

/* How grave it is that an output of the question cannot be computed: of a signature that few ask for it is a warning. */
nnreg_severity nnreg_followed_severity(const struct nnreg_following *following);

/* `the output "y"`, of the signature where there is one. */
void nnreg_followed_output_put(struct nnreg_bytes *out, const struct nnreg_following *following,
                               uint32_t output);

#endif
