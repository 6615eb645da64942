#!/usr/bin/env python3
"""Builds Sources/CCmdletData/cmdlets.bin from the tables in data/.

    scripts/build-catalogue.py            write the file
    scripts/build-catalogue.py --check    exit with 1 when the file differs from what the tables make

The result depends on the tables alone, so that the file can be compared byte for byte.

Form of the file, numbers little-endian and of 32 bits unless said otherwise:

    "EXOCAT02"
    count of texts, place of the text offsets, place of the text bytes, count of text bytes
    count of sections, then per section: text number of its name, count of entries, place of its index
    section index: per entry text number of its key and place of its value, sorted by the lower-cased key
    text offsets: one more than there are texts; texts: UTF-8, the most used first, so that their numbers are short
    values: a tag byte (0 null, 1 false, 2 true, 3 whole number, 4 text, 5 list, 6 table), then
        whole number: zigzag varint; text: varint number of the text; list: varint count, values;
        table: varint count, per member varint number of the name and the value
"""

import collections
import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLES = ROOT / "data"
TARGET = ROOT / "Sources" / "CCmdletData" / "cmdlets.bin"


def lines(name):
    with open(TABLES / name, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def table(name):
    with open(TABLES / name, encoding="utf-8") as file:
        return json.load(file)


def without_defaults(entry):
    """Leaves out what a reader supplies: nulls, false, empty lists and tables, and the pipeline "none"."""
    return {
        name: value
        for name, value in entry.items()
        if value not in (None, [], {}) and value is not False and not (name == "pipeline" and value == "none")
    }


def cmdlet(entry):
    entry = without_defaults(entry)
    entry["parameters"] = [without_defaults(parameter) for parameter in entry.get("parameters", [])]
    entry["parameterSets"] = [without_defaults(group) for group in entry["parameterSets"]]
    return entry


def function(entry):
    parameters = [{"name": name, **without_defaults(facts)} for name, facts in entry["parameters"].items()]
    return {**without_defaults(entry), "parameters": parameters}


def noun_object(entry):
    return {**entry, "properties": [without_defaults(facts) for facts in entry["properties"]]}


def keyed(entries, key="name", convert=without_defaults):
    return {entry[key]: convert(entry) for entry in entries}


def sections():
    roles, filterable, edm = table("roles.json"), table("filterable.json"), table("edm.json")
    objects = table("objects.json")
    cmdlets = lines("cmdlets.jsonl")
    spellings, parameter_cmdlets = {}, collections.defaultdict(list)
    for entry in cmdlets:
        for name in sorted({parameter["name"] for parameter in entry["parameters"]} - {"WhatIf", "Confirm"}):
            parameter_cmdlets[spellings.setdefault(name.lower(), name)].append(entry["name"])
    cmdlet_roles = collections.defaultdict(list)
    for role in roles["roles"]:
        for name in role.get("cmdlets", []):
            cmdlet_roles[name].append(role["name"])
    return {
        "cmdlets": keyed(cmdlets, convert=cmdlet),
        "functions": keyed(lines("module-functions.jsonl"), convert=function),
        "types": table("types.json"),
        "nouns": {name: without_defaults(entry) for name, entry in table("nouns.json").items()},
        "objects": {name: noun_object(entry) for name, entry in objects["objects"].items()},
        "propertySets": {name: without_defaults(entry) for name, entry in table("property-sets.json").items()},
        "filter": keyed(filterable["filter"]["properties"]),
        "recipientFilter": keyed(filterable["recipientFilter"]["properties"]),
        "roles": keyed(roles["roles"]),
        "roleGroups": keyed(roles["roleGroups"]),
        "entraRoles": keyed(roles["entraRoles"], key="templateId"),
        "cmdletRoles": dict(cmdlet_roles),
        "parameterCmdlets": {name: sorted(parameter_cmdlets[name]) for name in sorted(parameter_cmdlets)},
        "entityTypes": edm["entityTypes"],
        "complexTypes": edm["complexTypes"],
        "enumTypes": edm["enumTypes"],
        "clientEnums": edm["clientEnums"],
        "entitySets": edm["entitySets"],
        "imports": edm["imports"],
        "usage": table("usage.json")["cmdlets"],
        "other": {
            "namespace": edm["namespace"],
            "container": edm["container"],
            "operations": edm["operations"],
            "filter.cmdlets": filterable["filter"]["cmdlets"],
            "recipientFilter.cmdlets": filterable["recipientFilter"]["cmdlets"],
            "filter.operators": filterable["operators"],
            "filter.rules": filterable["rules"],
            "roles.notInAnyRoleGroupByDefault": roles["notInAnyRoleGroupByDefault"],
            "roles.roleAssignmentPolicies": roles["roleAssignmentPolicies"],
            "roles.features": roles["features"],
            "roles.nounRoles": roles["nounRoles"],
            "roles.rules": roles["rules"],
            "objects.wire": objects["wire"],
        },
    }


class Texts:
    """Every distinct text of the file, numbered by how often it is used."""

    def __init__(self, tree):
        self.uses = collections.Counter()
        self.count(tree)
        self.ordered = sorted(self.uses, key=lambda text: (-self.uses[text], text))
        self.numbers = {text: number for number, text in enumerate(self.ordered)}

    def count(self, value):
        if isinstance(value, str):
            self.uses[value] += 1
        elif isinstance(value, list):
            for element in value:
                self.count(element)
        elif isinstance(value, dict):
            for name, member in value.items():
                self.uses[name] += 1
                self.count(member)


def varint(number):
    result = bytearray()
    while number > 0x7F:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    result.append(number)
    return bytes(result)


def encoded(value, texts):
    if value is None:
        return b"\x00"
    if value is False or value is True:
        return b"\x02" if value else b"\x01"
    if isinstance(value, int):
        return b"\x03" + varint(value << 1 if value >= 0 else (-value << 1) - 1)
    if isinstance(value, str):
        return b"\x04" + varint(texts.numbers[value])
    if isinstance(value, list):
        return b"\x05" + varint(len(value)) + b"".join(encoded(element, texts) for element in value)
    if isinstance(value, dict):
        members = (varint(texts.numbers[name]) + encoded(member, texts) for name, member in value.items())
        return b"\x06" + varint(len(value)) + b"".join(members)
    raise TypeError(f"no form for {value!r}")


def lowered(name):
    """The order of the index: bytes of the name, with A to Z lower-cased as the reader does it."""
    return bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in name.encode())


