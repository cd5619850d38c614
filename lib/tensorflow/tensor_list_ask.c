/*
 * Asking the list of a graph's tensors, and going through it: see tensor_list.h.
 *
 * Names are in order, as bytes, both in the list and among the questions, so that one pass over the two answers all: the list
 * is read once, however many questions there are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/order.h"
#include "tensorflow/tensor_list.h"
#include "tensorflow/tensor_list_read.h"
#include "tensorflow/tensor_name.h"

/* -- questions -- */

struct question {
    struct nnreg_tensor_name parts;
    struct nnreg_tensor_answer *answer;
    struct nnreg_fuzzy fuzzy;
};

static int by_node(const void *one, const void *other)
{
    const struct question *a = one, *b = other;

    return nnreg_order_bytes(a->parts.node, a->parts.length, b->parts.node, b->parts.length);
}

static struct question *sorted_questions(struct nnreg_tensor_answer *answers, size_t count)
{
    struct question *questions = nnreg_alloc_zero(count, sizeof *questions);
    size_t i;

    for (i = 0; questions != NULL && i < count; i++) {
        answers[i] = (struct nnreg_tensor_answer){.name = answers[i].name};
        questions[i].parts = nnreg_tensor_name_split(answers[i].name, strlen(answers[i].name));
        questions[i].answer = &answers[i];
    }
    if (questions != NULL && count > 0)
        qsort(questions, count, sizeof *questions, by_node);
    return questions;
}

/* Keeps a copy of the shape of the output that is asked for, which was found to be sound. False without memory. */
static bool take_shape(struct nnreg_tensor_answer *answer, const struct nnreg_tensor_list_reader *reader,
                       uint64_t output)
{
    struct nnreg_tensor_list_output found;
    struct nnreg_cursor cursor;
    uint64_t i;

    if (output >= reader->kept)
        return true;
    nnreg_tensor_list_outputs(&cursor, reader);
    for (i = 0; i <= output; i++)
        (void)nnreg_tensor_list_output(&found, reader, &cursor);
    if (!found.shape.known)
        return true;
    answer->dim = nnreg_alloc_zero((size_t)found.shape.rank + 1, sizeof *answer->dim);
    if (answer->dim == NULL)
        return false;
    memcpy(answer->dim, found.shape.dim, found.shape.rank * sizeof *answer->dim);
    answer->rank = found.shape.rank;
    return true;
}

/* False without memory. */
static bool take_answer(struct question *question, const struct nnreg_tensor_list_reader *reader)
{
    const struct nnreg_tensor_name *parts = &question->parts;
    struct nnreg_tensor_answer *answer = question->answer;
    uint32_t outputs = reader->outputs;

    answer->found = true;
    answer->outputs = outputs;
    answer->has_output = !parts->is_control && (outputs == NNREG_KEPT_UNKNOWN || parts->output < outputs);
    return parts->is_control || take_shape(answer, reader, parts->output);
}

/* Both are in the order of names: one pass over the two. Goes to the end, to see that the list is whole. */
static nnreg_status find_tensors(struct question *questions, size_t count, const void *list, size_t size,
                                 struct nnreg_error *error)
{
    struct nnreg_tensor_list_reader reader;
    size_t next = 0;
    nnreg_status status = nnreg_tensor_list_open(&reader, list, size, error);

    if (status != NNREG_OK)
        return status;
    while (status == NNREG_OK && nnreg_tensor_list_next(&reader)) {
        int order = -1;

        while (next < count && order <= 0) {
            order = nnreg_order_bytes(questions[next].parts.node, questions[next].parts.length, reader.name,
                                      reader.size);
            if (order == 0 && !take_answer(&questions[next], &reader))
                status = nnreg_fail_memory(error);
            next += order <= 0;
        }
    }
    return nnreg_tensor_list_close(&reader, status, error);
}

/* Keeps a copy of the name in hand where it is one of the likeliest. False without memory. */
static bool keep_like(struct question *question, const struct nnreg_tensor_list_reader *reader)
{
    char **nearest = question->answer->nearest, *copy;
    size_t at = nnreg_fuzzy_offer(&question->fuzzy, reader->name, reader->size);

    if (at == NNREG_FUZZY_MOST)
        return true;
    copy = nnreg_strndup(reader->name, reader->size);
    if (copy == NULL)
        return false;
    nnreg_free(nearest[NNREG_FUZZY_MOST - 1]);
    memmove(nearest + at + 1, nearest + at, (NNREG_FUZZY_MOST - 1 - at) * sizeof *nearest);
    nearest[at] = copy;
    return true;
}

