#!/usr/bin/env bash
# Builds the Python wheel that carries the program, then uses it as somebody without Rust would: a new virtual environment,
# pip install, a run in an empty folder.
#
#   scripts/wheel.sh [PROFILE]     profile of the build; release where nothing is said
#
# The wheel goes to target/wheels. It must run where glibc is 2.17 or later, so zig links it; all tools come as wheels.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD profile=${1:-release} oldest=2.17
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv target/wheel-tools
target/wheel-tools/bin/pip install --quiet --disable-pip-version-check maturin==1.16.0 ziglang==0.17.0
rm -f target/wheels/parkcast-*.whl
(
    cd python
    PATH="$root/target/wheel-tools/bin:$PATH" maturin build --profile "$profile" --zig --compatibility manylinux_2_17 \
        --out "$root/target/wheels"
)
wheel=$(echo target/wheels/parkcast-*.whl)
echo "$wheel: $(stat -c %s "$wheel") bytes"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
program=$work/venv/bin/parkcast

# What the linker promised is what the program asks for.
newest=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1 | cut -d_ -f2)
echo "newest symbols of glibc: $newest"
[ "$(printf '%s\n' "$newest" "$oldest" | sort -V | tail -1)" = "$oldest" ]

# Used as a person would, away from the sources.
cp -r scenarios "$work/scenarios"
cd "$work"
"$program" --version
"$program" run scenarios/baseline.toml --trials 2000 --quiet
"$program" verify output/baseline/targets.png
