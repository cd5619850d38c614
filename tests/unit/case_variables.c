/* The variables of a case's bundle: see case_variables.h. */
#include "case_variables.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_writer.h"

enum { VARIABLES = 1100, ELEMENTS = 256, WIDTH = 8 };

struct case_variable {
    char key[128];
    unsigned char bytes[ELEMENTS * WIDTH];
};

struct case_variables {
    struct case_variable variable[VARIABLES];
    struct mw_tensor tensor[VARIABLES];
    size_t count;
    struct mw_bundle_options options;
};

static uint64_t bits_of_float(float number)
{
    uint32_t bits;

    memcpy(&bits, &number, sizeof bits);
    return bits;
}

/* Of numbers that a half has exactly, and that are none of its small ones. */
static uint64_t bits_of_half(float number)
{
    uint64_t bits = bits_of_float(number), sign = bits >> 16 & 0x8000;
    int exponent = (int)(bits >> 23 & 0xff) - 127 + 15;

    if (number == 0)
        return sign;
    ck_assert(exponent > 0 && exponent < 31 && (bits & 0x1fff) == 0);
    return sign | (uint64_t)exponent << 10 | (bits >> 13 & 0x3ff);
}

static uint64_t bits_of(int dtype, const char *number)
{
    double value = strtod(number, NULL);
    uint64_t bits;

    switch (dtype) {
    case MW_FLOAT:
        return bits_of_float((float)value);
    case MW_BFLOAT16:
        return bits_of_float((float)value) >> 16;
    case MW_HALF:
        return bits_of_half((float)value);
    case MW_DOUBLE:
        memcpy(&bits, &value, sizeof bits);
        return bits;
    default:
        return (uint64_t)strtoll(number, NULL, 10);
    }
}

/* The lowest first: the writer turns them round. */
static void put_bits(unsigned char *out, uint64_t bits, size_t width)
{
    size_t i;

    for (i = 0; i < width; i++)
        out[i] = (unsigned char)(bits >> 8 * i & 0xff);
}

/* "3,4]:1,2" behind the bracket that opens; returns what is behind the one that closes. */
static const char *read_dims(struct mw_shape *shape, const char *text)
{
    char *end;

    shape->rank = 0;
    while (*text != ']') {
        ck_assert_int_lt(shape->rank, MW_MAX_RANK);
        shape->dim[shape->rank++] = strtoll(text, &end, 10);
        ck_assert_ptr_ne(end, text);
        text = end + (*end == ',');
    }
    return text + 1;
}

static void read_numbers(struct case_variables *variables, const char *text)
{
    struct mw_tensor *tensor = &variables->tensor[variables->count];
    unsigned char *bytes = variables->variable[variables->count].bytes;
    size_t width = mw_dtype_size(tensor->dtype), i, count = mw_shape_count(&tensor->shape);

    ck_assert_uint_le(count, ELEMENTS);
    ck_assert_uint_le(width, WIDTH);
    for (i = 0; i < count; i++) {
        put_bits(bytes + i * width, bits_of(tensor->dtype, text), width);
        if (strchr(text, ',') != NULL)
            text = strchr(text, ',') + 1;
    }
    tensor->fill = mw_fill_bytes(bytes, count * width);
}

static void read_variable(struct case_variables *variables, const char *word)
{
    struct case_variable *variable = &variables->variable[variables->count];
    struct mw_tensor *tensor = &variables->tensor[variables->count];
    const char *type = strchr(word, '='), *dims = type != NULL ? strchr(type, '[') : NULL;

    ck_assert_msg(dims != NULL && variables->count < VARIABLES, "\"%s\" is no variable", word);
    ck_assert_uint_lt((size_t)(type - word), sizeof variable->key);
    memcpy(variable->key, word, (size_t)(type - word));
    tensor->key = variable->key;
    tensor->dtype = mw_dtype_from_op_name(type + 1, (size_t)(dims - type - 1));
    dims = read_dims(&tensor->shape, dims + 1);
    ck_assert_msg(*dims == ':', "\"%s\" has no numbers", word);
    read_numbers(variables, dims + 1);
    variables->count++;
}

void case_variables_make(const char *folder, const char *words)
{
    struct case_variables *variables = calloc(1, sizeof *variables);
    struct mw_folder out;
    char *text = strdup(words), *rest, *word;

    ck_assert(variables != NULL && text != NULL);
    for (word = strtok_r(text, " \n", &rest); word != NULL; word = strtok_r(NULL, " \n", &rest)) {
        if (strcmp(word, "big-endian") == 0)
            variables->options.big_endian = true;
        else if (strncmp(word, "fault=", 6) == 0)
            ck_assert_msg(mw_fault_parse(&variables->options.fault, word + 6) == 0, "there is no %s", word);
        else
            read_variable(variables, word);
    }
    mw_folder_use(&out, folder);
    mw_bundle_write(&out, "variables", &variables->options, variables->tensor, variables->count);
    ck_assert_int_eq(mw_folder_close(&out), 0);
    mw_folder_free(&out);
    free(text);
    free(variables);
}
