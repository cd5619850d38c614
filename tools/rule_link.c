/* Addresses of what rules follow: see rule_link.h. */
#include "rule_link.h"

#include <stdbool.h>
#include <string.h>

/* How a source begins that has an address, and what stands in front of the rest of it there. */
static const struct {
    const char *start, *address;
    bool keeps_start; /* the start is part of the address, too */
} places[] = {
    {"https://", "", true},
    {"RFC ", "https://www.rfc-editor.org/rfc/rfc", false},
    {"tensorflow/", "https://github.com/tensorflow/tensorflow/blob/master/", true},
    {"caffe/", "https://github.com/BVLC/caffe/blob/master/", false},
    {"protobuf.dev/", "https://", true},
    {"numpy.lib.format", "https://numpy.org/doc/stable/reference/generated/", true},
};

void rule_link_add(struct buffer *uri, const char *source)
{
    size_t length, start, i;

    if (source == NULL)
        return;
    for (i = 0; i < sizeof places / sizeof *places; i++) {
        start = strlen(places[i].start);
        if (strncmp(source, places[i].start, start) != 0)
            continue;
        length = start + strcspn(source + start, " ;,()");
        start = places[i].keeps_start ? 0 : start;
        buffer_put(uri, places[i].address);
        buffer_add(uri, source + start, length - start);
        return;
    }
}
