/* The body of a form: see multipart.h. */
#include "multipart.h"

#include <string.h>
#include <strings.h>

#define LETTERS  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define TOKEN    LETTERS "!#$%&'*+-.^_`|~" /* RFC 9110, 5.6.2 */
#define BOUNDARY LETTERS "'()+_,-./:=? "   /* RFC 2046, 5.1.1 */
#define BLANKS   " \t"

static bool refuse(struct multipart *multipart, const char *why)
{
    multipart->wrong = why;
    return false;
}

/* -------------------------------------------------------------------------------------- headers and parameters -- */

struct parameter {
    const char *name;
    size_t name_length;
    char *value;
};

/*
 * Takes "; NAME=VALUE" at `*at`, in place: the value is moved to where the '=' was, so that there is room for its end. In quotation marks a
 * backslash before a mark or a backslash, and "%22", which browsers, curl and the original client write for a mark, are what they stand
 * for. false: there is none; then `*at` is at the end, or at what cannot be read.
 */
static bool take_parameter(char **at, struct parameter *parameter)
{
    char *start = *at + strspn(*at, BLANKS), *from, *to;

    *at = start;
    if (*start != ';')
        return false;
    start += 1 + strspn(start + 1, BLANKS);
    to = start + strspn(start, TOKEN);
    if (to == start || *to != '=')
        return false;
    *parameter = (struct parameter){start, (size_t)(to - start), to};
    from = to + 1;
    if (*from == '"') {
        for (from++; *from != '"'; *to++ = *from++) {
            if (*from == '\\' && (from[1] == '"' || from[1] == '\\'))
                from++;
            else if (strncmp(from, "%22", 3) == 0)
                *(from += 2) = '"';
            else if (*from == '\0')
                return false;
        }
        from++;
    } else
        while (*from != '\0' && strchr(TOKEN, *from) != NULL)
            *to++ = *from++;
    *to = '\0';
    *at = from;
    return true;
}

static bool is_called(const struct parameter *parameter, const char *name)
{
    return strlen(name) == parameter->name_length &&
           strncasecmp(parameter->name, name, parameter->name_length) == 0;
}

/* form-data; name="..."; filename="..." */
static bool read_disposition(struct multipart *multipart, struct multipart_part *part, char *value)
{
    size_t length = strcspn(value, ";" BLANKS);
    struct parameter parameter;
    const char *encoded = NULL;

    if (part->name != NULL)
        return refuse(multipart, "a part of the form has two Content-Dispositions");
    if (length != strlen("form-data") || strncasecmp(value, "form-data", length) != 0)
        return refuse(multipart, "a part of the form is no form-data");
    value += length;
    while (take_parameter(&value, &parameter)) {
        bool is_name = is_called(&parameter, "name"), is_filename = is_called(&parameter, "filename");

        if ((is_name && part->name != NULL) || (is_filename && part->filename != NULL) ||
            is_called(&parameter, "name*"))
            return refuse(multipart, "a part of the form has two names, or one in an encoding");
        if (is_name)
            part->name = parameter.value;
        else if (is_filename)
            part->filename = parameter.value;
        else if (is_called(&parameter, "filename*"))
            encoded = parameter.value;
    }
    if (part->filename == NULL)
        part->filename = encoded;
    return *value == '\0' || refuse(multipart, "a Content-Disposition in the form cannot be read");
}

static bool read_type(struct multipart *multipart, struct multipart_part *part, char *value)
{
    if (*part->type != '\0')
        return refuse(multipart, "a part of the form has two Content-Types");
    if (strncasecmp(value, "multipart/", strlen("multipart/")) == 0)
        return refuse(multipart, "a part of the form is a multipart itself");
    value[strcspn(value, ";" BLANKS)] = '\0';
    part->type = value;
    return true;
}

