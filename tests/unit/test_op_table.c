/* The table of operations (op_table.h): that it finds them, and that it says what the histories say. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "inspect_fixture.h"
#include "tensorflow/op_table.h"

Suite *op_table_suite(void);

static const struct nnreg_op_row *row_of(const char *name)
{
    const struct nnreg_op_row *row = nnreg_op_find(name, strlen(name));

    ck_assert_msg(row != NULL, "%s", name);
    return row;
}

START_TEST(each_operation_is_found_by_its_name_and_by_no_other)
{
    const char *before = "";
    size_t i, length;

    ck_assert_uint_gt(nnreg_op_count(), 1000);
    for (i = 0; i < nnreg_op_count(); i++) {
        const struct nnreg_op_row *row = nnreg_op_at(i);
        const char *name = nnreg_op_text(row->name);
        char longer[200];

        length = strlen(name);
        ck_assert_msg(strcmp(before, name) < 0, "%s is behind %s", name, before);
        ck_assert_ptr_eq(nnreg_op_find(name, length), row);
        snprintf(longer, sizeof longer, "%s~", name);
        ck_assert_ptr_null(nnreg_op_find(longer, length + 1));
        ck_assert_ptr_ne(nnreg_op_find(name, length - 1), row);
        before = name;
    }
    ck_assert_ptr_null(nnreg_op_find("", 0));
    ck_assert_ptr_null(nnreg_op_find("abs", 3));
    ck_assert_ptr_null(nnreg_op_find("ZzzLast", 7));
}
END_TEST

START_TEST(an_argument_says_its_type_and_how_many_tensors_it_is)
{
    const struct nnreg_op_row *row = row_of("Split");
    const struct nnreg_op_arg *arg;

    arg = nnreg_op_input(row, 0);
    ck_assert_str_eq(nnreg_op_text(arg->name), "split_dim");
    ck_assert_uint_eq(arg->dtype, NNREG_DT_INT32);
    ck_assert_uint_eq(arg->attr, 0);
    arg = nnreg_op_output(row, 0);
    ck_assert_str_eq(nnreg_op_text(arg->attr), "T");
    ck_assert_str_eq(nnreg_op_text(arg->number), "num_split");
    ck_assert_uint_eq(arg->dtype, NNREG_DT_INVALID);

    arg = nnreg_op_output(row_of("IdentityN"), 0);
    ck_assert_uint_eq(arg->flags, NNREG_OP_ARG_LIST);
    ck_assert_str_eq(nnreg_op_text(arg->attr), "T");
    ck_assert_uint_eq(nnreg_op_output(row_of("VariableV2"), 0)->flags, NNREG_OP_ARG_REF);
    ck_assert_uint_eq(row_of("TopKV2")->outputs, 2);
    ck_assert_uint_eq(row_of("NoOp")->outputs, 0);
}
END_TEST

START_TEST(a_row_says_who_has_the_operation_and_what_may_be_left_out)
{
    const struct nnreg_op_row *row = row_of("VarHandleOp");
    const struct nnreg_op_attr *attr = nnreg_op_attr(row, 0);

    ck_assert_uint_eq(row->flags, NNREG_OP_V1 | NNREG_OP_V2 | NNREG_OP_STATEFUL);
    ck_assert_str_eq(nnreg_op_text(attr->name), "container");
    ck_assert_uint_eq(attr->kind, NNREG_OP_ATTR_STRING);
    ck_assert_uint_eq(attr->flags, NNREG_OP_ATTR_DEFAULT);
    ck_assert_uint_eq(row_of("DisableCopyOnRead")->flags & NNREG_OP_V1, 0);
    ck_assert_uint_ne(row_of("TensorArrayGatherV2")->flags & NNREG_OP_DEPRECATED, 0);
    ck_assert_uint_eq(row_of("Abs")->flags, NNREG_OP_V1 | NNREG_OP_V2);
}
END_TEST

/* -- against the histories -- */

