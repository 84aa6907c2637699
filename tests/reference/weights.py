"""safetensors files with nothing but PyTorch and NumPy: for scripts on machines without the package `safetensors`."""

import json
import struct

import numpy
import torch

TYPES = {"F32": numpy.float32, "F16": numpy.float16, "I64": numpy.int64}


def read(path):
    """The state dict (as float32) and the metadata."""
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    state = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        numbers = numpy.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        state[name] = torch.from_numpy(numbers.astype(numpy.float32))
    return state, metadata


def write(path, state, metadata):
    header, body = {"__metadata__": metadata}, b""
    for name, tensor in state.items():
        kind = "I64" if tensor.dtype == torch.int64 else "F32"
        numbers = tensor.detach().numpy().astype(TYPES[kind]).tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [len(body), len(body) + len(numbers)],
        }
        body += numbers
    text = json.dumps(header).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)
