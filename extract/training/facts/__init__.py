"""The recipe of the facts model: reference annotations → candidates with labels → weights, trees, calibration.

`python -m extract.training.facts --shared ../shared` writes `extract/model/facts/`. The same
inputs give the same bytes.
"""
