/* SPDX-License-Identifier: ISC */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <inttypes.h>
#include <malloc.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	TOTAL_S = 30 * 60,   /* no run is longer */
	OLD_S = 30 * 60,     /* a holder of the lock this old is reported */
	WAIT_MS = 60 * 1000, /* -w: for the lock */
	WAIT_FROZEN_MS = 2 * 1000, /* ... where time stands still */
	BACK_S = 5 * 60,     /* a clock that is this far back is not believed */
	HEAP_STEP = 4 << 20, /* bytes */
	HEAP_KEPT = 256 << 20
};

const char *const tool_chain[TOOL_CHAIN] = { "smscal-fetch", "smscal-diff",
	"smscal-receive", "smscal-plan", "smscal-send" };

static const int status_of[] = {
	[ERR_NONE] = 70,
	[ERR_USAGE] = 64,
	[ERR_DATA] = 65,
	[ERR_NET] = 69,
	[ERR_CREATE] = 73,
	[ERR_IO] = 74,
	[ERR_BUSY] = 75,
	[ERR_PERM] = 77,
	[ERR_CONF] = 78,
};

static const struct option long_options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "help", no_argument, NULL, 'h' },
	{ "dry-run", no_argument, NULL, 'n' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "wait", no_argument, NULL, 'w' },
	{ NULL, 0, NULL, 0 },
};

/* A tool started with a closed descriptor must not write to its database. */
static void
fill_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Killed at any instant is a case that is provided for; say why, though. */
static void
out_of_time(int sig)
{
	static const char line[] = "smscal: the run took too long and ended\n";

	(void)sig;
	if (write(STDERR_FILENO, line, sizeof(line) - 1) == -1)
		_exit(74);
	_exit(75);
}

