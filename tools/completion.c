/* See completion.h. */
#include "completion.h"

#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "completion_objects.h"
#include "memory.h"

/* The cursor, and what the words before it say. */
struct cursor {
    const struct command *command; /* NULL: none yet */
    const char *registry;          /* as -r names it */
    char **operands;
    size_t operand_count;
    bool only_operands;
    bool lost;                        /* there is no such command */
    const struct option_row *expects; /* the option whose value is to come; NULL: none */
    const char *word;                 /* what stands at the cursor */
    size_t shown; /* how much of it the shell does not count as part of the word: "--color=" */
};

/* -------------------------------------------------------------------------------------------- the words so far -- */

/* A shell that takes '=' for a break (bash) gives `--color=al` as three words: they are one again. */
static char **join_assignments(struct cursor *cursor, char **words, size_t *count)
{
    char **joined = memory_zero(*count + 1, sizeof *joined);
    size_t i, to = 0;

    for (i = 0; i < *count; i++) {
        struct buffer text = {0};

        if (to > 0 && strcmp(words[i], "=") == 0 && strncmp(joined[to - 1], "--", 2) == 0) {
            buffer_printf(&text, "%s=", joined[to - 1]);
            cursor->shown = i + 2 >= *count ? text.length : 0;
            if (i + 1 < *count)
                buffer_put(&text, words[++i]);
            free(joined[--to]);
        } else
            buffer_put(&text, words[i]);
        joined[to++] = memory_copy(buffer_text(&text));
        buffer_free(&text);
    }
    *count = to;
    return joined;
}

static bool wants_command(const struct cursor *cursor)
{
    return cursor->command == NULL || cursor->command->commands != NULL;
}

static const char *option_text(const struct option_row *rows, const struct option_values *values,
                               const char *name)
{
    size_t i = 0;

    while (strcmp(rows[i].name, name) != 0)
        i++;
    return values->text[i];
}

/* Goes through all words but the last, as main.c does. What cannot be right is passed over. */
static void read_words(struct cursor *cursor, char **words)
{
    struct option_values own = {0}, globals = {0};
    struct option_table tables[] = {{NULL, &own}, {global_options, &globals}};
    struct option_scan scan = {words, 0, false, false};
    struct buffer problem = {0};
    enum option_result got;

    while ((got = options_take(&scan, tables, 2, &problem)) != OPTION_END) {
        const char *word = words[scan.next - 1];

        if (got == OPTION_OPERAND && wants_command(cursor)) {
            cursor->command = commands_find(cursor->command, word);
            cursor->lost = cursor->command == NULL;
            if (cursor->lost)
                break;
            tables[0].rows = cursor->command->options;
        } else if (got == OPTION_OPERAND)
            cursor->operands[cursor->operand_count++] = words[scan.next - 1];
        else if (got == OPTION_WRONG && words[scan.next] == NULL)
            cursor->expects = options_expects(tables, 2, word);
        scan.separates = cursor->command != NULL && cursor->command->groups && cursor->operand_count > 0;
        if (got == OPTION_OPERAND && strcmp(word, "--") == 0) /* the next of several groups begins */
            cursor->operand_count = 0;
    }
    cursor->only_operands = scan.only_operands;
    cursor->registry = option_text(global_options, &globals, "registry");
    buffer_free(&problem);
}

/* ------------------------------------------------------------------------------------------------ what is what -- */

