/* Vocabularies: see vocab.h. The order is kept: a word's place is its value in memory. */
#include "records/vocab.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
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
VOCAB(color_channels, "order of color channels", "RGB", "BGR", "L");
VOCAB(data_type, "data type", "FLOAT16", "FLOAT32", "FLOAT64", "UINT8", "INT8", "UINT16", "INT16", "INT32",
      "INT64");
VOCAB(task_status, "task status", [NNREG_TASK_PENDING] = "pending", [NNREG_TASK_SUCCESS] = "success",
      [NNREG_TASK_ERROR] = "error");
VOCAB(roi, "region of interest", [NNREG_ROI_NONE] = "NONE", [NNREG_ROI_BBOX] = "BBOX");
VOCAB(action, "action", [NNREG_ACTION_CREATE] = "create", [NNREG_ACTION_UPDATE] = "update",
      [NNREG_ACTION_DELETE] = "delete", [NNREG_ACTION_PUBLISH] = "publish",
      [NNREG_ACTION_UNPUBLISH] = "unpublish", [NNREG_ACTION_HEAL] = "heal");
VOCAB(object, "object", [NNREG_OBJECT_NETWORK] = "network", [NNREG_OBJECT_SPEC] = "spec",
      [NNREG_OBJECT_VERSION] = "version", [NNREG_OBJECT_TASK] = "task");

int nnreg_vocab_find(const struct nnreg_vocab *vocab, const char *word)
{
    size_t i;

    for (i = 0; i < vocab->count; i++)
        if (strcmp(vocab->words[i], word) == 0)
            return (int)i;
    return -1;
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

enum { NEAREST_LENGTH = 64 }; /* longer words are cut: a name is recognised by then */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static unsigned smallest(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Damerau's distance in its restricted form (optimal string alignment), over three rows. */
static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][NEAREST_LENGTH + 1];
    size_t la = strnlen(a, NEAREST_LENGTH), lb = strnlen(b, NEAREST_LENGTH), i, j;

    for (j = 0; j <= lb; j++)
        rows[0][j] = (unsigned)j;
    for (i = 1; i <= la; i++) {
        unsigned *now = rows[i % 3], *before = rows[(i - 1) % 3], *two_before = rows[(i + 1) % 3];

        now[0] = (unsigned)i;
        for (j = 1; j <= lb; j++) {
            unsigned differs = lower(a[i - 1]) != lower(b[j - 1]);

            now[j] = smallest(smallest(before[j] + 1, now[j - 1] + 1), before[j - 1] + differs);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                now[j] = smallest(now[j], two_before[j - 2] + 1);
        }
    }
    return rows[la % 3][lb];
}

const char *nnreg_nearest(const char *word, const char *const *candidates, size_t count)
{
    const char *best = NULL;
    size_t length = strnlen(word, NEAREST_LENGTH), i;
    unsigned best_distance = length < 3 ? 1 : (unsigned)(length / 3) + 1; /* about a third may be wrong */

    for (i = 0; i < count; i++) {
        unsigned d = distance(word, candidates[i]);

        if (d < best_distance || (d == best_distance && best == NULL && d < length)) {
            best = candidates[i];
            best_distance = d;
        }
    }
    return best;
}
