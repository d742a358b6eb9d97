/* SPDX-License-Identifier: ISC */
#include "gateway/callback_address.h"

#include <string.h>

#include "util/file.h"

/* RFC 3986: what needs no escape in a query. */
static bool
is_plain(const char *s)
{
	return s[strspn(s,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789-._~")] == '\0';
}

int
callback_address(const struct conf_gateway *conf, const char *token_file,
    struct buf *out, struct err *e)
{
	struct buf secret = BUF_INIT;
	int r = 1;

	if (conf->callback == NULL)
		return 0;
	if (token_file != NULL && token_file[0] != '\0')
		r = file_secret_named(token_file, "hook", &secret, e);
	if (r == 0 && (!is_plain(secret.v) || secret.n < 16))
		r = err_set(e, ERR_CONF,
		    "%s: the hook's secret has to be 16 or more of "
		    "A-Za-z0-9-._~",
		    token_file);
	if (r != -1)
		buf_str(out, conf->callback);
	if (r == 0)
		buf_fmt(out, "%ck=%s",
		    strchr(conf->callback, '?') != NULL ? '&' : '?', secret.v);
	if (secret.n > 0)
		memset(secret.v, 0, secret.n);
	buf_free(&secret);
	return r == -1 ? -1 : 0;
}
