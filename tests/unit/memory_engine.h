/*
 * A second engine for kv, which exists to prove that nothing above it knows the first: stores in the memory of this process.
 * A store is found again by the identity of its folder, so to close a registry and open it again finds what was there; another
 * process finds nothing. Tests that are about files, locks, maps and processes are the default engine's.
 */
#ifndef NNREG_TESTS_MEMORY_ENGINE_H
#define NNREG_TESTS_MEMORY_ENGINE_H

#include "store/kv_engine.h"

extern const struct nnreg_kv_engine memory_engine;

#endif
