# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For tests of smscal-hook: its spool, its file of digests, and a real nginx
# with fcgiwrap.  Source it behind lib.sh and nginx.sh.
SECRET=0123456789abcdefghij
SPOOL=$T/spool
HOOK_FILE=$T/hook
export SECRET SPOOL HOOK_FILE

# hook_file [NAME VENDOR SECRET]...: the digests.
hook_file() {
	: >"$HOOK_FILE"
	chmod 600 "$HOOK_FILE"
	while [ $# -gt 0 ]; do
		printf '%s %s %s\n' "$1" "$2" \
			"$(printf %s "$3" | sha256sum | cut -d ' ' -f 1)" \
			>>"$HOOK_FILE"
		shift 3
	done
}

# cgi METHOD URI [NAME=VALUE...]: the hook as a web server runs it, with the
# body on standard input; CONTENT_LENGTH is the caller's.
cgi() {
	c_method=$1 c_uri=$2
	shift 2
	env -i PATH="$PATH" ASAN_OPTIONS="$ASAN_OPTIONS" \
		UBSAN_OPTIONS="$UBSAN_OPTIONS" SMSCAL_NOW="$SMSCAL_NOW" \
		SMSCAL_SPOOL="$SPOOL" SMSCAL_HOOK_FILE="$HOOK_FILE" \
		REQUEST_METHOD="$c_method" REQUEST_URI="$c_uri" \
		HTTP_HOST=sms.example.org HTTPS=on "$@" smscal-hook
}

# post URI BODY [NAME=VALUE...]: a POST with that body.
post() {
	p_uri=$1 p_body=$2
	shift 2
	printf %s "$p_body" | cgi POST "$p_uri" CONTENT_LENGTH=${#p_body} "$@"
}

# hook_start: nginx on $NGINX_PORT, which runs the hook for /cb.
hook_start() {
	fcgiwrap -s "unix:$T/fcgi.sock" 2>"$T/fcgi.err" &
	at_exit "kill $! 2>/dev/null"
	await [ -S "$T/fcgi.sock" ] || return 1
	# shellcheck disable=SC2016
	cat >servers <<-!
		server {
		    listen 127.0.0.1:@PORT@;
		    client_max_body_size 64k;
		    location /cb {
			fastcgi_pass unix:$T/fcgi.sock;
			fastcgi_param SCRIPT_FILENAME $BIN/smscal-hook;
			fastcgi_param REQUEST_METHOD \$request_method;
			fastcgi_param REQUEST_URI \$request_uri;
			fastcgi_param REQUEST_SCHEME \$scheme;
			fastcgi_param HTTPS \$https if_not_empty;
			fastcgi_param CONTENT_LENGTH \$content_length;
			fastcgi_param CONTENT_TYPE \$content_type;
			fastcgi_param SMSCAL_SPOOL $SPOOL;
			fastcgi_param SMSCAL_HOOK_FILE $HOOK_FILE;
			fastcgi_param SMSCAL_NOW $SMSCAL_NOW;
		    }
		}
	!
	nginx_start . servers
}
