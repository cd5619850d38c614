/*
 * Spellings of a tensor: see tensor_name.h (doc/FORMATS.md, "Names, tensors, functions").
 *
 * What does not end in ':' and digits is a node's name as a whole: names are not judged here, and one that no node has is not
 * found later.
 */
#include "tensorflow/tensor_name.h"

#include <string.h>

/* Output 0 of a node, or with '^' in front the edge that only says before what it runs. */
static struct nnreg_tensor_name whole(const char *text, size_t length)
{
    struct nnreg_tensor_name name = {text, length, 0, false};

    if (length > 0 && text[0] == '^') {
        name.node++;
        name.length--;
        name.is_control = true;
    }
    return name;
}

/* A number beyond the highest output there can be stays at it: no node has so many, and nothing overflows. */
static uint32_t output_of(const char *digits, size_t count)
{
    uint64_t output = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        output = output * 10 + (uint64_t)(digits[i] - '0');
        if (output > NNREG_TENSOR_OUTPUT_MAX)
            output = NNREG_TENSOR_OUTPUT_MAX;
    }
    return (uint32_t)output;
}

/* How many digits end the text. */
static size_t digits_at_end(const char *text, size_t length)
{
    size_t count = 0;

    while (count < length && text[length - count - 1] >= '0' && text[length - count - 1] <= '9')
        count++;
    return count;
}

struct nnreg_tensor_name nnreg_tensor_name_split(const char *text, size_t length)
{
    size_t digits = digits_at_end(text, length);
    size_t before = length - digits;

    if (digits > 0 && before > 1 && text[before - 1] == ':') {
        struct nnreg_tensor_name name = {text, before - 1, output_of(text + before, digits), false};

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
    size_t digits;

    if (colon == NULL)
        return name;
    digits = digits_at_end(text, length);
    if (digits > 0 && text + length - digits > colon && text[length - digits - 1] == ':')
        name.output = output_of(text + length - digits, digits);
    name.length = (size_t)(colon - name.node);
    return name;
}
