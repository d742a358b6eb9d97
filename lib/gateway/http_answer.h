/* SPDX-License-Identifier: ISC */
/*
 * http_answer - the answer of a gateway that smscal.conf describes, read by
 * JSON paths, or as plain text by how it begins.  What is not accepted is of
 * the first list that has its code, else what HTTP's status says.
 */
#ifndef SMSCAL_GATEWAY_HTTP_ANSWER_H
#define SMSCAL_GATEWAY_HTTP_ANSWER_H

#include "gateway/gateway.h"

void http_answer(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o);
/* Of its access test. */
void http_answer_test(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o);

#endif
