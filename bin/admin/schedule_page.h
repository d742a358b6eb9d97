/* SPDX-License-Identifier: ISC */
/* schedule_page - bin/admin/page/page.css and page.js, embedded. */
#ifndef SMSCAL_BIN_ADMIN_SCHEDULE_PAGE_H
#define SMSCAL_BIN_ADMIN_SCHEDULE_PAGE_H

extern const char *const page_css, *const page_js;

#endif
