/*
 * Who asks: from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the section of a profile in a file
 * (AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials): the one that the location names, else AWS_PROFILE's, else "default".
 */
#ifndef NNREG_STORE_S3_CREDENTIALS_H
#define NNREG_STORE_S3_CREDENTIALS_H

#include "store/s3/location.h"
#include "store/s3/sign.h"

/* A profile that the location names goes before the environment. NNREG_INVALID_ARGUMENT: there are none, or they are wrong. */
nnreg_status nnreg_s3_find_credentials(struct nnreg_s3_credentials *credentials,
                                       const struct nnreg_s3_location *location,
                                       nnreg_s3_environment *environment, struct nnreg_error *error);

#endif
