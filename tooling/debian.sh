#!/bin/bash
# Makes sure that Debian packages are there: debian.sh PACKAGE…
# Installs the missing ones when it may; says what to install when it may not.
set -euo pipefail

present() {
  case $1 in
    chromium) [[ -n ${CHROMIUM:-} ]] || command -v chromium ;;
    fonts-noto-cjk) compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' || [[ -n $(fc-list :lang=zh 2> /dev/null) ]] ;;
    postgresql) [[ -n ${YITONG_TEST_POSTGRES:-} || ${YITONG_TEST_SQLITE_ONLY:-} == 1 ]] || compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb ;;
    *) command -v "$1" ;;
  esac > /dev/null
}

missing=()
for package in "$@"; do
  present "$package" || missing+=("$package")
done
((${#missing[@]})) || exit 0

if [[ $EUID -eq 0 ]] && command -v apt-get > /dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
else
  echo "Missing on this machine: ${missing[*]}. Install them (on Debian: sudo apt-get install ${missing[*]}), then run make again." >&2
  exit 1
fi