def built():
    everything = sections()
    texts = Texts(everything)
    header_size = 8 + 5 * 4 + len(everything) * 12
    index_size = sum(len(section) for section in everything.values()) * 8
    offsets_at = header_size + index_size
    text_bytes = b"".join(text.encode() for text in texts.ordered)
    texts_at = offsets_at + (len(texts.ordered) + 1) * 4
    values_at = texts_at + len(text_bytes)

    offsets = [0]
    for text in texts.ordered:
        offsets.append(offsets[-1] + len(text.encode()))
    header = b"EXOCAT02" + struct.pack("<5I", len(texts.ordered), offsets_at, texts_at, len(text_bytes), len(everything))
    index, values, index_at = b"", bytearray(), header_size
    for name, section in everything.items():
        keys = sorted(section, key=lowered)
        if len({lowered(key) for key in keys}) != len(keys):
            raise ValueError(f"{name}: two keys differ in letter case only")
        header += struct.pack("<3I", texts.numbers[name], len(keys), index_at + len(index))
        for key in keys:
            index += struct.pack("<2I", texts.numbers[key], values_at + len(values))
            values += encoded(section[key], texts)
    return header + index + struct.pack(f"<{len(offsets)}I", *offsets) + text_bytes + bytes(values)


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    data = built()
    if not arguments:
        TARGET.write_bytes(data)
        print(f"{TARGET.relative_to(ROOT)}: {len(data):,} bytes")
    elif not TARGET.is_file() or TARGET.read_bytes() != data:
        sys.exit(f"{TARGET.relative_to(ROOT)} does not match the tables in data/; run scripts/build-catalogue.py")


if __name__ == "__main__":
    main(sys.argv[1:])
