# Recipes for working on parkcast; `just` lists them.

# List the recipes.
default:
    @just --list

# Run the made-up park that comes with the program.
run *ARGS:
    cargo run --release -- run scenarios/baseline.toml {{ARGS}}

# All tests.
test:
    cargo test

# What a change must pass.
ci:
    .ci/run

# Format everything.
fmt:
    cargo fmt --all

# Lints, as strict as the checks.
lint:
    cargo clippy --all-targets -- -D warnings

# Accept what people read after it has changed on purpose (needs cargo-insta).
snapshots:
    cargo insta review

# Write the generated pages of docs again, and check what all pages say.
papers:
    UPDATE_DOCS=1 cargo test --test it -- papers
    cargo test --test it -- papers

# Check every quoted number and picture against full runs; before a release.
quotations:
    cargo test --release --test it -- --ignored quotations

# Benchmarks; one question each.
bench *ARGS:
    cargo bench {{ARGS}}

# Draw the roster of scenarios/published-2023.toml again.
roster:
    cargo run --release --example make_published_2023 > scenarios/rosters/published-2023.csv

# The Python wheel that carries the program, built, installed and tried.
wheel:
    scripts/wheel.sh

# The archive for a system, from a program that is built: just package target/release/parkcast x86_64-unknown-linux-gnu.
package BINARY TARGET:
    scripts/package.py {{BINARY}} {{TARGET}} target/packages
