/*
 * Looking up operations: see op_table.h. The rows are sorted, and found by bisection; their texts lie in one array and their
 * arguments in another, where equal ones of several operations stand once.
 */
#include "tensorflow/op_table.h"

#include <assert.h>
#include <string.h>

#include "tensorflow/op_rows.h"

static int compare_op_name(const struct nnreg_op_row *row, const char *name, size_t length)
{
    const char *known = op_text + row->name;
    size_t known_length = strlen(known);
    int order = memcmp(name, known, length < known_length ? length : known_length);

    return order != 0 ? order : (length > known_length) - (length < known_length);
}

const struct nnreg_op_row *nnreg_op_find(const char *name, size_t length)
{
    size_t low = 0, high = NNREG_OP_ROWS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_op_name(&op_rows[middle], name, length);

        if (order == 0)
            return &op_rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

size_t nnreg_op_count(void)
{
    return NNREG_OP_ROWS;
}

const struct nnreg_op_row *nnreg_op_at(size_t index)
{
    assert(index < NNREG_OP_ROWS);
    return &op_rows[index];
}

const char *nnreg_op_text(uint16_t text)
{
    return op_text + text;
}

const struct nnreg_op_arg *nnreg_op_input(const struct nnreg_op_row *row, size_t index)
{
    assert(index < row->inputs);
    return &op_args[row->inputs_at + index];
}

const struct nnreg_op_arg *nnreg_op_output(const struct nnreg_op_row *row, size_t index)
{
    assert(index < row->outputs);
    return &op_args[row->outputs_at + index];
}

const struct nnreg_op_attr *nnreg_op_attr(const struct nnreg_op_row *row, size_t index)
{
    assert(index < row->attrs);
    return &op_attrs[row->attrs_at + index];
}
