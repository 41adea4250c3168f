#!/usr/bin/env python3
"""Makes the JSON Schemas beside this file from the TypeScript declarations of npm packages; see README.md.

Usage, in an empty folder:  npm pack each package of README.md, then  make.py FOLDER
"""
import glob
import json
import os
import re
import sys
import tarfile

WANTED = [
    ("keda", "keda.sh", "v1alpha1", ["ScaledObject", "TriggerAuthentication"]),
    ("cloudnative-pg", "postgresql.cnpg.io", "v1", ["Cluster"]),
    ("prometheus-operator", "monitoring.coreos.com", "v1", ["PodMonitor", "ServiceMonitor", "PrometheusRule"]),
    ("cert-manager", "cert-manager.io", "v1", ["Certificate", "Issuer"]),
    ("strimzi-kafka-operator", "kafka.strimzi.io", "v1", ["Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser"]),
]
# Types of Kubernetes itself, as far as they are closed here; others are taken as they come.
KUBERNETES = {
    "IIoK8sApiCoreV1SecretKeySelector": {"key", "name", "optional"},
    "IIoK8sApiCoreV1LocalObjectReference": {"name"},
    "IIoK8sApimachineryPkgApisMetaV1LabelSelector": {"matchLabels", "matchExpressions"},
}
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*|-?\d+(?:\.\d+)?|=>|[\[\]{}()<>|;:?,.&=]')


class Reader:
    """Reads the type that stands at a place in a declaration file."""

    def __init__(self, text):
        self.tokens, self.at = TOKEN.findall(text), 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        if expected is not None and token != expected:
            raise ValueError(f"expected {expected}, found {self.tokens[self.at - 5:self.at + 5]}")
        self.at += 1
        return token

    def union(self):
        choices = [self.atom()]
        while self.peek() in ("|", "&"):
            self.take()
            choices.append(self.atom())
        choices = [c for c in choices if c != {"type": "null"}]
        if all("const" in c for c in choices) and len(choices) > 1:
            return {"enum": [c["const"] for c in choices]}
        return choices[0] if len(choices) == 1 else {"anyOf": choices}

    def atom(self):
        token = self.take()
        if token.startswith('"'):
            result = {"const": json.loads(token)}
        elif token in ("string", "number", "boolean", "null"):
            result = {"type": token}
        elif token in ("any", "unknown", "object"):
            result = {}
        elif token in ("true", "false"):
            result = {"const": token == "true"}
        elif token == "Array":
            self.take("<")
            result = {"type": "array", "items": self.union()}
            self.take(">")
        elif token == "(":
            result = self.union()
            self.take(")")
        elif token == "{":
            result = self.members()
        elif re.match(r"[A-Za-z_]", token):
            result = self.named(token)
        else:
            raise ValueError("unexpected " + token)
        while self.peek() == "[":
            self.take()
            self.take("]")
            result = {"type": "array", "items": result}
        return result

    def named(self, name):
        if name in KUBERNETES:
            return {"type": "object", "properties": {k: {} for k in sorted(KUBERNETES[name])}, "additionalProperties": False}
        if "IoK8s" in name or name == "IObjectMeta":
            return {}
        return {"$ref": "#/$defs/" + name}

    def members(self):
        properties, required, rest = {}, [], False
        while self.peek() != "}":
            if self.peek() == "[":
                while self.take() != "]":
                    pass
                self.take(":")
                rest = self.union()
            else:
                token = self.take()
                name = json.loads(token) if token.startswith('"') else token
                if self.peek() == "?":
                    self.take()
                else:
                    required.append(name)
                self.take(":")
                properties[name] = self.union()
            if self.peek() in (";", ","):
                self.take()
        self.take("}")
        # Nothing declared is anything allowed.
        schema = {"type": "object", "properties": properties, "additionalProperties": rest if properties or rest else True}
        if required:
            schema["required"] = required
        return schema


def declarations(folder):
    """Every interface and alias below the folder, by the name under which other files import it."""
    found = {}
    for path in glob.glob(os.path.join(folder, "**", "*.d.ts"), recursive=True):
        text = re.sub(r"/\*.*?\*/", "", open(path, encoding="utf-8").read(), flags=re.S)
        aliases = dict(re.findall(r"(\w+) as (\w+)", text))
        for kind, name, body in re.findall(r"export (interface|type) (\w+)([^;{]*[;{=].*)", text, flags=re.S):
            known_as = aliases.get(name, path + name)
            if kind == "interface":
                head, members = body.split("{", 1)
                bases = [base for base in re.findall(r"\w+", head) if base not in ("extends", "TypeMeta")]
                found[known_as] = (bases, "{" + members)
            elif "=" in body:
                found[known_as] = ([], body[body.index("=") + 1:])
    return found


def own(folder, group, version, kind):
    path = os.path.join(folder, "package", group, version, kind + ".d.ts")
    text = re.sub(r"/\*.*?\*/", "", open(path, encoding="utf-8").read(), flags=re.S)
    return text[text.index("{", text.index("export interface I" + kind)):]


def definition(texts, name):
    """The schema of a declared type, with what it extends."""
    bases, body = texts[name]
    schema = Reader(body).union()
    if bases and all(base in texts for base in bases):
        schema["additionalProperties"] = False
    elif bases:
        schema["additionalProperties"] = True  # a type of Kubernetes itself
    for base in bases:
        if base in texts:
            extended = definition(texts, base)
            schema["properties"] = {**extended["properties"], **schema.get("properties", {})}
            schema["required"] = sorted({*extended.get("required", []), *schema.get("required", [])})
    return schema


def references(schema):
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].split("/")[-1]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def main(folder):
    for package, group, version, kinds in WANTED:
        archive = sorted(glob.glob(os.path.join(folder, f"kubernetes-models-{package}-*.tgz")))[-1]
        unpacked = archive[:-4]
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked)
        texts = declarations(unpacked)
        for kind in kinds:
            schema = Reader(own(unpacked, group, version, kind)).union()
            schema["properties"].pop("status", None)
            definitions, waiting = {}, list(references(schema))
            while waiting:
                name = waiting.pop()
                if name not in definitions:
                    definitions[name] = definition(texts, name) if name in texts else {}
                    if name not in texts:
                        print(f"{kind}: {name} is not declared, taken as it comes", file=sys.stderr)
                    waiting.extend(references(definitions[name]))
            schema = {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$comment": "From " + os.path.basename(archive) + " by make.py; MIT licence, see README.md",
                **schema,
                "$defs": dict(sorted(definitions.items())),
            }
            name = f"{group}_{version}_{kind}.json"
            with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="utf-8") as out:
                json.dump(schema, out, indent=1)
                out.write("\n")


main(sys.argv[1])
