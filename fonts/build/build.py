"""Build the faces of fonts/ from public packages; the same bytes on every run.

Usage: build.py --cache DIR --out DIR [--only ID,ID]
"""

import argparse
import json
from pathlib import Path

import charsets
from faces import FACES, LICENCES
from inputs import PACKAGES, Store, sha256
from recipes import RECIPES

ORDER = [face.id for face in FACES]


def parse_arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", required=True, type=Path, help="keeps downloaded packages")
    parser.add_argument("--out", required=True, type=Path, help="gets the faces")
    parser.add_argument("--only", default="", help="ids of faces to build, with commas between")
    arguments = parser.parse_args()
    arguments.only = set(filter(None, arguments.only.split(",")))
    unknown = arguments.only.difference(ORDER)
    if unknown:
        parser.error(f"no such face: {', '.join(sorted(unknown))}; there are {', '.join(ORDER)}")
    return arguments


def faces_to_build(only):
    """The wanted faces (all, if `only` is empty), those of one package together, so
    that each package is unpacked once."""
    packages = list(PACKAGES)
    wanted = [face for face in FACES if not only or face.id in only]
    return sorted(wanted, key=lambda face: packages.index(face.package))


def build(face, tiers, store, out):
    """Build one face into `out` and return its entry for the manifest."""
    source = store.member(face.package, face.member)
    data = RECIPES[face.recipe](source, face, tiers[face.tier], store)
    (out / face.file).write_bytes(data)
    return {
        "id": face.id,
        "file": face.file,
        "size": len(data),
        "sha256": sha256(data),
        "tier": face.tier,
        "source": str(PACKAGES[face.package]),
        "member": face.member,
        "member_sha256": sha256(source),
        "licence": LICENCES[face.package],
    }


def write_lists(entries, out):
    """Write MANIFEST.json and SHA256SUMS. After a partial build, entries of the faces
    not built stay as they are in `out`; if there are none yet, nothing is written."""
    manifest = out / "MANIFEST.json"
    built = {entry["id"] for entry in entries}
    if built != set(ORDER):
        if not manifest.exists():
            return
        old = json.loads(manifest.read_text(encoding="utf-8"))
        entries = entries + [entry for entry in old if entry["id"] not in built]
    entries = sorted(entries, key=lambda entry: ORDER.index(entry["id"]))
    text = json.dumps(entries, indent=1, ensure_ascii=False)
    manifest.write_text(text, encoding="utf-8")
    sums = "".join(f"{entry['sha256']}  {entry['file']}\n" for entry in entries)
    (out / "SHA256SUMS").write_text(sums, encoding="utf-8")


def main():
    """Build what the command line asks for."""
    arguments = parse_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    store = Store(arguments.cache)
    tiers = charsets.tiers(store.member("unicode-data", charsets.UNIHAN_MEMBER))
    entries = []
    for face in faces_to_build(arguments.only):
        entry = build(face, tiers, store, arguments.out)
        print(entry["id"], entry["file"], entry["size"], entry["sha256"][:16], flush=True)
        entries.append(entry)
    write_lists(entries, arguments.out)


if __name__ == "__main__":
    main()