/* What the words in capitals stand for; where `of` is set, for commands or options whose name begins so. */
static const struct meaning {
    const char *word, *of, *kind;
} meanings[] = {
    {"ID", "spec", "specs"},
    {"ID", "version", "versions"},
    {"ID", "task", "tasks"},
    {"ID", "rules", "rules"},
    {"ID|none", "current-version", "versions"},
    {"ID", NULL, "networks"},
    {"ID|SLUG", "spec", "specs"},
    {"ID|SLUG", NULL, "networks"},
    {"NAME", "cat", "stored files"},
    {"COMMAND", NULL, "commands"},
    {"RULE=LEVEL", NULL, "rules"},
    {"DIR", NULL, "folders"},
    {"BUNDLE", NULL, "paths"},
    {"FILE", NULL, "paths"},
    {"FORMAT", "format", "text|json|sarif|junit|github|gitlab"},
    {"ORDER", "version", "id|-id|update_date|-update_date"},
    {"ORDER", "task", "id|-id|update_date|-update_date"},
    {"ORDER", NULL, "id|-id|name|-name|update_date|-update_date"},
    {"KIND[:ID]", NULL, "network|spec|version|task|registry"},
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* NULL: anything. A kind with '|' in it, or in small letters that is none of the table's, is the words themselves. */
static const char *kind_of(const char *word, const char *of)
{
    size_t i;

    for (i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i].word, word) == 0 &&
            (meanings[i].of == NULL || strncmp(meanings[i].of, of, strlen(meanings[i].of)) == 0))
            return meanings[i].kind;
    if (ends_with(word, ".json") || ends_with(word, ".zip"))
        return "paths";
    return strpbrk(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL ? word : NULL;
}

/* An order is one of the command's list; what all else is tells the name of the option. */
static const char *kind_of_value(const struct command *command, const struct option_row *row)
{
    bool by_command = command != NULL && strcmp(row->argument, "ORDER") == 0;

    return kind_of(row->argument, by_command ? command->name : row->name);
}

/* The next word of a usage line outside of options with their values; *repeats: it can come again. */
static bool next_operand(struct buffer *room, bool *repeats, const char **at)
{
    const char *start;
    size_t length;

    for (;;) {
        *at += strspn(*at, " \n");
        start = *at;
        length = strcspn(start, " \n");
        if (length == 0 || start[0] == '|')
            return false;
        *at += length;
        if (strncmp(start, "[-- ", 4) == 0)
            return false; /* the same once more */
        if (strncmp(start, "[-", 2) == 0) {
            if (memchr(start, ']', length) == NULL)
                *at += strcspn(*at, "]");
            *at += strcspn(*at, " \n");
        } else if (start[0] == '-') { /* one that has to be given, with its value */
            *at += strspn(*at, " \n");
            *at += strcspn(*at, " \n");
        } else if (strncmp(start, "[OPTION", 7) != 0)
            break;
    }
    start += start[0] == '[';
    length = strcspn(start, " \n]");
    *repeats = length > 3 && memcmp(start + length - 3, "...", 3) == 0;
    buffer_free(room);
    buffer_add(room, start, length - (*repeats ? 3 : 0));
    return true;
}

/* What the operand at an index is, from 0; NULL: anything, or there is none. Borrowed, or from `room`. */
static const char *kind_of_operand(struct buffer *room, const struct command *command, size_t operand)
{
    const char *at = command->usage + strlen(command->name);
    bool repeats = false;
    size_t i;

    for (i = 0; i <= operand && !repeats; i++)
        if (!next_operand(room, &repeats, &at))
            return NULL;
    return kind_of(buffer_text(room), command->name);
}

/* ------------------------------------------------------------------------------------------------------- the lines -- */

/* What an option's help says, up to the end of its first line. */
static void add_first_line(struct buffer *text, const char *help)
{
    buffer_add(text, help, strcspn(help, "\n"));
}

static bool begins(const char *word, const struct cursor *cursor)
{
    return strncmp(word, cursor->word, strlen(cursor->word)) == 0;
}

static void add_options(struct buffer *text, const struct cursor *cursor, const struct option_row *rows)
{
    struct buffer name = {0};

    for (; rows != NULL && rows->name != NULL; rows++) {
        buffer_free(&name);
        buffer_printf(&name, "--%s", rows->name);
        if (!begins(buffer_text(&name), cursor))
            continue;
        buffer_printf(text, "%s\t", buffer_text(&name));
        add_first_line(text, rows->help);
        buffer_put(text, "\n");
    }
    buffer_free(&name);
}

static void add_commands(struct buffer *text, const struct cursor *cursor, const struct command *group)
{
    const struct command *command;
    size_t i;

    for (i = 0; (command = commands_get(group, i)) != NULL; i++)
        if (begins(command_word(command), cursor))
            buffer_printf(text, "%s\t%s\n", command_word(command), command->summary);
}

