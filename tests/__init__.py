"""Tests: unit mirrors the tree, contracts run one suite on every adapter, faults kill real servers."""
