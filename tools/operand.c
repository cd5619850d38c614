/* Ids and slugs: see operand.h. */
#include "operand.h"

#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "memory.h"
#include "number.h"
#include "registry_dir.h"
#include "report.h"
#include "text.h"

int operand_id(struct run *run, uint64_t *id, const char *text)
{
    if (number_read(id, text, 1, UINT64_MAX))
        return STATUS_DONE;
    return report_usage(run, "\"%s\" is no id: ids are whole numbers from 1", text);
}

#define WORDS_MOST 10000 /* ids that standard input may give */

static const char blanks[] = " \t\r\n";

static size_t count_words(const char *text)
{
    size_t count = 0;

    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        text += strcspn(text, blanks);
        count++;
    }
    return count;
}

/* Ends each word in `text` with a NUL, and adds it. */
static void add_words(char **operands, size_t *count, char *text)
{
    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        operands[(*count)++] = text;
        text += strcspn(text, blanks);
        if (*text != '\0')
            *text++ = '\0';
    }
}

/* A list that was cut would end with the beginning of an id, which is another id. */
static int read_words(struct run *run)
{
    const struct buffer *words = &run->operand_words;
    int result = input_read(run, &run->operand_words, "-");

    if (result != STATUS_DONE)
        return result;
    if (words->length > NNREG_LIMIT_JSON || count_words(buffer_text(words)) > WORDS_MOST)
        return report_failure(run, NNREG_LIMIT, "standard input has more than %u ids: give them in parts",
                              WORDS_MOST);
    if (memchr(buffer_text(words), '\0', words->length) != NULL)
        return report_usage(run, "standard input has a NUL byte, and is no list of ids");
    return STATUS_DONE;
}

int operand_read_words(struct run *run)
{
    size_t from = 0, count = 0, i;
    char **operands;
    int result;

    while (from < run->operand_count && strcmp(run->operands[from], "-") != 0)
        from++;
    if (from == run->operand_count)
        return STATUS_DONE;
    result = read_words(run);
    if (result != STATUS_DONE)
        return result;
    operands =
        memory_zero(run->operand_count + count_words(buffer_text(&run->operand_words)) + 1, sizeof *operands);
    for (i = 0; i < run->operand_count; i++)
        if (i == from && run->operand_words.length > 0)
            add_words(operands, &count, run->operand_words.text);
        else if (strcmp(run->operands[i], "-") != 0)
            operands[count++] = run->operands[i];
    free(run->operands);
    run->operands = operands;
    run->operand_count = count;
    return STATUS_DONE;
}

/* The characters of a slug are told apart from a wrong id here; the rest of what makes a slug the library knows. */
static bool may_be_slug(const char *text)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

    return strspn(text, first) > 0 && text[strspn(text, all)] == '\0' &&
           text[strspn(text, "0123456789")] != '\0';
}

bool operand_may_be_network(const char *text)
{
    uint64_t id;

    return number_read(&id, text, 1, UINT64_MAX) || may_be_slug(text);
}

int operand_check(struct run *run, const struct kind *kind, const char *text)
{
    uint64_t id;

    if (kind->find == NULL)
        return operand_id(run, &id, text);
    if (operand_may_be_network(text))
        return STATUS_DONE;
    return report_usage(run, "\"%s\" is neither an id (a whole number from 1) nor the slug of a public %s",
                        text, kind->word);
}

int operand_check_network(struct run *run, const char *text)
{
    return operand_check(run, &kind_network, text);
}

static int no_such_slug(struct run *run, const struct kind *kind, const char *slug)
{
    struct buffer dir = {0};
    int result = registry_dir_find(run, &dir);

    if (result == STATUS_DONE)
        result = report_failure(run, NNREG_NOT_FOUND,
                                "no %s in \"%s\" is public as \"%s\" (see: nnreg %sls --public)", kind->word,
                                buffer_text(&dir), slug, kind->prefix);
    buffer_free(&dir);
    return result;
}

int operand_find(struct run *run, nnreg *registry, uint64_t *id, const struct kind *kind, const char *text)
{
    nnreg_status status;

    if (kind->find == NULL)
        return operand_id(run, id, text);
    if (number_read(id, text, 1, UINT64_MAX))
        return STATUS_DONE;
    status = kind->find(registry, id, text);
    if (status == NNREG_NOT_FOUND)
        return no_such_slug(run, kind, text);
    return status == NNREG_OK ? STATUS_DONE : report_failure(run, status, "%s", nnreg_message(registry));
}

int operand_network(struct run *run, nnreg *registry, uint64_t *id, const char *text)
{
    return operand_find(run, registry, id, &kind_network, text);
}

int operand_open(struct run *run, nnreg **registry, unsigned flags, const struct kind *kind, uint64_t *id)
{
    const char *text = run->operands[0];
    int result = operand_check(run, kind, text);

    *registry = NULL;
    if (result == STATUS_DONE)
        result = registry_dir_open(run, registry, flags);
    if (result == STATUS_DONE)
        result = operand_find(run, *registry, id, kind, text);
    if (result != STATUS_DONE) {
        nnreg_close(*registry);
        *registry = NULL;
    }
    return result;
}

static int is_not_there(struct run *run, const struct kind *kind, uint64_t id)
{
    struct buffer dir = {0};
    int result = registry_dir_find(run, &dir);

    if (result == STATUS_DONE)
        result = report_failure(run, NNREG_NOT_FOUND, "there is no %s %llu in \"%s\" (see: nnreg %sls)",
                                kind->word, (unsigned long long)id, buffer_text(&dir), kind->prefix);
    buffer_free(&dir);
    return result;
}

static bool is_public(nnreg *registry, const struct kind *kind, uint64_t id)
{
    bool public = false;

    return kind->look != NULL && kind->look(registry, id, &public) == NNREG_OK && public;
}

/* Either the object has changed since the caller saw it, or it is public. */
static int is_in_the_way(struct run *run, nnreg *registry, const struct kind *kind, uint64_t id)
{
    struct buffer why = {0};
    int result;

    buffer_put(&why, nnreg_message(registry)); /* before the next call on the handle */
    if (is_public(registry, kind, id))
        result = report_failure(run, NNREG_CONFLICT, "%s (nnreg %sunpublish %llu%s)", buffer_text(&why),
                                kind->prefix, (unsigned long long)id,
                                run_takes(run, "unpublish") ? ", or give --unpublish" : "");
    else
        result = report_failure(run, NNREG_CONFLICT, "%s (see: nnreg %sshow %llu)", buffer_text(&why),
                                kind->prefix, (unsigned long long)id);
    buffer_free(&why);
    return result;
}

int operand_failure(struct run *run, nnreg *registry, nnreg_status status, const struct kind *kind,
                    uint64_t id)
{
    if (status == NNREG_NOT_FOUND)
        return is_not_there(run, kind, id);
    if (status == NNREG_CONFLICT)
        return is_in_the_way(run, registry, kind, id);
    return report_failure(run, status, "%s", nnreg_message(registry));
}
