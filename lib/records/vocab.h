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

/*
 * The frameworks: X(NAME, id, word), a row for each, in the order of their values, which is no part of any format. The
 * judge's table is made of the same rows (judge/frameworks.h).
 */
#define NNREG_FRAMEWORKS(X) X(TENSORFLOW_1, tensorflow_1, "tensorflow-1.x")

enum { NNREG_FRAMEWORKS_MOST = 8 }; /* with those that tests add */

/* Not constant, because tests add a framework of their own. */
extern struct nnreg_vocab nnreg_vocab_framework;
extern const struct nnreg_vocab nnreg_vocab_dimension_order;
extern const struct nnreg_vocab nnreg_vocab_resize_type;
extern const struct nnreg_vocab nnreg_vocab_color_channels;
extern const struct nnreg_vocab nnreg_vocab_data_type;
extern const struct nnreg_vocab nnreg_vocab_task_status;
extern const struct nnreg_vocab nnreg_vocab_roi;
extern const struct nnreg_vocab nnreg_vocab_action;
extern const struct nnreg_vocab nnreg_vocab_object;
extern const struct nnreg_vocab nnreg_vocab_found;

/* The values that code asks for by name; a test holds them against the words. */
enum {
#define NNREG_ROW(NAME, id, word) NNREG_FRAMEWORK_##NAME,
    NNREG_FRAMEWORKS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_FRAMEWORK_COUNT
};
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
    NNREG_ACTION_HEAL,
    NNREG_ACTION_DAMAGE,
    NNREG_ACTION_UPGRADE,
    NNREG_ACTION_REPAIR
};
enum nnreg_object {
    NNREG_OBJECT_NETWORK,
    NNREG_OBJECT_SPEC,
    NNREG_OBJECT_VERSION,
    NNREG_OBJECT_TASK,
    NNREG_OBJECT_COUNT,
    NNREG_OBJECT_REGISTRY = NNREG_OBJECT_COUNT /* in events only, with the id 0: the registry itself */
};
/* What was in the place of a stored file that is damaged. */
enum {
    NNREG_FOUND_NOTHING,
    NNREG_FOUND_OTHER_SIZE,
    NNREG_FOUND_OTHER_BYTES,
    NNREG_FOUND_UNREADABLE,
    NNREG_FOUND_NO_FILE,
    NNREG_FOUND_COUNT
};

/* The index of a word, -1 when it is none. */
int nnreg_vocab_find(const struct nnreg_vocab *vocab, const char *word);
int nnreg_vocab_find_chars(const struct nnreg_vocab *vocab, const char *word, size_t length);
const char *nnreg_vocab_word(const struct nnreg_vocab *vocab, int value);

/*
 * The seam for frameworks that exist in tests only (see nnreg_frameworks_add): adds a word, which must stay, and gives its
 * value, or takes all added ones away. Not while another thread is in the library.
 */
int nnreg_vocab_add_framework(const char *word);
void nnreg_vocab_forget_frameworks(void);

#endif
