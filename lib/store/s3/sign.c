/*
 * See sign.h. What is signed is the hash of the canonical request (its method, path, query, the signed headers, their names, the hash
 * of its payload, a line each) below the time and the scope; the key for it comes of the secret by an HMAC for each part of the scope:
 * day, region, service, "aws4_request".
 */
#include "store/s3/sign.h"

#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/digest.h"

#define SIGN_SECRET 300

void nnreg_s3_wipe(void *secret, size_t size)
{
    OPENSSL_cleanse(secret, size);
}

void nnreg_s3_time(char out[NNREG_S3_TIME], int64_t moment)
{
    char text[NNREG_TIME_TEXT];
    size_t i, used = 0;

    nnreg_time_format(text, moment);
    for (i = 0; text[i] != '\0' && text[i] != '.' && text[i] != 'Z' && used < NNREG_S3_TIME - 2; i++)
        if (text[i] != '-' && text[i] != ':')
            out[used++] = text[i];
    out[used++] = 'Z';
    out[used] = '\0';
}

void nnreg_s3_encode(struct nnreg_bytes *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-_.~", c) != NULL)
            nnreg_bytes_char(out, (char)c);
        else
            nnreg_bytes_format(out, "%%%02X", c);
    }
}

static void hash_text(char out[NNREG_SHA256_TEXT], const struct nnreg_bytes *bytes)
{
    struct nnreg_sha256_small sha;
    unsigned char digest[NNREG_SHA256_SIZE];

    nnreg_sha256_small_begin(&sha);
    nnreg_sha256_small_add(&sha, bytes->content, bytes->size);
    nnreg_sha256_small_end(digest, &sha);
    nnreg_hex(out, digest);
}

static bool hmac_text(unsigned char out[NNREG_SHA256_SIZE], const void *key, size_t size, const char *text)
{
    return EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key, size, (const unsigned char *)text, strlen(text),
                     out, NNREG_SHA256_SIZE, NULL) != NULL;
}

static bool sign_text(unsigned char signature[NNREG_SHA256_SIZE], const char *text, const char *time,
                      const char *region, const struct nnreg_s3_credentials *credentials)
{
    char secret[SIGN_SECRET], day[9];
    unsigned char key[NNREG_SHA256_SIZE];
    bool done;

    (void)snprintf(secret, sizeof secret, "AWS4%s", credentials->secret);
    (void)snprintf(day, sizeof day, "%.8s", time);
    done = hmac_text(key, secret, strlen(secret), day) && hmac_text(key, key, sizeof key, region) &&
           hmac_text(key, key, sizeof key, "s3") && hmac_text(key, key, sizeof key, "aws4_request") &&
           hmac_text(signature, key, sizeof key, text);
    nnreg_s3_wipe(secret, sizeof secret);
    nnreg_s3_wipe(key, sizeof key);
    return done;
}

static void put_header_names(struct nnreg_bytes *out, const struct nnreg_s3_request *request)
{
    size_t i;

    for (i = 0; i < request->header_count; i++)
        nnreg_bytes_format(out, "%s%s", i > 0 ? ";" : "", request->headers[i].name);
}

static void put_canonical(struct nnreg_bytes *out, const struct nnreg_s3_request *request)
{
    size_t i;

    nnreg_bytes_format(out, "%s\n%s\n%s\n", request->method, request->path, request->query);
    for (i = 0; i < request->header_count; i++) {
        nnreg_bytes_text(out, request->headers[i].name);
        nnreg_bytes_char(out, ':');
        nnreg_bytes_text(out, request->headers[i].value);
        nnreg_bytes_char(out, '\n');
    }
    nnreg_bytes_char(out, '\n');
    put_header_names(out, request);
    nnreg_bytes_format(out, "\n%s", request->payload_hash);
}

nnreg_status nnreg_s3_sign(struct nnreg_bytes *authorization, const struct nnreg_s3_request *request,
                           const char *region, const struct nnreg_s3_credentials *credentials,
                           struct nnreg_error *error)
{
    struct nnreg_bytes canonical = NNREG_BYTES_INIT, signed_text = NNREG_BYTES_INIT;
    char hash[NNREG_SHA256_TEXT];
    unsigned char signature[NNREG_SHA256_SIZE];
    nnreg_status status = NNREG_OK;

    put_canonical(&canonical, request);
    if (!canonical.failed)
        hash_text(hash, &canonical);
    nnreg_bytes_format(&signed_text, "AWS4-HMAC-SHA256\n%s\n%.8s/%s/s3/aws4_request\n%s", request->time,
                       request->time, region, canonical.failed ? "" : hash);
    if (canonical.failed || signed_text.failed)
        status = nnreg_fail_memory(error);
    else if (!sign_text(signature, signed_text.content, request->time, region, credentials))
        status = nnreg_fail(error, NNREG_IO, "OpenSSL could not make an HMAC");
    if (status == NNREG_OK) {
        nnreg_hex(hash, signature);
        nnreg_bytes_format(authorization,
                           "AWS4-HMAC-SHA256 Credential=%s/%.8s/%s/s3/aws4_request,SignedHeaders=",
                           credentials->id, request->time, region);
        put_header_names(authorization, request);
        nnreg_bytes_format(authorization, ",Signature=%s", hash);
        if (authorization->failed)
            status = nnreg_fail_memory(error);
    }
    if (canonical.content != NULL) /* it has the session token in it */
        nnreg_s3_wipe(canonical.content, canonical.size);
    nnreg_bytes_free(&canonical);
    nnreg_bytes_free(&signed_text);
    return status;
}
