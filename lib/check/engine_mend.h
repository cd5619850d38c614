/*
 * Saying what mends a finding (struct nnreg_fix), right behind its report and by whoever has reported it, because that is where
 * it is known whether there is one answer. Each call is about the finding that was reported last, and does nothing where that
 * one was not kept.
 *
 * When there is one answer is said where each call stands. What all have in common: nothing that was written is lost but what
 * has no meaning, and who knew of the mistake would write just that.
 */
#ifndef NNREG_CHECK_ENGINE_MEND_H
#define NNREG_CHECK_ENGINE_MEND_H

#include "check/engine.h"
#include "codec/json_edit.h"

/* Another key for the member in hand. */
void nnreg_mend_key(struct nnreg_engine *engine, const struct nnreg_json_value *member, const char *key);

/* Another value in the place of the one in hand: as JSON text, or the text that a string is to have. */
void nnreg_mend_value(struct nnreg_engine *engine, const struct nnreg_json_value *value,
                      const char *json_text);
void nnreg_mend_string(struct nnreg_engine *engine, const struct nnreg_json_value *value, const char *text);

/* The member in hand goes; `object` has it. */
void nnreg_mend_remove(struct nnreg_engine *engine, const struct nnreg_json_value *object,
                       const struct nnreg_json_value *member);

/* The word of a member of the decoded record, of which was reported at `member`. One that the text does not have is added. */
void nnreg_mend_member(struct nnreg_engine *engine, const void *member, const char *key, const char *word);

/* engine_mend_value.c: a value of the wrong type (nnreg_walk_has_type) that says in another type what it was to say. */
void nnreg_mend_type(struct nnreg_engine *engine, enum nnreg_kind kind, const struct nnreg_json_value *value);

/* A word that is none of the vocabulary's. */
void nnreg_mend_word(struct nnreg_engine *engine, const struct nnreg_vocab *vocab, const char *word,
                     const struct nnreg_json_value *value);

/* A number that is whole, and was written as one that is not. */
void nnreg_mend_integer(struct nnreg_engine *engine, const struct nnreg_json_value *value);

/* A text that is no tensor name, and is one without what stands around it. */
void nnreg_mend_tensor(struct nnreg_engine *engine, const struct nnreg_json_value *value, const char *text);

/* A text that is no target size, and whose numbers are. `sides_wanted` 0: one or two. */
void nnreg_mend_target_size(struct nnreg_engine *engine, const struct nnreg_json_value *value,
                            const char *text, int sides_wanted);

/* engine_mend_key.c: the key of a member of `object` that is none of the table's, `keys` being those that may be given. */
void nnreg_mend_unknown(struct nnreg_engine *engine, const struct nnreg_table *table,
                        const struct nnreg_json_value *object, const struct nnreg_json_value *member,
                        const char *key, const char *const *keys, size_t count);

/* A deprecated member of `object`. */
void nnreg_mend_deprecated(struct nnreg_engine *engine, const struct nnreg_field *field,
                           const struct nnreg_json_value *object, const struct nnreg_json_value *member);

/* Between these files: gives the finding the fix, and frees the edit. `pointer` NULL: that of the finding. */
void nnreg_mend(struct nnreg_engine *engine, nnreg_fix_action action, const char *pointer,
                struct nnreg_json_edit *edit);

#endif
