/* The counter: see count.h. This file is compiled without being counted itself. */
#include "count.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#define BYTES_A_STEP 16

static uint64_t counted;

uint64_t count_now(void)
{
    return counted;
}

static void add(size_t bytes)
{
    counted += 1 + bytes / BYTES_A_STEP;
}

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    counted++;
}

/* The bytes of two texts that are compared: up to the first that differs. */
static size_t shared(const char *a, const char *b, size_t most)
{
    size_t i = 0;

    while (i < most && a[i] == b[i] && a[i] != '\0')
        i++;
    return i;
}

static size_t shared_bytes(const unsigned char *a, const unsigned char *b, size_t size)
{
    size_t i = 0;

    while (i < size && a[i] == b[i])
        i++;
    return i;
}

/* Seeds of hash tables: the same on every run. */
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags)
{
    uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    size_t i;

    (void)flags;
    for (i = 0; i < size; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        ((unsigned char *)out)[i] = (unsigned char)(state >> 56);
    }
    return (ssize_t)size;
}

void *__real_memcpy(void *to, const void *from, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size)
{
    add(size);
    return __real_memcpy(to, from, size);
}

void *__real_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size)
{
    add(size);
    return __real_memmove(to, from, size);
}

void *__real_memset(void *to, int byte, size_t size);
void *__wrap_memset(void *to, int byte, size_t size);
void *__wrap_memset(void *to, int byte, size_t size)
{
    add(size);
    return __real_memset(to, byte, size);
}

void *__real_memchr(const void *in, int byte, size_t size);
void *__wrap_memchr(const void *in, int byte, size_t size);
void *__wrap_memchr(const void *in, int byte, size_t size)
{
    void *found = __real_memchr(in, byte, size);

    add(found != NULL ? (size_t)((const char *)found - (const char *)in) : size);
    return found;
}

int __real_memcmp(const void *a, const void *b, size_t size);
int __wrap_memcmp(const void *a, const void *b, size_t size);
int __wrap_memcmp(const void *a, const void *b, size_t size)
{
    add(shared_bytes(a, b, size));
    return __real_memcmp(a, b, size);
}

size_t __real_strlen(const char *text);
size_t __wrap_strlen(const char *text);
size_t __wrap_strlen(const char *text)
{
    size_t length = __real_strlen(text);

    add(length);
    return length;
}

size_t __real_strnlen(const char *text, size_t most);
size_t __wrap_strnlen(const char *text, size_t most);
size_t __wrap_strnlen(const char *text, size_t most)
{
    size_t length = __real_strnlen(text, most);

    add(length);
    return length;
}

int __real_strcmp(const char *a, const char *b);
int __wrap_strcmp(const char *a, const char *b);
int __wrap_strcmp(const char *a, const char *b)
{
    add(shared(a, b, SIZE_MAX));
    return __real_strcmp(a, b);
}

int __real_strncmp(const char *a, const char *b, size_t most);
int __wrap_strncmp(const char *a, const char *b, size_t most);
int __wrap_strncmp(const char *a, const char *b, size_t most)
{
    add(shared(a, b, most));
    return __real_strncmp(a, b, most);
}

char *__real_strchr(const char *text, int byte);
char *__wrap_strchr(const char *text, int byte);
char *__wrap_strchr(const char *text, int byte)
{
    char *found = __real_strchr(text, byte);

    add(found != NULL ? (size_t)(found - text) : __real_strlen(text));
    return found;
}

char *__real_strstr(const char *text, const char *part);
char *__wrap_strstr(const char *text, const char *part);
char *__wrap_strstr(const char *text, const char *part)
{
    char *found = __real_strstr(text, part);

    add(found != NULL ? (size_t)(found - text) : __real_strlen(text));
    return found;
}

size_t __real_strcspn(const char *text, const char *stop);
size_t __wrap_strcspn(const char *text, const char *stop);
size_t __wrap_strcspn(const char *text, const char *stop)
{
    size_t length = __real_strcspn(text, stop);

    add(length);
    return length;
}

int __real_vsnprintf(char *out, size_t size, const char *format, va_list arguments);
int __wrap_vsnprintf(char *out, size_t size, const char *format, va_list arguments);
int __wrap_vsnprintf(char *out, size_t size, const char *format, va_list arguments)
{
    int length = __real_vsnprintf(out, size, format, arguments);

    add(length > 0 ? (size_t)length : 0);
    return length;
}

int __wrap_snprintf(char *out, size_t size, const char *format, ...);
int __wrap_snprintf(char *out, size_t size, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = __wrap_vsnprintf(out, size, format, arguments);
    va_end(arguments);
    return length;
}
