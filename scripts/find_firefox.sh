#!/bin/sh
# Prints the path of a Firefox for `make test-firefox`; says how to get one where there is none.
if [ -n "${BACKFLOW_FIREFOX:-}" ]; then
    echo "$BACKFLOW_FIREFOX"
    exit
fi
command -v firefox-esr && exit
echo "No Firefox: install Debian's firefox-esr, or name one in BACKFLOW_FIREFOX." >&2
exit 1
