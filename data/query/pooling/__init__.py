"""Figures of regions: pooled of published counts, held for a while, with the catalogue and the outlines of them."""
