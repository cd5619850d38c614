/*
 * The least program there is, whose start bench_start.c holds that of the command against; linked with nothing, and, as
 * hello-linked, with the library and all that it brings, which it asks for a text.
 */
#include <stdio.h>

#ifdef HELLO_LINKED
#include "nnreg.h"
#define GREETING nnreg_status_text(NNREG_OK)
#else
#define GREETING "hello, world"
#endif

int main(void)
{
    return puts(GREETING) < 0;
}
