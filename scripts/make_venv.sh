#!/bin/sh
# Makes the virtual environment with the first Python of 3.11 or newer that is found.
set -eu
for python in ${BACKFLOW_PYTHON:-} python3 python python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m venv "$1"
    fi
done
echo "Backflow needs Python 3.11 or newer; none was found on the PATH." >&2
echo "Install one, or name it: make BACKFLOW_PYTHON=/path/to/python3.12" >&2
exit 1
