/* SPDX-License-Identifier: ISC */
/* status - is all well: for people, for programs, for monitoring. */
#ifndef SMSCAL_BIN_ADMIN_STATUS_H
#define SMSCAL_BIN_ADMIN_STATUS_H

#include "admin/admin.h"
#include "domain/health.h"

/* Each to a->out. */
void status_text(
    struct admin *a, const struct health *h, const struct health_problems *p);
void status_json(
    struct admin *a, const struct health *h, const struct health_problems *p);
/* One line of a monitoring plugin, with its performance data. */
void status_plugin(
    struct admin *a, const struct health *h, const struct health_problems *p);
/* Prometheus' text format, for node_exporter's textfile collector. */
void status_metrics(
    struct admin *a, const struct health *h, const struct health_problems *p);

#endif
