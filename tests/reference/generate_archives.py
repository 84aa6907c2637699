#!/usr/bin/env python3
"""Writes what NumPy makes of two arrays: arrays.npz (stored) and arrays_compressed.npz (deflated).

    /usr/bin/python3 generate_archives.py     needs the package python3-numpy (1.24.2 was used); not part of the build
"""

import pathlib

import numpy

FOLDER = pathlib.Path(__file__).parent
ARRAYS = {
    "head.weight": numpy.arange(12, dtype="float32").reshape(2, 3, 2, 1) / 8,
    "steps": numpy.asfortranarray(numpy.arange(6, dtype="int64").reshape(2, 3)),
}

numpy.savez(FOLDER / "arrays.npz", **ARRAYS)
numpy.savez_compressed(FOLDER / "arrays_compressed.npz", **ARRAYS)
