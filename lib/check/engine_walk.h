/*
 * Between the files of the table walker: objects (engine_object.c) have values (engine_value.c), of which lists may have to
 * be without repetition (engine_unique.c). Path, places and reports are engine.c.
 */
#ifndef NNREG_CHECK_ENGINE_WALK_H
#define NNREG_CHECK_ENGINE_WALK_H

#include "check/engine.h"

/* Walks the value of a field of `object`, or an entry of a list, which has the right type. */
typedef void nnreg_walk(struct nnreg_engine *engine, const struct nnreg_field *field,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *value);

/* What this floor knows of a kind of value (engine_value.c). A test proves that every kind has a row. */
struct nnreg_kind_walk {
    unsigned types;     /* bits of enum nnreg_json_type: what it may be in JSON */
    const char *wanted; /* the same for a message: "a number" */
    nnreg_walk *walk;
};
extern const struct nnreg_kind_walk nnreg_kind_walks[NNREG_KIND_COUNT];

/*
 * Reports a value of the wrong type; true when the type is right. `what` names the value; `left_out` is the hint for null in the
 * place of what may be left out, NULL where it may not.
 */
bool nnreg_walk_has_type(struct nnreg_engine *engine, enum nnreg_kind kind, const char *what,
                         const char *left_out, const struct nnreg_json_value *value);

/* A hint that names the nearest of some words, or all of them. NULL on no memory. Freed by the caller. */
char *nnreg_walk_hint(struct nnreg_engine *engine, const char *word, const char *const *words, size_t count);

/* Walks the value of a field of `object`. */
void nnreg_walk_value(struct nnreg_engine *engine, const struct nnreg_field *field,
                      const struct nnreg_json_value *object, const struct nnreg_json_value *value);

/* Reports entries that are the same, or, where there is a `key`, have the same in the member of that key. */
void nnreg_walk_unique(struct nnreg_engine *engine, const struct nnreg_field *field, const char *key,
                       const struct nnreg_json_value *array);

#endif
