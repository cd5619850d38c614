/*
 * Attributes that the file had before. A graph has hundreds of thousands of attributes and few different ones: of each layer the
 * same types, sides and shapes. So what an entry of a node's attributes has become is kept with its bytes, and the next of the
 * same bytes becomes the same without being taken apart. Equal lists of numbers are kept once that way, too.
 *
 * What is kept is no table of all: an entry falls to one place by its bytes, and the last that fell there is there. All bytes are
 * compared, so nobody can make one entry be taken for another; who makes entries that push each other out gains nothing but that
 * they are read as if nothing was kept. Within the reader of the binary form only.
 */
#ifndef NNREG_TENSORFLOW_SAVEDMODEL_SEEN_H
#define NNREG_TENSORFLOW_SAVEDMODEL_SEEN_H

#include "tensorflow/savedmodel_build.h"

/* The node in hand gets the attribute that these bytes were before: false, and nothing done, where that is not known. */
bool nnreg_savedmodel_recall(struct nnreg_savedmodel_builder *builder, const unsigned char *bytes,
                             size_t size);
/*
 * Notes what these bytes have become, an entry that was just read; `attrs` is how many the model had before it. Nothing is
 * noted of an entry that does more than adding an attribute, or none.
 */
void nnreg_savedmodel_note_seen(struct nnreg_savedmodel_builder *builder, const unsigned char *bytes,
                                size_t size, uint32_t attrs);

#endif
