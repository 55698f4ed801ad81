#!/usr/bin/env python3
"""Makes a newsprint output profile small: `lean_profile.py COLPROF.icc OUT.icc`.

Every page file carries the profile, so its size is paid on every page. What
colprof writes is kept but for its precision:

- The table for saturated business graphics, which no newspaper prints, is made
  the perceptual one.
- From ink to colour (A2B) the table is written with 8 bits a value: half a unit
  of a* or b*, a fifth of L*, at most. Its curves are straight, so nothing else
  changes.
- From colour to ink (B2A) the values are rounded to those that 8 bits hold, the
  bits in which ink is coded anyway; the table stays one of 16 bits, so that its
  nodes stay where they are.
- The file's length is made a multiple of the row of those tables, by blanks after
  the copyright, so that a PDF can hold it as differences between rows.
"""
import struct
import sys

HEADER = 48  # of a table, before the curves


def tables(data):
    """Inputs, outputs, and where curves and nodes begin and end."""
    inputs, outputs, grid = data[8], data[9], data[10]
    entering, leaving = struct.unpack(">HH", data[48:52])
    nodes = 52 + 2 * inputs * entering
    end = nodes + 2 * grid**inputs * outputs
    return inputs, outputs, (52, nodes, end, end + 2 * outputs * leaving), (entering, leaving)


def straight(data, count, each):
    """Whether curves do nothing, to 8 bits."""
    values = struct.unpack(f">{count * each}H", data)
    return all(
        abs(values[at] - (at % each) * 65535 / (each - 1)) <= 256 for at in range(len(values))
    )


def coarse(data):
    inputs, outputs, (curves, nodes, end, after), (entering, leaving) = tables(data)
    assert straight(data[curves:nodes], inputs, entering)
    assert straight(data[end:after], outputs, leaving)
    plain = bytes(range(256))
    values = struct.unpack(f">{(end - nodes) // 2}H", data[nodes:end])
    # Lab of 16 bits has 100 at 0xFF00, so its upper byte is the value of 8 bits.
    table = bytes(min(255, (value + 128) // 256) for value in values)
    return b"mft1" + data[4:HEADER] + plain * inputs + table + plain * outputs


def rounded(data):
    _, _, (_, nodes, end, _), _ = tables(data)
    values = struct.unpack(f">{(end - nodes) // 2}H", data[nodes:end])
    ink = struct.pack(f">{len(values)}H", *((value + 128) // 257 * 257 for value in values))
    return data[:nodes] + ink + data[end:]


def main(source, target):
    data = open(source, "rb").read()
    (count,) = struct.unpack(">I", data[128:132])
    tags = {}
    for at in range(132, 132 + 12 * count, 12):
        name, start, size = struct.unpack(">4sII", data[at : at + 12])
        tags[name] = data[start : start + size]
    tags[b"B2A2"] = tags[b"B2A0"]
    note = b" Tables rounded by lean_profile.py.\0"
    tags[b"cprt"] = tags[b"cprt"].rstrip(b"\0") + note
    for name in (b"A2B0", b"A2B1", b"A2B2"):
        tags[name] = coarse(tags[name]) if tags[name][:4] == b"mft2" else tags[name]
    for name in (b"B2A0", b"B2A1", b"B2A2"):
        tags[name] = rounded(tags[name])
    _, outputs, _, _ = tables(tags[b"B2A0"])
    row = tags[b"B2A0"][10] * outputs * 2
    whole = assemble(data, tags)
    tags[b"cprt"] += b"\0" * (-len(whole) % row)
    open(target, "wb").write(assemble(data, tags))


def assemble(data, tags):
    """The file; equal tags share their bytes."""
    body, places = b"", {}
    start = 132 + 12 * len(tags)
    for content in tags.values():
        if content not in places:
            body += b"\0" * (-(start + len(body)) % 4)
            places[content] = start + len(body)
            body += content
    table = b"".join(
        struct.pack(">4sII", name, places[content], len(content))
        for name, content in tags.items()
    )
    whole = data[4:128] + struct.pack(">I", len(tags)) + table + body
    whole += b"\0" * (-len(whole) % 4)
    return struct.pack(">I", len(whole) + 4) + whole


if __name__ == "__main__":
    main(*sys.argv[1:])
