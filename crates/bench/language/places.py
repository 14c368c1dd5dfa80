"""Where things lie, and the modules of training/ that are used rather than copied."""

import importlib.util
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def training(folder, module):
    """A module of training/FOLDER, under a name of its own: two folders have a `gold`. Its imports find its neighbours."""
    name = f"training_{folder}_{module}"
    if name not in sys.modules:
        path = ROOT / "training" / folder / f"{module}.py"
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
