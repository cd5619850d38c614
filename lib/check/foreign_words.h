/*
 * Words of other programs and of the trade that people write where a field has its own, and what leads from them to something
 * that is accepted. No word here is near enough to the right one for nnreg_nearest to find it.
 */
#ifndef NNREG_CHECK_FOREIGN_WORDS_H
#define NNREG_CHECK_FOREIGN_WORDS_H

#include "records/fields.h"
#include "records/vocab.h"

/* What to do about a word that is none of the vocabulary's; static, NULL: nothing is known of it. */
const char *nnreg_foreign_word_hint(const struct nnreg_vocab *vocab, const char *word);

/* The word of the vocabulary that is the same thing under another name, in letters of any case; NULL: none is. */
const char *nnreg_foreign_word_for(const struct nnreg_vocab *vocab, const char *word);

/* What to do about the key of a type that other programs have in place of this table's types; static, NULL: it is none. */
const char *nnreg_foreign_type_hint(const struct nnreg_table *table, const char *key);

/* The field of the table whose objects have this key, so that it was written one level too high. NULL: there is none. */
const struct nnreg_field *nnreg_field_that_has(const struct nnreg_table *table, const char *key);

#endif
