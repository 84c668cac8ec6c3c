#!/usr/bin/env bash
# Print the first Python that the program can run on (3.11 to 3.13: Qt for Python 6.8 has no wheels for later ones).
set -euo pipefail
for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
  if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    command -v "$name"
    exit 0
  fi
done
echo "找不到 Python 3.11–3.13（Python 3.11 to 3.13 is needed; PYTHON=… names one）" >&2
exit 1
