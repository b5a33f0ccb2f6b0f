#!/usr/bin/env bash
# Installs the servers that tests/remotes starts: Ceph with its S3 gateway, OpenStack Swift, Apache.
# Does nothing that is done. Where they cannot be installed it says so, and their tests are skipped.
set -euo pipefail

packages=(ceph-mon ceph-osd ceph-common radosgw
  swift-proxy swift-account swift-container swift-object memcached apache2)

# Whoever comes second waits, and finds everything there.
if [ "$(id -u)" -eq 0 ]; then
  exec 9>/run/lock/kta-install-remotes
  flock 9
fi

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] ||
    missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed: ${missing[*]}. The tests that need them are skipped." >&2
  exit 0
fi

# The packages must not start servers of their own: the tests start theirs, in folders of theirs.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi

echo "Installing ${missing[*]}."
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"
if ! { apt-get update -q &&
  apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io \
    "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "They cannot be installed here: the tests that need them are skipped." >&2
fi
rm -f "$log"
