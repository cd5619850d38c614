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
    multipart->ended = true;
    return false;
}

/* As the taker says. */
static bool goes_on(struct multipart *multipart, bool taken)
{
    multipart->ended = !taken;
    return taken;
}

/* -------------------------------------------------------------------------------------- headers and parameters -- */

/*
 * Moves the value behind the '=' that is at `to` there, so that there is room for its end. In quotation marks a backslash before a mark or a
 * backslash, and "%22", which browsers, curl and the original client write for a mark, are what they stand for. Returns what is behind
 * it, NULL if it has no end.
 */
static char *take_value(char *to)
{
    char *from = to + 1;

    if (*from == '"') {
        for (from++; *from != '"'; *to++ = *from++) {
            if (*from == '\\' && (from[1] == '"' || from[1] == '\\'))
                from++;
            else if (strncmp(from, "%22", 3) == 0)
                *(from += 2) = '"';
            else if (*from == '\0')
                return NULL;
        }
        from++;
    } else
        while (*from != '\0' && strchr(TOKEN, *from) != NULL)
            *to++ = *from++;
    *to = '\0';
    return from;
}

enum reading { READ_WHOLE, READ_TWICE, READ_BADLY };

/* Reads "; NAME=VALUE" up to the end, in place, and those with these names into `values`, which are NULL. The last name is NULL. */
static enum reading read_parameters(char *at, const char *const *names, const char **values)
{
    for (at += strspn(at, BLANKS); *at == ';'; at += strspn(at, BLANKS)) {
        char *name = at + 1 + strspn(at + 1, BLANKS), *value = name + strspn(name, TOKEN);
        size_t length = (size_t)(value - name), i;

        at = length > 0 && *value == '=' ? take_value(value) : NULL;
        if (at == NULL)
            return READ_BADLY;
        for (i = 0; names[i] != NULL; i++)
            if (strlen(names[i]) == length && strncasecmp(name, names[i], length) == 0) {
                if (values[i] != NULL)
                    return READ_TWICE;
                values[i] = value;
            }
    }
    return *at == '\0' ? READ_WHOLE : READ_BADLY;
}

