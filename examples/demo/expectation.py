#!/usr/bin/env python3
"""What `./run demo` must compute, worked out a second time and in another way.

This script shares nothing with the Java code but the rules below. It reads the airports and the damaged airports,
and writes the document that the demo's result.json must equal byte for byte. It needs Python 3.8 and nothing else.

    expectation.py                 compare the committed expectation.json with a fresh computation (exit 0 or 1)
    expectation.py --write         write expectation.json anew
    expectation.py --output FILE   write the document elsewhere ('-' is standard output)
    expectation.py --all-pairs     measure every pair instead of the neighbourhood (half a minute; same document)

The rules are in README.md beside this file.
"""

import argparse
import bisect
import csv
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
EXPECTATION = HERE / "expectation.json"

EARTH_RADIUS_METRES = 6_371_008.8
COLUMNS = "iata,icao,name,city,country,latitude,longitude,altitude,tz,type,source".split(",")
AREAS = set("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())
RANGES = {"latitude": (-90, 90), "longitude": (-180, 180), "altitude": (-1_500, 30_000)}
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
WHOLE = re.compile(r"-?[0-9]+", re.ASCII)

# A rounded distance is the same in every language only if the true one keeps clear of half a metre. The sines of two
# mathematical libraries differ by some nanometres on the ground at most; this margin is hundreds of times wider.
SAFE_MARGIN_METRES = 1e-6


class Airport:
    """One sound row. The coordinates are kept as written too: the result repeats them unchanged."""

    def __init__(self, line, row):
        self.line = line
        self.ident = row["icao"]
        self.iata = row["iata"]
        self.country = row["country"]
        self.latitude_text = row["latitude"]
        self.longitude_text = row["longitude"]
        self.latitude = float(row["latitude"])
        self.phi = math.radians(self.latitude)
        self.lam = math.radians(float(row["longitude"]))
        self.cos_phi = math.cos(self.phi)
        self.altitude = int(row["altitude"])
        self.area = row["tz"].split("/")[0]  # empty when the row has no time zone
        self.nearest = None
        self.nearest_metres = None


class Damaged(Exception):
    """A row that cannot be used; the first rule it breaks, in the order of the README."""

    def __init__(self, code, column=None):
        super().__init__(code)
        self.code = code
        self.column = column


# ---------------------------------------------------------------- reading


def fields_of(line_bytes):
    """The fields of one line. A record is one line, so a quote must close on the line it was opened on."""
    try:
        text = line_bytes.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Damaged("not-utf-8") from None
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text):
        raise Damaged("control-character")
    if text.count('"') % 2:
        raise Damaged("unclosed-quote")
    fields = next(csv.reader([text]))
    if len(fields) < len(COLUMNS):
        raise Damaged("missing-column")
    if len(fields) > len(COLUMNS):
        raise Damaged("extra-column")
    return dict(zip(COLUMNS, fields))


def check_row(row, known_idents):
    for column in ("icao", "country"):
        if not row[column]:
            raise Damaged("empty", column)
    for column, (lowest, highest) in RANGES.items():
        pattern = WHOLE if column == "altitude" else DECIMAL
        if not pattern.fullmatch(row[column]):
            raise Damaged("not-a-number", column)
        if not lowest <= float(row[column]) <= highest:
            raise Damaged("out-of-range", column)
    if row["tz"] and row["tz"].split("/")[0] not in AREAS:
        raise Damaged("unknown-zone", "tz")
    if row["icao"] in known_idents:
        raise Damaged("duplicate", "icao")


def read(path, known_idents):
    """The sound airports of a file and its errors, each with its line number (the header is line 1)."""
    lines = path.read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    if lines[0].decode("utf-8").split(",") != COLUMNS:
        raise SystemExit(f"{path}: the first line is not the expected header")
    airports, errors = [], []
    for number, line in enumerate(lines[1:], start=2):
        try:
            row = fields_of(line)
            check_row(row, known_idents)
        except Damaged as damaged:
            errors.append({"line": number, "code": damaged.code, "column": damaged.column})
            continue
        known_idents.add(row["icao"])
        airports.append(Airport(number, row))
    return airports, errors


# ---------------------------------------------------------------- measuring


def distance(a, b):
    """Great-circle distance in metres by the haversine formula."""
    half_chord = (
        math.sin((b.phi - a.phi) / 2) ** 2 + a.cos_phi * b.cos_phi * math.sin((b.lam - a.lam) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(half_chord)))


def whole_metres(metres):
    """Rounded half up. Stops when the result would hang on the last bits of a sine."""
    if abs(metres % 1.0 - 0.5) < SAFE_MARGIN_METRES:
        raise SystemExit(f"{metres!r} m lies too near to half a metre to be rounded alike everywhere")
    return math.floor(metres + 0.5)


