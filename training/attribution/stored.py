"""Write an attribution judge to, and read it from, a .safetensors file (FORMAT.md, section 1)."""

import torch
from safetensors import safe_open
from safetensors.torch import save_file

import extract
from train import Judge

NAMES = {"fields.weight": "fields"}


def save(path, model, threshold):
    stored = {}
    for name, tensor in model.state_dict().items():
        name, tensor = NAMES.get(name, name), tensor.detach().float()
        if tensor.dim() == 2:
            scale = tensor.abs().amax(1).clamp_min(1e-12) / 127
            stored[name] = (tensor / scale[:, None]).round().clamp(-127, 127).to(torch.int8).contiguous()
            stored[name + ".scale"] = scale.contiguous()
        else:
            stored[name] = tensor.contiguous()
    lists = {"verbs": sorted(extract.VERBS), "nouns": sorted(extract.NOUNS), "lemmas": extract.LEMMAS,
             "contents": extract.CONTENTS, "sources": extract.SOURCES, "tags": extract.TAGS, "relations": extract.UPPER,
             "persons": extract.PERSONS, "cues": extract.CUES, "distances": extract.DISTANCES,
             "fields": [f"{n}\t{a}\t{size}" for (n, size), a in zip(extract.FIELDS, extract.STARTS)]}
    metadata = {key: "\n".join(map(str, value)) for key, value in lists.items()}
    metadata |= {"format": "casebook-attribution 1", "threshold": str(threshold), "data": "GUM train part, eRST",
                 "candidate_cue": str(extract.CANDIDATE_CUE)}
    save_file(stored, path, metadata)


def load(path):
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        stored = {name: file.get_tensor(name) for name in file.keys()}
    back = {new: old for old, new in NAMES.items()}
    weights = {back.get(n, n): t.float() * stored[n + ".scale"][:, None] if t.dtype == torch.int8 else t
               for n, t in stored.items() if not n.endswith(".scale")}
    model = Judge(weights["vector.weight"].shape[0])
    model.load_state_dict(weights)
    return model.eval(), metadata
