/*
 * What can be wrong with a mean file: the codes of struct nnreg_problem that npy and meanfile give. They
 * are facts; what follows from each is said where they are judged (judge/judge_mean.c).
 */
#ifndef NNREG_FORMATS_MEAN_PROBLEM_H
#define NNREG_FORMATS_MEAN_PROBLEM_H

/* X(NAME, what it means) */
#define NNREG_MEAN_PROBLEMS(X)                                                         \
    X(EMPTY, "the file has no bytes")                                                  \
    X(WRONG_FILE, "the file is of another kind than its name says")                    \
    X(VERSION, "the .npy file has an unknown version")                                 \
    X(HEADER, "the header of the .npy file is malformed")                              \
    X(HEADER_SIZE, "the header of the .npy file is longer than the limit")             \
    X(OBJECTS, "the .npy file holds Python objects, which would have to be unpickled") \
    X(TYPE, "the values have a type that no mean is made of")                          \
    X(PROTO, "the file is no protobuf message")                                        \
    X(NO_SHAPE, "the file says no shape")                                              \
    X(SHAPE, "the shape is impossible")                                                \
    X(NO_ELEMENTS, "the shape has no element: nothing could be subtracted")            \
    X(NO_VALUES, "the file has no value: all are zero")                                \
    X(COUNT, "the number of values is not that of the shape")                          \
    X(EXCESS, "there are more values than the shape has elements")                     \
    X(SHORT, "the values are cut short")                                               \
    X(NEWLINE, "a newline is behind the end: not every reader passes it over")         \
    X(TRAILING, "there are bytes behind the end")                                      \
    X(NOT_FINITE, "there are values that are no number, or infinite")

enum nnreg_mean_problem {
#define NNREG_ROW(NAME, MEANING) NNREG_MEAN_##NAME,
    NNREG_MEAN_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_MEAN_PROBLEM_COUNT
};

struct nnreg_mean_problem_row {
    const char *name; /* "WRONG_FILE" */
    const char *meaning;
};
/* Indexed by the enum. */
extern const struct nnreg_mean_problem_row nnreg_mean_problem_rows[NNREG_MEAN_PROBLEM_COUNT];

#endif