/* The one that RFC 7578 (4.7) deprecates: it may say that there is none. */
static bool read_encoding(struct multipart *multipart, struct multipart_part *part, char *value)
{
    (void)part;
    return strcasecmp(value, "binary") == 0 || strcasecmp(value, "8bit") == 0 ||
           strcasecmp(value, "7bit") == 0 || refuse(multipart, "a part of the form is encoded");
}

static const struct {
    const char *name;
    bool (*read)(struct multipart *multipart, struct multipart_part *part, char *value);
} headers[] = {{"Content-Disposition:", read_disposition},
               {"Content-Type:", read_type},
               {"Content-Transfer-Encoding:", read_encoding}};

/* One line without its end. Headers that mean nothing here are passed over, whatever they say. */
static bool read_header(struct multipart *multipart, struct multipart_part *part, char *line)
{
    size_t name = strspn(line, TOKEN), end = strlen(line), i;
    const char *byte;

    for (byte = line; *byte != '\0'; byte++)
        if ((unsigned char)*byte < ' ' ? *byte != '\t' : *byte == '\x7f')
            return refuse(multipart, "a header in the form has a control character");
    if (name == 0 || line[name] != ':')
        return refuse(multipart, "a part of the form has a header that is none");
    while (strchr(BLANKS, line[end - 1]) != NULL)
        line[--end] = '\0';
    for (i = 0; i < sizeof headers / sizeof *headers; i++)
        if (strlen(headers[i].name) == name + 1 && strncasecmp(line, headers[i].name, name + 1) == 0)
            return headers[i].read(multipart, part, line + name + 1 + strspn(line + name + 1, BLANKS));
    return true;
}

static bool begin_part(struct multipart *multipart)
{
    struct multipart_part part = {.type = ""};
    char *line = multipart->header, *end;

    if (strlen(line) != multipart->header_length)
        return refuse(multipart, "a header in the form has a NUL");
    for (; strncmp(line, "\r\n", 2) != 0; line = end + 2) {
        end = strstr(line, "\r\n");
        *end = '\0';
        if (!read_header(multipart, &part, line))
            return false;
    }
    if (part.name == NULL || *part.name == '\0')
        return refuse(multipart, "a part of the form has no name");
    multipart->in_part = true;
    return multipart->taker.begin(multipart->taker.context, &part);
}

/* ------------------------------------------------------------------------- the states, each for the bytes it takes -- */

static bool give(struct multipart *multipart, const char *bytes, size_t size)
{
    if (size == 0)
        return true;
    if (!multipart->in_part)
        return refuse(multipart, "the form does not begin with its boundary");
    return multipart->taker.content(multipart->taker.context, bytes, size);
}

static bool end_part(struct multipart *multipart)
{
    bool ends = multipart->in_part;

    multipart->in_part = false;
    multipart->matched = multipart->before = 0;
    multipart->state = BEHIND_BOUNDARY;
    return !ends || multipart->taker.end(multipart->taker.context);
}

/*
 * Content, up to CR LF "--" boundary. A CR stands at the begin of that and nowhere else in it, so what was held for its begin and goes on
 * otherwise is content as a whole: nothing of it can begin another. The CR LF may be that before the content (RFC 2046: a part without any),
 * or none at all, where the form begins; then it is `before`, and never content.
 */
static bool in_content(struct multipart *multipart, const char **at, const char *end)
{
    const char *delimiter = multipart->delimiter, *start = *at, *found;
    size_t length = multipart->delimiter_length, held = multipart->matched;
    size_t tail = (size_t)(end - start) < length - 1 ? (size_t)(end - start) : length - 1;

    if (held > 0) {
        if (*start == delimiter[held]) {
            (*at)++;
            return ++multipart->matched < length || end_part(multipart);
        }
        multipart->matched = 0;
        start = delimiter + multipart->before;
        held -= multipart->before;
        multipart->before = 0;
        return give(multipart, start, held);
    }
    found = memmem(start, (size_t)(end - start), delimiter, length);
    if (found != NULL) {
        *at = found + length;
        return give(multipart, start, (size_t)(found - start)) && end_part(multipart);
    }
    found = memrchr(end - tail, '\r', tail);
    if (found == NULL || memcmp(found, delimiter, (size_t)(end - found)) != 0)
        found = end;
    multipart->matched = (size_t)(end - found);
    *at = end;
    return give(multipart, start, (size_t)(found - start));
}

