"""Write a scorer to, and read it from, a .safetensors file (FORMAT.md, section 1)."""

import json

import torch
from safetensors import safe_open
from safetensors.torch import save_file

import attributes
import pairs
from model import Scorer

# Name in the network -> name in the file.
NAMES = {"pair.weight": "pair.fields", "single.weight": "single.fields"}


def quantised(tensors):
    """Matrices as I8 with one F32 scale a row; vectors stay F32."""
    stored = {}
    for name, tensor in tensors.items():
        name = NAMES.get(name, name)
        tensor = tensor.detach().float()
        if tensor.dim() == 2:
            scale = tensor.abs().amax(1).clamp_min(1e-12) / 127
            stored[name] = (tensor / scale[:, None]).round().clamp(-127, 127).to(torch.int8).contiguous()
            stored[name + ".scale"] = scale.contiguous()
        else:
            stored[name] = tensor.contiguous()
    return stored


def fields(listed, starts):
    return "\n".join(f"{name}\t{start}\t{size}" for (name, size), start in zip(listed, starts))


def save(path, model, offset, record):
    metadata = {
        "format": "casebook-coreference 1", "window": str(pairs.WINDOW), "offset": str(offset),
        "pair_fields": fields(pairs.PAIR_FIELDS, pairs.PAIR_STARTS),
        "single_fields": fields(pairs.SINGLE_FIELDS, pairs.SINGLE_STARTS),
        "classes": "\n".join(attributes.CLASSES), "roles": "\n".join(attributes.ROLES),
        "types": "\n".join(attributes.TYPES), "name_match": "\n".join(pairs.NAME_MATCH),
        "buckets": "\n".join(map(str, pairs.BUCKETS)), "cosines": "\n".join(map(str, pairs.COSINES)),
        "pronouns": "\n".join(f"{k}\t{v}" for k, v in attributes.PRONOUNS.items()),
        "forms": "\n".join(pairs.FORMS), "male": "\n".join(sorted(attributes.MALE)),
        "female": "\n".join(sorted(attributes.FEMALE)), "plurals": "\n".join(sorted(attributes.PLURALS)),
        "stop": "\n".join(sorted(attributes.STOP)), "record": json.dumps(record)}
    save_file(quantised(model.state_dict()), path, metadata)


def load(path):
    """(model with the file's dequantised weights, metadata)."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        stored = {name: file.get_tensor(name) for name in file.keys()}
    back = {new: old for old, new in NAMES.items()}
    weights = {}
    for name, tensor in stored.items():
        if name.endswith(".scale"):
            continue
        if tensor.dtype == torch.int8:
            tensor = tensor.float() * stored[name + ".scale"][:, None]
        weights[back.get(name, name)] = tensor
    model = Scorer(weights["project.weight"].shape[0], weights["out.weight"].shape[1])
    model.load_state_dict(weights)
    return model.eval(), metadata
