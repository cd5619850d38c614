/*
 * A JSON text in the making, for who has to give one to a call of nnreg.h. What comes out of it is JSON, whatever went in: a call
 * that does not fit is not carried out, and the text fails with the first of them, which is told by its number and its name.
 *
 * Commas and escapes are the writer's (json_write.c); here is what it takes for granted: that keys stand in objects, values where
 * there can be one, and that texts are UTF-8. Equal keys of one object are found at the end, where the whole is read by the reader
 * that will judge it.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json.h"

struct nnreg_document {
    struct nnreg_bytes out;
    struct nnreg_json_writer writer;
    size_t calls, values, depth;
    bool arrays
        [NNREG_LIMIT_JSON_DEPTH]; /* of the open containers from the outermost: whether it is an array */
    bool after_key, whole;        /* a key waits for its value; the one value of the text is there */
    struct nnreg_error error;     /* of the first call that did not fit */
};

/* Begins an empty text; what failed before is forgotten. */
static void begin_document(nnreg_document *document)
{
    nnreg_bytes_free(&document->out);
    document->out = (struct nnreg_bytes)NNREG_BYTES_INIT;
    nnreg_json_writer_init(&document->writer, &document->out, 0);
    document->calls = document->values = document->depth = 0;
    document->after_key = document->whole = false;
    document->error.status = NNREG_OK;
}

nnreg_status nnreg_document_new(nnreg_document **document)
{
    if (document == NULL)
        return NNREG_INVALID_ARGUMENT;
    *document = nnreg_alloc_zero(1, sizeof **document);
    if (*document == NULL)
        return NNREG_NO_MEMORY;
    begin_document(*document);
    return NNREG_OK;
}

void nnreg_document_free(nnreg_document *document)
{
    if (document == NULL)
        return;
    nnreg_bytes_free(&document->out);
    nnreg_free(document);
}

const char *nnreg_document_message(const nnreg_document *document)
{
    return document->error.text;
}

/* The first failure is kept, and nothing is written any more. */
static void refuse_call(nnreg_document *document, nnreg_status status, const char *call, const char *format,
                        ...) NNREG_PRINTF(4, 5);
static void refuse_call(nnreg_document *document, nnreg_status status, const char *call, const char *format,
                        ...)
{
    char why[400];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    (void)nnreg_fail(&document->error, status, "call %zu, nnreg_document_%s: %s", document->calls, call, why);
    nnreg_bytes_free(&document->out);
    document->out = (struct nnreg_bytes)NNREG_BYTES_INIT;
}

/* Every call begins with it. False: one before it did not fit. */
static bool begin_document_call(nnreg_document *document)
{
    document->calls++;
    return document->error.status == NNREG_OK;
}

static bool in_object(const nnreg_document *document)
{
    return document->depth > 0 && !document->arrays[document->depth - 1];
}

/* Whether a value can stand here. */
static bool begin_value(nnreg_document *document, const char *call)
{
    if (!begin_document_call(document))
        return false;
    if (document->whole)
        refuse_call(document, NNREG_INVALID_ARGUMENT, call, "the text has its one value already");
    else if (in_object(document) && !document->after_key)
        refuse_call(document, NNREG_INVALID_ARGUMENT, call,
                    "in an object a value stands behind a key (nnreg_document_key)");
    else if (document->values >= NNREG_LIMIT_JSON_VALUES)
        refuse_call(document, NNREG_LIMIT, call, "the text has %u values already, and no more are read",
                    NNREG_LIMIT_JSON_VALUES);
    else
        return true;
    return false;
}

/* Behind what was written: room, and how large the text is. */
static void end_call(nnreg_document *document, const char *call)
{
    if (document->out.failed)
        refuse_call(document, NNREG_NO_MEMORY, call, "out of memory");
    else if (document->out.size > NNREG_LIMIT_JSON)
        refuse_call(document, NNREG_LIMIT, call, "the text has more than %u bytes, and no more are read",
                    NNREG_LIMIT_JSON);
}

static void end_value(nnreg_document *document, const char *call)
{
    document->values++;
    document->after_key = false;
    document->whole = document->depth == 0;
    end_call(document, call);
}

/* ----------------------------------------------------------------------------------------------- containers -- */

