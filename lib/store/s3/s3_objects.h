/* A place for objects (objects.h) in a bucket of a store that speaks Amazon S3's protocol. */
#ifndef NNREG_STORE_S3_S3_OBJECTS_H
#define NNREG_STORE_S3_S3_OBJECTS_H

#include "store/objects.h"
#include "store/s3/location.h"

/* How long is waited, how often tried, and how much is sent at once. Tests have others than the defaults. */
struct nnreg_s3_limits {
    unsigned connect_ms;
    unsigned idle_s;    /* less than a byte a second for so long: the connection is given up */
    unsigned answer_ms; /* the whole of a call that has no object's bytes in it */
    unsigned attempts;  /* of one call, all in all */
    unsigned pause_ms;  /* the longest pause before the second attempt; each further one's is twice as long */
    unsigned longest_pause_ms;
    unsigned patience_ms; /* no attempt is begun so long after the first */
    unsigned parallel;    /* parts that are sent at once */
    uint64_t whole;       /* what is larger is sent in parts */
    uint64_t part;        /* bytes of one, or more where there would be too many */
};

extern const struct nnreg_s3_limits nnreg_s3_default_limits;

/*
 * `limits` NULL: the defaults. Nothing is asked of the store. NNREG_INVALID_ARGUMENT: location or credentials are none;
 * NNREG_UNSUPPORTED: libcurl has no TLS.
 */
nnreg_status nnreg_s3_open(struct nnreg_object_store **store, const char *location,
                           nnreg_s3_environment *environment, const struct nnreg_s3_limits *limits,
                           struct nnreg_error *error);

#endif
