#!/usr/bin/env python3
"""Packs a built program for people: scripts/package.py BINARY TARGET FOLDER

Writes FOLDER/parkcast-VERSION-TARGET.zip for Windows, .tar.gz elsewhere: the program, the scenarios, the documents, and
THIRD-PARTY.txt, the licences of all that is compiled in. Beside it goes its SHA-256, as `sha256sum --check` reads it.
The same commit gives the same bytes but for the program itself. Needs cargo and Python 3.8; nothing else.
"""

import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What a person gets beside the program; those that are not there yet are left out.
DOCUMENTS = ["README.md", "README.en.md", "CHANGELOG.md", "GLOSSARY.md", "LICENSE-APACHE", "LICENSE-MIT"]
FOLDERS = ["docs", "scenarios"]

# Sources of a shipped roster are for those who build the program.
LEFT_OUT = {".rs"}

# Crates whose package lacks the licence that lies in another one of the same authors.
SAME_LICENCE = {"alloc-stdlib": "alloc-no-stdlib"}

# Files of a crate that hold its licence, or what its licence asks to be passed on.
LICENCE = re.compile(r"^(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)", re.IGNORECASE)

RULE = "=" * 100


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()


def compiled_in(target):
    """The crates of the registry that are in the program for `target`, by name and version."""
    metadata = json.loads(cargo("metadata", "--locked", "--format-version", "1", "--filter-platform", target))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, queue = set(), [metadata["resolve"]["root"]]
    while queue:
        for dependency in nodes[queue.pop()]["deps"]:
            is_linked = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if is_linked and dependency["pkg"] not in found:
                found.add(dependency["pkg"])
                queue.append(dependency["pkg"])
    # Those of the workspace are parkcast itself.
    crates = sorted((packages[id] for id in found if packages[id]["source"]), key=lambda one: (one["name"], one["version"]))
    return packages[metadata["resolve"]["root"]], crates


def texts_of(crate):
    """The texts of a crate's licences."""
    folder = Path(crate["manifest_path"]).parent
    files = {path for path in folder.iterdir() if path.is_file() and LICENCE.match(path.name)}
    if crate.get("license_file"):
        files.add(folder / crate["license_file"])
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip() for path in sorted(files)]


def licences(crates):
    """THIRD-PARTY.txt: every crate with its licence, then every text once with the crates that it is of."""
    texts = {}
    mit = (ROOT / "LICENSE-MIT").read_text(encoding="utf-8").split("\n\n", 2)[2].strip()
    by_name = {crate["name"]: crate for crate in crates}
    lines = ["parkcast is licensed under MIT or Apache-2.0, at your choice. The program contains the crates below,", ""]
    for crate in crates:
        name = f"{crate['name']} {crate['version']}"
        lines.append(f"  {name}: {crate['license'] or 'see below'}")
        found = texts_of(by_name[SAME_LICENCE.get(crate["name"], crate["name"])])
        if not found and "MIT" in crate["license"]:
            found = [f"Copyright (c) {', '.join(crate['authors'])}\n\n{mit}"]
        if not found:
            sys.exit(f"{name} ({crate['license']}): its package holds no licence; see SAME_LICENCE")
        for text in found:
            # Layout does not make another text.
            texts.setdefault(" ".join(text.split()), (text, []))[1].append(name)
    font = (ROOT / "assets/fonts/OFL.txt").read_text(encoding="utf-8").strip()
    lines += ["", "the Rust standard library (MIT OR Apache-2.0), a table of traditional characters from OpenCC (Apache-2.0), and a part of the typeface Noto Sans SC (OFL-1.1).", ""]
    lines += [RULE, "Noto Sans SC", RULE, "", font, ""]
    for text, names in texts.values():
        lines += [RULE, ", ".join(names), RULE, "", text, ""]
    return "\n".join(lines)


def contents(binary, target, crates):
    """What goes into the archive: name, bytes, and whether it is a program."""
    suffix = ".exe" if "windows" in target else ""
    yield f"parkcast{suffix}", Path(binary).read_bytes(), True
    yield "THIRD-PARTY.txt", licences(crates).encode(), False
    for name in DOCUMENTS:
        if (ROOT / name).is_file():
            yield name, (ROOT / name).read_bytes(), False
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in LEFT_OUT and not path.name.startswith("."):
                yield path.relative_to(ROOT).as_posix(), path.read_bytes(), False


def when():
    """The time of the commit, which all files of the archive carry."""
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    # The earliest time that a zip archive can hold, where there is no commit.
    return datetime.fromtimestamp(int(done.stdout or 315532800), timezone.utc)


def write_zip(path, folder, files, time):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, is_program in files:
            entry = zipfile.ZipInfo(f"{folder}/{name}", time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if is_program else 0o644) << 16
            archive.writestr(entry, data)


def write_tar(path, folder, files, time):
    with gzip.GzipFile(path, "wb", mtime=int(time.timestamp())) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data, is_program in files:
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime = len(data), int(time.timestamp())
            entry.mode = 0o755 if is_program else 0o644
            archive.addfile(entry, io.BytesIO(data))


def main(binary, target, out):
    root, crates = compiled_in(target)
    folder = f"parkcast-{root['version']}-{target}"
    Path(out).mkdir(parents=True, exist_ok=True)
    is_windows = "windows" in target
    path = Path(out) / (folder + (".zip" if is_windows else ".tar.gz"))
    (write_zip if is_windows else write_tar)(path, folder, contents(binary, target, crates), when())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".sha256").write_bytes(f"{digest}  {path.name}\n".encode())
    print(f"{path}: {len(crates)} crates, {path.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