static void open_container(nnreg_document *document, bool array, const char *call)
{
    if (document == NULL || !begin_value(document, call))
        return;
    if (document->depth == NNREG_LIMIT_JSON_DEPTH) {
        refuse_call(document, NNREG_LIMIT, call, "%u arrays and objects are inside each other already",
                    NNREG_LIMIT_JSON_DEPTH);
        return;
    }
    if (array)
        nnreg_json_open_array(&document->writer);
    else
        nnreg_json_open_object(&document->writer);
    document->arrays[document->depth++] = array;
    end_value(document, call);
}

static void close_container(nnreg_document *document, bool array, const char *call)
{
    if (document == NULL || !begin_document_call(document))
        return;
    if (document->depth == 0 || document->arrays[document->depth - 1] != array) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, call, "what was opened last is %s",
                    array ? "no array" : "no object");
        return;
    }
    if (document->after_key) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, call, "the last key has no value");
        return;
    }
    if (array)
        nnreg_json_close_array(&document->writer);
    else
        nnreg_json_close_object(&document->writer);
    document->depth--;
    document->whole = document->depth == 0;
    end_call(document, call);
}

void nnreg_document_open_object(nnreg_document *document)
{
    open_container(document, false, "open_object");
}

void nnreg_document_close_object(nnreg_document *document)
{
    close_container(document, false, "close_object");
}

void nnreg_document_open_array(nnreg_document *document)
{
    open_container(document, true, "open_array");
}

void nnreg_document_close_array(nnreg_document *document)
{
    close_container(document, true, "close_array");
}

/* --------------------------------------------------------------------------------------------------- texts -- */

/* Whether this can be a key or a string: the library's own texts are without NUL, and UTF-8. */
static bool may_be_text(nnreg_document *document, const char *call, const char *text, size_t length)
{
    char shown[80];

    if (text == NULL)
        refuse_call(document, NNREG_INVALID_ARGUMENT, call,
                    "the text is NULL (nnreg_document_null writes null)");
    else if (length > NNREG_LIMIT_JSON)
        refuse_call(document, NNREG_LIMIT, call, "the text has more than %u bytes, and no more are read",
                    NNREG_LIMIT_JSON);
    else if (memchr(text, '\0', length) != NULL)
        refuse_call(document, NNREG_INVALID_ARGUMENT, call, "there is a NUL in the text");
    else if (!nnreg_utf8_valid(text, length))
        refuse_call(document, NNREG_INVALID_ARGUMENT, call, "\"%s\" is not UTF-8",
                    nnreg_utf8_quote(shown, sizeof shown, text, length));
    else
        return true;
    return false;
}

void nnreg_document_key(nnreg_document *document, const char *key)
{
    if (document == NULL || !begin_document_call(document))
        return;
    if (!in_object(document)) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, "key", "keys stand in objects, and none is open here");
        return;
    }
    if (document->after_key) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, "key", "the key before it has no value");
        return;
    }
    if (!may_be_text(document, "key", key, key != NULL ? strlen(key) : 0))
        return;
    nnreg_json_put_key(&document->writer, key);
    document->after_key = true;
    end_call(document, "key");
}

static void put_document_text(nnreg_document *document, const char *call, const char *text, size_t length)
{
    if (document == NULL || !begin_value(document, call) || !may_be_text(document, call, text, length))
        return;
    nnreg_json_put_chars(&document->writer, text, length);
    end_value(document, call);
}

void nnreg_document_text(nnreg_document *document, const char *text)
{
    put_document_text(document, "text", text, text != NULL ? strlen(text) : 0);
}

void nnreg_document_chars(nnreg_document *document, const char *text, size_t length)
{
    put_document_text(document, "chars", text, length);
}

/* --------------------------------------------------------------------------------------------- other values -- */

void nnreg_document_int(nnreg_document *document, int64_t number)
{
    if (document == NULL || !begin_value(document, "int"))
        return;
    nnreg_json_put_int(&document->writer, number);
    end_value(document, "int");
}

void nnreg_document_uint(nnreg_document *document, uint64_t number)
{
    if (document == NULL || !begin_value(document, "uint"))
        return;
    nnreg_json_put_uint(&document->writer, number);
    end_value(document, "uint");
}

