/*
 * Which variables a meta graph restores, and so whether it needs the variable files: found by walking back from the
 * saver's restore operation over every input, control edges too, into every function on the way (doc/FORMATS.md,
 * "Variables"). Nothing simpler is right: a graph may hold variables that are not saved, and a second saver.
 */
#ifndef NNREG_TENSORFLOW_RESTORED_H
#define NNREG_TENSORFLOW_RESTORED_H

#include "tensorflow/graph.h"

#define NNREG_OBJECT_GRAPH_KEY "_CHECKPOINTABLE_OBJECT_GRAPH"

struct nnreg_restored_key {
    uint32_t key;   /* a text of the model */
    uint32_t slice; /* "" : the whole tensor */
};

struct nnreg_restored {
    struct nnreg_restored_key *list; /* sorted by the keys' bytes, each once */
    uint32_t count;
    uint32_t operations; /* that restore something */
    bool complete;       /* false: of one of these it is not known what it restores */
    bool has_operation;  /* the saver's restore operation exists */
};

/* NNREG_NO_MEMORY. */
nnreg_status nnreg_restored_find(struct nnreg_restored *restored, const struct nnreg_graph *graph,
                                 struct nnreg_error *error);
void nnreg_restored_free(struct nnreg_restored *restored);

bool nnreg_restored_has(const struct nnreg_restored *restored, const struct nnreg_savedmodel *model,
                        const char *key, size_t length);

enum nnreg_variables_need {
    NNREG_NEED_NONE,       /* there is no saver, and nothing that would need one */
    NNREG_NEED_VARIABLES,  /* a server restores them */
    NNREG_NEED_UNCERTAIN,  /* something is restored, and it is not known what */
    NNREG_NEED_HUB,        /* a TF-Hub module: it has variables and no saver; its loader restores them */
    NNREG_NEED_PYTHON_ONLY /* only the object graph is restored: Python's loader needs the files */
};

enum nnreg_variables_need nnreg_restored_need(const struct nnreg_restored *restored,
                                              const struct nnreg_graph *graph);

#endif
