#!/usr/bin/env python3
"""Builds Sources/CEmulatorResources/graph/model.txt from Microsoft's Graph SDK for Python (MIT).

    scripts/build-graph-model.py DIRECTORY    DIRECTORY is msgraph/generated of an installed msgraph-sdk

The SDK is generated from the service's own model, so its classes say which members a type has and its request builders
say which actions and functions stand behind an object. Names and types are taken; no text is.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources" / "CEmulatorResources" / "graph" / "model.txt"

HEAD = """\
# Types of Microsoft Graph with their members, by scripts/build-graph-model.py from msgraph-sdk 1.65.0 (MIT). A line of its own
# begins a type: kind, name, base. Behind it "name type" is a property, "name > type" leads to other objects, "name () result"
# is an action or function of an object and "name [] result" one of a collection of them. Types in brackets are collections.
# A type without members is one of which only the name is known here; "open" ones take members that are not declared.
"""

# Kept by the emulator, or on the way to what is.
ENTITIES = [
    "PolicyDeletableItem", "DirectoryObject", "User", "Group", "ServicePrincipal", "Application", "DirectoryRole", "DirectoryRoleTemplate",
    "Domain", "Organization", "OAuth2PermissionGrant", "AppRoleAssignment", "FederatedIdentityCredential",
    "UnifiedRoleDefinition", "UnifiedRoleAssignment", "ConditionalAccessPolicy", "SignIn", "DelegatedAdminRelationship",
    "DelegatedAdminAccessAssignment",
    "LicenseDetails", "ScopedRoleMembership", "SubscribedSku", "AdministrativeUnit",
]
CONTAINERS = [
    "Directory", "IdentityContainer", "ConditionalAccessRoot", "PolicyRoot", "AuditLogRoot", "TenantRelationship",
    "RoleManagement", "RbacApplication",
]
# Where request builders stand behind an object of each, for its actions and functions.
BUILDERS = {
    "DirectoryObject": "directory_objects/item", "User": "users/item", "Group": "groups/item",
    "ServicePrincipal": "service_principals/item", "Application": "applications/item",
    "DirectoryRole": "directory_roles/item", "DirectoryRoleTemplate": "directory_role_templates/item",
    "Domain": "domains/item", "Organization": "organization/item", "OAuth2PermissionGrant": "oauth2_permission_grants/item",
    "TenantRelationship": "tenant_relationships", "AuditLogRoot": "audit_logs",
    "UnifiedRoleDefinition": "role_management/directory/role_definitions/item",
}
# What /beta has beside it and clients ask for, and what the classes do not tell.
ADDITIONS = {
    "user": ["refreshTokensValidFromDateTime DateTimeOffset", "deviceEnrollmentConfigurations > [unknown]",
             "invalidateAllRefreshTokens () Boolean", "notes > [unknown]"],
    "group": ["resourceBehaviorOptions [String]", "resourceProvisioningOptions [String]",
              "hideFromAddressLists Boolean", "writebackConfiguration groupWritebackConfiguration"],
    "application": ["authenticationBehaviors authenticationBehaviors", "isManagementRestricted Boolean"],
    "servicePrincipal": ["createdDateTime DateTimeOffset", "publisherName String", "ownedObjects > [directoryObject]"],
    "domain": [],
    "oAuth2PermissionGrant": ["expiryTime DateTimeOffset", "startTime DateTimeOffset"],
    "signIn": ["servicePrincipalId String", "signInEventTypes [String]", "servicePrincipalName String"],
    "organization": ["directorySizeQuota directorySizeQuota"],
    "roleManagement": ["cloudPC > unknown", "defender > unknown", "deviceManagement > unknown", "enterpriseApps > [unknown]",
                       "exchange > unknown"],
    "tenantRelationship": ["managedTenants > unknown"],
    "graph": ["me > user"],
}
TYPES = [
    ("complex", "groupWritebackConfiguration", ["isEnabled Boolean", "onPremisesGroupType String"]),
    ("complex", "directorySizeQuota", ["total Int64", "used Int64"]),
]
# Enumerations of which several values are one text; the SDK shows them as lists.
FLAGS = {"NativeAuthenticationApisEnabled", "WeakAlgorithms", "ConditionalAccessGuestOrExternalUserTypes",
         "ConditionalAccessTransferMethods"}
OPEN = {"customSecurityAttributeValue"}
PRIMITIVES = {
    "get_str_value": "String", "get_bool_value": "Boolean", "get_int_value": "Int32", "get_float_value": "Double",
    "get_datetime_value": "DateTimeOffset", "get_date_value": "Date", "get_time_value": "TimeOfDay",
    "get_timedelta_value": "Duration", "get_uuid_value": "Guid", "get_bytes_value": "Binary", "get_enum_value": "String",
}
OF_COLLECTIONS = {"str": "String", "bool": "Boolean", "int": "Int32", "float": "Double", "UUID": "Guid",
                  "datetime.datetime": "DateTimeOffset", "datetime.date": "Date"}
FIELD = re.compile(r'"([\w@.]+)": lambda n : setattr\(self, \'\w+\', n\.(\w+)\(([^)]*)\)')


class Model:
    def __init__(self, folder):
        self.folder = folder
        self.sources, self.bases = {}, {}
        for file in sorted((folder / "models").glob("*.py")):
            text = file.read_text(encoding="utf-8")
            found = re.search(r"^class (\w+)\(([^)]*)\)", text, re.M)
            if found:
                self.sources[found[1]] = text
                self.bases[found[1]] = found[2].split(",")[0].strip()

    def is_entity(self, name):
        while name in self.bases:
            if name == "Entity":
                return True
            name = self.bases[name]
        return False

    def fields(self, text):
        for name, kind, argument in FIELD.findall(text):
            if not name.startswith("@"):
                yield name, kind, argument

    def base(self, name):
        base = self.bases.get(name, "")
        return base if base in self.sources else ""

    def members(self, name):
        complexes, lines = [], []
        for member, kind, argument in self.fields(self.sources[name]):
            if kind in ("get_object_value", "get_collection_of_object_values"):
                # What stands in a namespace of its own are areas that the emulator lacks.
                argument = argument if argument in self.sources else "Unknown"
                leads = self.is_entity(argument) or argument == "Unknown" or name in CONTAINERS
                if not leads:
                    complexes.append(argument)
                shown = wire(argument)
                if kind == "get_collection_of_object_values":
                    shown = f"[{shown}]"
                lines.append(f"{member} > {shown}" if leads else f"{member} {shown}")
            elif kind == "get_collection_of_enum_values":
                lines.append(f"{member} String" if argument in FLAGS else f"{member} [String]")
            elif kind == "get_collection_of_primitive_values":
                lines.append(f"{member} [{OF_COLLECTIONS[argument]}]")
            else:
                lines.append(f"{member} {PRIMITIVES[kind]}")
        return lines, complexes

    def operations(self, path, known):
        """What the builders below a path name beside members, casts and $count."""
        seen = set()
        for file in sorted((self.folder / path).glob("*/*_request_builder.py")):
            text = file.read_text(encoding="utf-8")
            template = re.search(r'"\{\+baseurl\}/([^"]*)"', text)[1].split("{?")[0]
            segment = template.split("/")[-1].split("?")[0]
            name = segment.split("(")[0].removeprefix("microsoft.graph.")
            if not name or name.startswith(("$", "graph.", "{")) or name.lower() in known | seen:
                continue
            seen.add(name.lower())
            yield name, self.result(file, text)

    def result(self, file, text):
        found = re.search(r"async def (?:post|get)\(.*\) -> (.*):", text)
        answer = re.search(r"(\w+)\]?$", found[1])[1] if found else "None"
        if answer in self.sources:
            return wire(answer)
        inner = re.search(rf"from \.(\w+) import {answer}$", text, re.M)
        if not inner:
            return ""
        for name, kind, argument in self.fields((file.parent / f"{inner[1]}.py").read_text(encoding="utf-8")):
            if name == "value" and kind == "get_collection_of_object_values":
                return f"[{wire(argument)}]"
            if name == "value" and kind == "get_collection_of_primitive_values":
                return f"[{OF_COLLECTIONS[argument]}]"
            if name == "value" and kind in PRIMITIVES:
                return PRIMITIVES[kind]
        return ""

    def root(self):
        for file in sorted(self.folder.glob("*/*_request_builder.py")):
            text = file.read_text(encoding="utf-8")
            template = re.search(r'"\{\+baseurl\}/([^"]*)"', text)[1].split("{?")[0]
            if "(" in template or "/" in template:
                continue
            answer = re.search(r"async def get\(.*\) -> Optional\[(\w+)\]", text)
            if not answer:
                yield f"{template} > unknown"
            elif answer[1].endswith("CollectionResponse"):
                yield f"{template} > [{wire(answer[1].removesuffix('CollectionResponse'))}]"
            else:
                yield f"{template} > {wire(answer[1])}"


def wire(name):
    return name[0].lower() + name[1:]


def names(lines):
    return {line.split()[0].lower() for line in lines}


def written(kind, name, base, lines):
    head = f"{'open ' if name in OPEN else ''}{kind} {name}" + (f" {base}" if base else "")
    return "\n".join([head] + [f" {line}" for line in lines])


def main():
    model = Model(pathlib.Path(sys.argv[1]))
    blocks, complexes, described = [], [], {"Entity"}
    root = sorted(set(list(model.root()) + ADDITIONS["graph"]), key=str.lower)
    blocks.append(written("container", "graph", "", root))
    blocks.append(written("entity", "entity", "", ["id String"]))
    inherited = {}
    for name in ENTITIES + CONTAINERS:
        lines, inner = model.members(name)
        complexes += inner
        base = wire(model.base(name)) if model.base(name) else ""
        lines += [line for line in ADDITIONS.get(wire(name), []) if line.split()[0].lower() not in names(lines)]
        known = names(lines) | inherited.get(base, set())
        if name in BUILDERS:
            own = list(model.operations(BUILDERS[name], known))
            lines += [f"{one} () {result}".rstrip() for one, result in own]
            if BUILDERS[name].endswith("/item"):
                of_set = model.operations(BUILDERS[name].removesuffix("/item"), known)
                lines += [f"{one} [] {result}".rstrip() for one, result in of_set
                          if one not in {other for other, _ in own} and one.lower() not in known]
        inherited[wire(name)] = names(lines) | inherited.get(base, set())
        described.add(name)
        kind = "container" if name in CONTAINERS else "entity"
        blocks.append(written(kind, wire(name), base, sorted(lines, key=str.lower)))
    seen = set()
    while complexes:
        name = complexes.pop(0)
        if name in seen or name in described:
            continue
        seen.add(name)
        lines, inner = model.members(name)
        complexes += inner
        if model.base(name):
            complexes.append(model.base(name))
    for name in sorted(seen):
        lines, _ = model.members(name)
        base = wire(model.base(name)) if model.base(name) else ""
        blocks.append(written("complex", wire(name), base, sorted(lines, key=str.lower)))
    blocks += [written(kind, name, "", lines) for kind, name, lines in TYPES]
    # Whatever else derives from a directory object: paths cast to it.
    for name in sorted(model.sources):
        chain, base = [], name
        while base in model.bases:
            chain.append(base)
            base = model.bases[base]
        if "DirectoryObject" in chain and name not in described:
            blocks.append(written("entity", wire(name), wire(model.base(name)), []))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(HEAD + "\n".join(blocks) + "\n", encoding="utf-8")


main()
