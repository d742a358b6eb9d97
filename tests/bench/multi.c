/* SPDX-License-Identifier: ISC */
/*
 * multi - what curl's multi interface does when nothing else is to be done:
 * the measure of smscal-send in throughput.t.
 *
 *	multi URL COUNT PARALLEL
 *
 * COUNT requests such as websms gets, PARALLEL at once, each handle used again
 * as soon as it is free; of an URL with a query just the URL.  Fails when an
 * answer is not a 2xx with a body.
 */
#include <curl/curl.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY = 1024, PARALLEL_MOST = 512 };

struct request {
	CURL *easy;
	char body[BODY];
	size_t got; /* bytes of the answer */
};

static size_t
on_data(char *p, size_t size, size_t n, void *who)
{
	struct request *r = who;

	(void)p;
	r->got += size * n;
	return size * n;
}

static void
set(struct request *r, const char *url, struct curl_slist *headers)
{
	int bad = 0;

	r->easy = curl_easy_init();
	if (r->easy == NULL)
		errx(1, "curl_easy_init");
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_PRIVATE, r);
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_URL, url);
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_NOSIGNAL, 1L);
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, headers);
	if (strchr(url, '?') == NULL)
		bad |=
		    (int)curl_easy_setopt(r->easy, CURLOPT_POSTFIELDS, r->body);
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_WRITEFUNCTION, on_data);
	bad |= (int)curl_easy_setopt(r->easy, CURLOPT_WRITEDATA, r);
	if (bad != 0)
		errx(1, "curl_easy_setopt");
}

static void
begin(CURLM *multi, struct request *r, long number)
{
	r->got = 0;
	snprintf(r->body, sizeof(r->body),
	    "{\"messageContent\":\"Ihr Termin am Mittwoch um 10:00 in der "
	    "Ordination Dr. Muster\",\"recipientAddressList\":[\"43664%07ld\"],"
	    "\"clientMessageId\":\"k%ld-1-0a1b2c3d\",\"maxSmsPerMessage\":4,"
	    "\"validityPeriode\":82800}",
	    number, number);
	if (curl_multi_add_handle(multi, r->easy) != CURLM_OK)
		errx(1, "curl_multi_add_handle");
}

static struct request *
end(CURLM *multi, const CURLMsg *m)
{
	struct request *r = NULL;
	long status = 0;

	if (m->data.result != CURLE_OK)
		errx(1, "%s", curl_easy_strerror(m->data.result));
	curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&r);
	curl_easy_getinfo(m->easy_handle, CURLINFO_RESPONSE_CODE, &status);
	curl_multi_remove_handle(multi, m->easy_handle);
	if (status / 100 != 2 || r->got == 0)
		errx(1, "HTTP %ld, %zu bytes", status, r->got);
	return r;
}

static void
run(CURLM *multi, struct request *v, long parallel, long count)
{
	long begun = 0, ended = 0;
	int running, left;
	CURLMsg *m;

	while (begun < parallel && begun < count) {
		begin(multi, &v[begun], begun);
		begun++;
	}
	while (ended < count) {
		if (curl_multi_perform(multi, &running) != CURLM_OK)
			errx(1, "curl_multi_perform");
		while ((m = curl_multi_info_read(multi, &left)) != NULL) {
			if (m->msg != CURLMSG_DONE)
				continue;
			struct request *r = end(multi, m);
			ended++;
			if (begun < count)
				begin(multi, r, begun++);
		}
		if (ended < count &&
		    curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK)
			errx(1, "curl_multi_poll");
	}
}

int
main(int argc, char *argv[])
{
	if (argc != 4)
		errx(64, "usage: multi url count parallel");
	long count = strtol(argv[2], NULL, 10);
	long parallel = strtol(argv[3], NULL, 10);
	if (count < 1 || parallel < 1 || parallel > PARALLEL_MOST)
		errx(64, "count or parallel is out of range");

	curl_global_init(CURL_GLOBAL_DEFAULT);
	CURLM *multi = curl_multi_init();
	struct curl_slist *headers = curl_slist_append(
	    NULL, "Content-Type: application/json;charset=UTF-8");
	headers = curl_slist_append(headers, "Accept: application/json");
	headers = curl_slist_append(headers, "Authorization: Bearer token");
	struct request *v = calloc((size_t)parallel, sizeof(*v));
	if (multi == NULL || headers == NULL || v == NULL)
		errx(1, "no memory");
	for (long i = 0; i < parallel; i++)
		set(&v[i], argv[1], headers);
	run(multi, v, parallel, count);
	for (long i = 0; i < parallel; i++)
		curl_easy_cleanup(v[i].easy);
	free(v);
	curl_slist_free_all(headers);
	curl_multi_cleanup(multi);
	curl_global_cleanup();
	return 0;
}
