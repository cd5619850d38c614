/* One call to a store, signed, sent and repeated as often as may be: what all of s3/ stands on. */
#ifndef NNREG_STORE_S3_S3_CALL_H
#define NNREG_STORE_S3_S3_CALL_H

#include <pthread.h>

#include "base/bytes.h"
#include "store/s3/s3_objects.h"
#include "store/s3/sign.h"

#define NNREG_S3_IDLE   8   /* connections that are kept open */
#define NNREG_S3_ETAG   136 /* bytes of what a store calls a part, with its NUL */
#define NNREG_S3_REASON 400
#define NNREG_S3_ANSWER ((size_t)4 << 20) /* bytes of an answer that is no object */

struct nnreg_s3_store {
    struct nnreg_object_store base;
    struct nnreg_s3_location location;
    struct nnreg_s3_credentials credentials;
    struct nnreg_s3_limits limits;
    pthread_mutex_t mutex;     /* of what follows */
    void *idle[NNREG_S3_IDLE]; /* CURL */
    unsigned idle_count;
};

struct nnreg_s3_call {
    /* What is asked. */
    const char *method;
    const char *name;         /* of the object, "" for the bucket */
    const char *query;        /* as struct nnreg_s3_request has it */
    const char *payload_hash; /* NULL: of nothing */
    const struct nnreg_object_source
        *source; /* of PUT: its bytes from `offset` on; of others with a body, all of `source->content` */
    uint64_t offset, size;
    bool ranged; /* of GET: the bytes from `offset` on, `size` of them, to `fd` at its beginning */
    int fd;
    bool slow; /* the answer may take minutes */
    nnreg_object_progress *progress;
    void *context;

    /* What came. */
    long status;             /* of HTTP; 0: none came */
    bool unknown;            /* an attempt may have done what was asked, and nobody heard */
    uint64_t content_length; /* UINT64_MAX: not told */
    char etag[NNREG_S3_ETAG];
    char code[64];                 /* of an error */
    char message[NNREG_S3_REASON]; /* of an error, or why there was no answer */
    struct nnreg_bytes answer;     /* what came, where it is no object; freed by nnreg_s3_call_free */
};

/*
 * NNREG_OK: there is an answer, of 200 to 299 or one that the caller is to look at (404, 416). All else is told, once no attempt is
 * left. `answered` (may be NULL) looks at an answer of 200: false, with call->code and call->message filled, has it repeated where the
 * code is one of those that pass.
 */
typedef bool nnreg_s3_answered(struct nnreg_s3_call *call);
nnreg_status nnreg_s3_ask(struct nnreg_s3_store *store, struct nnreg_s3_call *call,
                          nnreg_s3_answered *answered, struct nnreg_error *error);
void nnreg_s3_call_free(struct nnreg_s3_call *call);

/* Code and Message of an error's text; without control characters, and shortened. */
void nnreg_s3_read_error(struct nnreg_s3_call *call);
/* The status and the text for what came. */
nnreg_status nnreg_s3_tell(const struct nnreg_s3_call *call, struct nnreg_error *error);

/* SHA-256 of a range of what is put, in hexadecimal digits. */
nnreg_status nnreg_s3_hash(char out[65], const struct nnreg_object_source *source, uint64_t offset,
                           uint64_t size, struct nnreg_error *error);

/* s3_multipart.c: puts in parts. */
nnreg_status nnreg_s3_put_parts(bool *unknown, struct nnreg_s3_store *store, const char *name,
                                const struct nnreg_object_source *source, nnreg_object_progress *progress,
                                void *context, struct nnreg_error *error);
/* s3_list.c */
nnreg_status nnreg_s3_list(struct nnreg_object_store *store, const char *prefix, nnreg_object_visit *visit,
                           void *context, struct nnreg_error *error);
/* Of one object; NNREG_NOT_FOUND without a text. */
nnreg_status nnreg_s3_size(uint64_t *size, struct nnreg_object_store *store, const char *name,
                           struct nnreg_error *error);

#endif
