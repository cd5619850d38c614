/*
 * What becomes of the texts that a tensor takes: whether they are decoded as images (and to what), parsed, read as names of
 * files, or none of these. From all operations that read texts in one way a walk goes back (flow.h) over calls and loops; so
 * the cost is a few walks, however many tensors are asked for.
 */
#ifndef NNREG_TENSORFLOW_STRING_READERS_H
#define NNREG_TENSORFLOW_STRING_READERS_H

#include "tensorflow/flow.h"

enum nnreg_string_reader {
    NNREG_READER_BASE64,  /* DecodeBase64, in front of what else there is */
    NNREG_READER_EXAMPLE, /* serialized tf.Example */
    NNREG_READER_FILE,    /* names of files that are read */
    NNREG_READER_SOUND,
    NNREG_READER_TABLE, /* comma-separated values */
    NNREG_READER_RAW,   /* the bytes of numbers */
    NNREG_READER_IMAGE, /* and behind this: by channels and element type */
    NNREG_READER_CHANNELS = 4,
    NNREG_READER_TYPES = 4,
    NNREG_READERS = NNREG_READER_IMAGE + NNREG_READER_CHANNELS * NNREG_READER_TYPES
};

/* What images are decoded to. */
struct nnreg_decoded {
    uint32_t channels; /* 0: as they are encoded */
    uint32_t dtype;    /* NNREG_DTYPE_UNNAMED: none of those that a known decoder has */
};

struct nnreg_string_readers {
    bool made;
    uint32_t points;
    unsigned char *met[NNREG_READERS]; /* by reader, a bit for each point; NULL: there is no such reader */
    const char *op[NNREG_READERS];     /* one that there is */
};

/* NNREG_NO_MEMORY. `readers` is zeroed at first; freed in every case with nnreg_string_readers_free. */
nnreg_status nnreg_string_readers_make(struct nnreg_string_readers *readers, struct nnreg_flow *flow,
                                       struct nnreg_error *error);
void nnreg_string_readers_free(struct nnreg_string_readers *readers);

/* Whether a reader gets something that is computed from a point. */
bool nnreg_string_readers_meet(const struct nnreg_string_readers *readers, unsigned reader, uint32_t point);

/* What the image reader with this number (NNREG_READER_IMAGE or above) decodes to. */
struct nnreg_decoded nnreg_string_reader_decodes(unsigned reader);

#endif