/* CR LF, or "--" behind the last one. */
static bool behind_boundary(struct multipart *multipart, const char **at, const char *end)
{
    char *two = multipart->header;

    (void)end;
    two[multipart->matched++] = *(*at)++;
    if (multipart->matched < 2)
        return true;
    multipart->matched = 0;
    multipart->header_length = 0;
    multipart->state = two[0] == '-' ? AT_END : IN_HEADER;
    return memcmp(two, "\r\n", 2) == 0 || memcmp(two, "--", 2) == 0 ||
           refuse(multipart, "a boundary of the form goes on");
}

/* A line of nothing ends the headers; if it is the first, there are none. */
static bool in_header(struct multipart *multipart, const char **at, const char *end)
{
    char *header = multipart->header;
    size_t length = multipart->header_length;

    (void)end;
    if (length == MULTIPART_HEADER)
        return refuse(multipart, "a part of the form has too much of a header");
    header[length++] = *(*at)++;
    header[length] = '\0';
    multipart->header_length = length;
    if (length < 2 || memcmp(header + length - 2, "\r\n", 2) != 0 ||
        (length > 2 && (length < 4 || memcmp(header + length - 4, "\r\n", 2) != 0)))
        return true;
    multipart->state = IN_CONTENT;
    multipart->matched = multipart->before = 2;
    return begin_part(multipart);
}

static bool at_end(struct multipart *multipart, const char **at, const char *end)
{
    (void)end;
    return (multipart->matched < 2 && *(*at)++ == "\r\n"[multipart->matched++]) ||
           refuse(multipart, "something stands behind the last boundary of the form");
}

static bool (*const states[])(struct multipart *, const char **at,
                              const char *end) = {[IN_CONTENT] = in_content,
                                                  [BEHIND_BOUNDARY] = behind_boundary,
                                                  [IN_HEADER] = in_header,
                                                  [AT_END] = at_end};

const char *multipart_begin(struct multipart *multipart, const char *content_type,
                            struct multipart_taker taker)
{
    char value[1024], *at = value, *boundary = NULL;
    struct parameter parameter;
    size_t length = strlen(content_type);

    *multipart = (struct multipart){.taker = taker, .matched = 2, .before = 2};
    if (length >= sizeof value)
        return "the Content-Type is too long";
    memcpy(value, content_type, length + 1);
    at += strcspn(value, ";" BLANKS);
    while (take_parameter(&at, &parameter))
        if (is_called(&parameter, "boundary")) {
            if (boundary != NULL)
                return "the form has two boundaries";
            boundary = parameter.value;
        }
    length = boundary != NULL ? strlen(boundary) : 0;
    if (*at != '\0' || length == 0 || length > MULTIPART_BOUNDARY || strspn(boundary, BOUNDARY) != length ||
        boundary[length - 1] == ' ')
        return "the form has no boundary of 1 to 70 characters that can be in one";
    memcpy(multipart->delimiter, "\r\n--", 4);
    memcpy(multipart->delimiter + 4, boundary, length + 1);
    multipart->delimiter_length = 4 + length;
    return NULL;
}

bool multipart_receive(struct multipart *multipart, const char *bytes, size_t size)
{
    const char *at = bytes, *end = bytes + size;

    while (at < end && !multipart->ended)
        multipart->ended = !states[multipart->state](multipart, &at, end);
    return !multipart->ended;
}

bool multipart_finish(struct multipart *multipart)
{
    if (!multipart->ended && multipart->state != AT_END) {
        multipart->ended = true;
        multipart->wrong = "the form has no last boundary: it was cut off";
    }
    return !multipart->ended;
}
