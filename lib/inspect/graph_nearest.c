/* Nodes with names like one that does not exist: see nnreg_graph_nearest in graph.h. */
#include "inspect/graph.h"
#include "inspect/tensor_name.h"

#define NAME_MAX_LIKE 256 /* bytes of a name that is compared letter by letter */
#define DISTANCE_MAX  8   /* letters that may differ */
#define SCORE_PART    16 /* of the same last part in another scope: behind every name with a few wrong letters */
#define SCORE_NONE    1000

static unsigned char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : (unsigned char)c;
}

/*
 * Letters to change, add or take away to make one name the other, upper and lower case being alike; more than `most`
 * counts as most + 1. Only the diagonal band that can stay below is computed.
 */
static unsigned distance(const char *a, size_t a_size, const char *b, size_t b_size, unsigned most)
{
    unsigned row[NAME_MAX_LIKE + 1];
    size_t i, k;

    if (a_size > NAME_MAX_LIKE || b_size > NAME_MAX_LIKE || a_size > b_size + most || b_size > a_size + most)
        return most + 1;
    for (k = 0; k <= b_size; k++)
        row[k] = (unsigned)k;
    for (i = 1; i <= a_size; i++) {
        size_t from = i > most ? i - most : 1;
        size_t to = i + most < b_size ? i + most : b_size;
        unsigned diagonal = row[from - 1];
        unsigned least = most + 1;

        row[from - 1] = from == 1 ? (unsigned)i : most + 1;
        for (k = from; k <= to; k++) {
            unsigned above = k == i + most ? most + 1 : row[k];
            unsigned best = diagonal + (lower(a[i - 1]) != lower(b[k - 1]));

            best = above + 1 < best ? above + 1 : best;
            best = row[k - 1] + 1 < best ? row[k - 1] + 1 : best;
            diagonal = above;
            row[k] = best;
            least = best < least ? best : least;
        }
        if (least > most)
            return most + 1;
    }
    return row[b_size] <= most ? row[b_size] : most + 1;
}

/* Behind the last '/'. */
static size_t last_part(const char *name, size_t size)
{
    while (size > 0 && name[size - 1] != '/')
        size--;
    return size;
}

/* 0 is the name itself, SCORE_NONE nothing like it. */
static unsigned score(const char *wanted, size_t wanted_size, unsigned most, const char *name, size_t size)
{
    size_t wanted_part = last_part(wanted, wanted_size);
    size_t part = last_part(name, size);
    unsigned letters = distance(wanted, wanted_size, name, size, most);

    if (letters <= most)
        return letters;
    if (wanted_size - wanted_part == size - part && size > part &&
        memcmp(wanted + wanted_part, name + part, size - part) == 0)
        return SCORE_PART + (unsigned)(part < SCORE_NONE / 2 ? part : SCORE_NONE / 2);
    return SCORE_NONE;
}

uint32_t nnreg_graph_nearest(uint32_t nodes[NNREG_GRAPH_NEAREST], const struct nnreg_graph *graph,
                             const char *name, size_t length)
{
    struct nnreg_tensor_name parts = nnreg_tensor_name_split(name, length);
    unsigned scores[NNREG_GRAPH_NEAREST];
    size_t tolerance = parts.length / 4 + 1;
    unsigned most = tolerance < DISTANCE_MAX ? (unsigned)tolerance : DISTANCE_MAX;
    uint32_t count = 0, i, at;

    for (i = 0; i < graph->meta->nodes; i++) {
        const struct nnreg_model_node *node = nnreg_model_node_at(graph->model, graph->meta->first_node + i);
        unsigned here = score(parts.node, parts.length, most, nnreg_model_text(graph->model, node->name),
                              nnreg_model_text_size(graph->model, node->name));

        if (here == SCORE_NONE || (count == NNREG_GRAPH_NEAREST && here >= scores[count - 1]))
            continue;
        if (count < NNREG_GRAPH_NEAREST)
            count++;
        for (at = count - 1; at > 0 && scores[at - 1] > here; at--) {
            scores[at] = scores[at - 1];
            nodes[at] = nodes[at - 1];
        }
        scores[at] = here;
        nodes[at] = graph->meta->first_node + i;
    }
    return count;
}