/* form-data; name="..."; filename="..." */
static bool read_disposition(struct multipart *multipart, struct multipart_part *part, char *value)
{
    enum { NAME, FILENAME, ENCODED_FILENAME, ENCODED_NAME, COUNT };
    static const char *const names[] = {"name", "filename", "filename*", "name*", NULL};
    const char *values[COUNT] = {NULL};
    size_t length = strcspn(value, ";" BLANKS);
    enum reading reading = read_parameters(value + length, names, values);

    if (part->name != NULL)
        return refuse(multipart, "a part of the form has two Content-Dispositions");
    if (length != strlen("form-data") || strncasecmp(value, "form-data", length) != 0)
        return refuse(multipart, "a part of the form is no form-data");
    if (reading == READ_TWICE || values[ENCODED_NAME] != NULL)
        return refuse(multipart, "a part of the form has two names, or one in an encoding");
    part->name = values[NAME];
    part->filename = values[values[FILENAME] != NULL ? FILENAME : ENCODED_FILENAME];
    return reading == READ_WHOLE || refuse(multipart, "a Content-Disposition in the form cannot be read");
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

/* The lines of all headers, the last of which is one of nothing. */
static bool begin_part(struct multipart *multipart, char *line, size_t length)
{
    struct multipart_part part = {.type = ""};
    char *end;

    if (memchr(line, '\0', length) != NULL)
        return refuse(multipart, "a header in the form has a NUL");
    for (; memcmp(line, "\r\n", 2) != 0; line = end + 2) {
        end = strstr(line, "\r\n");
        *end = '\0';
        if (!read_header(multipart, &part, line))
            return false;
    }
    if (part.name == NULL || *part.name == '\0')
        return refuse(multipart, "a part of the form has no name");
    multipart->in_part = true;
    return goes_on(multipart, multipart->taker.begin(multipart->taker.context, &part));
}

/* ------------------------------------------------------------------------------------------------------ states -- */

/* Each takes from what there is, `size` bytes at `at`. false: it needs more, or it ended. */

/* Takes so many bytes, the first of which may stand before the content. */
static bool give(struct multipart *multipart, const char *at, size_t size)
{
    size_t before = multipart->before < size ? multipart->before : size;

    multipart->start += size;
    multipart->before -= before;
    if (size == before)
        return true;
    if (!multipart->in_part)
        return refuse(multipart, "the form does not begin with its boundary");
    return goes_on(multipart, multipart->taker.content(multipart->taker.context, at + before, size - before));
}

/*
 * Content, up to CR LF "--" boundary; as much as could be the begin of that stays for the next time. The CR LF may be that before the content
 * (RFC 2046: a part without any), or none at all, where the form begins.
 */
static bool in_content(struct multipart *multipart, char *at, size_t size)
{
    size_t length = multipart->delimiter_length;
    const char *found = memmem(at, size, multipart->delimiter, length);
    bool ends = multipart->in_part;

    if (found == NULL)
        return size >= length && give(multipart, at, size - length + 1);
    if (!give(multipart, at, (size_t)(found - at)))
        return false;
    multipart->start += length;
    multipart->in_part = false;
    multipart->state = BEHIND_BOUNDARY;
    return !ends || goes_on(multipart, multipart->taker.end(multipart->taker.context));
}

/* CR LF, or "--" behind the last one; each stays for the next state. */
static bool behind_boundary(struct multipart *multipart, char *at, size_t size)
{
    if (size < 2)
        return false;
    multipart->state = *at == '-' ? AT_END : IN_HEADER;
    return memcmp(at, "\r\n", 2) == 0 || memcmp(at, "--", 2) == 0 ||
           refuse(multipart, "a boundary of the form goes on");
}

/* Behind the boundary's line a line of nothing ends the headers, of which there may be none. Its CR LF stays, before the content. */
static bool in_header(struct multipart *multipart, char *at, size_t size)
{
    const char *end = memmem(at, size, "\r\n\r\n", 4);
    size_t length = end != NULL ? (size_t)(end - at) + 2 : size - 2;

    if (length > MULTIPART_HEADER)
        return refuse(multipart, "a part of the form has too much of a header");
    if (end == NULL)
        return false;
    multipart->start += length;
    multipart->before = 2;
    multipart->state = IN_CONTENT;
    return begin_part(multipart, at + 2, length);
}

static bool at_end(struct multipart *multipart, char *at, size_t size)
{
    if (size > 4 || memcmp(at, "--\r\n", size) != 0)
        return refuse(multipart, "something stands behind the last boundary of the form");
    return false;
}

static bool (*const states[])(struct multipart *, char *at,
                              size_t size) = {[IN_CONTENT] = in_content,
                                              [BEHIND_BOUNDARY] = behind_boundary,
                                              [IN_HEADER] = in_header,
                                              [AT_END] = at_end};

const char *multipart_begin(struct multipart *multipart, const char *content_type,
                            struct multipart_taker taker)
{
    static const char *const names[] = {"boundary", NULL};
    const char *boundary = NULL;
    char value[1024];
    enum reading reading;
    size_t length = strlen(content_type);

    *multipart = (struct multipart){.taker = taker, .before = 2, .stop = 2, .store = "\r\n"};
    if (length >= sizeof value)
        return "the Content-Type is too long";
    memcpy(value, content_type, length + 1);
    reading = read_parameters(value + strcspn(value, ";" BLANKS), names, &boundary);
    if (reading == READ_TWICE)
        return "the form has two boundaries";
    length = boundary != NULL ? strlen(boundary) : 0;
    if (reading != READ_WHOLE || length == 0 || length > MULTIPART_BOUNDARY ||
        strspn(boundary, BOUNDARY) != length || boundary[length - 1] == ' ')
        return "the form has no boundary of 1 to 70 characters that can be in one";
    memcpy(multipart->delimiter, "\r\n--", 4);
    memcpy(multipart->delimiter + 4, boundary, length + 1);
    multipart->delimiter_length = 4 + length;
    return NULL;
}

/* What stays of a piece is less than a delimiter or a header, so there is room for the next. */
bool multipart_receive(struct multipart *multipart, const char *bytes, size_t size)
{
    while (size > 0 && !multipart->ended) {
        size_t left = multipart->stop - multipart->start, room = sizeof multipart->store - left;
        size_t piece = size < room ? size : room;

        memmove(multipart->store, multipart->store + multipart->start, left);
        memcpy(multipart->store + left, bytes, piece);
        multipart->start = 0;
        multipart->stop = left + piece;
        bytes += piece;
        size -= piece;
        while (!multipart->ended && states[multipart->state](multipart, multipart->store + multipart->start,
                                                             multipart->stop - multipart->start))
            ;
    }
    return !multipart->ended;
}

bool multipart_finish(struct multipart *multipart)
{
    if (!multipart->ended && multipart->state != AT_END)
        refuse(multipart, "the form has no last boundary: it was cut off");
    return !multipart->ended;
}
