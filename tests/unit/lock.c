/* SPDX-License-Identifier: ISC */
#include "util/lock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t.h"

/* What a process of its own gets from lock_take(), and what it learns. */
struct seen {
	int r;
	struct lock l;
};

static struct seen
other(const char *db, bool wait)
{
	struct seen s = { .r = -2 };
	int fds[2];

	fflush(stdout);
	if (pipe(fds) == -1)
		return s;
	pid_t pid = fork();
	if (pid == 0) {
		struct err e = ERR_INIT;
		s.r = lock_take(&s.l, db, "send", 2000, wait, &e);
		_exit(write(fds[1], &s, sizeof(s)) == sizeof(s) ? 0 : 1);
	}
	close(fds[1]);
	if (read(fds[0], &s, sizeof(s)) != sizeof(s))
		s.r = -2;
	close(fds[0]);
	waitpid(pid, NULL, 0);
	return s;
}

static void
one_at_a_time(void)
{
	struct err e = ERR_INIT;
	struct lock l;
	struct stat st;

	EQUAL(lock_take(&l, "db", "send", 1000, false, &e), 0, "taken");
	OK(l.fd != -1 && l.start_at == 0, "nobody had it before");
	OK(stat("db-send.lock", &st) == 0 && (st.st_mode & 07777) == 0600,
	    "a file beside the database, 0600");
	EQUAL(fcntl(l.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC,
	    "no program we start inherits it");

	struct seen s = other("db", false);
	EQUAL(s.r, 1, "another does not get it");
	OK(s.l.fd == -1 && s.l.pid == getpid() && s.l.start_at == 1000,
	    "and learns who has it");
	OK(!s.l.reported && s.l.age_s >= 0 && s.l.age_s < 60, "since when");
	EQUAL(other("./db", false).r, 1, "by another path neither");
	EQUAL(other("link", false).r, 1, "nor by a link");

	struct lock mine;
	EQUAL(lock_take(&mine, "db", "plan", 1, false, &e), 0,
	    "another tool has its own");
	lock_drop(&mine);
	EQUAL(lock_take(&mine, "db", "send", 1, false, &e), 1,
	    "nor do we get it twice");

	lock_drop(&l);
	OK(l.fd == -1, "dropped");
	lock_drop(&l);
	s = other("db", false);
	OK(s.r == 0 && s.l.start_at == 1000, "now it gets it");
	s = other("db", true);
	OK(s.r == 0 && s.l.start_at == 2000, "and sees the run before");
}

static void
reported(void)
{
	struct err e = ERR_INIT;
	struct lock l;
	struct stat st;
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };

	lock_report("none", "send");
	OK(access("none-send.lock", F_OK) == -1, "no holder, no file");

	EQUAL(lock_take(&l, "db", "send", 3000, false, &e), 0, "taken");
	futimens(l.fd, old);
	OK(other("db", false).l.age_s > 1000000000, "an old holder");
	lock_beat(&l);
	OK(other("db", false).l.age_s < 60, "but not when it shows life");
	futimens(l.fd, old);
	lock_beat(&l);
	OK(other("db", false).l.age_s > 1000000000,
	    "which costs once a second");
	lock_report("db", "send");
	struct seen s = other("db", false);
	OK(s.r == 1 && s.l.reported, "is reported");
	OK(s.l.pid == getpid() && s.l.start_at == 3000, "and still known");
	OK(fstat(l.fd, &st) == 0 && st.st_mtime == 1000,
	    "which is no heartbeat");
	off_t size = st.st_size;
	lock_report("db", "send");
	OK(fstat(l.fd, &st) == 0 && st.st_size == size, "noted once");
	lock_drop(&l);

	EQUAL(lock_take(&l, "db", "send", 4000, false, &e), 0, "a new run");
	OK(!other("db", false).l.reported, "is not reported yet");
	(void)!write(l.fd, "reported 1\n", 11);
	OK(!other("db", false).l.reported, "nor by a word on another");
	EQUAL(lock_stamp(&l, 9000, &e), 0, "stamped");
	s = other("db", false);
	OK(s.r == 1 && s.l.pid == getpid() && s.l.start_at == 9000,
	    "it says another start");
	lock_drop(&l);
}

static void
damaged(void)
{
	static const char *const texts[] = { "", "\n", "x y\n",
		"99999999999999999999 99999999999999999999\n", "5", "5 x\n" };
	struct err e = ERR_INIT;
	struct lock l;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		FILE *f = fopen("db-send.lock", "w");
		fputs(texts[i], f);
		fclose(f);
		t_ok(lock_take(&l, "db", "send", 1, false, &e) == 0 &&
			l.start_at == 0 && !l.reported,
		    __FILE__, __LINE__, "a damaged file says nothing: %zu", i);
		lock_drop(&l);
	}
	unlink("db-send.lock");
	(void)!symlink("elsewhere", "db-send.lock");
	EQUAL(lock_take(&l, "db", "send", 1, false, &e), -1, "a link is none");
	OK(l.fd == -1 && access("elsewhere", F_OK) == -1, "and not followed");
	err_clear(&e);
	EQUAL(lock_take(&l, "none/db", "send", 1, false, &e), -1, "nowhere");
	OK(e.kind == ERR_CREATE && strstr(e.msg, "none/db-send.lock") != NULL,
	    "73, by name");
}

/* A lock removed under its holder guards nothing: the next makes a new one. */
static void
removed(void)
{
	struct err e = ERR_INIT;
	struct lock l, m;

	unlink("db-send.lock");
	EQUAL(lock_take(&l, "db", "send", 1, false, &e), 0, "taken");
	unlink("db-send.lock");
	EQUAL(lock_take(&m, "db", "send", 2, false, &e), 0, "taken anew");
	EQUAL(other("db", false).r, 1, "by one");
	lock_drop(&m);
	lock_drop(&l);
}

int
main(void)
{
	char dir[] = "/tmp/smscal-lock.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	close(open("db", O_CREAT | O_WRONLY, 0600));
	if (symlink("db", "link") == -1)
		return 1;
	one_at_a_time();
	reported();
	damaged();
	removed();

	t_remove(dir);
	return t_done();
}
