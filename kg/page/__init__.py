"""The picture: one HTML file that opens offline, with every claim's evidence in it.

page = render(read_graph(store), lang="id")
policy_of(page)                                  the content security policy that it declares
"""

from __future__ import annotations

from kg.page.html import policy_of, render
from kg.page.selection import Selection

__all__ = ["Selection", "policy_of", "render"]
