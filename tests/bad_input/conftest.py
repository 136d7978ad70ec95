"""Hypothesis keeps what it knows of Unicode in a folder; not in the project's."""

from hypothesis.configuration import set_hypothesis_home_dir

from tools.trouble import KEPT

set_hypothesis_home_dir(KEPT / "hypothesis")
