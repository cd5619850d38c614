/* Where a finding is: see finding_place.h. */
#include "finding_place.h"

#include <string.h>

#include "text.h"

/* Of a longer one the region is the beginning: a thousand findings can be on one text of 16 MiB. */
#define TOKEN_MAX 4096u

bool finding_is_on_file(const struct nnreg_finding *finding)
{
    return finding->file != NULL && finding->pointer == NULL;
}

/* Bytes of the string at `text`, with its quotes; of one that has no end, those up to the end of the line. */
static size_t string_length(const char *text, size_t size)
{
    size_t i;

    for (i = 1; i < size && text[i] != '\n' && text[i] != '\r'; i++) {
        if (text[i] == '"')
            return i + 1;
        if (text[i] == '\\' && i + 1 < size && text[i + 1] >= ' ')
            i++;
    }
    return i;
}

/* Bytes of the number or word at `text`; 0 when there is none. */
static size_t word_length(const char *text, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";
    size_t i;

    for (i = 0; i < size && text[i] != '\0' && strchr(letters, text[i]) != NULL;)
        i++;
    return i;
}

/* Characters of the token that begins at `text`: a string, a number, a word, or one character. */
static uint64_t token_columns(const char *text, size_t size)
{
    size_t limit = size < TOKEN_MAX ? size : TOKEN_MAX, length, at;
    uint64_t columns = 0;

    length = text[0] == '"' ? string_length(text, limit) : word_length(text, limit);
    for (at = 0; at < length; columns++)
        at += text_next_length(text + at, size - at);
    return columns > 0 ? columns : 1;
}

static void find_path(struct buffer *path, const struct check *check, const struct nnreg_finding *finding)
{
    const char *file = finding != NULL && (finding_is_on_file(finding) || finding->file == NULL)
                           ? check_file(finding)
                           : NULL;
    const char *whole = file != NULL ? check_path(check, file) : NULL;

    if (whole == NULL)
        whole = check_label(check);
    while (strncmp(whole, "./", 2) == 0 && whole[2] != '\0')
        whole += 2 + strspn(whole + 2, "/");
    buffer_put(path, whole);
}

void finding_place_find(struct finding_place *place, const struct check *check,
                        const struct nnreg_finding *finding)
{
    *place = (struct finding_place){0};
    find_path(&place->path, check, finding);
    if (finding == NULL)
        return;
    place->line = finding->line;
    place->column = finding->line > 0 ? finding->column : 0;
    if (finding->file == NULL && place->column > 0 && finding->has_offset &&
        finding->offset < check->description.length)
        place->end_column =
            place->column + token_columns(buffer_text(&check->description) + finding->offset,
                                          check->description.length - (size_t)finding->offset);
}

void finding_place_free(struct finding_place *place)
{
    buffer_free(&place->path);
}
