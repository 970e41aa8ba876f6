#!/usr/bin/env python3
"""Checks that no crate in Cargo.lock asks for a newer Rust than Cargo.toml claims.

With the lint `incompatible_msrv`, which knows since when each item of the standard library exists, this is what can be said
of the claim without that version of Rust: that its compiler takes the syntax is not checked.
"""

import json
import subprocess
import sys

METADATA = ["cargo", "metadata", "--locked", "--format-version", "1"]


def number(version):
    """(1, 89, 0) of "1.89"."""
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


metadata = json.loads(subprocess.run(METADATA, check=True, stdout=subprocess.PIPE).stdout)
root = next(package for package in metadata["packages"] if package["id"] == metadata["resolve"]["root"])
claimed = root["rust_version"]
newer = [
    f"{package['name']} {package['version']} needs Rust {package['rust_version']}, but Cargo.toml claims {claimed}"
    for package in metadata["packages"]
    if package.get("rust_version") and number(package["rust_version"]) > number(claimed)
]
if newer:
    sys.exit("\n".join(newer))
print(f"Rust {claimed} is enough for {len(metadata['packages'])} crates, by their own word")
