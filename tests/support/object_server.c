/* See object_server.h. */
#include "object_server.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

struct served_object {
    struct served_object *next;
    char key[300];
    char upload[16]; /* "": an object, else a part, or the begin of an upload (part 0) */
    unsigned part;
    unsigned char *content; /* NULL: it was forgotten */
    size_t size;
};

struct served_request {
    char head[16384];
    char method[8], path[600], query[2600], key[300];
    char *headers; /* the first of them */
    unsigned char *body;
    size_t size;
    char hash[65];
};

/* ------------------------------------------------------------------------------------------------- bytes -- */

static bool send_bytes(int fd, const void *content, size_t size)
{
    const char *at = content;

    while (size > 0) {
        ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool answer(int fd, int status, const char *headers, const void *body, size_t size)
{
    char head[1200];
    int length = snprintf(head, sizeof head, "HTTP/1.1 %d Told\r\n%sContent-Length: %zu\r\n\r\n", status,
                          headers, size);

    return send_bytes(fd, head, (size_t)length) && send_bytes(fd, body, size);
}

static bool answer_error(int fd, const char *method, int status, const char *code)
{
    char body[600];
    int size = snprintf(body, sizeof body,
                        "<?xml version=\"1.0\"?>\n<Error><Code>%s</Code><Message>because of\x01 "
                        "&quot;%s&quot;</Message></Error>",
                        code, code);

    if (strcmp(method, "HEAD") == 0) {
        char head[100];

        size = snprintf(head, sizeof head, "HTTP/1.1 %d Told\r\nContent-Length: 100\r\n\r\n", status);
        return send_bytes(fd, head, (size_t)size);
    }
    return answer(fd, status, "", body, (size_t)size);
}

static void hex_of(char *out, const unsigned char *digest)
{
    size_t i;

    for (i = 0; i < 32; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

/* --------------------------------------------------------------------------------------------- a request -- */

/* The value of a header, without spaces around it; "" for none. */
static void find_header(char *out, size_t room, const struct served_request *request, const char *name)
{
    const char *line = request->headers;
    size_t length = strlen(name);

    out[0] = '\0';
    while (*line != '\0' && *line != '\r') {
        const char *end = strstr(line, "\r\n");

        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            line += length + 1;
            line += strspn(line, " ");
            snprintf(out, room, "%.*s", (int)(end - line), line);
            return;
        }
        line = end + 2;
    }
}

static void mac(unsigned char *out, const void *key, size_t size, const char *text)
{
    HMAC(EVP_sha256(), key, (int)size, (const unsigned char *)text, strlen(text), out, NULL);
}

static bool is_signed(const struct object_server *server, const struct served_request *request)
{
    char authorization[2000], names[500], expected[65], value[4200], time[40], hash[100], scope[500],
        region[64];
    char *canonical = malloc(20000), *text, *name, *rest = names;
    unsigned char key[32];
    const char *at;

    find_header(authorization, sizeof authorization, request, "authorization");
    find_header(time, sizeof time, request, "x-amz-date");
    find_header(hash, sizeof hash, request, "x-amz-content-sha256");
    find_header(value, sizeof value, request, "x-amz-security-token");
    at = strstr(authorization, "SignedHeaders=");
    if (at == NULL || strcmp(hash, request->hash) != 0 ||
        (server->token != NULL && strcmp(value, server->token) != 0) ||
        sscanf(authorization,
               "AWS4-HMAC-SHA256 Credential=" OBJECT_KEY_ID "/%*8[0-9]/%63[^/]/s3/aws4_request",
               region) != 1) {
        free(canonical);
        return false;
    }
    snprintf(names, sizeof names, "%.*s", (int)strcspn(at + 14, ","), at + 14);
    text = canonical + sprintf(canonical, "%s\n%s\n%s\n", request->method, request->path, request->query);
    snprintf(scope, sizeof scope, "%s", names);
    while ((name = strsep(&rest, ";")) != NULL) {
        find_header(value, sizeof value, request, name);
        text += sprintf(text, "%s:%s\n", name, value);
    }
    text += sprintf(text, "\n%s\n%s", scope, hash);
    SHA256((unsigned char *)canonical, (size_t)(text - canonical), key);
    hex_of(expected, key);
    sprintf(canonical, "AWS4-HMAC-SHA256\n%s\n%.8s/%s/s3/aws4_request\n%s", time, time, region, expected);
    time[8] = '\0';
    mac(key, "AWS4" OBJECT_SECRET, strlen("AWS4" OBJECT_SECRET), time);
    mac(key, key, 32, region);
    mac(key, key, 32, "s3");
    mac(key, key, 32, "aws4_request");
    mac(key, key, 32, canonical);
    hex_of(expected, key);
    free(canonical);
    at = strstr(authorization, "Signature=");
    return at != NULL && strcmp(at + 10, expected) == 0 && strstr(scope, "host") != NULL &&
           strstr(scope, "x-amz-content-sha256") != NULL && strstr(scope, "x-amz-date") != NULL;
}

static bool read_head(int fd, struct served_request *request)
{
    size_t used = 0;
    char *end;

    request->head[0] = '\0';
    while (used < sizeof request->head - 1 && recv(fd, request->head + used, 1, 0) == 1) {
        request->head[++used] = '\0';
        if (used >= 4 && memcmp(request->head + used - 4, "\r\n\r\n", 4) == 0)
            break;
    }
    end = strstr(request->head, "\r\n");
    request->query[0] = request->key[0] = '\0';
    if (used < 4 || end == NULL ||
        sscanf(request->head, "%7s %599[^? ]?%2599[^ ]", request->method, request->path, request->query) < 2)
        return false;
    request->headers = end + 2;
    if (strncmp(request->path, "/" OBJECT_BUCKET "/", sizeof OBJECT_BUCKET + 1) == 0)
        snprintf(request->key, sizeof request->key, "%s", request->path + sizeof OBJECT_BUCKET + 1);
    return true;
}

static bool read_body(int fd, struct served_request *request, bool forgets)
{
    char value[40];
    unsigned char piece[65536], digest[32];
    size_t done = 0;
    SHA256_CTX sha;

    find_header(value, sizeof value, request, "content-length");
    request->size = (size_t)strtoull(value, NULL, 10);
    request->body = forgets && request->size > 65536 ? NULL : malloc(request->size + 1);
    SHA256_Init(&sha);
    while (done < request->size) {
        size_t wanted = request->size - done < sizeof piece ? request->size - done : sizeof piece;
        ssize_t got = recv(fd, piece, wanted, 0);

        if (got <= 0)
            return false;
        if (request->body != NULL)
            memcpy(request->body + done, piece, (size_t)got);
        SHA256_Update(&sha, piece, (size_t)got);
        done += (size_t)got;
    }
    if (request->body != NULL)
        request->body[done] = '\0';
    SHA256_Final(digest, &sha);
    hex_of(request->hash, digest);
    return true;
}

/* ------------------------------------------------------------------------------------------------ objects -- */

static struct served_object **find_object(struct object_server *server, const char *key, const char *upload,
                                          unsigned part)
{
    struct served_object **at = &server->objects;

    while (*at != NULL &&
           (strcmp((*at)->key, key) != 0 || strcmp((*at)->upload, upload) != 0 || (*at)->part != part))
        at = &(*at)->next;
    return at;
}

static void drop_object(struct served_object **at)
{
    struct served_object *object = *at;

    if (object == NULL)
        return;
    *at = object->next;
    free(object->content);
    free(object);
}

/* In the order of keys, as a listing has them; takes `content`. */
static void keep_object(struct object_server *server, const char *key, const char *upload, unsigned part,
                        unsigned char *content, size_t size)
{
    struct served_object *object = calloc(1, sizeof *object), **at = &server->objects;

    drop_object(find_object(server, key, upload, part));
    snprintf(object->key, sizeof object->key, "%s", key);
    snprintf(object->upload, sizeof object->upload, "%s", upload);
    object->part = part;
    object->content = content;
    object->size = size;
    while (*at != NULL && strcmp((*at)->key, key) < 0)
        at = &(*at)->next;
    object->next = *at;
    *at = object;
}

static void drop_upload(struct object_server *server, const char *upload)
{
    struct served_object **at = &server->objects;

    while (*at != NULL)
        if (strcmp((*at)->upload, upload) == 0)
            drop_object(at);
        else
            at = &(*at)->next;
}

static bool complete_upload(struct object_server *server, const struct served_request *request,
                            const char *upload)
{
    unsigned char *whole = NULL;
    size_t size = 0;
    unsigned part;
    char expected[100];

    for (part = 1; *find_object(server, request->key, upload, part) != NULL; part++) {
        struct served_object *object = *find_object(server, request->key, upload, part);

        snprintf(expected, sizeof expected, "<Part><PartNumber>%u</PartNumber><ETag>\"e%u\"</ETag></Part>",
                 part, part);
        if (strstr((char *)request->body, expected) == NULL) {
            free(whole);
            return false;
        }
        if (object->content != NULL) {
            whole = realloc(whole, size + object->size);
            memcpy(whole + size, object->content, object->size);
        }
        size += object->size;
    }
    drop_upload(server, upload);
    keep_object(server, request->key, "", 0, whole, size);
    return true;
}

/* ----------------------------------------------------------------------------------------------- the calls -- */

struct served_answer {
    int status;
    char headers[300];
    char *body;          /* malloc's */
    size_t size, length; /* `length`: what HEAD says */
    const char *code;
};

static void list_objects(struct object_server *server, const struct served_request *request,
                         struct served_answer *out)
{
    const char *after = strstr(request->query, "continuation-token="),
               *prefix = strstr(request->query, "prefix=");
    char wanted[300] = "";
    struct served_object *object;
    unsigned count = 0, start = after != NULL ? (unsigned)strtoul(after + 26, NULL, 10) : 0, n = 0;
    FILE *file = open_memstream(&out->body, &out->size);

    for (prefix = prefix != NULL ? prefix + 7 : ""; *prefix != '\0' && *prefix != '&';)
        if (strncmp(prefix, "%2F", 3) == 0) {
            strcat(wanted, "/");
            prefix += 3;
        } else
            strncat(wanted, prefix++, 1);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult "
          "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">",
          file);
    for (object = server->objects; object != NULL; object = object->next) {
        if (object->upload[0] != '\0' || strncmp(object->key, wanted, strlen(wanted)) != 0 || n++ < start)
            continue;
        if (count++ == server->page)
            break;
        fprintf(file, "\n  <Contents>\n    <Key>%s</Key><Size>%zu</Size><Owner><ID>x</ID></Owner></Contents>",
                object->key, object->size);
    }
    fprintf(file, "<IsTruncated>%s</IsTruncated>", object != NULL ? "true" : "false");
    if (object != NULL)
        fprintf(file, "<NextContinuationToken>a/+%u</NextContinuationToken>",
                server->same_token ? 0 : start + server->page);
    fputs("</ListBucketResult>\n", file);
    fclose(file);
    out->status = 200;
}

static void give_object(struct object_server *server, const struct served_request *request,
                        struct served_answer *out, bool from_0)
{
    struct served_object *object = *find_object(server, request->key, "", 0);
    char range[100];
    uint64_t first = 0, last;

    if (request->key[0] == '\0') {
        out->status = 200;
        return;
    }
    if (object == NULL) {
        out->status = 404;
        out->code = "NoSuchKey";
        return;
    }
    find_header(range, sizeof range, request, "range");
    last = object->size - 1;
    out->status = 200;
    out->length = object->size;
    if (sscanf(range, "bytes=%" SCNu64 "-%" SCNu64, &first, &last) == 2) {
        if (first >= object->size) {
            out->status = 416;
            out->code = "InvalidRange";
            return;
        }
        if (last >= object->size)
            last = object->size - 1;
        if (from_0) {
            last -= first;
            first = 0;
        }
        out->status = 206;
        snprintf(out->headers, sizeof out->headers, "Content-Range: bytes %ju-%ju/%zu\r\n", (uintmax_t)first,
                 (uintmax_t)last, object->size);
    }
    out->size = object->size == 0 ? 0 : (size_t)(last - first + 1);
    out->body = calloc(1, out->size + 1);
    if (object->content != NULL)
        memcpy(out->body, object->content + first, out->size);
}

static void post(struct object_server *server, const struct served_request *request,
                 struct served_answer *out)
{
    static unsigned uploads;
    char upload[16];

    out->status = 200;
    if (strcmp(request->query, "uploads=") == 0) {
        snprintf(upload, sizeof upload, "up%%2F%u", ++uploads);
        keep_object(server, request->key, upload, 0, NULL, 0);
        out->size = (size_t)asprintf(
            &out->body,
            "<InitiateMultipartUploadResult><UploadId>up/%u</UploadId></InitiateMultipartUploadResult>",
            uploads);
        return;
    }
    snprintf(upload, sizeof upload, "%s",
             strncmp(request->query, "uploadId=", 9) == 0 ? request->query + 9 : "");
    if (*find_object(server, request->key, upload, 0) == NULL || upload[0] == '\0') {
        out->status = 404;
        out->code = "NoSuchUpload";
    } else if (!complete_upload(server, request, upload)) {
        out->status = 400;
        out->code = "InvalidPart";
    } else
        out->size = (size_t)asprintf(
            &out->body, "<?xml version=\"1.0\"?>\n\n   "
                        "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
}

static void serve_put(struct object_server *server, struct served_request *request, struct served_answer *out)
{
    char upload[16] = "";
    unsigned part = 0;

    out->status = 200;
    if (sscanf(request->query, "partNumber=%u&uploadId=%15s", &part, upload) == 2 &&
        *find_object(server, request->key, upload, 0) == NULL) {
        out->status = 404;
        out->code = "NoSuchUpload";
        return;
    }
    keep_object(server, request->key, upload, part, request->body, request->size);
    request->body = NULL;
    snprintf(out->headers, sizeof out->headers, "ETag: \"e%u\"\r\n", part);
}

static void serve_request(struct object_server *server, struct served_request *request,
                          struct served_answer *out, bool from_0)
{
    out->code = "InternalError";
    if (!is_signed(server, request)) {
        out->status = 403;
        out->code = "SignatureDoesNotMatch";
    } else if (strncmp(request->path, "/" OBJECT_BUCKET, sizeof OBJECT_BUCKET) != 0) {
        out->status = 404;
        out->code = "NoSuchBucket";
    } else if (strcmp(request->method, "PUT") == 0)
        serve_put(server, request, out);
    else if (strcmp(request->method, "POST") == 0)
        post(server, request, out);
    else if (strcmp(request->method, "DELETE") == 0) {
        if (strncmp(request->query, "uploadId=", 9) == 0)
            drop_upload(server, request->query + 9);
        else
            drop_object(find_object(server, request->key, "", 0));
        out->status = 204;
    } else if (request->key[0] == '\0' && strcmp(request->method, "GET") == 0)
        list_objects(server, request, out);
    else
        give_object(server, request, out, from_0);
}

/* ------------------------------------------------------------------------------------------------- faults -- */

static struct object_plan plan_of(struct object_server *server, const struct served_request *request)
{
    struct object_plan none = {.fault = OBJECT_FAULT_NONE};
    unsigned i;

    for (i = 0; i < server->plan_count; i++) {
        struct object_plan *plan = &server->plans[i];

        if (strcmp(plan->method, request->method) != 0 ||
            strncmp(request->query, plan->query, strlen(plan->query)) != 0)
            continue;
        if (plan->skip > 0)
            plan->skip--;
        else if (plan->times > 0) {
            plan->times--;
            return *plan;
        }
    }
    return none;
}

/* For ever, but for the other side. */
static void send_endlessly(int fd, const char *head, const char *piece)
{
    bool sent = send_bytes(fd, head, strlen(head));

    while (sent)
        sent = send_bytes(fd, piece, strlen(piece));
}

static bool send_answer(int fd, const struct served_request *request, const struct served_answer *out,
                        const struct object_plan *plan)
{
    char head[700], byte;

    switch (plan->fault) {
    case OBJECT_DONE_STATUS:
        return answer_error(fd, request->method, plan->status, plan->code);
    case OBJECT_SILENT:
        while (recv(fd, &byte, 1, 0) == 1) {
        }
        return false;
    case OBJECT_DONE_CUT:
        return false;
    case OBJECT_CUT_BODY:
        snprintf(head, sizeof head, "HTTP/1.1 %d Told\r\n%sContent-Length: %zu\r\n\r\n", out->status,
                 out->headers, out->size);
        (void)(send_bytes(fd, head, strlen(head)) && send_bytes(fd, out->body, out->size / 2));
        return false;
    case OBJECT_HALF_IN_200:
        return answer(fd, 200, "", "<CompleteMultipartUploadResult><ETa", 35);
    default:
        break;
    }
    if (out->status >= 400)
        return answer_error(fd, request->method, out->status, out->code);
    if (strcmp(request->method, "HEAD") == 0) {
        int length =
            snprintf(head, sizeof head, "HTTP/1.1 200 Told\r\nContent-Length: %zu\r\n\r\n", out->length);

        return send_bytes(fd, head, (size_t)length);
    }
    return answer(fd, out->status, out->headers, out->body, out->size);
}

/* What is told without doing anything; *done: it was. */
static bool fail_at_once(bool *done, int fd, const struct served_request *request,
                         const struct object_plan *plan)
{
    char head[700];

    *done = true;
    switch (plan->fault) {
    case OBJECT_STATUS:
        return answer_error(fd, request->method, plan->status, plan->code);
    case OBJECT_ERROR_IN_200:
        return answer_error(fd, request->method, 200, plan->code);
    case OBJECT_ENDLESS_HEADERS:
        send_endlessly(fd, "HTTP/1.1 200 Told\r\n", "X-More: of it\r\n");
        return false;
    case OBJECT_ENDLESS_BODY:
        send_endlessly(fd, "HTTP/1.1 206 Told\r\nContent-Range: bytes 0-9/10\r\n\r\n", "0123456789");
        return false;
    case OBJECT_REDIRECT:
        snprintf(head, sizeof head, "Location: %s\r\n", plan->code);
        return answer(fd, 307, head, "", 0);
    default:
        *done = false;
        return true;
    }
}

static bool serve_one(struct object_server *server, int fd, struct served_request *request)
{
    struct served_answer out = {.status = 500};
    struct object_plan plan;
    bool done = false, goes_on;

    request->body = NULL;
    if (!read_head(fd, request))
        return false;
    pthread_mutex_lock(&server->mutex);
    plan = plan_of(server, request);
    if (strlen(server->log) + 60 < sizeof server->log)
        sprintf(server->log + strlen(server->log), "%s%s%.*s ", request->method,
                request->query[0] != '\0' ? "?" : "",
                (int)(strcspn(request->query, "=") < 20 ? strcspn(request->query, "=") : 20), request->query);
    pthread_mutex_unlock(&server->mutex);
    if (plan.fault == OBJECT_CUT)
        return false;
    goes_on = read_body(fd, request, server->forgets);
    if (goes_on)
        goes_on = fail_at_once(&done, fd, request, &plan);
    if (goes_on && !done) {
        pthread_mutex_lock(&server->mutex);
        serve_request(server, request, &out, plan.fault == OBJECT_OTHER_RANGE);
        pthread_mutex_unlock(&server->mutex);
        goes_on = send_answer(fd, request, &out, &plan);
    }
    free(request->body);
    free(out.body);
    return goes_on;
}

struct served_connection {
    struct object_server *server;
    int fd;
};

static void *serve_connection(void *context)
{
    struct served_connection connection = *(struct served_connection *)context;
    struct served_request *request = malloc(sizeof *request);

    free(context);
    while (serve_one(connection.server, connection.fd, request)) {
    }
    free(request);
    close(connection.fd);
    return NULL;
}

static void *accept_connections(void *context)
{
    struct object_server *server = context;
    int fd, one = 1;

    while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
        struct served_connection *connection = malloc(sizeof *connection);

        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        *connection = (struct served_connection){server, fd};
        if (server->connection_count == sizeof server->connections / sizeof *server->connections ||
            pthread_create(&server->connections[server->connection_count++], NULL, serve_connection,
                           connection) != 0)
            abort();
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------- for the tests -- */

void object_server_start(struct object_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;

    memset(server, 0, sizeof *server);
    server->page = 1000;
    pthread_mutex_init(&server->mutex, NULL);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->listener < 0 || bind(server->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(server->listener, 64) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &size) != 0 ||
        pthread_create(&server->thread, NULL, accept_connections, server) != 0)
        abort();
    snprintf(server->endpoint, sizeof server->endpoint, "http://127.0.0.1:%u", ntohs(address.sin_port));
}

/* The connections end when their other side has closed. */
void object_server_stop(struct object_server *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
    while (server->connection_count > 0)
        pthread_join(server->connections[--server->connection_count], NULL);
    while (server->objects != NULL)
        drop_object(&server->objects);
    pthread_mutex_destroy(&server->mutex);
}

void object_server_fault(struct object_server *server, const char *method, const char *query,
                         enum object_fault fault, int status, const char *code, unsigned skip, unsigned times)
{
    pthread_mutex_lock(&server->mutex);
    server->plans[server->plan_count++] =
        (struct object_plan){method, query, fault, status, code, skip, times};
    pthread_mutex_unlock(&server->mutex);
}

int64_t object_server_size(struct object_server *server, const char *key)
{
    struct served_object *object;

    pthread_mutex_lock(&server->mutex);
    object = *find_object(server, key, "", 0);
    pthread_mutex_unlock(&server->mutex);
    return object != NULL ? (int64_t)object->size : -1;
}

bool object_server_is(struct object_server *server, const char *key, const void *content, size_t size)
{
    struct served_object *object;
    bool same;

    pthread_mutex_lock(&server->mutex);
    object = *find_object(server, key, "", 0);
    same = object != NULL && object->size == size && memcmp(object->content, content, size) == 0;
    pthread_mutex_unlock(&server->mutex);
    return same;
}

void object_server_add(struct object_server *server, const char *key, const void *content, size_t size)
{
    unsigned char *copy = calloc(1, size + 1);

    if (content != NULL)
        memcpy(copy, content, size);
    pthread_mutex_lock(&server->mutex);
    keep_object(server, key, "", 0, copy, size);
    pthread_mutex_unlock(&server->mutex);
}

unsigned object_server_uploads(struct object_server *server)
{
    struct served_object *object;
    unsigned count = 0;

    pthread_mutex_lock(&server->mutex);
    for (object = server->objects; object != NULL; object = object->next)
        count += object->upload[0] != '\0' && object->part == 0;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

unsigned object_server_count(struct object_server *server, const char *method)
{
    const char *at = server->log;
    unsigned count = 0;

    pthread_mutex_lock(&server->mutex);
    while ((at = strstr(at, method)) != NULL) {
        count++;
        at += strlen(method);
    }
    pthread_mutex_unlock(&server->mutex);
    return count;
}
