/* See xml.h. */
#include "store/s3/xml.h"

#include <stdint.h>
#include <string.h>

struct xml_reading {
    const char *at, *end;
    char path[NNREG_XML_PATH];
    char text[NNREG_XML_TEXT];
    size_t path_length, text_length, depth;
    bool has_children;
    nnreg_s3_xml_visit *visit;
    void *context;
};

static bool is_xml_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void pass_spaces(struct xml_reading *xml)
{
    while (xml->at < xml->end && is_xml_space(*xml->at))
        xml->at++;
}

static bool xml_begins_with(const struct xml_reading *xml, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(xml->end - xml->at) >= length && memcmp(xml->at, text, length) == 0;
}

static size_t name_length(const struct xml_reading *xml)
{
    const char *at = xml->at;

    while (at < xml->end &&
           ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_' || *at == ':' ||
            (at > xml->at && ((*at >= '0' && *at <= '9') || *at == '-' || *at == '.'))))
        at++;
    return (size_t)(at - xml->at);
}

static bool put_xml_text(struct xml_reading *xml, char c)
{
    if (xml->text_length + 1 >= sizeof xml->text || c == '\0')
        return false;
    xml->text[xml->text_length++] = c;
    return true;
}

static bool put_character(struct xml_reading *xml, uint32_t c)
{
    if (c < 0x80)
        return c != 0 && put_xml_text(xml, (char)c);
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return false;
    if (c < 0x800)
        return put_xml_text(xml, (char)(0xc0 | c >> 6)) && put_xml_text(xml, (char)(0x80 | (c & 0x3f)));
    if (c < 0x10000)
        return put_xml_text(xml, (char)(0xe0 | c >> 12)) &&
               put_xml_text(xml, (char)(0x80 | (c >> 6 & 0x3f))) &&
               put_xml_text(xml, (char)(0x80 | (c & 0x3f)));
    return put_xml_text(xml, (char)(0xf0 | c >> 18)) && put_xml_text(xml, (char)(0x80 | (c >> 12 & 0x3f))) &&
           put_xml_text(xml, (char)(0x80 | (c >> 6 & 0x3f))) && put_xml_text(xml, (char)(0x80 | (c & 0x3f)));
}

/* &#DIGITS; or &#xDIGITS;, of which `at` is behind the '#'. */
static bool read_numeric(struct xml_reading *xml)
{
    uint32_t base = 10, c = 0;
    size_t digits = 0;

    if (xml->at < xml->end && *xml->at == 'x') {
        base = 16;
        xml->at++;
    }
    for (; xml->at < xml->end && *xml->at != ';' && digits < 8; digits++) {
        char d = *xml->at++;
        uint32_t value = d >= '0' && d <= '9'   ? (uint32_t)(d - '0')
                         : d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a') + 10
                         : d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A') + 10
                                                : 99;

        if (value >= base)
            return false;
        c = c * base + value;
        if (c > 0x10ffff)
            return false;
    }
    if (digits == 0 || xml->at >= xml->end || *xml->at != ';')
        return false;
    xml->at++;
    return put_character(xml, c);
}

static bool read_entity(struct xml_reading *xml)
{
    static const struct {
        const char *name;
        char stands_for;
    } entities[] = {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}};
    size_t i;

    xml->at++;
    if (xml->at < xml->end && *xml->at == '#') {
        xml->at++;
        return read_numeric(xml);
    }
    for (i = 0; i < sizeof entities / sizeof *entities; i++)
        if (xml_begins_with(xml, entities[i].name)) {
            xml->at += strlen(entities[i].name);
            return put_xml_text(xml, entities[i].stands_for);
        }
    return false;
}

static bool end_element(struct xml_reading *xml)
{
    char *slash;
    bool goes_on;

    xml->text[xml->has_children ? 0 : xml->text_length] = '\0';
    goes_on = xml->visit(xml->path, xml->text, xml->context);
    slash = strrchr(xml->path, '/');
    xml->path_length = slash != NULL ? (size_t)(slash - xml->path) : 0;
    xml->path[xml->path_length] = '\0';
    xml->text_length = 0;
    xml->has_children = true;
    xml->depth--;
    return goes_on;
}

static bool read_end_tag(struct xml_reading *xml)
{
    const char *name = strrchr(xml->path, '/');
    size_t length;

    name = name != NULL ? name + 1 : xml->path;
    xml->at += 2;
    length = name_length(xml);
    if (length == 0 || strlen(name) != length || memcmp(name, xml->at, length) != 0)
        return false;
    xml->at += length;
    pass_spaces(xml);
    if (xml->at >= xml->end || *xml->at++ != '>')
        return false;
    return end_element(xml);
}

/* ` NAME="VALUE"`, any number of them; each value is passed over. */
static bool pass_attributes(struct xml_reading *xml)
{
    while (pass_spaces(xml), name_length(xml) > 0) {
        char quote;

        xml->at += name_length(xml);
        pass_spaces(xml);
        if (xml->at >= xml->end || *xml->at++ != '=')
            return false;
        pass_spaces(xml);
        if (xml->at >= xml->end || (*xml->at != '"' && *xml->at != '\''))
            return false;
        quote = *xml->at++;
        while (xml->at < xml->end && *xml->at != quote && *xml->at != '<')
            xml->at++;
        if (xml->at >= xml->end || *xml->at++ != quote)
            return false;
    }
    return true;
}

static bool read_start_tag(struct xml_reading *xml)
{
    size_t length;

    xml->at++;
    length = name_length(xml);
    if (length == 0 || xml->depth == NNREG_XML_DEPTH || xml->path_length + length + 2 > sizeof xml->path)
        return false;
    if (xml->depth++ > 0)
        xml->path[xml->path_length++] = '/';
    memcpy(xml->path + xml->path_length, xml->at, length);
    xml->path_length += length;
    xml->path[xml->path_length] = '\0';
    xml->at += length;
    xml->text_length = 0;
    xml->has_children = false;
    if (!pass_attributes(xml))
        return false;
    if (xml_begins_with(xml, "/>")) {
        xml->at += 2;
        return end_element(xml);
    }
    return xml->at < xml->end && *xml->at++ == '>';
}

static bool read_content(struct xml_reading *xml)
{
    if (xml_begins_with(xml, "</"))
        return read_end_tag(xml);
    if (*xml->at == '<')
        return read_start_tag(xml);
    if (*xml->at == '&')
        return read_entity(xml);
    return put_xml_text(xml, *xml->at++);
}

bool nnreg_s3_xml_read(const char *content, size_t size, nnreg_s3_xml_visit *visit, void *context)
{
    struct xml_reading xml = {.at = content, .end = content + size, .visit = visit, .context = context};

    if (xml_begins_with(&xml, "\xef\xbb\xbf"))
        xml.at += 3;
    pass_spaces(&xml); /* a store that takes long to answer sends some to keep the connection */
    if (xml_begins_with(&xml, "<?xml")) {
        const char *close = memchr(xml.at, '>', (size_t)(xml.end - xml.at));

        if (close == NULL || close[-1] != '?')
            return false;
        xml.at = close + 1;
        pass_spaces(&xml);
    }
    if (xml.at >= xml.end || *xml.at != '<' || !read_start_tag(&xml))
        return false;
    while (xml.depth > 0)
        if (xml.at >= xml.end || !read_content(&xml))
            return false;
    pass_spaces(&xml);
    return xml.at == xml.end;
}
