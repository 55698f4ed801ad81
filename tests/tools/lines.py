#!/usr/bin/env python3
"""How good the lines are: sets texts by `galley --json` and counts.

    python3 tests/tools/lines.py TEXT... [--program target/release/qianzi] [--chars 13 17 22]

A text is plain UTF-8, a paragraph a line; use at least 20,000 characters of real copy. For each measure and
punctuation style: lines, and per cent of the full ones with any gap between two characters opened by more than
0.05 em and by more than 0.1 em; paragraphs that end in a lone character; marks where none may stand; full lines
that are not flush to 0.01 em; lines that the style `composer = "line"` needs (--greedy FOLDER, one whose layouts/house.toml says so).
"""
import argparse
import json
import os
import subprocess
import sys

NOT_FIRST = set("，、；：。！？”’）》〉」』】〗〕·～–/")
NOT_LAST = set("“‘（《〈「『【〖〔/")
MARKS = NOT_FIRST | NOT_LAST | set("…　")


def galley(options, text, chars, style, folder=None):
    command = [options.program, "galley", "-", "--json", "--chars", str(chars), "--punctuation", style]
    ran = subprocess.run(command, input=text.encode(), capture_output=True, check=False, cwd=folder)
    if ran.returncode == 2:
        sys.exit(ran.stderr.decode())
    return json.loads(ran.stdout)


def count(told):
    lines = told["lines"]
    full = [line for line in lines if not line["last"]]
    loose = sum(line["opened"] > 0.05 for line in full)
    looser = sum(line["opened"] > 0.1 for line in full)
    flush = sum(abs(line["width"] - told["measure"]) > 0.01 for line in full)
    lone, paragraphs, edges, first = 0, 0, 0, True
    for line in lines:
        text = line["text"]
        if not first:
            edges += text[0] in NOT_FIRST
            if line["last"] and sum(char["c"] not in MARKS for char in line["chars"]) <= 1:
                lone += 1
        if not line["last"]:
            edges += text[-1] in NOT_LAST
        paragraphs += line["last"]
        first = line["last"]
    return len(lines), len(full), loose, looser, lone, paragraphs, edges, flush


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--program", default="target/release/qianzi")
    parser.add_argument("--chars", nargs="+", type=int, default=[13, 17, 22])
    parser.add_argument("--styles", nargs="+", default=["quanjiao", "hangmo", "kaiming", "banjiao"])
    parser.add_argument("--greedy")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    for name in options.texts:
        with open(name, encoding="utf-8") as file:
            text = file.read()
        for chars in options.chars:
            for style in options.styles:
                told = galley(options, text, chars, style)
                lines, full, loose, looser, lone, paragraphs, edges, flush = count(told)
                greedy = ""
                if options.greedy:
                    other = galley(options, text, chars, style, options.greedy)
                    other = count(other)
                    greedy = f"  line by line {other[0]} lines, loose {100 * other[2] / other[1]:.2f} %"
                print(
                    f"{name} {told['characters']} characters  {chars:>2} {style:<8} {lines} lines"
                    f"  loose {100 * loose / full:.2f} % (over 0.1: {100 * looser / full:.2f} %)"
                    f"  lone {100 * lone / paragraphs:.2f} %  edges {edges}  not flush {flush}{greedy}"
                )


if __name__ == "__main__":
    main()
