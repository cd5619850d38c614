/*
 * Networks whose cost is published, layer by layer as their papers have them, with variables that are declared and nowhere
 * stored: what they cost is in the graph alone.
 */
#ifndef MW_PUBLISHED_H
#define MW_PUBLISHED_H

#include "model_writer.h"

/* What stands for how many examples there are: -1. Each has one signature, "serving_default". */
void mw_mobilenet(struct mw_model *m);
/* `late`: a stage is made smaller by its first block's 3x3 convolution, not by the 1x1 in front of it. */
void mw_resnet_50(struct mw_model *m, bool late);
void mw_inception_v3(struct mw_model *m);

/* Leaves the sides of its images open, and with `channels` of -1 how many of these there are. */
void mw_open_sides(struct mw_model *m, int channels);

#endif
