/*
 * Fuzz target for forms. The input is a byte for the object, and fields: a path up to a NUL, a byte (1: the text is JSON), a text up to a
 * byte 0xfe, which is in no UTF-8. Whatever they are, there is JSON that the reader takes, the same when it is asked for again; or a failure
 * that is final and says why.
 */
#include "codec/json.h"
#include "fuzz_input.h"
#include "nnreg.h"

static void is_final(nnreg_form *form, nnreg_status status)
{
    char *json;

    must(status == NNREG_INVALID_ARGUMENT || status == NNREG_REFUSED || status == NNREG_LIMIT);
    must(*nnreg_form_message(form) != '\0');
    must(nnreg_form_add(form, "name", "x", 1, 0) == status);
    must(nnreg_form_json(&json, NULL, form) == status && json == NULL);
}

static void is_read(const char *text, size_t length)
{
    struct nnreg_json json = {0};

    must(strlen(text) == length);
    must(nnreg_json_read(&json, text, length, NULL, NULL, NULL) == NNREG_OK);
    must(json.values[0].type == NNREG_JSON_OBJECT);
    nnreg_json_free(&json);
}

static nnreg_status add_fields(nnreg_form *form, struct fuzz_input *input)
{
    nnreg_status status = NNREG_OK;

    while (input->left > 0 && status == NNREG_OK) {
        char *path = take_text(input, '\0');
        bool is_json = take_number(input, 1) == 1;
        const uint8_t *stop = input->left > 0 ? memchr(input->at, 0xfe, input->left) : NULL;
        size_t size = stop != NULL ? (size_t)(stop - input->at) : input->left;
        char *text = malloc(size + 1); /* without a NUL behind it */

        must(text != NULL);
        if (size > 0)
            memcpy(text, input->at, size);
        text[size] = 'x';
        input->at += size + (stop != NULL);
        input->left -= size + (stop != NULL);
        status = nnreg_form_add(form, path, text, size, is_json);
        free(text);
        free(path);
    }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    static const char *const objects[] = {"network", "spec", "version", "task"};
    struct fuzz_input left = {input, size};
    nnreg_form *form;
    char *json, *again;
    size_t length;
    nnreg_status status;

    must(nnreg_form_new(&form, objects[take_number(&left, 1) % 4]) == NNREG_OK);
    status = add_fields(form, &left);
    if (status == NNREG_OK)
        status = nnreg_form_json(&json, &length, form);
    if (status == NNREG_OK) {
        is_read(json, length);
        must(nnreg_form_json(&again, NULL, form) == NNREG_OK && strcmp(again, json) == 0);
        must(*nnreg_form_message(form) == '\0');
        nnreg_free(again);
        nnreg_free(json);
    } else
        is_final(form, status);
    nnreg_form_free(form);
    return 0;
}
