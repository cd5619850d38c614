/*
 * Blocks within a scope: see scopes.h. Keras names the layers of a model side by side, "conv2_block1_1_conv", "conv2_block1_1_bn";
 * what ends in a number stands there for the scopes that other models have. Pure texts, and the circles that blocks close.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/letters.h"
#include "tensorflow/scopes_parts.h"

/* ------------------------------------------------------------------------------------------------------- names -- */

static bool is_name_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "conv2d", "MaxPooling1D": the number is none of a block. */
static bool is_of_dimensions(const char *word, size_t size)
{
    static const char *const words[] = {"conv", "pool", "pooling", "padding", "dropout", "sampling"};
    size_t i, length;

    if (size < 2 || (word[size - 1] != 'd' && word[size - 1] != 'D') || word[size - 2] < '1' ||
        word[size - 2] > '3')
        return false;
    for (i = 0; i < sizeof words / sizeof *words; i++) {
        length = strlen(words[i]);
        if (size - 2 >= length && nnreg_letters_are(word + size - 2 - length, words[i], length))
            return true;
    }
    return false;
}

/* Letters, a number, and a letter perhaps: "block1", "block4a"; the letters may be the word before: "block_1". */
static bool is_numbered(const char *word, size_t size, bool follows_letters)
{
    size_t letters = 0, digits = 0;

    while (letters < size && is_name_letter(word[letters]))
        letters++;
    while (letters + digits < size && is_name_digit(word[letters + digits]))
        digits++;
    return digits > 0 && (letters > 0 || follows_letters) &&
           (letters + digits == size || (letters + digits + 1 == size && is_name_letter(word[size - 1]))) &&
           !is_of_dimensions(word, size);
}

static bool word_has(const char *text, size_t size, bool (*is)(char c))
{
    size_t i = 0;

    while (i < size && !is(text[i]))
        i++;
    return i < size;
}

size_t nnreg_scopes_block_end(const char *part, size_t size, size_t from)
{
    bool follows_letters = false;
    size_t begin = 0, end;

    for (; begin < size; begin = end + 1) {
        const char *underscore = memchr(part + begin, '_', size - begin);

        end = underscore != NULL ? (size_t)(underscore - part) : size;
        if (begin >= from && is_numbered(part + begin, end - begin, follows_letters) &&
            (end == size || word_has(part + end, size - end, is_name_letter)))
            return end;
        follows_letters = end > begin && (!word_has(part + begin, end - begin, is_name_digit) ||
                                          is_of_dimensions(part + begin, end - begin));
    }
    return 0;
}

/* ----------------------------------------------------------------------------------------------------- circles -- */

/* What leads to or from a box that is still there. */
enum { LEADS_TO = 1, LEADS_FROM = 2, IS_OFF = 4 };

/* Takes off the boxes that nothing that is there leads to, or that lead to nothing of it. False: there were none. */
static bool take_off_ends(unsigned char *boxes, const struct nnreg_scopes *scopes)
{
    bool changed = false;
    uint32_t i;

    for (i = 0; i < scopes->box_count; i++)
        boxes[i] &= IS_OFF;
    for (i = 0; i < scopes->edge_count; i++) {
        const struct nnreg_scopes_edge *edge = &scopes->edges[i];

        if (((boxes[edge->from] | boxes[edge->to]) & IS_OFF) == 0) {
            boxes[edge->from] |= LEADS_FROM;
            boxes[edge->to] |= LEADS_TO;
        }
    }
    for (i = 0; i < scopes->box_count; i++)
        if ((boxes[i] & IS_OFF) == 0 && boxes[i] != (LEADS_TO | LEADS_FROM)) {
            boxes[i] = IS_OFF;
            changed = true;
        }
    return changed;
}

/* What stays when all ends are taken off is on a circle, or between two. The limits of boxes and edges make this quick. */
bool nnreg_scoping_open_circles(struct nnreg_scoping *scoping)
{
    const struct nnreg_scopes *scopes = scoping->scopes;
    unsigned char *boxes = nnreg_alloc_zero((size_t)scopes->box_count + 1, 1);
    bool opened = false;
    uint32_t i;

    if (boxes == NULL) {
        scoping->failed = true;
        return false;
    }
    while (take_off_ends(boxes, scopes))
        continue;
    for (i = 0; i < scopes->box_count; i++) {
        struct nnreg_scopes_name *name = scopes->boxes[i].kind == NNREG_SCOPES_OPERATIONS
                                             ? &scopes->names->list[scopes->boxes[i].scope]
                                             : NULL;

        if ((boxes[i] & IS_OFF) == 0 && name != NULL && name->is_block) {
            name->is_opened = true;
            opened = true;
        }
    }
    nnreg_free(boxes);
    return opened;
}
