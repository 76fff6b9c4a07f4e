"""Checks the AsyncAPI document on its standard input: its shape, its references, and each example against its own schema.

SHAPE is what AsyncAPI 3.0.0 says of the objects that we use. Where ASYNCAPI_SCHEMA names the specification's own JSON Schema
(schemas/3.0.0-without-$id.json of asyncapi/spec-json-schemas), the document is held against that too."""
import json
import os
import sys

import jsonschema_rs


def only(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def each(schema):
    return {"type": "object", "additionalProperties": schema}


TEXT, FLAG = {"type": "string"}, {"type": "boolean"}
REF = only(["$ref"], **{"$ref": TEXT})
AMQP = {
    "channel": only(
        ["is"], **{"is": {"enum": ["queue", "routingKey"]}}, bindingVersion={"const": "0.3.0"},
        queue=only(name=TEXT, durable=FLAG, exclusive=FLAG, autoDelete=FLAG, vhost=TEXT),
        exchange=only(name=TEXT, type={"enum": ["topic", "direct", "fanout", "default", "headers"]}, durable=FLAG,
                      autoDelete=FLAG, vhost=TEXT)),
    "operation": only(
        userId=TEXT, deliveryMode={"enum": [1, 2]}, mandatory=FLAG, ack=FLAG, bindingVersion={"const": "0.3.0"},
        expiration={"type": "integer"}, priority={"type": "integer"}, timestamp=FLAG,
        cc={"type": "array"}, bcc={"type": "array"}),
    "message": only(contentEncoding=TEXT, messageType=TEXT, bindingVersion={"const": "0.3.0"}),
}


def bindings(kind):
    return only(amqp=AMQP[kind])


MESSAGE = only(
    ["name", "payload", "examples"], name=TEXT, title=TEXT, summary=TEXT, description=TEXT, contentType=TEXT,
    payload={"type": "object"}, headers={"type": "object", "properties": {"type": {"const": "object"}}},
    correlationId=only(["location"], location={"type": "string", "pattern": r"^\$message\.(header|payload)#(/.*)?$"},
                       description=TEXT),
    bindings=bindings("message"),
    examples={"type": "array", "minItems": 1, "items": only(["payload"], name=TEXT, summary=TEXT, payload={}, headers={})})
SHAPE = only(
    ["asyncapi", "info", "servers", "channels", "operations", "components"], asyncapi={"const": "3.0.0"},
    info=only(["title", "version"], title=TEXT, version=TEXT, description=TEXT), defaultContentType=TEXT,
    servers=each(only(
        ["host", "protocol"], host=TEXT, protocol=TEXT, protocolVersion=TEXT, pathname={"type": "string", "pattern": "^/"},
        description=TEXT, variables=each(only(default=TEXT, description=TEXT)),
        security={"type": "array", "items": REF})),
    channels=each(only(
        ["address", "messages"], address=TEXT, description=TEXT, messages=each(REF), bindings=bindings("channel"),
        parameters=each(only(description=TEXT, default=TEXT)))),
    operations=each(only(
        ["action", "channel"], action={"enum": ["send", "receive"]}, channel=REF, summary=TEXT, description=TEXT,
        messages={"type": "array", "items": REF}, bindings=bindings("operation"))),
    components=only(messages=each(MESSAGE), securitySchemes=each(only(["type"], type=TEXT, description=TEXT))))


# Replies as the router takes them, and as it refuses them.
GOOD = [
    {"action": "accept"}, {"action": "close"}, {"action": "close", "text": "Selesai."}, {"action": "ask", "text": "?"},
    {"action": "transfer", "text": "x", "to": "dinas.35"}, {"action": "correct", "text": "x", "kind": "aspirasi"}]
BAD = [
    {"action": "answer"}, {"action": "ask"}, {"action": "transfer", "text": "x"}, {"action": "transfer", "to": "dinas.35"},
    {"action": "answer", "text": "x", "to": "dinas.35"}, {"action": "correct", "text": "x"},
    {"action": "correct", "topic": "ksp.simpanan"}, {"action": "answer", "text": "x", "topic": "ksp.simpanan"},
    {"action": "object", "text": "x"}, {"action": "accept", "visibility": "internal"}]


def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref" and isinstance(inner, str):
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def found(document, reference):
    place = document
    for part in reference.removeprefix("#/").split("/"):
        place = place.get(part) if isinstance(place, dict) else None
    return place


def problems(document):
    for error in jsonschema_rs.validator_for(SHAPE).iter_errors(document):
        yield f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}"
    if path := os.environ.get("ASYNCAPI_SCHEMA"):
        with open(path) as file:
            for error in jsonschema_rs.validator_for(json.load(file)).iter_errors(document):
                yield f"AsyncAPI's own schema: {'/'.join(map(str, error.instance_path))}: {error.message[:200]}"
    for reference in references(document):
        if not reference.startswith("#/") or found(document, reference) is None:
            yield f"{reference} leads nowhere"
    for name, message in document["components"]["messages"].items():
        validator = jsonschema_rs.validator_for(message["payload"], validate_formats=True)
        for example in message["examples"]:
            for error in validator.iter_errors(example["payload"]):
                yield f"{name}, example {example.get('name')}: {error.message[:200]}"
    reply = jsonschema_rs.validator_for(document["components"]["messages"]["unit.reply.v1"]["payload"])
    for body in GOOD + BAD:
        if reply.is_valid({"number": "4827193059"} | body) != (body in GOOD):
            yield f"unit.reply.v1: {body} is judged otherwise than by the router"


listed = list(problems(json.load(sys.stdin)))
print("\n".join(listed) or "nothing is wrong")
sys.exit(1 if listed else 0)