def find_nearest_by_latitude(airports):
    """Walks from each airport to the north and to the south, until latitude alone is farther than the best so far.

    A degree of latitude is the same length everywhere, so what lies beyond cannot be nearer. One metre is added
    because neighbours are compared in whole metres.
    """
    by_latitude = sorted(airports, key=lambda airport: airport.phi)
    phis = [airport.phi for airport in by_latitude]
    for airport in airports:
        start = bisect.bisect_left(phis, airport.phi)
        best = None
        for walk in (range(start, len(by_latitude)), range(start - 1, -1, -1)):
            for index in walk:
                other = by_latitude[index]
                if other is airport:
                    continue
                if best and abs(other.phi - airport.phi) * EARTH_RADIUS_METRES > best[0] + 1:
                    break
                candidate = distance(airport, other)
                if best and candidate > best[0] + 1:
                    continue
                best = min(best or (math.inf, ""), (whole_metres(candidate), other.ident))
        airport.nearest_metres, airport.nearest = best


def find_nearest_of_all_pairs(airports):
    for airport in airports:
        near = sorted((distance(airport, other), other.ident) for other in airports if other is not airport)
        limit = near[0][0] + 1
        airport.nearest_metres, airport.nearest = min(
            (whole_metres(metres), ident) for metres, ident in near[:100] if metres <= limit
        )


# ---------------------------------------------------------------- summing up


def dependency_token(airports):
    """The area most of a country's time zones lie in; the first by alphabet of equals; None without any zone."""
    areas = Counter(airport.area for airport in airports if airport.area)
    return min(areas, key=lambda area: (-areas[area], area)) if areas else None


def mean(numbers):
    """The arithmetic mean rounded half up, in whole numbers throughout."""
    return (2 * sum(numbers) + len(numbers)) // (2 * len(numbers))


def summary(country, airports):
    airports = sorted(airports, key=lambda airport: airport.ident)
    highest = min(airports, key=lambda airport: (-airport.altitude, airport.ident))
    closest = min(airports, key=lambda airport: (airport.nearest_metres, airport.ident))
    return {
        "country": country,
        "token": dependency_token(airports),
        "airports": len(airports),
        "withoutIata": sum(not airport.iata for airport in airports),
        "withoutZone": sum(not airport.area for airport in airports),
        "highest": {"airport": highest.ident, "feet": highest.altitude},
        "closest": {"airport": closest.ident, "neighbour": closest.nearest, "metres": closest.nearest_metres},
        "meanMetres": mean([airport.nearest_metres for airport in airports]),
        "nearest": [
            [airport.ident, airport.latitude_text, airport.longitude_text, airport.nearest, airport.nearest_metres]
            for airport in airports
        ],
    }


def totals(airports, countries):
    closest = min(airports, key=lambda airport: (airport.nearest_metres, airport.ident))
    loneliest = min(airports, key=lambda airport: (-airport.nearest_metres, airport.ident))

    def pair(airport):
        return {"airport": airport.ident, "neighbour": airport.nearest, "metres": airport.nearest_metres}

    return {
        "countries": len(countries),
        "airports": len(airports),
        "withoutIata": sum(not airport.iata for airport in airports),
        "withoutZone": sum(not airport.area for airport in airports),
        "closest": pair(closest),
        "loneliest": pair(loneliest),
        "meanMetres": mean([airport.nearest_metres for airport in airports]),
    }


# ---------------------------------------------------------------- writing


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def listed(values):
    """A JSON array with one line for each element, so that a difference shows as a line."""
    return "[\n" + ",\n".join(values) + "\n]"


def country_text(country):
    head = compact({key: value for key, value in country.items() if key != "nearest"})
    return head[:-1] + ',"nearest":' + listed(compact(line) for line in country["nearest"]) + "}"


def document(airports, errors, damaged):
    by_country = {}
    for airport in airports:
        by_country.setdefault(airport.country, []).append(airport)
    countries = [summary(country, by_country[country]) for country in sorted(by_country)]
    without_zone = [
        {"line": airport.line, "code": "no-zone", "column": "tz", "airport": airport.ident, "country": airport.country}
        for airport in airports
        if not airport.area
    ]
    return (
        '{"format":1,\n'
        + '"totals":' + compact(totals(airports, countries)) + ",\n"
        + '"errors":' + listed(compact(error) for error in errors + without_zone) + ",\n"
        + '"damaged":' + listed(compact(error) for error in damaged) + ",\n"
        + '"countries":' + listed(country_text(country) for country in countries)
        + "}\n"
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--airports", type=Path, default=DATA / "airports.csv")
    arguments.add_argument("--damaged", type=Path, default=DATA / "damaged-airports.csv")
    arguments.add_argument("--all-pairs", action="store_true")
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--output")
    options = arguments.parse_args()

    idents = set()
    airports, errors = read(options.airports, idents)
    sound, damaged = read(options.damaged, idents)
    if sound:
        raise SystemExit(f"{options.damaged}: line {sound[0].line} is not damaged")
    (find_nearest_of_all_pairs if options.all_pairs else find_nearest_by_latitude)(airports)
    text = document(airports, errors, damaged).encode("utf-8")

    if options.output == "-":
        sys.stdout.buffer.write(text)
    elif options.output or options.write:
        Path(options.output or EXPECTATION).write_bytes(text)
    elif not EXPECTATION.exists() or EXPECTATION.read_bytes() != text:
        raise SystemExit(f"{EXPECTATION} differs from a fresh computation: see what changed, then use --write")
    else:
        print(f"{EXPECTATION.name} is what the rules give: {len(airports)} airports")


if __name__ == "__main__":
    main()
