#!/bin/sh
# Succeeds where the PATH has npm and a Node.js new enough for the tools (20 or newer).
command -v npm >/dev/null 2>&1 &&
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null