void nnreg_document_number(nnreg_document *document, double number)
{
    if (document == NULL || !begin_value(document, "number"))
        return;
    if (!isfinite(number)) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, "number", "JSON has no number for %s",
                    isnan(number) ? "NaN" : "infinity");
        return;
    }
    nnreg_json_put_number(&document->writer, number);
    end_value(document, "number");
}

void nnreg_document_bool(nnreg_document *document, int truth)
{
    if (document == NULL || !begin_value(document, "bool"))
        return;
    nnreg_json_put_bool(&document->writer, truth != 0);
    end_value(document, "bool");
}

void nnreg_document_null(nnreg_document *document)
{
    if (document == NULL || !begin_value(document, "null"))
        return;
    nnreg_json_put_null(&document->writer);
    end_value(document, "null");
}

/* ----------------------------------------------------------------------------------------------- JSON itself -- */

struct objection {
    char text[300];
    enum nnreg_json_problem problem;
    bool made;
};

/* The first one; the offset is said where the caller can count: in its own text. */
static void hear_objection(void *context, enum nnreg_json_problem problem, size_t offset, uint32_t value,
                           const char *message, const char *hint)
{
    struct objection *objection = context;

    (void)value, (void)hint;
    if (objection->made)
        return;
    objection->made = true;
    objection->problem = problem;
    (void)snprintf(objection->text, sizeof objection->text, "at byte %zu: %s", offset, message);
}

/* Reads a JSON text; what is wrong with it becomes the failure of the call. */
static bool read_made(size_t *values, nnreg_document *document, const char *call, const char *what,
                      const char *text, size_t length)
{
    struct objection objection = {.made = false};
    struct nnreg_json json = {0};
    nnreg_status status = nnreg_json_read(&json, text, length, NULL, hear_objection, &objection);
    bool limit = objection.problem == NNREG_JSON_TOO_DEEP || objection.problem == NNREG_JSON_TOO_LARGE;

    *values = json.count;
    nnreg_json_free(&json);
    if (status == NNREG_REFUSED)
        refuse_call(document, limit ? NNREG_LIMIT : NNREG_INVALID_ARGUMENT, call, "%s%s", what,
                    objection.text);
    else if (status != NNREG_OK)
        refuse_call(document, status, call, "out of memory");
    return status == NNREG_OK;
}

/* The white space around it is not of the value. It was read, so that there is one, and no NUL beside it. */
static void trim_white_space(const char **json, size_t *length)
{
    static const char white[] = " \t\r\n";

    while (strchr(white, (*json)[*length - 1]) != NULL)
        --*length;
    while (strchr(white, **json) != NULL) {
        ++*json;
        --*length;
    }
}

void nnreg_document_raw(nnreg_document *document, const char *json, size_t length)
{
    size_t values;

    if (document == NULL || !begin_value(document, "raw"))
        return;
    if (json == NULL) {
        refuse_call(document, NNREG_INVALID_ARGUMENT, "raw", "the text is NULL");
        return;
    }
    if (!read_made(&values, document, "raw", "the text is no JSON: ", json, length))
        return;
    trim_white_space(&json, &length);
    nnreg_json_put_raw(&document->writer, json, length);
    document->values += values - 1; /* which is below the limit with those before, or the end finds it */
    end_value(document, "raw");
}

nnreg_status nnreg_document_finish(char **text, size_t *length, nnreg_document *document)
{
    size_t values;
    nnreg_status status;

    if (text != NULL)
        *text = NULL;
    if (length != NULL)
        *length = 0;
    if (text == NULL || document == NULL) {
        if (document != NULL)
            begin_document(document);
        return NNREG_INVALID_ARGUMENT;
    }
    if (begin_document_call(document) && !document->whole)
        refuse_call(document, NNREG_INVALID_ARGUMENT, "finish", "%s",
                    document->depth > 0 ? "an array or object is still open" : "the text has no value yet");
    if (document->error.status == NNREG_OK)
        (void)read_made(&values, document, "finish", "", document->out.content, document->out.size);
    status = document->error.status;
    if (status == NNREG_OK) {
        document->error.text[0] = '\0';
        if (length != NULL)
            *length = document->out.size;
        status = nnreg_bytes_take(text, &document->out);
    }
    begin_document(document);
    return status;
}
