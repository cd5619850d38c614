/*
 * Values that say the right thing in the wrong form: see engine_mend.h. There is one answer, because the same characters are there
 * already, and only what stands around them, or their spelling, is not what the field takes.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/letters.h"
#include "check/engine_mend.h"
#include "check/engine_walk.h"
#include "check/foreign_words.h"
#include "check/surely_meant.h"

enum { WHOLE_NUMBER = 64, SIZE_TEXT = 64 }; /* bytes of what is written anew */

/* ------------------------------------------------------------------------------------------------------ types -- */

/* A text that is JSON of the right type: a number in quotes, an object that was made a text of. */
static void mend_quoted(struct nnreg_engine *engine, unsigned types, const struct nnreg_json_value *value,
                        const char *text, size_t length)
{
    static const struct nnreg_json_limits limits = {NNREG_LIMIT_JSON, NNREG_LIMIT_JSON_VALUES,
                                                    NNREG_LIMIT_METADATA_DEPTH};
    const unsigned quoted =
        1U << NNREG_JSON_NUMBER | 1U << NNREG_JSON_BOOL | 1U << NNREG_JSON_ARRAY | 1U << NNREG_JSON_OBJECT;
    struct nnreg_json inner;
    nnreg_status status = nnreg_json_read(&inner, text, length, &limits, NULL, NULL);
    char *json_text = NULL;

    if (status == NNREG_OK && (types & quoted & 1U << inner.values[0].type) != 0) {
        json_text = nnreg_strndup(text + inner.values[0].start, inner.values[0].stop - inner.values[0].start);
        if (json_text == NULL)
            status = NNREG_NO_MEMORY;
        else
            nnreg_mend_value(engine, value, json_text);
    }
    if (status == NNREG_NO_MEMORY)
        engine->status = status;
    nnreg_json_free(&inner);
    nnreg_free(json_text);
}

/* Python's words are no JSON. */
static const char *truth_of(const char *text)
{
    return nnreg_letters_same(text, "true") ? "true" : nnreg_letters_same(text, "false") ? "false" : NULL;
}

static void mend_from_string(struct nnreg_engine *engine, unsigned types,
                             const struct nnreg_json_value *value)
{
    char *text;
    size_t length;

    if (nnreg_json_string(&text, &length, engine->json, value) != NNREG_OK) {
        engine->status = NNREG_NO_MEMORY;
        return;
    }
    if ((types >> NNREG_JSON_BOOL & 1) != 0 && strlen(text) == length && truth_of(text) != NULL)
        nnreg_mend_value(engine, value, truth_of(text));
    else
        mend_quoted(engine, types, value, text, length);
    nnreg_free(text);
}

/* A number where a text belongs is that number in quotes. Of words and dates none is a number. */
static void mend_to_string(struct nnreg_engine *engine, const struct nnreg_json_value *value)
{
    char *text = nnreg_strndup(engine->json->text + value->start, value->stop - value->start);

    if (text == NULL)
        engine->status = NNREG_NO_MEMORY;
    else
        nnreg_mend_string(engine, value, text);
    nnreg_free(text);
}

void nnreg_mend_type(struct nnreg_engine *engine, enum nnreg_kind kind, const struct nnreg_json_value *value)
{
    if (!engine->kept)
        return;
    if (value->type == NNREG_JSON_STRING)
        mend_from_string(engine, nnreg_kind_walks[kind].types, value);
    else if (value->type == NNREG_JSON_NUMBER && kind == NNREG_KIND_STRING)
        mend_to_string(engine, value);
}

/* ----------------------------------------------------------------------------------------------- words, numbers -- */

void nnreg_mend_word(struct nnreg_engine *engine, const struct nnreg_vocab *vocab, const char *word,
                     const struct nnreg_json_value *value)
{
    const char *meant;

    if (!engine->kept)
        return;
    meant = nnreg_foreign_word_for(vocab, word);
    if (meant == NULL)
        meant = nnreg_surely_meant(word, vocab->words, vocab->count);
    if (meant != NULL)
        nnreg_mend_string(engine, value, meant);
}

/* 3.0 and 3.00 are 3: a fraction of zeros is left out. */
void nnreg_mend_integer(struct nnreg_engine *engine, const struct nnreg_json_value *value)
{
    size_t length = value->stop - value->start, whole, zeros;
    char number[WHOLE_NUMBER];

    if (!engine->kept || length >= sizeof number)
        return;
    memcpy(number, engine->json->text + value->start, length);
    number[length] = '\0';
    whole = strcspn(number, ".");
    zeros = number[whole] == '.' ? strspn(number + whole + 1, "0") : 0;
    if (zeros == 0 || number[whole + 1 + zeros] != '\0')
        return;
    number[whole] = '\0';
    if (whole < 19 && number[0] != '-') /* fits into 64 bits */
        nnreg_mend_value(engine, value, number);
}

/* ----------------------------------------------------------------------------------------------- string formats -- */

/* White space around a name, and the ^ of a control edge, which comes from the same operation, are no part of any name. */
void nnreg_mend_tensor(struct nnreg_engine *engine, const struct nnreg_json_value *value, const char *text)
{
    static const char around[] = " \t\r\n";
    struct nnreg_tensor_fault fault;
    const char *begin = text + strspn(text, around);
    size_t length;
    char *name;

    if (!engine->kept)
        return;
    begin += begin[0] == '^';
    length = strlen(begin);
    while (length > 0 && strchr(around, begin[length - 1]) != NULL)
        length--;
    name = nnreg_strndup(begin, length);
    if (name == NULL)
        engine->status = NNREG_NO_MEMORY;
    else if (length > 0 && !nnreg_tensor_is_wrong(engine->tensors, &fault, name))
        nnreg_mend_string(engine, value, name);
    nnreg_free(name);
}

/* The bytes of what people write between two sides, 0 when there is nothing like it: 224 x 224, 224*224, 224×224. */
static size_t size_separator(const char *text)
{
    static const char *const separators[] = {"x", "X", "*", "\xc3\x97"};
    size_t i, before = strspn(text, " "), length;

    for (i = 0; i < sizeof separators / sizeof *separators; i++) {
        length = strlen(separators[i]);
        if (strncmp(text + before, separators[i], length) == 0)
            return before + length + strspn(text + before + length, " ");
    }
    return 0;
}

/* The numbers are there, in their order; only what stands between or around them is not the x that it has to be. */
void nnreg_mend_target_size(struct nnreg_engine *engine, const struct nnreg_json_value *value,
                            const char *text, int sides_wanted)
{
    static const char digits[] = "0123456789";
    const char *width = text + strspn(text, " "), *height;
    size_t width_length = strspn(width, digits), separator, height_length;
    uint32_t declared[2];
    char size[SIZE_TEXT];
    int sides;

    if (!engine->kept || strlen(text) >= sizeof size / 2)
        return;
    separator = size_separator(width + width_length);
    height = width + width_length + separator;
    height_length = separator > 0 ? strspn(height, digits) : 0;
    if (height[height_length + strspn(height + height_length, " ")] != '\0' ||
        (separator > 0) != (height_length > 0))
        return;
    (void)snprintf(size, sizeof size, "%.*s%s%.*s", (int)width_length, width, separator > 0 ? "x" : "",
                   (int)height_length, height);
    if (nnreg_target_size(&declared[0], &declared[1], &sides, size) &&
        (sides_wanted == 0 || sides == sides_wanted))
        nnreg_mend_string(engine, value, size);
}
