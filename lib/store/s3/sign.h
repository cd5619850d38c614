/* Requests signed as "Signature Version 4" of Amazon's documentation has it: what is signed, and the header that proves it. */
#ifndef NNREG_STORE_S3_SIGN_H
#define NNREG_STORE_S3_SIGN_H

#include <stddef.h>

#include "base/bytes.h"

#define NNREG_S3_TIME 17 /* "20130524T000000Z" and its NUL */

/* Never in a message. Wiped by nnreg_s3_wipe. */
struct nnreg_s3_credentials {
    char id[256];
    char secret[256];
    char token[4096]; /* "": none */
};

struct nnreg_s3_header {
    const char *name; /* in small letters */
    const char *value;
};

struct nnreg_s3_request {
    const char *method;
    const char *path;  /* as it is sent: what is not [A-Za-z0-9-_.~/] as %XX */
    const char *query; /* NAME=VALUE&…, sorted by names, and both with %XX */
    const struct nnreg_s3_header
        *headers; /* sorted by names: host, x-amz-date and x-amz-content-sha256 among them */
    size_t header_count;
    const char *payload_hash; /* what x-amz-content-sha256 has */
    const char *time;         /* what x-amz-date has */
};

/* Appends what the header `authorization` has as its value. */
nnreg_status nnreg_s3_sign(struct nnreg_bytes *authorization, const struct nnreg_s3_request *request,
                           const char *region, const struct nnreg_s3_credentials *credentials,
                           struct nnreg_error *error);

/* The moment, in microseconds since 1970, as x-amz-date has it. */
void nnreg_s3_time(char out[NNREG_S3_TIME], int64_t moment);
/* Appends a text with all but [A-Za-z0-9-_.~] as %XX. */
void nnreg_s3_encode(struct nnreg_bytes *out, const char *text);
void nnreg_s3_wipe(void *secret, size_t size);

#endif
