"""What `./kyuc` does before the libraries are there: set-up, the list of commands, the checks.

Standard library only, so that it runs on a bare Debian 12 or Ubuntu 24.04.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
