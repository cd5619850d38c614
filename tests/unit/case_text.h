/*
 * Texts of the tests that judge descriptions and bundles: files loaded, repetitions written out, findings in lines that
 * can be compared.
 */
#ifndef NNREG_TESTS_CASE_TEXT_H
#define NNREG_TESTS_CASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "nnreg.h"

/* A text of known length, ended by a NUL; `content` is malloc's. */
struct text {
    char *content;
    size_t length;
    size_t room;
};

#define TEXT_INIT  \
    {              \
        NULL, 0, 0 \
    }

void text_put(struct text *text, const char *content, size_t length);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_free(struct text *text);

/*
 * As a host that has set its locale to one with a decimal comma; a Turkish one, in which I and i are two letters, if there is one. Where the system has none (LOCPATH can name a folder with
 * one), it says once that the test `name` sees the C locale. Set back by setlocale(LC_ALL, "C").
 */
void take_locale_with_comma(const char *name);

/* A file as it is; false when there is none. */
bool text_load(struct text *text, const char *path);

/*
 * Writes repetitions out: <<N*BODY>> is BODY N times, in which # is the turn, counted from 0, and #+K the turn plus K.
 * What has no << in it stays as it is.
 */
void text_expand(struct text *out, const char *source, size_t length);

/*
 * One line per finding: "error type /name 3:5", "warning bundle.unknown-file NAME", "error json.syntax - 1:2". The
 * whole document is "(document)", the whole bundle "(bundle)"; `folder`, where a name begins with it, is "$DIR".
 */
void text_findings(struct text *out, const nnreg_findings *findings, const char *folder);

/* The honest description of what the model writer's classifier is: tests/cases/description.json. */
void text_description(struct text *out);

/* A file of a case's folder with its repetitions written out; false when there is none. */
bool case_load(struct text *text, const char *folder, const char *name);

/* The folder of the cases; static storage. */
const char *cases_folder(void);

/* The first `old` in the text becomes `new`; it must be there. */
void text_replace(struct text *text, const char *old, const char *new);

#endif
