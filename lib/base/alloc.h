/*
 * The only gate to malloc. Everything the library allocates for itself comes from here, so that a test can make the
 * n-th allocation fail and see that nothing is lost, leaked or half done.
 */
#ifndef NNREG_BASE_ALLOC_H
#define NNREG_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each returns NULL when there is no memory; sizes of 0 give a unique pointer. Freed with nnreg_free (nnreg.h). */
void *nnreg_alloc(size_t size);
void *nnreg_alloc_zero(size_t count, size_t size);
void *nnreg_realloc_array(void *old, size_t count, size_t size);
char *nnreg_strdup(const char *text);
char *nnreg_strndup(const char *text, size_t length);

/* Checked arithmetic on sizes: false when the result does not fit. */
bool nnreg_size_add(size_t *sum, size_t a, size_t b);
bool nnreg_size_multiply(size_t *product, size_t a, size_t b);

/* The seam: from now on the n-th allocation (from 1) fails, and every one after it; 0 ends that. Tests only. */
void nnreg_alloc_fail_from(uint64_t n);
/* Allocations asked for since the last nnreg_alloc_fail_from. */
uint64_t nnreg_alloc_count(void);

#endif
