/*
 * Fuzz target for the XML that a store for objects answers: whatever comes, each path and text is a text that ends within its limit, and an
 * element's end is told below the one that it is in.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/s3/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static bool look(const char *path, const char *text, void *context)
{
    size_t *visits = context, i, depth = 1;

    for (i = 0; path[i] != '\0'; i++)
        depth += path[i] == '/';
    if (i == 0 || i >= NNREG_XML_PATH || depth > NNREG_XML_DEPTH || strlen(text) >= NNREG_XML_TEXT)
        abort();
    return ++*visits < 100000;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    size_t visits = 0;

    if (nnreg_s3_xml_read((const char *)input, size, look, &visits) && visits == 0)
        abort(); /* a whole document has an element */
    return 0;
}
