/*
 * The parts of a model file that its writer is made of; each puts one message or field (see twin.h).
 */
#ifndef MW_MODEL_PARTS_H
#define MW_MODEL_PARTS_H

#include "model_writer.h"
#include "twin.h"

void mw_put_shape(struct mw_twin *t, uint32_t number, const char *name, const struct mw_shape *shape);
void mw_put_attr_value(struct mw_twin *t, uint32_t number, const char *name, const struct mw_attr *attr);
void mw_put_node(struct mw_twin *t, uint32_t number, const char *name, const struct mw_node *node);
void mw_put_function(struct mw_twin *t, uint32_t number, const char *name,
                     const struct mw_function *function);
void mw_put_op_list(struct mw_twin *t, const struct mw_model *m);
void mw_put_signature(struct mw_twin *t, const struct mw_signature *s);
void mw_put_collection(struct mw_twin *t, const struct mw_collection *c);
void mw_put_asset(struct mw_twin *t, uint32_t number, const char *name, const struct mw_asset *asset);
void mw_put_object_graph(struct mw_twin *t, const struct mw_model *m);

#endif
