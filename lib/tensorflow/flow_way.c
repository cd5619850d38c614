/* A way through a graph, as it is shown: see flow_way.h. */
#include "tensorflow/flow_way.h"
#include "tensorflow/model_names.h"

#include "check/engine.h"

void nnreg_flow_way_add(struct nnreg_flow_way *way, uint32_t name)
{
    if (way->count < NNREG_WAY_HALF)
        way->first[way->count] = name;
    else
        way->last[way->count % NNREG_WAY_HALF] = name;
    way->count++;
}

/* Arguments and results are no nodes, and the call that they belong to is one. */
void nnreg_flow_way_of(struct nnreg_flow_way *way, const struct nnreg_flow_walk *walk, uint32_t point)
{
    for (;;) {
        struct nnreg_flow_place place = nnreg_flow_place(walk->flow, point);

        if (place.node != NULL)
            nnreg_flow_way_add(way, place.node->name);
        if (walk->via[point] == point)
            return;
        point = walk->via[point];
    }
}

static void put_step(struct nnreg_bytes *out, const struct nnreg_savedmodel *model, uint32_t name, bool first)
{
    char shown[NNREG_SHOWN];

    nnreg_bytes_format(out, "%s%s", first ? "" : " -> ", nnreg_model_shown(shown, model, name));
}

void nnreg_flow_way_put(struct nnreg_bytes *out, const struct nnreg_flow_way *way,
                        const struct nnreg_savedmodel *model)
{
    uint32_t i;

    for (i = 0; i < way->count && i < NNREG_WAY_HALF; i++)
        put_step(out, model, way->first[i], i == 0);
    i = NNREG_WAY_HALF;
    if (way->count > 2 * NNREG_WAY_HALF) {
        i = way->count - NNREG_WAY_HALF;
        nnreg_bytes_format(out, " -> (%u more)", i - NNREG_WAY_HALF);
    }
    for (; i < way->count; i++)
        put_step(out, model, way->last[i % NNREG_WAY_HALF], false);
}
