#!/usr/bin/env bash
# The tests in a browser need Chromium, and a font with Hangul for readable screenshots; that of deploy/k8s needs kubectl,
# those of the figures a real Prometheus, in CI. Installs them where it may (root with apt-get); otherwise says what will
# be skipped, which is an error in CI.
set -euo pipefail

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
  missing+=(chromium)
command -v fc-list >/dev/null && fc-list :lang=ko file | grep -q . || missing+=(fonts-noto-cjk)
command -v kubectl >/dev/null || missing+=(kubernetes-client)
# Debian's prometheus starts a server, which nobody wants on their own machine: elsewhere those tests are skipped.
[[ ${CI:-} != true ]] || command -v prometheus >/dev/null || missing+=(prometheus)
((${#missing[@]})) || exit 0

if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} for the tests ..."
  export DEBIAN_FRONTEND=noninteractive
  if { apt-get update -q && apt-get install -q -y --no-install-recommends fontconfig "${missing[@]}"; } >/dev/null; then
    exit 0
  fi
fi

echo "Missing: ${missing[*]}. The tests that need them will be skipped." >&2
echo "Install them with: sudo apt install ${missing[*]}" >&2
[[ ${CI:-} != true ]]
