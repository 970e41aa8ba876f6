#!/usr/bin/env bash
# Holds the dependencies to deny.toml. Where cargo-deny is missing it is built once, into target/tools.
set -euo pipefail
cd "$(dirname "$0")/.."
version=0.20.2
deny=target/tools/bin/cargo-deny

if [ "$("$deny" --version 2>/dev/null)" != "cargo-deny $version" ]; then
    # Unoptimised, which takes a third of the time and checks as well.
    if ! CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR=target/tools/build \
        cargo install --quiet --locked --debug --root target/tools --version "$version" cargo-deny; then
        echo "WARNING: LICENCES, DUPLICATES AND SOURCES WERE NOT CHECKED: cargo-deny $version could not be installed" >&2
        exit 0
    fi
    rm -rf target/tools/build
fi

checks=(bans licenses sources)
# Known faults of dependencies are looked up where `cargo deny fetch` has left a copy of the database; nothing is fetched here.
if [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" ]; then
    checks+=(advisories)
else
    echo "advisories were not checked: no copy of the database is at hand"
fi
"$deny" --locked --offline check "${checks[@]}"
