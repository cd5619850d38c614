/*
 * Where objects are, as a user writes it:
 *
 *     s3://BUCKET[/PREFIX][?endpoint=https://HOST[:PORT]&region=REGION&style=path|host&profile=NAME]
 *
 * Each parameter at most once, its value with %XX where it must. The prefix goes in front of each object's name, with a '/' between.
 * What is left out is told by the environment as other programs have it (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION,
 * AWS_DEFAULT_REGION, AWS_PROFILE), and is Amazon's own else.
 */
#ifndef NNREG_STORE_S3_LOCATION_H
#define NNREG_STORE_S3_LOCATION_H

#include <stdbool.h>

#include "base/status.h"

#define NNREG_S3_BUCKET 64  /* bytes with their NUL, as all here */
#define NNREG_S3_PREFIX 513 /* a key has up to 1024 bytes */
#define NNREG_S3_HOST   300 /* with its port */
#define NNREG_S3_WORD   128

struct nnreg_s3_location {
    char bucket[NNREG_S3_BUCKET];
    char prefix[NNREG_S3_PREFIX]; /* "" or one that ends in '/' */
    char host[NNREG_S3_HOST];     /* of the endpoint; "": Amazon's for the region */
    char region[NNREG_S3_WORD];   /* "": not given */
    char profile[NNREG_S3_WORD];  /* "": not given */
    bool secure;                  /* TLS; only an endpoint that says http:// is without */
    bool style_given, path_style; /* the bucket is the first part of the path, else of the host's name */
};

/* What a name has in the environment, or NULL. */
typedef const char *nnreg_s3_environment(const char *name);
/* The process's; nothing where the process has rights that its user has not. */
const char *nnreg_s3_process_environment(const char *name);

/* NNREG_INVALID_ARGUMENT: it is none. */
nnreg_status nnreg_s3_parse(struct nnreg_s3_location *location, const char *text, struct nnreg_error *error);
/* Fills in what was left out. */
nnreg_status nnreg_s3_complete(struct nnreg_s3_location *location, nnreg_s3_environment *environment,
                               struct nnreg_error *error);

#endif
