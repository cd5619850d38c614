/* Vocabularies: the words a field may take. A word's index is its value in memory; on disk and outside it is text. */
#ifndef NNREG_RECORDS_VOCAB_H
#define NNREG_RECORDS_VOCAB_H

#include <stddef.h>

#define NNREG_VOCAB_WORD 64u /* bytes that the longest word and its NUL have, at most */

struct nnreg_vocab {
    const char *name; /* for messages: "resize type" */
    const char *const *words;
    size_t count;
};

extern const struct nnreg_vocab nnreg_vocab_framework;
extern const struct nnreg_vocab nnreg_vocab_dimension_order;
extern const struct nnreg_vocab nnreg_vocab_resize_type;
extern const struct nnreg_vocab nnreg_vocab_color_channels;
extern const struct nnreg_vocab nnreg_vocab_data_type;
extern const struct nnreg_vocab nnreg_vocab_task_status;
extern const struct nnreg_vocab nnreg_vocab_roi;
extern const struct nnreg_vocab nnreg_vocab_action;
extern const struct nnreg_vocab nnreg_vocab_object;

/* The values that code asks for by name; a test holds them against the words. */
enum { NNREG_FRAMEWORK_TENSORFLOW_1 };
enum { NNREG_RESIZE_SQUASH, NNREG_RESIZE_CROP, NNREG_RESIZE_FILL, NNREG_RESIZE_NETWORK };
enum { NNREG_COLORS_RGB, NNREG_COLORS_BGR, NNREG_COLORS_L };
enum { NNREG_TASK_PENDING, NNREG_TASK_SUCCESS, NNREG_TASK_ERROR };
enum { NNREG_ROI_NONE, NNREG_ROI_BBOX };
enum {
    NNREG_ACTION_CREATE,
    NNREG_ACTION_UPDATE,
    NNREG_ACTION_DELETE,
    NNREG_ACTION_PUBLISH,
    NNREG_ACTION_UNPUBLISH,
    NNREG_ACTION_HEAL
};
enum nnreg_object {
    NNREG_OBJECT_NETWORK,
    NNREG_OBJECT_SPEC,
    NNREG_OBJECT_VERSION,
    NNREG_OBJECT_TASK,
    NNREG_OBJECT_COUNT
};

/* The index of a word, -1 when it is none. */
int nnreg_vocab_find(const struct nnreg_vocab *vocab, const char *word);
const char *nnreg_vocab_word(const struct nnreg_vocab *vocab, int value);

#endif
