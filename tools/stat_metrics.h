/*
 * What `nnreg stat --metrics` prints: the text format of Prometheus (its "Exposition formats", 0.0.4). Names have their
 * unit, and all are gauges but those that only grow: the commits and the events. The server tells the same.
 */
#ifndef NNREG_TOOLS_STAT_METRICS_H
#define NNREG_TOOLS_STAT_METRICS_H

#include <nnreg.h>

/* Where the text goes: line by line. */
typedef void stat_put(void *to, const char *line);

/* `oldest`: of the open snapshots; zeroed: none. */
void stat_put_metrics(stat_put *put, void *to, const struct nnreg_statistics *statistics,
                      const struct nnreg_reader *oldest);

/* What stands above the values of a metric, and one without labels. */
void stat_put_head(stat_put *put, void *to, const char *name, const char *type, const char *help);
void stat_put_metric(stat_put *put, void *to, const char *name, const char *type, const char *help,
                     uint64_t value);

#endif
