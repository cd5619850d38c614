/*
 * Reading the list of a graph's tensors: see tensor_list_read.h. It comes from the registry's own files, and is read as if it did
 * not: a name out of order, or with more shared bytes than there are, is damage.
 */
#include "tensorflow/tensor_list_read.h"

#include "base/alloc.h"
#include "base/string_pool.h"
#include "formats/dtype.h"
#include "formats/protowire.h"
#include "tensorflow/tensor_list.h"

nnreg_status nnreg_tensor_list_open(struct nnreg_tensor_list_reader *reader, const void *list, size_t size,
                                    struct nnreg_error *error)
{
    int form;

    *reader = (struct nnreg_tensor_list_reader){
        .name = nnreg_alloc(NNREG_STRING_POOL_LONG), .content = list, .content_size = size};
    if (reader->name == NULL)
        return nnreg_fail_memory(error);
    nnreg_cursor_memory(&reader->cursor, list, size);
    form = nnreg_cursor_byte(&reader->cursor);
    if (form < NNREG_TENSOR_LIST_FORM_NAMES || form > NNREG_TENSOR_LIST_FORM)
        nnreg_cursor_fail(&reader->cursor, 0, "is of an unknown form");
    else
        reader->form = (enum nnreg_tensor_list_form)form;
    return NNREG_OK;
}

/* The name in hand becomes the next one, which must come behind it. */
static void read_listed_name(struct nnreg_tensor_list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t shared = nnreg_wire_varint(cursor), size = nnreg_wire_varint(cursor);
    unsigned before;

    if (shared > reader->size || size > NNREG_STRING_POOL_LONG - shared || (size == 0 && reader->any)) {
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad name");
        return;
    }
    /* Behind what is shared the new name must be greater in its first byte, or go on where the old one ended. */
    before = shared < reader->size ? (unsigned char)reader->name[shared] : 0;
    nnreg_cursor_copy(cursor, reader->name + shared, (size_t)size);
    if (shared < reader->size && (unsigned char)reader->name[shared] <= before)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has names out of order");
    reader->size = (size_t)(shared + size);
    reader->any = true;
}

/* The next shape of a list. */
static void read_list_shape(struct nnreg_shape *shape, struct nnreg_cursor *cursor)
{
    uint64_t rank = nnreg_wire_varint(cursor), dim;
    uint32_t i;

    shape->known = rank > 0;
    shape->rank = 0;
    if (rank > NNREG_LIMIT_RANK + 1u)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad shape");
    for (i = 0; i + 1 < rank && nnreg_cursor_ok(cursor); i++) {
        dim = nnreg_wire_varint(cursor);
        if (dim > (uint64_t)INT64_MAX)
            nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad dimension");
        else
            shape->dim[shape->rank++] = (int64_t)dim - 1;
    }
}

void nnreg_tensor_list_outputs(struct nnreg_cursor *cursor, const struct nnreg_tensor_list_reader *reader)
{
    nnreg_cursor_memory(cursor, reader->content + reader->kept_at,
                        reader->content_size - (size_t)reader->kept_at);
}

bool nnreg_tensor_list_output(struct nnreg_tensor_list_output *output,
                              const struct nnreg_tensor_list_reader *reader, struct nnreg_cursor *cursor)
{
    uint64_t dtype = reader->form >= NNREG_TENSOR_LIST_FORM ? nnreg_wire_varint(cursor) : 0;

    if (dtype != 0 && (dtype > UINT16_MAX || nnreg_dtype_name((uint32_t)dtype) == NULL))
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad type");
    output->dtype = nnreg_cursor_ok(cursor) ? (uint32_t)dtype : 0;
    read_list_shape(&output->shape, cursor);
    return nnreg_cursor_ok(cursor);
}

static void pass_outputs(struct nnreg_tensor_list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t count = nnreg_wire_varint(cursor), i;
    struct nnreg_tensor_list_output output;

    reader->kept_at = nnreg_cursor_offset(cursor);
    if (count > NNREG_LIMIT_LIST_OUTPUTS ||
        (reader->outputs != NNREG_KEPT_UNKNOWN && count > reader->outputs))
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has shapes of outputs that are not there");
    for (i = 0; nnreg_cursor_ok(cursor) && i < count; i++)
        (void)nnreg_tensor_list_output(&output, reader, cursor);
    reader->kept = (uint32_t)count;
}

bool nnreg_tensor_list_next(struct nnreg_tensor_list_reader *reader)
{
    struct nnreg_cursor *cursor = &reader->cursor;
    uint64_t outputs;

    if (!nnreg_cursor_ok(cursor) || nnreg_cursor_left(cursor) == 0)
        return false;
    read_listed_name(reader);
    outputs = nnreg_wire_varint(cursor);
    if (outputs > (uint64_t)NNREG_GRAPH_OUTPUTS + 1)
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "has a bad number of outputs");
    reader->outputs = outputs > 0 ? (uint32_t)(outputs - 1) : NNREG_KEPT_UNKNOWN;
    reader->kept = 0;
    reader->kept_at = nnreg_cursor_offset(cursor);
    if (reader->form >= NNREG_TENSOR_LIST_FORM_SHAPES)
        pass_outputs(reader);
    return nnreg_cursor_ok(cursor);
}

nnreg_status nnreg_tensor_list_close(struct nnreg_tensor_list_reader *reader, nnreg_status status,
                                     struct nnreg_error *error)
{
    if (status == NNREG_OK && !nnreg_cursor_ok(&reader->cursor))
        status = nnreg_fail(error, NNREG_CORRUPT, "the stored list of a graph's tensors %s at byte %llu",
                            reader->cursor.failure, (unsigned long long)reader->cursor.failure_offset);
    nnreg_free(reader->name);
    return status;
}
