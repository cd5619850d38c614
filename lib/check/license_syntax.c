/*
 * License expressions (SPDX specification 3.0.1, annex "SPDX license expressions"), in the terms of its grammar:
 *
 *     idstring   = 1*(ALPHA / DIGIT / "-" / ".")
 *     simple     = idstring ["+"] / ["DocumentRef-" idstring ":"] "LicenseRef-" idstring
 *     addition   = idstring / ["DocumentRef-" idstring ":"] "AdditionRef-" idstring
 *     compound   = simple ["WITH" addition] / compound "AND" compound / compound "OR" compound / "(" compound ")"
 *
 * What is grouped how makes no difference to whether it is one, so that words and parentheses are gone through once, with
 * what may come next and how many parentheses are open; nothing is nested.
 */
#include "check/license_syntax.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char idstring[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";

struct expression {
    size_t open;      /* parentheses */
    bool wants_one;   /* a license, or a parenthesis that opens, has to come */
    bool wants_added; /* an addition has to come: behind WITH */
    bool may_add;     /* WITH may come: behind a license */
};

static bool is_word(const char *word, size_t length, const char *upper, const char *lower)
{
    return strlen(upper) == length && (memcmp(word, upper, length) == 0 || memcmp(word, lower, length) == 0);
}

/* Passes over what begins a text, if it does. */
static bool pass_prefix(const char **word, const char *end, const char *prefix)
{
    size_t length = strlen(prefix);

    if ((size_t)(end - *word) < length || memcmp(*word, prefix, length) != 0)
        return false;
    *word += length;
    return true;
}

static bool is_identifier(const char *word, size_t length, bool added)
{
    const char *end = word + length, *colon = memchr(word, ':', length);

    assert(length > 0);
    if (colon != NULL) {
        if (!pass_prefix(&word, colon, "DocumentRef-") || word == colon ||
            strspn(word, idstring) != (size_t)(colon - word))
            return false;
        word = colon + 1;
        if (!pass_prefix(&word, end, added ? "AdditionRef-" : "LicenseRef-"))
            return false;
    } else if (!added && end[-1] == '+') {
        end--;
    }
    return word < end && strspn(word, idstring) >= (size_t)(end - word);
}

/* False: the word may not stand here. */
static bool take_word(struct expression *expression, const char *word, size_t length)
{
    bool with = is_word(word, length, "WITH", "with");

    if (with || is_word(word, length, "AND", "and") || is_word(word, length, "OR", "or")) {
        if (expression->wants_one || expression->wants_added || (with && !expression->may_add))
            return false;
        expression->wants_added = with;
        expression->wants_one = !with;
        expression->may_add = false;
        return true;
    }
    if ((!expression->wants_one && !expression->wants_added) ||
        !is_identifier(word, length, expression->wants_added))
        return false;
    expression->may_add = expression->wants_one; /* and not behind an addition */
    expression->wants_one = expression->wants_added = false;
    return true;
}

static bool take_parenthesis(struct expression *expression, char parenthesis)
{
    if (parenthesis == '(') {
        expression->open++;
        return expression->wants_one;
    }
    if (expression->open == 0 || expression->wants_one || expression->wants_added)
        return false;
    expression->open--;
    expression->may_add = false;
    return true;
}

bool nnreg_is_license_expression(const char *text)
{
    struct expression expression = {.wants_one = true};

    for (;;) {
        size_t length;

        text += strspn(text, " ");
        if (*text == '\0')
            return expression.open == 0 && !expression.wants_one && !expression.wants_added;
        length = strcspn(text, " ()");
        if (length == 0 ? !take_parenthesis(&expression, *text) : !take_word(&expression, text, length))
            return false;
        text += length > 0 ? length : 1;
    }
}
