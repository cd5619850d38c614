/*
 * What can be wrong with a mean file: the codes of struct nnreg_problem that npy and meanfile give. The severity says
 * what follows: error, readers of such files refuse it or its values are no use; warning, it is read, but it is not
 * how such a file is written; note, worth knowing.
 */
#ifndef NNREG_FORMATS_MEAN_PROBLEM_H
#define NNREG_FORMATS_MEAN_PROBLEM_H

#include "nnreg.h"

/* X(NAME, severity, what it means) */
#define NNREG_MEAN_PROBLEMS(X)                                                                \
    X(EMPTY, ERROR, "the file has no bytes")                                                  \
    X(WRONG_FILE, ERROR, "the file is of another kind than its name says")                    \
    X(VERSION, ERROR, "the .npy file has an unknown version")                                 \
    X(HEADER, ERROR, "the header of the .npy file is malformed")                              \
    X(HEADER_SIZE, ERROR, "the header of the .npy file is longer than the limit")             \
    X(OBJECTS, ERROR, "the .npy file holds Python objects, which would have to be unpickled") \
    X(TYPE, ERROR, "the values have a type that no mean is made of")                          \
    X(PROTO, ERROR, "the file is no protobuf message")                                        \
    X(NO_SHAPE, ERROR, "the file says no shape")                                              \
    X(SHAPE, ERROR, "the shape is impossible")                                                \
    X(NO_VALUES, WARNING, "the shape has no element, or the file has no value: all are zero") \
    X(COUNT, ERROR, "the number of values is not that of the shape")                          \
    X(EXCESS, WARNING, "there are more values than the shape has elements")                   \
    X(SHORT, ERROR, "the values are cut short")                                               \
    X(NEWLINE, NOTE, "a newline is behind the end: not every reader passes it over")          \
    X(TRAILING, WARNING, "there are bytes behind the end")                                    \
    X(NOT_FINITE, ERROR, "there are values that are no number, or infinite")

enum nnreg_mean_problem {
#define NNREG_ROW(NAME, SEVERITY, MEANING) NNREG_MEAN_##NAME,
    NNREG_MEAN_PROBLEMS(NNREG_ROW)
#undef NNREG_ROW
        NNREG_MEAN_PROBLEM_COUNT
};

struct nnreg_mean_problem_row {
    const char *name; /* "WRONG_FILE" */
    nnreg_severity severity;
    const char *meaning;
};
/* Indexed by the enum. */
extern const struct nnreg_mean_problem_row nnreg_mean_problem_rows[NNREG_MEAN_PROBLEM_COUNT];

#endif