static nnreg_status find_like(struct question *questions, size_t count, const void *list, size_t size,
                              struct nnreg_error *error)
{
    struct nnreg_tensor_list_reader reader;
    size_t i;
    nnreg_status status = nnreg_tensor_list_open(&reader, list, size, error);

    if (status != NNREG_OK)
        return status;
    while (status == NNREG_OK && nnreg_tensor_list_next(&reader))
        for (i = 0; i < count && status == NNREG_OK; i++)
            if (!keep_like(&questions[i], &reader))
                status = nnreg_fail_memory(error);
    return nnreg_tensor_list_close(&reader, status, error);
}

/* The asker's first questions that found nothing come to the front; how many they are. */
static size_t gather_unanswered(struct question *questions, size_t count,
                                const struct nnreg_tensor_answer *answers)
{
    size_t last = 0, wanted = 0, kept = 0, i;

    for (; last < count && wanted < NNREG_KEPT_HINTS; last++)
        wanted += !answers[last].found;
    for (i = 0; i < count && kept < wanted; i++) {
        if (questions[i].answer->found || questions[i].answer >= answers + last)
            continue;
        questions[kept] = questions[i];
        nnreg_fuzzy_init(&questions[kept].fuzzy, questions[kept].parts.node, questions[kept].parts.length);
        kept++;
    }
    return kept;
}

nnreg_status nnreg_tensor_list_ask(struct nnreg_tensor_answer *answers, size_t count, const void *list,
                                   size_t size, struct nnreg_error *error)
{
    struct question *questions = sorted_questions(answers, count);
    nnreg_status status;

    if (questions == NULL)
        return nnreg_fail_memory(error);
    status = find_tensors(questions, count, list, size, error);
    if (status == NNREG_OK)
        count = gather_unanswered(questions, count, answers);
    if (status == NNREG_OK && count > 0)
        status = find_like(questions, count, list, size, error);
    nnreg_free(questions);
    return status;
}

/* -- all of them -- */

/* The name of a tensor, in the place of the one before. */
static bool write_tensor_name(struct nnreg_bytes *name, const struct nnreg_tensor_list_reader *reader,
                              uint32_t output)
{
    name->size = 0;
    nnreg_bytes_put(name, reader->name, reader->size);
    nnreg_bytes_format(name, ":%u", output);
    return !name->failed;
}

/* Of a node of which it is not known how many outputs it has, the first one. */
static nnreg_status visit_node(const struct nnreg_tensor_list_reader *reader, struct nnreg_bytes *name,
                               nnreg_visit_kept *visit, void *context, struct nnreg_error *error)
{
    uint32_t outputs = reader->outputs != NNREG_KEPT_UNKNOWN ? reader->outputs : 1, i;
    nnreg_status status = NNREG_OK;
    struct nnreg_cursor cursor;

    nnreg_tensor_list_outputs(&cursor, reader);
    for (i = 0; i < outputs && status == NNREG_OK; i++) {
        struct nnreg_tensor_list_output output;
        struct nnreg_kept_tensor tensor = {.rank = NNREG_KEPT_UNKNOWN};

        if (i < reader->kept && nnreg_tensor_list_output(&output, reader, &cursor)) {
            tensor.data_type = output.dtype != 0 ? nnreg_dtype_name(output.dtype) : NULL;
            tensor.rank = output.shape.known ? output.shape.rank : NNREG_KEPT_UNKNOWN;
            tensor.dim = output.shape.dim;
        }
        if (!write_tensor_name(name, reader, i))
            return nnreg_fail_memory(error);
        tensor.name = name->content;
        status = visit(context, &tensor, error);
    }
    return status;
}

nnreg_status nnreg_tensor_list_visit(nnreg_visit_kept *visit, void *context, const void *list, size_t size,
                                     struct nnreg_error *error)
{
    struct nnreg_bytes name = NNREG_BYTES_INIT;
    struct nnreg_tensor_list_reader reader;
    nnreg_status status = nnreg_tensor_list_open(&reader, list, size, error);

    if (status != NNREG_OK)
        return status;
    while (status == NNREG_OK && nnreg_tensor_list_next(&reader))
        status = visit_node(&reader, &name, visit, context, error);
    nnreg_bytes_free(&name);
    return nnreg_tensor_list_close(&reader, status, error);
}
