#!/usr/bin/env bash
# Airlog beside others on this machine: benchmarks/compare.sh --help, benchmarks/README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# The python that Debian's packages are for.
python=/usr/bin/python3
[ -x "$python" ] || { echo "compare: $python is missing: apt-get install python3" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "compare: $python is older than 3.10" >&2; exit 1; }
export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1
exec "$python" -m compare "$@"
