#!/bin/sh
# SPDX-License-Identifier: ISC
# cmake --install puts things where the FHS has them, and each stands alone.
. "${0%/*}/lib.sh"

ok 'installs' run 0 env DESTDIR="$T/root" cmake --install "$BUILD" --prefix /usr
cd root/usr || exit 1
find . -type f | sed 's|^\./||' | sort >"$T/all"
cd "$T" || exit 1

for tool in fetch diff receive plan send admin; do
	ok "smscal-$tool" grep -qx "sbin/smscal-$tool" all
done
ok 'smscal-parse is no command' grep -qx 'libexec/smscal/smscal-parse' all
ok "smscal-hook is no command either" grep -qx "libexec/smscal/smscal-hook" all
for page in smscal.7 smscal.conf.5 smscal-fetch.8 smscal-diff.8 \
	smscal-receive.8 smscal-plan.8 smscal-send.8 smscal-admin.8 \
	smscal-parse.8 smscal-hook.8; do
	ok "$page" grep -qx "share/man/man${page##*.}/$page" all
done
for preset in twilio seven vonage kannel; do
	ok "the preset $preset" grep -qx "share/smscal/gateways/$preset.yaml" all
done
for file in examples/smscal.conf examples/smscal.cron examples/gammu-send.sh \
	examples/example.yaml \
	README COPYING; do
	ok "$file" grep -qx "share/doc/smscal/$file" all
done
printf 'database: none.db\ngateways:\n  a: {preset: twilio, user: AC0}\n' >conf
ok 'a tree that was moved' run 78 root/usr/sbin/smscal-receive -c conf
ok '... has its presets' match 'smscal-receive: .*none.db.*smscal-admin init' err
for file in bash-completion/completions/smscal-admin \
	zsh/vendor-completions/_smscal-admin; do
	ok "$file" grep -qx "share/$file" all
done
ok 'nothing in the archive of libraries, no header, no test' \
	no_match '\.(a|h|t|cmake)$' all
ok 'nothing outside the prefix: /etc is the operator'\''s' \
	is usr "$(ls root)"

done_testing
