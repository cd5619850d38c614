/* Judging what is inside the model: its file, its graph, its variables. The parts of framework.c. */
#ifndef NNREG_TENSORFLOW_JUDGE_MODEL_H
#define NNREG_TENSORFLOW_JUDGE_MODEL_H

#include "bundle/framework.h"
#include "check/engine.h"
#include "tensorflow/signature_keys.h"
#include "tensorflow/checkpoint.h"
#include "tensorflow/first_ops.h"
#include "tensorflow/flow.h"
#include "tensorflow/restored.h"
#include "tensorflow/string_readers.h"

/*
 * A model as it was read. Freed with nnreg_judged_free; zeroed when there is none. It stays where it is, since the flow points
 * to the graph. Asking the flow enters calls, so a judgement is one thread's, const or not.
 */
struct nnreg_judged {
    struct nnreg_savedmodel *model;         /* NULL: the file is missing or damaged */
    const char *file;                       /* its name in the bundle: "saved_model.pb" */
    const struct nnreg_bundle_files *files; /* borrowed: those it was read from */
    struct nnreg_graph graph; /* of the meta graph that is served; .meta NULL when there is none */
    struct nnreg_flow *flow;  /* of that graph, NULL when there is none */
    struct nnreg_restored restored;
    struct nnreg_signature_keys keys;
    bool loads; /* TensorFlow loads the graph, as far as can be told */
};

/*
 * Reads the model file of a bundle and judges it by itself: the file, its meta graphs, whether TensorFlow loads it.
 * NNREG_OK whatever is found. NNREG_NO_MEMORY. `files` are borrowed as long as the model.
 */
nnreg_status nnreg_judged_read(struct nnreg_judged *judged, nnreg_findings *findings,
                               const struct nnreg_bundle_files *files, struct nnreg_error *error);
void nnreg_judged_free(struct nnreg_judged *judged);

/* Tensors of the signatures that are not there, of each signature one (judge_signatures.c). */
void nnreg_judge_signatures(nnreg_findings *findings, const struct nnreg_judged *judged);
/* Whether there is a signature that requests can name; a draft says of itself that there is none. */
void nnreg_judge_no_signature(nnreg_findings *findings, const struct nnreg_judged *judged);

/* Whether TensorFlow would load the graph, whose flow is made (judge_loadable.c); false also on no memory, which the findings know. */
bool nnreg_judge_loadable(nnreg_findings *findings, const struct nnreg_judged *judged);

/* What has to be there to run the graph: which TensorFlow, and which libraries beside it (judge_ops.c). */
void nnreg_judge_ops(nnreg_findings *findings, const struct nnreg_judged *judged);

/* Operations that reach outside, of all meta graphs and functions (judge_unsafe.c). */
void nnreg_judge_unsafe(nnreg_findings *findings, const struct nnreg_judged *judged);

/* Lambda layers in keras_metadata.pb, if there is one (judge_keras.c). NNREG_NO_MEMORY, NNREG_IO. */
nnreg_status nnreg_judge_keras(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                               struct nnreg_error *error);

/* The assets that the graph names (judge_assets.c). */
void nnreg_judge_assets(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                        const struct nnreg_judged *judged);

/*
 * The tensors of a description, as the engine has decoded it, against the graph (judge_tensors.c); an input, which has an
 * image, against the tensor that it names (judge_image.c).
 */
void nnreg_judge_tensors(struct nnreg_engine *engine, const struct nnreg_network *network,
                         const struct nnreg_judged *judged);
void nnreg_judge_image(struct nnreg_engine *engine, const struct nnreg_input *input,
                       const struct nnreg_graph *graph, const struct nnreg_graph_tensor *tensor);

/* Tensors that one list of it names twice, by name and by a signature's key (judge_same.c). */
void nnreg_judge_same(struct nnreg_engine *engine, const struct nnreg_network *network,
                      const struct nnreg_judged *judged);

/* Outputs that are what is fed. */
void nnreg_judge_fed_outputs(struct nnreg_engine *engine, const struct nnreg_network *network,
                             const struct nnreg_judged *judged);

/* Tensors that it names by a signature's key, and keys beside tensors (judge_named.c). The graph is there. */
void nnreg_judge_named(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_judged *judged);

/*
 * The tensor of a name that is a key and no node's: "node:0", owned. NULL: it is none, or stands for no tensor that can be
 * named. NNREG_NO_MEMORY.
 */
nnreg_status nnreg_judged_tensor_of_key(char **tensor, const struct nnreg_judged *judged, const char *name,
                                        bool is_output, struct nnreg_error *error);

/*
 * The tensor that a name of the description stands for: a node's, or that of a signature's key; it may still be none, see
 * has_output. False: there is none, or it is no name at all, which has a finding of its own (judge_tensors.c).
 */
bool nnreg_judged_tensor(struct nnreg_graph_tensor *tensor, const struct nnreg_judged *judged,
                         const char *name, bool is_output);

