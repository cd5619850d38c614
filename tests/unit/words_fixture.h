/* What a check of a small bundle in memory says, word by word: of some rules, all findings in one text. */
#ifndef TEST_WORDS_FIXTURE_H
#define TEST_WORDS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "case_bundle.h"

struct words {
    struct case_bundle files;
    bool has_files;
    nnreg_bundle *bundle;
    nnreg_findings *findings;
    char *json;  /* that is checked */
    char *model; /* in the bundle */
    char told[20000];
};

void words_begin(struct words *words);
void words_end(struct words *words);

/* A text of the description, in which '"' is written "'"; without one it names nothing but the framework. */
void words_describe(struct words *words, const char *json);
/* Instead of an empty bundle, and before the model: one that is made as case_bundle.h says. */
void words_add_files(struct words *words, const char *lines);
/* The model: `nodes` as in short_graph.h, `library` what else is in the graph, `more` in its meta graph. */
void words_add_model(struct words *words, const char *nodes, const char *library, const char *more);

/*
 * Checks, and returns the findings of the rules whose ids are in `rules`, parted by spaces: "MESSAGE; ", with hints
 * "RULE: MESSAGE (HINT); ".
 */
const char *words_told(struct words *words, const char *rules, int hints);
/* The same with each allocation failing in turn: on no memory nothing is told, and in the end all of it. */
void words_survive(struct words *words, const char *rules);

/* Whether a rule's id is among those that are parted by spaces. */
bool words_are_among(const char *words, const char *word);

#endif
