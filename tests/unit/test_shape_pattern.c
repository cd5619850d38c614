/* Shapes against what they are to be: what may stand for a dimension, what may be passed over, and what is not judged. */
#include <check.h>

#include "judge/shape_pattern.h"

enum { MOST = NNREG_LIMIT_PATTERN_RANK + 1 };

#define ANY  NNREG_PATTERN_ANY
#define OPEN (-1)

static const struct {
    struct nnreg_shape_pattern pattern;
    uint32_t rank;
    int64_t dim[MOST];
    int64_t batch;
    bool fits;
} rows[] = {
    /* each dimension by itself */
    {{1, {5}}, 1, {5}, 0, true},
    {{1, {5}}, 1, {6}, 0, false},
    {{1, {ANY}}, 1, {6}, 0, true},
    {{1, {5}}, 1, {OPEN}, 0, true},
    {{2, {5, 4}}, 2, {5, 4}, 0, true},
    {{2, {5, 4}}, 2, {4, 5}, 0, false},
    {{2, {ANY, 4}}, 2, {7, 4}, 0, true},
    {{2, {ANY, 4}}, 2, {4, 7}, 0, false},
    {{3, {2, 3, 4}}, 3, {2, 3, 4}, 0, true},
    {{3, {2, 3, 4}}, 3, {2, OPEN, 4}, 0, true},
    {{3, {2, 3, 4}}, 3, {2, OPEN, 5}, 0, false},
    /* none of it missing, and none beside it */
    {{2, {5, 4}}, 1, {5}, 0, false},
    {{2, {5, 4}}, 1, {4}, 0, false},
    {{1, {5}}, 2, {5, 4}, 0, false},
    {{1, {5}}, 2, {4, 5}, 0, false},
    {{1, {5}}, 0, {0}, 0, false},
    {{0, {0}}, 0, {0}, 0, true},
    {{0, {0}}, 1, {1}, 0, true},
    {{0, {0}}, 1, {5}, 0, false},
    /* ones and open dimensions of the shape are passed over, wherever they are */
    {{1, {5}}, 2, {1, 5}, 0, true},
    {{1, {5}}, 2, {5, 1}, 0, true},
    {{1, {5}}, 4, {1, 1, 5, 1}, 0, true},
    {{1, {5}}, 2, {OPEN, 5}, 0, true},
    {{1, {5}}, 2, {5, OPEN}, 0, true},
    {{2, {5, 4}}, 3, {5, 1, 4}, 0, true},
    {{2, {5, 4}}, 3, {5, OPEN, 4}, 0, true},
    {{1, {5}}, 2, {1, 6}, 0, false},
    {{1, {1}}, 2, {1, 1}, 0, true},
    /* an open one is not two */
    {{2, {5, 4}}, 1, {OPEN}, 0, false},
    {{2, {5, 4}}, 2, {OPEN, OPEN}, 0, true},
    /* a one of the pattern may be left out */
    {{2, {5, 1}}, 1, {5}, 0, true},
    {{2, {1, 5}}, 1, {5}, 0, true},
    {{3, {1, 5, 1}}, 1, {5}, 0, true},
    {{2, {5, 1}}, 2, {5, 2}, 0, false},
    {{1, {1}}, 0, {0}, 0, true},
    {{3, {1, 1, 1}}, 0, {0}, 0, true},
    {{2, {ANY, 4}}, 1, {4}, 0, false},
    /* the first may be the batch, when it is known, and only the first */
    {{1, {5}}, 2, {8, 5}, 8, true},
    {{1, {5}}, 2, {7, 5}, 8, false},
    {{1, {5}}, 2, {8, 5}, 0, false},
    {{1, {5}}, 2, {5, 8}, 8, false},
    {{2, {5, 4}}, 3, {5, 8, 4}, 8, false},
    {{1, {8}}, 1, {8}, 8, true},
    {{1, {8}}, 2, {8, 8}, 8, true},
    {{1, {5}}, 2, {0, 5}, 0, false},
    /* as many as are judged, and one more */
    {{1, {5}}, NNREG_LIMIT_PATTERN_RANK, {1, 1, 1, 1, 1, 1, 1, 5}, 0, true},
    {{1, {5}}, NNREG_LIMIT_PATTERN_RANK, {1, 1, 1, 1, 1, 1, 1, 6}, 0, false},
    {{1, {5}}, MOST, {6, 6, 6, 6, 6, 6, 6, 6, 6}, 0, true},
};

START_TEST(a_shape_fits_when_it_may_be_what_the_pattern_says)
{
    int64_t dim[MOST];
    struct nnreg_tensor_answer tensor = {
        .found = true, .has_output = true, .dim = dim, .rank = rows[_i].rank};
    uint32_t i;

    for (i = 0; i < MOST; i++)
        dim[i] = rows[_i].dim[i];
    ck_assert_int_eq(nnreg_pattern_judges(&tensor), rows[_i].rank < MOST);
    ck_assert_msg(nnreg_pattern_fits(&rows[_i].pattern, &tensor, rows[_i].batch) == rows[_i].fits, "row %d",
                  _i);
}
END_TEST

START_TEST(what_is_not_known_is_not_judged)
{
    static const struct nnreg_shape_pattern pattern = {2, {5, 4}};
    struct nnreg_tensor_answer tensor = {.found = true, .has_output = true, .rank = 0};

    ck_assert(!nnreg_pattern_judges(NULL));
    ck_assert(!nnreg_pattern_judges(&tensor));
    ck_assert(nnreg_pattern_fits(&pattern, NULL, 0));
    ck_assert(nnreg_pattern_fits(&pattern, &tensor, 0));
}
END_TEST

Suite *shape_pattern_suite(void);
Suite *shape_pattern_suite(void)
{
    Suite *suite = suite_create("shape_pattern");
    TCase *tests = tcase_create("fits");

    tcase_add_loop_test(tests, a_shape_fits_when_it_may_be_what_the_pattern_says, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_test(tests, what_is_not_known_is_not_judged);
    suite_add_tcase(suite, tests);
    return suite;
}
