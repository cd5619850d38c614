/* Shapes for messages: see shape.h. */
#include "formats/shape.h"

#include <stdio.h>
#include <string.h>

const char *nnreg_shape_shown(char out[NNREG_SHAPE_SHOWN], const struct nnreg_shape *shape)
{
    size_t used = 1;
    uint32_t i;

    if (!shape->known)
        return strcpy(out, "unknown");
    strcpy(out, "[");
    for (i = 0; i < shape->rank && used < NNREG_SHAPE_SHOWN - 32; i++)
        used += (size_t)snprintf(out + used, NNREG_SHAPE_SHOWN - used, "%s%lld", i > 0 ? ", " : "",
                                 (long long)shape->dim[i]);
    (void)snprintf(out + used, NNREG_SHAPE_SHOWN - used, i < shape->rank ? ", ...]" : "]");
    return out;
}
