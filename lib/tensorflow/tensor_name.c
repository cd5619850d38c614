/*
 * Spellings of a tensor: see tensor_name.h (doc/FORMATS.md, "Names, tensors, functions").
 *
 * What does not end in ':' and digits is a node's name as a whole: names are not judged here, and one that no node has is not
 * found later.
 */
#include "tensorflow/tensor_name.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Output 0 of a node, or with '^' in front the edge that only says before what it runs. */
static struct nnreg_tensor_name whole(const char *text, size_t length)
{
    struct nnreg_tensor_name name = {text, length, 0, false, NULL, 0};

    if (length > 0 && text[0] == '^') {
        name.node++;
        name.length--;
        name.is_control = true;
    }
    return name;
}

static uint64_t output_number(const char *digits, size_t count)
{
    uint64_t number = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        if (number > (UINT64_MAX - 9) / 10)
            return UINT64_MAX; /* no node has that many outputs, whatever the digits say */
        number = number * 10 + (uint64_t)(digits[i] - '0');
    }
    return number;
}

/* A number beyond the highest output there can be stays at it: no node has so many. */
static uint32_t output_of(const char *digits, size_t count)
{
    uint64_t number = output_number(digits, count);

    return number < NNREG_TENSOR_OUTPUT_MAX ? (uint32_t)number : NNREG_TENSOR_OUTPUT_MAX;
}

/* How many digits end the text. */
static size_t digits_at_end(const char *text, size_t length)
{
    size_t count = 0;

    while (count < length && text[length - count - 1] >= '0' && text[length - count - 1] <= '9')
        count++;
    return count;
}

/*
 * How many digits at the end are the number of an output: with a colon before them, and something before that
 * (ParseTensorName; doc/FORMATS.md, "Names, tensors, functions").
 */
static size_t output_digits(const char *text, size_t length)
{
    size_t digits = digits_at_end(text, length), before = length - digits;

    return before > 1 && text[before - 1] == ':' ? digits : 0;
}

struct nnreg_tensor_name nnreg_tensor_name_split(const char *text, size_t length)
{
    size_t digits = output_digits(text, length);

    if (digits > 0) {
        struct nnreg_tensor_name name = {
            text, length - digits - 1, output_of(text + length - digits, digits), false, NULL, 0};

        return name;
    }
    return whole(text, length);
}

/*
 * In a body: "argument", "node:output_argument:K", "^node". The node ends at the first colon; K counts within the output
 * argument.
 */
struct nnreg_tensor_name nnreg_tensor_name_in_body(const char *text, size_t length)
{
    struct nnreg_tensor_name name = whole(text, length);
    const char *colon = name.length > 0 ? memchr(name.node, ':', name.length) : NULL;
    const char *end = text + length;
    size_t digits;

    if (colon == NULL)
        return name;
    digits = digits_at_end(text, length);
    if (digits > 0 && *(end - digits - 1) == ':') { /* the first colon is in front of them, if no other is */
        name.output = output_of(end - digits, digits);
        end -= digits + 1;
    }
    name.length = (size_t)(colon - name.node);
    if (end - colon > 1) {
        name.argument = colon + 1;
        name.argument_length = (size_t)(end - name.argument);
    }
    return name;
}

/* ------------------------------------------------------------------------------------- in descriptions -- */

/* Here a control edge is no name of another kind, but none at all: its "^" is part of what is left. */
static size_t split_name(uint64_t *output, const char *name)
{
    size_t length = strlen(name), digits = output_digits(name, length);

    *output = output_number(name + length - digits, digits);
    return digits > 0 ? length - digits - 1 : length;
}

/* What an operation can be called (tensorflow/core/framework/node_def_util.cc). */
static bool is_name_character(char c, bool first)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_')
        return true;
    return !first && c != '\0' && strchr("/\\->", c) != NULL;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_wrong_name(struct nnreg_tensor_fault *fault, const char *text)
{
    uint64_t output;
    size_t length = split_name(&output, text), i = 0;
    char character[16];
    uint32_t c = 0;

    while (i < length && is_name_character(text[i], i == 0))
        i++;
    if (i == length)
        return false;
    if (text[0] == '^') {
        (void)snprintf(fault->what, sizeof fault->what, "is a control edge, which carries no data");
        fault->hint = "leave the ^ out";
        return true;
    }
    if (is_space(text[0]) || is_space(text[strlen(text) - 1])) {
        (void)snprintf(fault->what, sizeof fault->what,
                       "is not a tensor name: there is white space around it");
        fault->hint = "leave the white space out";
        return true;
    }
    nnreg_utf8_quote(character, sizeof character, text + i, nnreg_utf8_next(&c, text + i, strlen(text + i)));
    (void)snprintf(fault->what, sizeof fault->what, "is not a tensor name: '%s' cannot %s", character,
                   i == 0 ? "begin it" : "be part of it");
    fault->hint = "a tensor name is op/name or op/name:0, as saved_model_cli and the signatures show it";
    return true;
}

const struct nnreg_tensor_syntax nnreg_tensorflow_tensors = {
    .pattern = "[A-Za-z0-9._][A-Za-z0-9_./\\\\>-]*(:[0-9]+)?",
    .same = "x and x:0 are the same tensor",
    .split = split_name,
    .is_wrong = is_wrong_name,
};
