#!/usr/bin/env python3
"""Writes tables.arc: properties of characters and their simple case mappings, from Python's own Unicode data.

usage: make_tables.py > tables.arc

A set is a sorted list of numbers, three for each run: first, last, step. A mapping has four: first, last, step, and what to add
(as a difference of code points). Every step-th character of a run belongs to it.
"""

import sys
import unicodedata

LAST = 0x10FFFF


def runs(points):
    """Sorted code points as (first, last, step) with step 1 or 2."""
    out = []
    for point in points:
        if out:
            first, last, step = out[-1]
            if last == first and point - last in (1, 2):
                out[-1] = (first, point, point - last)
                continue
            if point - last == step:
                out[-1] = (first, point, step)
                continue
        out.append((point, point, 1))
    return out


def of_category(*prefixes):
    return runs([p for p in range(LAST + 1) if unicodedata.category(chr(p)).startswith(prefixes)])


def upper(character):
    """The simple mapping: where the full one is longer, that of the title case, as for Greek letters with iota below."""
    full = character.upper()
    return full if len(full) == 1 else character.title()


def lower(character):
    full = character.lower()
    return full if len(full) == 1 else full[0]


def mapping(convert):
    """Simple mappings of one character to one other, as (first, last, step, difference)."""
    by_difference = {}
    for point in range(LAST + 1):
        if 0xD800 <= point <= 0xDFFF:
            continue
        other = convert(chr(point))
        if len(other) == 1 and ord(other) != point:
            by_difference.setdefault(ord(other) - point, []).append(point)
    # Runs of different differences interleave only where the step is 2: split those that hold a stranger, so that a search
    # by the first character finds the one run that may have the character.
    all_runs = sorted(run + (difference,) for difference, points in by_difference.items() for run in runs(points))
    out = []
    for first, last, step, difference in all_runs:
        starts = [run[0] for run in all_runs if first < run[0] <= last]
        begin = first
        for start in starts:
            end = begin + (start - 1 - begin) // step * step
            if begin <= end:
                out.append((begin, end, step, difference))
            begin = end + step
        if begin <= last:
            out.append((begin, last, step, difference))
    return sorted(out)


def write(name, rows, what):
    numbers = [str(n) for row in rows for n in row]
    width = len(rows[0])
    print(f"// {what}: {len(rows)} runs.")
    print(f"const {name}: [{len(numbers)}]int32 = [")
    for at in range(0, len(numbers), width * 6):
        print("    " + ", ".join(numbers[at:at + width * 6]) + ",")
    print("]\n")


def main():
    print("namespace unicode\n")
    print(f"// Written by make_tables.py from Unicode {unicodedata.unidata_version}.\n")
    write("_LETTERS", of_category("L"), "Letters (L)")
    write("_UPPER", of_category("Lu"), "Upper-case letters (Lu)")
    write("_LOWER", of_category("Ll"), "Lower-case letters (Ll)")
    write("_MARKS", of_category("M"), "Marks (M)")
    write("_DIGITS", of_category("Nd"), "Decimal digits (Nd)")
    write("_NUMBERS", of_category("N"), "Numbers (N)")
    write("_PUNCTUATION", of_category("P"), "Punctuation (P)")
    write("_SYMBOLS", of_category("S"), "Symbols (S)")
    write("_TO_UPPER", mapping(upper), "Simple mappings to upper case")
    write("_TO_LOWER", mapping(lower), "Simple mappings to lower case")


if __name__ == "__main__":
    sys.exit(main())
