/*
 * The body of a form, piece by piece, as RFC 2046 (5.1.1) and RFC 7578 lay it out. It can be read in one way only, or is refused: nothing
 * stands before the first boundary or behind the last, each part has one Content-Disposition with one name, no header goes over two
 * lines, no content is encoded or a multipart itself, and the last boundary is there. (The reader of libmicrohttpd 0.9.75 takes a part
 * without a name, with two, with a NUL in one or with a multipart in it, and finds no name without quotation marks and no boundary of one
 * character.) What RFC 7578 (4.2) forbids and some send beside a filename, filename*, only says that there is one.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#define MULTIPART_BOUNDARY 70   /* characters, RFC 2046 */
#define MULTIPART_HEADER   8192 /* bytes of all headers of a part, with the line of nothing behind them */
#define MULTIPART_ROOM     (64u << 10)

struct multipart_part {
    const char *name;
    const char *filename; /* NULL: it has none; "" may be one */
    const char *type;     /* without parameters; "" if none is said */
};

/* Whom the parts are told, each by begin, any number of times content, end. What is borrowed is so until the call returns. false: it ends. */
struct multipart_taker {
    bool (*begin)(void *context, const struct multipart_part *part);
    bool (*content)(void *context, const char *bytes, size_t size);
    bool (*end)(void *context);
    void *context;
};

struct multipart {
    struct multipart_taker taker;
    const char *wrong; /* static; NULL: nothing, or the taker ended it */
    enum { IN_CONTENT, BEHIND_BOUNDARY, IN_HEADER, AT_END } state;
    bool in_part, ended;
    char delimiter[4 + MULTIPART_BOUNDARY + 1];
    size_t delimiter_length;
    size_t before;      /* bytes that stand before the content, not in it, but may be of a delimiter */
    size_t start, stop; /* of what came and was not taken yet */
    char store[MULTIPART_ROOM];
};

/* By the request's Content-Type. Returns NULL, or what is wrong with that. */
const char *multipart_begin(struct multipart *multipart, const char *content_type,
                            struct multipart_taker taker);
/* The next piece, of any size. false: it ends here, see `wrong`. */
bool multipart_receive(struct multipart *multipart, const char *bytes, size_t size);
/* Behind the last piece: whether the form was whole. */
bool multipart_finish(struct multipart *multipart);

#endif
