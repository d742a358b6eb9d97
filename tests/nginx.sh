# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# Web servers for tests, on free loopback ports.  Source it behind lib.sh.
#
# Waits are bounded polls: what takes longer than five seconds is a failure.

# nginx_start DIR [SERVERS]: serve the files of DIR.  Sets NGINX_PORT, and
# NGINX_TLS_PORT for those who want two.  SERVERS is a file with the server
# blocks, where @PORT@, @TLS@ and @DIR@ stand for these; without it the files
# go out without ETag and Last-Modified, for a test changes them more often
# than once a second.  The server ends with the test.
nginx_start() {
	n_dir=$(cd "$1" && pwd) || return 1
	NGINX_HOME=$(mktemp -d "$T/nginx-XXXXXX") || return 1
	: "${n_port:=$((20000 + $$ * 7 % 20000))}"
	for n_try in 1 2 3 4 5 6 7 8 9; do
		NGINX_PORT=$n_port NGINX_TLS_PORT=$((n_port + 1))
		n_port=$((n_port + 2))
		nginx_conf "${2-}" >"$NGINX_HOME/nginx.conf" || return 1
		nginx -p "$NGINX_HOME" -c nginx.conf -e error.log \
			2>"$NGINX_HOME/said" && break
		# Anything but a port that is taken is an error of the test's.
		grep -q 'Address already in use' "$NGINX_HOME/said" &&
			[ "$n_try" != 9 ] && continue
		cat "$NGINX_HOME/said"
		return 1
	done
	at_exit "nginx_stop '$NGINX_HOME'"
	await [ -s "$NGINX_HOME/pid" ]
}

# nginx_conf [SERVERS]: the configuration, on standard output.
nginx_conf() {
	cat <<-!
		master_process off;
		pid pid;
		events { worker_connections 256; }
		http {
		    log_format seen '\$status \$uri \$server_protocol \$connection'
			' \$sent_http_content_encoding';
		    access_log access.log seen;
		    types { text/calendar ics; text/html html; }
		    client_body_temp_path tmp; proxy_temp_path tmp;
		    fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
	!
	if [ -n "$1" ]; then
		sed "s|@PORT@|$NGINX_PORT|g; s|@TLS@|$NGINX_TLS_PORT|g
			s|@DIR@|$n_dir|g" "$1"
	else
		cat <<-!
			server {
			    listen 127.0.0.1:$NGINX_PORT;
			    root $n_dir;
			    etag off;
			    if_modified_since off;
			    add_header Last-Modified '';
			}
		!
	fi
	echo '}'
}

# nginx_stop HOME: end it, whatever state it is in.
nginx_stop() {
	n_pid=$(cat "$1/pid" 2>/dev/null) || return 0
	kill -CONT "$n_pid" 2>/dev/null
	kill "$n_pid" 2>/dev/null || return 0
	await not kill -0 "$n_pid" 2>/dev/null && return 0
	kill -9 "$n_pid"
}
