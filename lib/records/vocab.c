/*
 * Vocabularies: see vocab.h. A word's place is its value in memory, and nowhere else: records and JSON have the word itself, so
 * that words can be added, or put in another order, without a new format.
 */
#include "records/vocab.h"

#include <assert.h>
#include <string.h>

#define VOCAB(id, title, ...)                              \
    static const char *const id##_words[] = {__VA_ARGS__}; \
    const struct nnreg_vocab nnreg_vocab_##id = {title, id##_words, sizeof id##_words / sizeof *id##_words}

static const char *framework_words[NNREG_FRAMEWORKS_MOST] = {
#define NNREG_ROW(NAME, id, word) word,
    NNREG_FRAMEWORKS(NNREG_ROW)
#undef NNREG_ROW
};
struct nnreg_vocab nnreg_vocab_framework = {"framework", framework_words, NNREG_FRAMEWORK_COUNT};

VOCAB(dimension_order, "dimension order", "NCHW", "NCWH", "NHWC", "NWHC");
VOCAB(resize_type, "resize type", [NNREG_RESIZE_SQUASH] = "SQUASH", [NNREG_RESIZE_CROP] = "CROP",
      [NNREG_RESIZE_FILL] = "FILL", [NNREG_RESIZE_NETWORK] = "NETWORK");
VOCAB(color_channels, "order of color channels", [NNREG_COLORS_RGB] = "RGB", [NNREG_COLORS_BGR] = "BGR",
      [NNREG_COLORS_L] = "L");
VOCAB(data_type, "data type", "FLOAT16", "FLOAT32", "FLOAT64", "UINT8", "INT8", "UINT16", "INT16", "INT32",
      "INT64");
VOCAB(task_status, "task status", [NNREG_TASK_PENDING] = "pending", [NNREG_TASK_SUCCESS] = "success",
      [NNREG_TASK_ERROR] = "error");
VOCAB(roi, "region of interest", [NNREG_ROI_NONE] = "NONE", [NNREG_ROI_BBOX] = "BBOX");
VOCAB(action, "action", [NNREG_ACTION_CREATE] = "create", [NNREG_ACTION_UPDATE] = "update",
      [NNREG_ACTION_DELETE] = "delete", [NNREG_ACTION_PUBLISH] = "publish",
      [NNREG_ACTION_UNPUBLISH] = "unpublish", [NNREG_ACTION_HEAL] = "heal", [NNREG_ACTION_DAMAGE] = "damage",
      [NNREG_ACTION_UPGRADE] = "upgrade", [NNREG_ACTION_REPAIR] = "repair");
VOCAB(object, "object", [NNREG_OBJECT_NETWORK] = "network", [NNREG_OBJECT_SPEC] = "spec",
      [NNREG_OBJECT_VERSION] = "version", [NNREG_OBJECT_TASK] = "task", [NNREG_OBJECT_REGISTRY] = "registry");
VOCAB(found, "kind of damage", [NNREG_FOUND_NOTHING] = "nothing", [NNREG_FOUND_OTHER_SIZE] = "another size",
      [NNREG_FOUND_OTHER_BYTES] = "other bytes", [NNREG_FOUND_UNREADABLE] = "unreadable",
      [NNREG_FOUND_NO_FILE] = "no file");

int nnreg_vocab_find_chars(const struct nnreg_vocab *vocab, const char *word, size_t length)
{
    size_t i;

    for (i = 0; i < vocab->count; i++)
        if (strlen(vocab->words[i]) == length && memcmp(vocab->words[i], word, length) == 0)
            return (int)i;
    return -1;
}

int nnreg_vocab_find(const struct nnreg_vocab *vocab, const char *word)
{
    return nnreg_vocab_find_chars(vocab, word, strlen(word));
}

const char *nnreg_vocab_word(const struct nnreg_vocab *vocab, int value)
{
    return value >= 0 && (size_t)value < vocab->count ? vocab->words[value] : "";
}

int nnreg_vocab_add_framework(const char *word)
{
    assert(nnreg_vocab_framework.count < NNREG_FRAMEWORKS_MOST);
    framework_words[nnreg_vocab_framework.count] = word;
    return (int)nnreg_vocab_framework.count++;
}

void nnreg_vocab_forget_frameworks(void)
{
    nnreg_vocab_framework.count = NNREG_FRAMEWORK_COUNT;
}