/*
 * The same for a tensor of texts: whether the graph decodes images from it (judge_encoded.c). `readers` is found with the
 * first such input.
 */
void nnreg_judge_encoded(struct nnreg_engine *engine, const struct nnreg_input *input,
                         const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor,
                         struct nnreg_string_readers *readers);

/* A declared output, whose name is at `member`, against the tensor's type (judge_outputs.c). */
void nnreg_judge_output(struct nnreg_engine *engine, char *const *member, const struct nnreg_judged *judged,
                        const struct nnreg_graph_tensor *tensor);
/* Boxes and scores of a standard_output: numbers; and the scores N x K. `verb` stands before their shape. */
void nnreg_judge_numbers(struct nnreg_engine *engine, char *const *member, const char *key,
                         const struct nnreg_graph_tensor *tensor);
void nnreg_judge_scores_shape(struct nnreg_engine *engine, char *const *member,
                              const struct nnreg_shape *shape, const char *verb);
/* Whether a tensor is a handle, or only means something inside TensorFlow. */
bool nnreg_judged_is_handle(const struct nnreg_judged *judged, const struct nnreg_graph_tensor *tensor);

/* Nodes that wait for each other (judge_cycle.c). */
void nnreg_judge_cycles(nnreg_findings *findings, const struct nnreg_judged *judged);

/*
 * Whether the outputs can be computed from what is fed and stored (judge_flow.h). Without engine and network, or where the
 * network declares no outputs, the signatures are asked.
 */
void nnreg_judge_flow(nnreg_findings *findings, struct nnreg_engine *engine,
                      const struct nnreg_network *network, const struct nnreg_judged *judged);

/* Whether its operations can work with the images it feeds (judge_shapes.c): false where that was reported not to be. */
bool nnreg_judge_shapes(struct nnreg_engine *engine, const struct nnreg_network *network,
                        const struct nnreg_judged *judged);

/*
 * Its images against what the first operations of the graph do to them (judge_first.c). `fits`: the shapes go with the graph;
 * where they do not, nothing more is said of dimensions.
 */
void nnreg_judge_first(struct nnreg_engine *engine, const struct nnreg_network *network,
                       const struct nnreg_judged *judged, bool fits);
/* The inputs of signatures that such operations tell to be images, without a description (judge_first.c). */
void nnreg_judge_first_signatures(nnreg_findings *findings, const struct nnreg_judged *judged);
/* `Conv2D "conv1"`, to be freed; NULL on no memory, which the engine knows (judge_first.c). */
char *nnreg_judged_node_text(struct nnreg_engine *engine, const struct nnreg_flow *flow, uint32_t point);
/* The part of it that is about pixels (judge_pixels.c); `shape` is that of the input tensor. */
void nnreg_judge_pixels(struct nnreg_engine *engine, const struct nnreg_image *image,
                        const struct nnreg_flow *flow, const struct nnreg_first_told *told,
                        const struct nnreg_shape *shape);

/* The word of the field data_type for an element type, NULL when there is none (judge_image.c). */
const char *nnreg_data_type_of(uint32_t dtype);

/*
 * The variable files against themselves and, where there is a graph, against it (judge_variables.c). `*checked`: the
 * checksums of the tensors were compared, or there are none. NNREG_CANCELLED.
 */
nnreg_status nnreg_judge_variables(bool *checked, nnreg_findings *findings,
                                   const struct nnreg_bundle_files *files, const struct nnreg_judged *judged,
                                   const struct nnreg_judge_options *options, struct nnreg_error *error);

/* By enum nnreg_variables_problem: how each is reported. */
extern const struct nnreg_problem_rule nnreg_variables_problem_rules[];

/* The keys of the index against those the graph restores (judge_keys.c). */
void nnreg_judge_keys(nnreg_findings *findings, const struct nnreg_checkpoint *checkpoint,
                      const struct nnreg_judged *judged);

/* The files by their names (judge_names.c), as bundle/framework.h asks for it. */
void nnreg_tensorflow_judge_model(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                  const struct nnreg_bundle_scope *scope);
void nnreg_tensorflow_judge_name(nnreg_findings *findings, const struct nnreg_bundle_files *files,
                                 struct nnreg_bundle_file *file);
void nnreg_tensorflow_judge_set(nnreg_findings *findings, struct nnreg_bundle_files *files,
                                const struct nnreg_bundle_scope *scope);

/* Whether the variables, or a part of them, are there as a link or the like, which has its own finding: none is missing. */
bool nnreg_tensorflow_hides_variables(const struct nnreg_bundle_files *files);

/* The data shards against each other and the index. `half_seen`: nothing can be said to be missing. */
void nnreg_judge_shards(nnreg_findings *findings, struct nnreg_bundle_files *files, bool has_index,
                        bool half_seen);

#endif
