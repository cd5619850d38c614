/* Spellings of a tensor: see tensor_name.h. */
#include "tensorflow/tensor_name.h"

#include <string.h>

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
