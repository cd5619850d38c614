/*
 * Ready-made models, by parameters.
 *
 *     struct mw_recipe recipe;
 *     struct mw_made made;
 *     mw_recipe_init(&recipe);
 *     recipe.shards = 2;
 *     mw_make(&made, &recipe);
 *     ... change made.model, made.tensor, recipe.bundle.fault ...
 *     if (mw_made_write(&made, &recipe, "some/new/folder", error, sizeof error) != 0) ...
 *     mw_made_free(&made);
 *
 * Equal recipes make equal files, on every machine.
 */
#ifndef MW_MODELS_H
#define MW_MODELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle_writer.h"
#include "folder.h"
#include "model_writer.h"

/* kind, its name on the command line, one line of help. */
#define MW_KINDS(X)                                                                                       \
    X(CLASSIFIER, "classifier", "an image classifier with variables, as TensorFlow 1 saves it")           \
    X(FROZEN, "frozen", "the classifier with constants instead of variables")                             \
    X(TF2, "tf2", "the classifier as TensorFlow 2 saves it: functions, resource variables, object graph") \
    X(DETECTOR, "detector", "an object detector: boxes [-1,100,4], scores [-1,100,K]")                    \
    X(BIG_GRAPH, "big-graph", "a frozen classifier of --nodes nodes and --bytes bytes")                   \
    X(BIG_VARIABLES, "big-variables", "the classifier with --bytes bytes of further variables")           \
    X(UNSAFE, "unsafe", "the frozen classifier with an unsafe operation")                                 \
    X(ASSET, "asset", "the frozen classifier with its labels in an asset")

enum mw_kind {
#define MW_KIND_ENUM(KIND, NAME, HELP) MW_KIND_##KIND,
    MW_KINDS(MW_KIND_ENUM)
#undef MW_KIND_ENUM
        MW_KIND_COUNT
};

extern const char *const mw_kind_names[MW_KIND_COUNT];

/* Where the unsafe operation sits. */
enum mw_place { MW_PLACE_GRAPH, MW_PLACE_FUNCTION, MW_PLACE_UNREACHABLE };

struct mw_recipe {
    enum mw_kind kind;
    enum mw_syntax syntax; /* of saved_model.pb or .pbtxt */
    int width, height, channels, labels;
    int batch; /* 0: any */
    bool nchw;
    int input_dtype;  /* a dtype but MW_FLOAT is cast in the graph */
    bool flat_scores; /* detector: scores [-1,100] */
    bool any_scores;  /* classifier: the graph does not tell the shape of the probabilities */
    int shards;
    bool sliced; /* variables of rank 2 and more are stored in two slices */
    bool flat;   /* variables.* beside the model, not under variables/ */
    uint64_t seed;
    uint64_t bytes; /* of a big one */
    uint64_t nodes; /* of a big graph; how many big variables */
    bool sparse;    /* zeros instead of random content, as holes */
    const char *unsafe_op, *unsafe_value;
    enum mw_place unsafe_place;
    const char *asset;        /* its file name */
    bool asset_in_collection; /* in the collection saved_model_assets, not in asset_file_def */
    bool omit_asset;          /* named and not shipped */
    struct mw_bundle_options bundle;
};

/* A classifier of 32x32 RGB images, 10 labels, any batch, one shard. */
void mw_recipe_init(struct mw_recipe *r);

struct mw_asset_file {
    const char *name; /* below assets/ */
    struct mw_bytes content;
};

struct mw_made {
    struct mw_model model;
    struct mw_tensor *tensor; /* what variables/ will hold; none: no such files */
    size_t tensors;
    struct mw_asset_file *asset_file;
    size_t asset_files;
};

void mw_make(struct mw_made *made, const struct mw_recipe *r);
void mw_made_free(struct mw_made *made);

/* The whole SavedModel as a new folder: 0, or -1 with errno set and a sentence in error. */
int mw_made_write(const struct mw_made *made, const struct mw_recipe *r, const char *path, char *error,
                  size_t error_size);
/* The same into a folder that exists. */
void mw_made_write_into(const struct mw_made *made, const struct mw_recipe *r, struct mw_folder *folder);

/* The operations that recipe.unsafe_op may name, NULL-terminated. */
extern const char *const mw_unsafe_ops[];

#endif
