/* SPDX-License-Identifier: ISC */
#include "admin/paging.h"

#include <inttypes.h>

#include "admin/field.h"
#include "domain/valid.h"
#include "store/company.h"
#include "util/log.h"
#include "util/str.h"

enum { LIMIT = 100, LIMIT_MAX = 1000000, DAYS_MAX = 400 };

static int
read_limit(struct admin *a, struct paging *p, struct err *e)
{
	const char *text = args_value(a, "limit");

	p->limit = args_has(a, "json") ? 0 : LIMIT;
	if (text == NULL)
		return 0;
	if (str_eq(text, "all"))
		p->limit = 0;
	else if (str_int(text, 1, LIMIT_MAX, &p->limit) == -1)
		return err_set(e, ERR_USAGE,
		    "--limit: '%s' is none; allowed are 1 to %d, and all", text,
		    LIMIT_MAX);
	return 0;
}

static int
read_days(struct admin *a, const struct ref *r, struct paging *p, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	const char *from = args_value(a, "from"), *days = args_value(a, "days");
	const struct zone *z = zone_utc();
	int64_t day, n;

	if (days != NULL && from == NULL)
		return err_set(
		    e, ERR_USAGE, "--days: --from says where they begin");
	if (from == NULL)
		return 0;
	if (days != NULL && str_int(days, 1, DAYS_MAX, &n) == -1)
		return err_set(e, ERR_USAGE,
		    "--days: '%s' is none; allowed are 1 to %d", days,
		    DAYS_MAX);
	int ret = company_list(a->tool.db, &l, e);
	if (ret == 0 && r->zone != NULL)
		z = admin_zone(a, r->zone);
	else if (ret == 0 && l.n > 0)
		z = admin_zone(a, l.v[0].zone);
	if (ret == 0 &&
	    valid_day(from, zone_day(z, a->tool.now), &day, e) == -1)
		ret = field_err("from", e);
	if (ret == 0) {
		p->from = zone_midnight(z, day);
		p->to = days != NULL ? zone_midnight(z, day + n) : 0;
	}
	company_list_free(&l);
	return ret;
}

/* A national number is one of the company's country, also of the only one's. */
static int
read_phone(
    struct admin *a, const struct ref *r, struct paging *p, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	const char *text = args_value(a, "phone"),
		   *code = r->company.country_code;
	int ret = 0;

	if (text == NULL)
		return 0;
	if (r->company.id == 0)
		ret = company_list(a->tool.db, &l, e);
	if (ret == 0 && l.n == 1)
		code = l.v[0].country_code;
	if (ret == 0 && phone_normalise(text, code, p->phone, e) == -1)
		ret = field_err("phone", e);
	company_list_free(&l);
	return ret;
}

int
paging_read(
    struct admin *a, const struct ref *r, struct paging *p, struct err *e)
{
	*p = (struct paging){ .from = 0 };
	if (read_phone(a, r, p, e) == -1 || read_limit(a, p, e) == -1)
		return -1;
	return read_days(a, r, p, e);
}

void
paging_more(const struct paging *p, const char *which)
{
	log_error("these are the %s %" PRId64 "; there are more: --limit, "
		  "--from and the other options choose",
	    which, p->limit);
}
