#!/usr/bin/env bash
# Debian packages that a group of targets needs: `system-packages.sh base` or `system-packages.sh test`.
# As root the missing ones are installed; otherwise the one command that does it is printed, with exit code 1.
# Where there is no dpkg there is nothing to look up, and the caller is left to it.
set -euo pipefail

base=(
  python3-venv
  # Qt without a screen
  libglib2.0-0 libgl1 libegl1 libx11-6 libdbus-1-3 libfontconfig1 libxkbcommon0
  # Qt with a window (xcb)
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-randr0 libxcb-xkb1 libxkbcommon-x11-0
)
test=(
  poppler-utils # pdffonts, pdftotext, pdftoppm: a second opinion on the printed PDF
  dbus-daemon xvfb xdotool # a desktop of the tests' own: a bus, a screen, keys from outside the program
)

case "${1:-}" in
  base) needed=("${base[@]}") ;;
  test) needed=("${test[@]}") ;;
  *) echo "usage: $0 base|test" >&2; exit 2 ;;
esac

command -v dpkg-query >/dev/null || exit 0

# Names of all installed packages and of what they provide: Debian 13 renamed libglib2.0-0 to libglib2.0-0t64.
installed=$(dpkg-query -W -f '${db:Status-Status},${Package},${Provides}\n' \
  | awk -F, '$1 == "installed" { for (i = 2; i <= NF; i++) { sub(/^ +/, "", $i); sub(/[ (:].*/, "", $i); print $i } }')

missing=()
for name in "${needed[@]}"; do
  grep -qxF -- "$name" <<<"$installed" || missing+=("$name")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  echo "安装系统软件包（installing system packages）：${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
else
  echo "缺少系统软件包，请先运行（system packages are missing, please run）：" >&2
  echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
