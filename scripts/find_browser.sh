#!/bin/sh
# Prints the path of a Chromium for the browser tests; fails where the machine has none.
if [ -n "${BACKFLOW_CHROMIUM:-}" ]; then
    echo "$BACKFLOW_CHROMIUM"
    exit
fi
command -v chromium || command -v chromium-browser || command -v google-chrome