static void put_args(char *out, const struct nnreg_op_row *row, bool outputs)
{
    size_t i, count = outputs ? row->outputs : row->inputs, at = 0;

    out[0] = '\0';
    for (i = 0; i < count; i++) {
        const struct nnreg_op_arg *arg = outputs ? nnreg_op_output(row, i) : nnreg_op_input(row, i);
        const char *number = nnreg_op_text(arg->number);

        at += (size_t)sprintf(out + at, "%s%s:%s%s%s%s%s%s", i > 0 ? " " : "", nnreg_op_text(arg->name),
                              (arg->flags & NNREG_OP_ARG_REF) != 0 ? "ref~" : "",
                              arg->attr == 0                          ? ""
                              : (arg->flags & NNREG_OP_ARG_LIST) != 0 ? "*"
                                                                      : "=",
                              arg->attr == 0 ? nnreg_dtype_name(arg->dtype) : nnreg_op_text(arg->attr),
                              number[0] != '\0' ? "[" : "", number, number[0] != '\0' ? "]" : "");
    }
}

static void put_attrs(char *out, const struct nnreg_op_row *row)
{
    static const char *const kinds[] = {
        [NNREG_OP_ATTR_INT] = "int",       [NNREG_OP_ATTR_FLOAT] = "float", [NNREG_OP_ATTR_BOOL] = "bool",
        [NNREG_OP_ATTR_STRING] = "string", [NNREG_OP_ATTR_TYPE] = "type",   [NNREG_OP_ATTR_SHAPE] = "shape",
        [NNREG_OP_ATTR_TENSOR] = "tensor", [NNREG_OP_ATTR_FUNC] = "func",
    };
    size_t i, at = 0;

    out[0] = '\0';
    for (i = 0; i < row->attrs; i++) {
        const struct nnreg_op_attr *attr = nnreg_op_attr(row, i);
        bool is_list = (attr->flags & NNREG_OP_ATTR_LIST) != 0;

        at += (size_t)sprintf(out + at, "%s%s:%s%s%s%s", i > 0 ? " " : "", nnreg_op_text(attr->name),
                              is_list ? "list(" : "", kinds[attr->kind], is_list ? ")" : "",
                              (attr->flags & NNREG_OP_ATTR_DEFAULT) != 0 ? "?" : "");
    }
}

/* A row as a line of the history, without its end. */
static void put_row(char *out, const struct nnreg_op_row *row)
{
    static const char *const histories[] = {"", "v1", "v2", "v1+v2"};
    char inputs[4096], outputs[4096], attrs[4096];

    put_args(inputs, row, false);
    put_args(outputs, row, true);
    put_attrs(attrs, row);
    sprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s", nnreg_op_text(row->name),
            histories[row->flags & (NNREG_OP_V1 | NNREG_OP_V2)],
            (row->flags & NNREG_OP_STATEFUL) != 0 ? "stateful" : "",
            (row->flags & NNREG_OP_DEPRECATED) != 0 ? "deprecated" : "", inputs, outputs, attrs);
}

START_TEST(the_table_says_what_the_histories_say)
{
    static char line[16384], row[16384];
    const char *folder = models_folder();
    char path[1200];
    size_t i = 0;
    FILE *file;

    if (folder == NULL)
        return;
    snprintf(path, sizeof path, "%s/../tensorflow/ops.tsv", folder);
    file = fopen(path, "r");
    if (file == NULL) {
        printf("skipped: no histories at %s\n", path);
        return;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        line[strcspn(line, "\n")] = '\0';
        ck_assert_uint_lt(i, nnreg_op_count());
        put_row(row, nnreg_op_at(i++));
        ck_assert_str_eq(row, line);
    }
    ck_assert_uint_eq(i, nnreg_op_count());
    fclose(file);
}
END_TEST

Suite *op_table_suite(void)
{
    Suite *suite = suite_create("op_table");
    TCase *tests = tcase_create("op_table");

    tcase_add_test(tests, each_operation_is_found_by_its_name_and_by_no_other);
    tcase_add_test(tests, an_argument_says_its_type_and_how_many_tensors_it_is);
    tcase_add_test(tests, a_row_says_who_has_the_operation_and_what_may_be_left_out);
    tcase_add_test(tests, the_table_says_what_the_histories_say);
    suite_add_tcase(suite, tests);
    return suite;
}