/* NULL, too, where it is empty. */
static const char *
environment(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

void
tool_init(struct tool *t, const char *name, const char *usage)
{
	*t = (struct tool){
		.name = name,
		.usage = usage,
		.conf_path = environment("SMSCAL_CONF"),
		.lock = LOCK_INIT,
	};
	fill_descriptors();
	/* What is freed is soon wanted again; the run is short. */
	mallopt(M_TOP_PAD, HEAP_STEP);
	mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	log_open(name, LOG_LEVEL_NORMAL, false);
}

void
tool_usage(const struct tool *t)
{
	fprintf(stderr, "usage: %s %s\n", t->name, t->usage);
	exit(64);
}

/* What all tools of the chain take; the page has the rest. */
static void
help(const struct tool *t)
{
	printf("usage: %s %s\n"
	       "\n"
	       "  -c, --config FILE  instead of /etc/smscal/smscal.conf\n"
	       "  -n, --dry-run      show what would happen, change nothing\n"
	       "  -q, --quiet        no error lines\n"
	       "  -v, --verbose      say what is done\n"
	       "  -w, --wait         for another run of it, which else goes on "
	       "alone\n"
	       "  -V, --version      the version of smscal\n"
	       "  -h, --help         this\n"
	       "\n"
	       "See %s(8), and smscal(7) for the whole.\n",
	    t->name, t->usage, t->name);
}

int
tool_option(struct tool *t, int argc, char *argv[], const char *own)
{
	char letters[64];
	int c;

	snprintf(letters, sizeof(letters), "c:hnqvVw%s", own);
	while (
	    (c = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
		switch (c) {
		case 'c':
			t->conf_path = optarg;
			break;
		case 'h':
			help(t);
			exit(0);
		case 'n':
			t->dry = true;
			break;
		case 'q':
			t->quiet = true;
			break;
		case 'v':
			t->verbose = true;
			break;
		case 'V':
			printf("%s %s\n", t->name, SMSCAL_VERSION);
			exit(0);
		case 'w':
			t->wait = true;
			break;
		case '?':
			tool_usage(t);
		default:
			return c;
		}
	}
	return -1;
}

int
tool_configure(struct tool *t, struct err *e)
{
	const char *now = environment("SMSCAL_NOW");
	enum log_level level = t->quiet ? LOG_LEVEL_QUIET
	    : t->verbose                ? LOG_LEVEL_VERBOSE
					: LOG_LEVEL_NORMAL;
	int64_t at;

	log_open(t->name, level, false);
	if (conf_read(&t->conf, t->conf_path, e) == -1)
		return -1;
	log_open(t->name, level, t->conf.log_syslog && !t->typed);
	if (now != NULL) {
		if (clock_parse(now, &at, e) == -1)
			return err_in(e, "SMSCAL_NOW: ");
		clock_freeze(at);
	}
	t->now = clock_now();
	return 0;
}

/* For good: there is no way back to root. */
static int
become(struct tool *t, uid_t uid, gid_t gid, struct err *e)
{
	const struct passwd *pw = getpwuid(uid);
	int groups = pw != NULL ? initgroups(pw->pw_name, pw->pw_gid)
				: setgroups(0, NULL);

	if (groups == -1 || setgid(pw != NULL ? pw->pw_gid : gid) == -1 ||
	    setuid(uid) == -1)
		return err_sys(
		    e, ERR_PERM, "cannot become user %ju", (uintmax_t)uid);
	t->became = uid != 0;
	return 0;
}

/* There is no database yet: whoever makes it is who smscal.conf names. */
static int
become_named(struct tool *t, struct err *e)
{
	const struct passwd *pw;

	if (geteuid() != 0 || t->conf.user == NULL)
		return 0;
	pw = getpwnam(t->conf.user);
	if (pw == NULL)
		return err_set(e, ERR_CONF,
		    "there is no user '%s', which smscal.conf names",
		    t->conf.user);
	return become(t, pw->pw_uid, pw->pw_gid, e);
}

int
tool_user(struct tool *t, struct err *e)
{
	struct stat sb;

	if (stat(t->conf.database, &sb) == -1) {
		if (errno == ENOENT)
			return become_named(t, e);
		return err_sys(e, errno == EACCES ? ERR_PERM : ERR_IO,
		    "cannot look at the database %s", t->conf.database);
	}
	if (sb.st_uid == geteuid())
		return 0;
	if (geteuid() == 0)
		return become(t, sb.st_uid, sb.st_gid, e);

	const struct passwd *pw = getpwuid(sb.st_uid);
	return err_set(e, ERR_PERM,
	    "the database %s belongs to %s: run %s as that user or as root",
	    t->conf.database, pw != NULL ? pw->pw_name : "another user",
	    t->name);
}

/* Another run has it: an answer, silent unless it hangs.  Does not return. */
static void
lock_held(struct tool *t)
{
	int status = t->wait ? 75 : 0;

	if (t->lock.age_s > OLD_S && !t->lock.reported) {
		log_error("another run (pid %jd) has shown no life for "
			  "%" PRId64
			  " minutes: look what holds it up, or kill it",
		    (intmax_t)t->lock.pid, t->lock.age_s / 60);
		lock_report(t->conf.database, t->name);
		status = 75;
	} else if (t->wait)
		log_error("another run (pid %jd) is still at work: try again "
			  "later",
		    (intmax_t)t->lock.pid);
	exit(status);
}

/* X3: is the clock behind the one that the last run had? */
static bool
is_back(const struct tool *t)
{
	return t->lock.start_at > t->now + BACK_S;
}

static int
take_lock(struct tool *t, struct err *e)
{
	static const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
	int64_t wait_ms = !t->wait ? 0
	    : clock_frozen()       ? WAIT_FROZEN_MS
				   : WAIT_MS;
	int64_t until = clock_mono_ms() + wait_ms;
	int r;

	while ((r = lock_take(&t->lock, t->conf.database, t->name, t->now,
		    false, e)) == 1) {
		if (clock_mono_ms() >= until || t->lock.age_s > OLD_S)
			lock_held(t);
		nanosleep(&pause, NULL);
		t->now = clock_now();
	}
	/* A clock that went back: until that is noted, each run must see it. */
	if (r == 0 && is_back(t))
		r = lock_stamp(&t->lock, t->lock.start_at, e);
	return r;
}

/* X3 and X10: whose database it is, and whether this clock may write to it. */
static int
look_at_installation(struct tool *t, struct err *e)
{
	int r = installation_get(t->db, &t->inst, e);

	if (r == -1)
		return -1;
	if (r == 1)
		return err_set(e, ERR_CONF,
		    "the database %s is not set up: run smscal-admin init",
		    t->conf.database);
	if (!t->foreign && !str_eq(t->inst.name, t->conf.name))
		return err_set(e, ERR_CONF,
		    "the database %s belongs to the installation '%s', and "
		    "this one is '%s': if it moved here for good, run "
		    "smscal-admin adopt",
		    t->conf.database, t->inst.name, t->conf.name);
	if (clock_frozen() && !t->inst.test && !t->dry && !t->read)
		return err_set(e, ERR_CONF,
		    "SMSCAL_NOW is set, and the database %s was not made by "
		    "smscal-admin init --test: it is not written to",
		    t->conf.database);
	return 0;
}

int
tool_open(struct tool *t, bool lock, int busy_s, struct err *e)
{
	if (tool_configure(t, e) == -1 || tool_user(t, e) == -1)
		return -1;
	signal(SIGALRM, out_of_time);
	alarm(TOTAL_S);
	/* Without a database there is no place for its lock. */
	if (lock && !t->dry && access(t->conf.database, F_OK) == 0 &&
	    take_lock(t, e) == -1)
		return -1;
	bool read = t->read || (t->dry && !t->pretend);
	t->db = db_open(t->conf.database, read ? DB_READ : DB_WRITE, busy_s, e);
	if (t->db == NULL)
		return -1;
	return look_at_installation(t, e);
}

int
tool_zones(struct tool *t, struct err *e)
{
	if (t->zones == NULL)
		t->zones = zones_open(t->conf.zoneinfo, e);
	return t->zones != NULL ? 0 : -1;
}

/* Once it is noted, the time of the last run need not be kept any more. */
static int
note_clock(struct tool *t, const char *why, struct err *e)
{
	if (db_begin(t->db, e) == -1)
		return -1;
	if (installation_set_clock_bad(t->db, why, e) == -1 ||
	    db_commit(t->db, e) == -1) {
		db_rollback(t->db);
		return -1;
	}
	return lock_stamp(&t->lock, t->now, e);
}

/* Not to be accepted unseen: it may be wrong. */
static int
stop_for_clock(const char *why, struct err *e)
{
	return err_set(e, ERR_BUSY,
	    "%s: nothing is done until it is right; then run smscal-admin "
	    "check --accept-clock",
	    why);
}

int
tool_clock(struct tool *t, struct err *e)
{
	char why[128];

	if (t->inst.clock_bad != NULL)
		return stop_for_clock(t->inst.clock_bad, e);
	if (!is_back(t))
		return 0;

	snprintf(why, sizeof(why),
	    "the clock is %" PRId64 " minutes behind the last run's",
	    (t->lock.start_at - t->now) / 60);
	if (note_clock(t, why, e) == -1)
		return -1;
	return stop_for_clock(why, e);
}

void
tool_beat(struct tool *t)
{
	lock_beat(&t->lock);
}

static void
tool_end(struct tool *t)
{
	zones_free(t->zones);
	installation_fini(&t->inst);
	db_close(t->db);
	lock_drop(&t->lock);
	conf_fini(&t->conf);
}

void
tool_die(struct tool *t, const struct err *e)
{
	const struct passwd *pw = t->became ? getpwuid(geteuid()) : NULL;

	/* Root may do it, and wonders. */
	if (pw != NULL && strstr(e->msg, strerror(EACCES)) != NULL)
		log_error("%s for %s, to whom the database belongs", e->msg,
		    pw->pw_name);
	else
		log_error("%s", e->msg);
	tool_end(t);
	exit(status_of[e->kind]);
}

int
tool_close(struct tool *t, int64_t failed)
{
	int status = failed != 0 ? 1 : 0;

	if (fflush(stdout) != 0 || ferror(stdout) != 0) {
		log_error("cannot write to standard output");
		status = 74;
	}
	tool_end(t);
	return status;
}
