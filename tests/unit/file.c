/* SPDX-License-Identifier: ISC */
#include "util/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t.h"

static void
read_and_write(void)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;
	struct stat st;

	EQUAL(file_read("none", 10, &b, &e), 1, "no such file");
	EQUAL(file_read("none/none", 10, &b, &e), 1, "nor its directory");
	OK(e.kind == ERR_NONE && b.n == 0, "is an answer, no error");

	umask(077);
	EQUAL(file_write("f", 0644, "one\0two", 7, &e), 0, "written");
	OK(stat("f", &st) == 0 && (st.st_mode & 07777) == 0644,
	    "the mode is past the umask");
	buf_str(&b, "<");
	EQUAL(file_read("f", 7, &b, &e), 0, "read, as large as allowed");
	OK(b.n == 8 && memcmp(b.v, "<one\0two", 8) == 0, "appended");
	EQUAL(file_read("f", 6, &b, &e), -1, "one byte too many");
	OK(e.kind == ERR_DATA && strstr(e.msg, "larger than 6") != NULL,
	    "says so");
	err_clear(&e);

	EQUAL(file_write("f", 0600, "", 0, &e), 0, "replaced by nothing");
	OK(stat("f", &st) == 0 && st.st_size == 0 &&
		(st.st_mode & 07777) == 0600,
	    "with the new mode");
	EQUAL(file_write("none/f", 0600, "x", 1, &e), -1, "nowhere");
	OK(e.kind == ERR_CREATE && strstr(e.msg, "none/f: No such") != NULL,
	    "73, by name");
	err_clear(&e);
	EQUAL(mkdir("busy", 0700), 0, "a directory in its place");
	EQUAL(file_write("busy", 0600, "x", 1, &e), -1, "is not replaced");
	err_clear(&e);
	EQUAL(file_read("busy", 10, &b, &e), -1, "nor read");
	EQUAL(e.kind, ERR_IO, "74");
	buf_free(&b);

	int n = 0;
	DIR *d = opendir(".");
	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	EQUAL(n, 4, "no temporary file stays");
}

static void
put(void)
{
	enum { ALL = 300000 };
	static char text[ALL];
	struct err e = ERR_INIT;
	int fds[2], status = 0;

	/* A pipe takes 64 KiB: the rest are short writes. */
	if (!OK(pipe(fds) == 0, "a pipe"))
		return;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		long got = 0;
		close(fds[1]);
		for (ssize_t n; (n = read(fds[0], text, 4096)) > 0;)
			got += n;
		_exit(got == ALL ? 0 : 1);
	}
	close(fds[0]);
	EQUAL(file_put(fds[1], text, ALL, &e), 0, "all is put");
	close(fds[1]);
	OK(waitpid(pid, &status, 0) == pid && status == 0, "and comes");

	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	EQUAL(file_put(fd, "x", 1, &e), -1, "a full disk");
	EQUAL(e.kind, ERR_IO, "74");
	close(fd);
}

static void
secret(const char *text, size_t n, mode_t mode, const char *want,
    enum err_kind kind, const char *name)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	(void)!file_write("secret", mode, text, n, &e);
	int r = file_secret("secret", &b, &e);
	if (want != NULL)
		t_ok(r == 0 && strcmp(buf_cstr(&b), want) == 0, __FILE__,
		    __LINE__, "secret: %s", name);
	else
		t_ok(r == -1 && e.kind == kind && b.n == 0 &&
			strstr(e.msg, "hunter") == NULL,
		    __FILE__, __LINE__, "secret refused: %s", name);
	if (kind == ERR_PERM)
		OK(strstr(e.msg, "chmod 600 secret") != NULL, "what to do");
	buf_free(&b);
}

static void
secrets(void)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	secret("hunter2\n", 8, 0600, "hunter2", ERR_NONE, "a line");
	secret("hunter2", 7, 0400, "hunter2", ERR_NONE, "no line end");
	secret(" h 2 \t\r\nnote\n", 13, 0600, " h 2", ERR_NONE, "CR LF");
	secret("hunter2\n", 8, 0640, NULL, ERR_PERM, "the group reads");
	secret("hunter2\n", 8, 0604, NULL, ERR_PERM, "others read");
	secret("hunter2\n", 8, 0620, NULL, ERR_PERM, "the group writes");
	secret("", 0, 0600, NULL, ERR_CONF, "empty");
	secret("\nhunter2\n", 9, 0600, NULL, ERR_CONF, "an empty line");
	secret("hunter\0002\n", 9, 0600, NULL, ERR_CONF, "a NUL in it");

	EQUAL(file_secret("none", &b, &e), -1, "none is an error");
	EQUAL(e.kind, ERR_CONF, "78");
	err_clear(&e);
	EQUAL(file_secret(".", &b, &e), -1, "a directory is none");
	EQUAL(e.kind, ERR_PERM, "77");
	err_clear(&e);
	OK(mkfifo("fifo", 0600) == 0 && file_secret("fifo", &b, &e) == -1,
	    "a FIFO is none, and does not hold us up");
	buf_free(&b);
}

static void
directories(void)
{
	struct err e = ERR_INIT;
	struct stat st;

	umask(077);
	EQUAL(file_mkdir("a/b//c/", 02770, &e), 0, "with its parents");
	OK(stat("a/b/c", &st) == 0 && (st.st_mode & 07777) == 02770,
	    "its mode");
	OK(stat("a/b", &st) == 0 && (st.st_mode & 07777) == 0755,
	    "its parents' mode");
	EQUAL(file_mkdir("a/b", 0700, &e), 0, "what is there is fine");
	OK(stat("a/b", &st) == 0 && (st.st_mode & 07777) == 0755,
	    "and left as it is");
	EQUAL(file_mkdir("/", 0700, &e), 0, "the root is there");
	EQUAL(file_mkdir("f", 0700, &e), -1, "a file in its place");
	OK(e.kind == ERR_CREATE && strstr(e.msg, "directory f:") != NULL, "73");
	err_clear(&e);
	EQUAL(file_mkdir("f/g", 0700, &e), -1, "a file for a parent");
}

int
main(void)
{
	char dir[] = "/tmp/smscal-file.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	read_and_write();
	put();
	secrets();
	directories();

	t_remove(dir);
	return t_done();
}
