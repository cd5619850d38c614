/*
 * What `nnreg stat --metrics` prints: the text format of Prometheus (its "Exposition formats", 0.0.4). Names have their
 * unit, and all are gauges but those that only grow: the commits and the events.
 */
#ifndef NNREG_TOOLS_STAT_METRICS_H
#define NNREG_TOOLS_STAT_METRICS_H

#include <nnreg.h>

#include "buffer.h"

/* `oldest`: of the open snapshots; zeroed: none. */
void stat_add_metrics(struct buffer *text, const struct nnreg_statistics *statistics,
                      const struct nnreg_reader *oldest);

#endif
