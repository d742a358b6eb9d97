/* SPDX-License-Identifier: ISC */
/* handle - what db.c and stmt.c know of each other; for them alone. */
#ifndef SMSCAL_STORE_HANDLE_H
#define SMSCAL_STORE_HANDLE_H

#include <sqlite3.h>

#include "store/db.h"

struct stmt {
	sqlite3_stmt *st; /* owned */
	const char *sql;  /* borrowed literal, the cache's key */
	struct db *db;
	bool busy; /* in the middle of its rows */
	/*
	 * Its parameters' numbers, by the address of the literal that names
	 * them: they are bound in the same order every time.
	 */
	struct {
		const char *name; /* borrowed */
		int number;
	} * params; /* owned */
	size_t n_params, cap_params;
	size_t next; /* of params: likely the one that comes */
};

struct db {
	sqlite3 *conn;
	char *path;
	struct stmt **v; /* owned; each by itself, for pointers stay valid */
	size_t n, cap;
};

/*
 * The last error of the connection as one sentence and one kind.  `doing`:
 * the SQL, for our own bugs, which end the process.  Gives -1.
 */
int db_fail(struct db *db, const char *doing, struct err *e);

#endif
