/*
 * What a handle says of its failures. Each thread has a message of its own for each handle; what is the system's, or the
 * registry's, fault names the registry here, in one place.
 */
#ifndef NNREG_REGISTRY_MESSAGES_H
#define NNREG_REGISTRY_MESSAGES_H

#include "registry/handle.h"

/* Keeps how the registry in the open `folder` is called; `dir` is how the caller called it. NNREG_NO_MEMORY. */
nnreg_status nnreg_messages_name(nnreg *registry, int folder, const char *dir, struct nnreg_error *error);

/* Puts the registry's directory in front of a failure of its own, unless the text has it. */
void nnreg_messages_add_directory(struct nnreg_error *error, const nnreg *registry);

/* What a call that succeeds has to say all the same, for nnreg_message. */
void nnreg_messages_remark(nnreg *registry, const struct nnreg_error *remark);

/* Tells the host's log, if it has one, with the registry's directory in front. */
void nnreg_messages_log(const nnreg *registry, nnreg_severity severity, const char *format, ...)
    NNREG_PRINTF(3, 4);

/* What was a failure of the registry's own, as an error or, if it may pass, a warning; of any other status, nothing. */
void nnreg_messages_log_failure(const nnreg *registry, const struct nnreg_error *error);

/* With the handle: all of its messages, of whatever thread. */
void nnreg_messages_free(nnreg *registry);

#endif
