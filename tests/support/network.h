/*
 * What the ready-made models are put together from: variables, layers, savers.
 */
#ifndef MW_NETWORK_H
#define MW_NETWORK_H

#include "models.h"

struct mw_network {
    struct mw_made *made;
    const struct mw_recipe *recipe;
    struct mw_model *model;
    struct mw_graph *graph;
    bool frozen; /* variables become constants */
};

/* network.c: TF1 building blocks. Each returns the name of the tensor it ends in. */
const char *mw_net_format(struct mw_network *net, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct mw_shape mw_net_image_shape(const struct mw_network *net, int channels, int stride);
int64_t mw_net_batch(const struct mw_network *net);
const char *mw_net_input(struct mw_network *net, const char *name);
const char *mw_net_variable(struct mw_network *net, const char *name, struct mw_shape shape);
const char *mw_net_features(struct mw_network *net, const char *input, int *width);
const char *mw_net_dense(struct mw_network *net, const char *scope, const char *input, int inputs,
                         int outputs);
const char *mw_net_reshape(struct mw_network *net, const char *name, const char *input,
                           struct mw_shape shape);
struct mw_tensor *mw_net_tensor(struct mw_network *net, const char *key, int dtype, struct mw_shape shape);
void mw_net_classifier(struct mw_network *net, const char *logits);

/* saver_tf1.c: the saver subgraph for all tensors that were declared, and the variable collections. */
void mw_net_saver(struct mw_network *net);

/* model_kinds.c, model_tf2.c, model_big.c, model_unsafe.c: the kinds. */
void mw_make_classifier(struct mw_network *net);
void mw_make_detector(struct mw_network *net);
void mw_make_asset(struct mw_network *net);
void mw_make_tf2(struct mw_network *net);
void mw_make_big_graph(struct mw_network *net);
void mw_make_big_variables(struct mw_network *net);
void mw_make_unsafe(struct mw_network *net);

#endif