/* What `help` explains: behind the word of a group its commands, and nothing behind any other. */
static void add_explained(struct buffer *text, const struct cursor *cursor)
{
    const struct command *group = NULL;
    size_t i;

    for (i = 0; i < cursor->operand_count; i++) {
        group = commands_find(group, cursor->operands[i]);
        if (group == NULL || group->commands == NULL)
            return;
    }
    add_commands(text, cursor, group);
}

static void add_alternatives(struct buffer *text, const struct cursor *cursor, const char *words,
                             const char *prefix)
{
    size_t length = strlen(cursor->word);

    while (*words != '\0') {
        size_t word = strcspn(words, "|");

        if (word >= length && memcmp(words, cursor->word, length) == 0) {
            buffer_put(text, prefix);
            buffer_add(text, words, word);
            buffer_put(text, "\t\n");
        }
        words += word + (words[word] == '|');
    }
}

/* `prefix` goes in front of each word: what the shell takes for a part of it. */
static void add_kind(struct buffer *text, const struct cursor *cursor, const char *kind, const char *prefix)
{
    struct completion_asked asked = {.registry = cursor->registry,
                                     .network = cursor->operand_count > 0 ? cursor->operands[0] : "",
                                     .begin = cursor->word,
                                     .prefix = prefix};

    if (strcmp(kind, "paths") == 0 || strcmp(kind, "folders") == 0)
        buffer_printf(text, "\t%s\n", kind);
    else if (strcmp(kind, "commands") == 0)
        add_explained(text, cursor);
    else if (!completion_objects(text, kind, &asked))
        add_alternatives(text, cursor, kind, prefix);
}

/* `--color=al`: the value is what is to be completed. */
static void add_assigned(struct buffer *text, struct cursor *cursor)
{
    struct option_table tables[] = {{cursor->command != NULL ? cursor->command->options : NULL, NULL},
                                    {global_options, NULL}};
    size_t length = strcspn(cursor->word, "=") + 1;
    struct buffer name = {0}, prefix = {0};
    const struct option_row *row;
    const char *kind;

    buffer_add(&name, cursor->word, length - 1);
    buffer_add(&prefix, cursor->word, length);
    row = options_expects(tables, 2, buffer_text(&name));
    kind = row != NULL ? kind_of_value(cursor->command, row) : NULL;
    cursor->word += length;
    if (kind != NULL)
        add_kind(text, cursor, kind,
                 buffer_text(&prefix) + (cursor->shown < length ? cursor->shown : length));
    buffer_free(&name);
    buffer_free(&prefix);
}

static void add_words(struct buffer *text, struct cursor *cursor)
{
    struct buffer room = {0};
    const char *kind = NULL;

    if (cursor->lost)
        return;
    if (cursor->expects != NULL)
        kind = kind_of_value(cursor->command, cursor->expects);
    else if (!cursor->only_operands && strncmp(cursor->word, "--", 2) == 0 &&
             strchr(cursor->word, '=') != NULL)
        add_assigned(text, cursor);
    else if (!cursor->only_operands && cursor->word[0] == '-') {
        add_options(text, cursor, cursor->command != NULL ? cursor->command->options : NULL);
        add_options(text, cursor, global_options);
    } else if (wants_command(cursor))
        add_commands(text, cursor, cursor->command);
    else
        kind = kind_of_operand(&room, cursor->command, cursor->operand_count);
    if (kind != NULL)
        add_kind(text, cursor, kind, "");
    buffer_free(&room);
}

void completion_add(struct buffer *text, char **words)
{
    struct cursor cursor = {.word = ""};
    size_t count = 0, i;
    char **joined, *last;

    while (words[count] != NULL)
        count++;
    if (count == 0)
        return;
    joined = join_assignments(&cursor, words, &count);
    cursor.word = last = joined[count - 1];
    joined[count - 1] = NULL;
    cursor.operands = memory_zero(count + 1, sizeof *cursor.operands);
    read_words(&cursor, joined);
    add_words(text, &cursor);
    free(cursor.operands);
    for (i = 0; i + 1 < count; i++)
        free(joined[i]);
    free(last);
    free(joined);
}
