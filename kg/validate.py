"""What must hold before a graph is published, checked by SHACL (`shapes.ttl`), with a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extract.errors import DataError

if TYPE_CHECKING:
    import pyoxigraph as ox

SHAPES: Final = Path(__file__).with_name("shapes.ttl")
LANGUAGES: Final = ("id", "en")
_SH: Final = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that does not hold: where, by which shape, and how grave."""

    severity: str
    shape: str
    focus: str
    value: str
    messages: tuple[tuple[str, str], ...]

    def message(self, language: str) -> str:
        """The message in a language."""
        return dict(self.messages).get(language, self.shape)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first."""

    findings: tuple[Finding, ...]

    @property
    def violations(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "violation")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity != "violation")


def validate(store: ox.Store, *, shapes: Path = SHAPES) -> Report:
    """Check the union of all graphs against the shapes; DataError where the shapes themselves are broken."""
    import pyoxigraph as ox
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    triples = (quad.triple for quad in store)
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    try:
        rules = rdflib.Graph().parse(shapes, format="turtle")
    except (SyntaxError, UnicodeDecodeError) as error:
        raise DataError("the shapes are no Turtle.", where=str(shapes), remedy="Check the file.") from error
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=rules, advanced=False, allow_warnings=True)
    except (
        pyshacl.errors.ShapeLoadError,
        pyshacl.errors.ConstraintLoadError,
        pyshacl.errors.ValidationFailure,
    ) as error:
        raise DataError(f"the shapes do not hold: {error}.", where=str(shapes)) from error
    if not isinstance(results, rdflib.Graph):
        raise DataError(f"the shapes could not be applied: {results}.", where=str(shapes))
    known = _names(rules)
    return Report(tuple(sorted({_finding(results, rules, node, known) for node in _result_nodes(results)}, key=_order)))


def as_text(report: Report, language: str, *, most: int = 20) -> str:
    """The report for people: how often each shape was broken, with a few places each."""
    lines = [f"{len(report.violations)} violations, {len(report.warnings)} warnings"]
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.severity, finding.message(language)), []).append(finding)
    for (severity, message), findings in groups.items():
        lines.append(f"\n{severity} × {len(findings)}: {message}")
        lines += [f"    {f.focus}{f'  {f.value}' if f.value else ''}" for f in findings[:most]]
        if len(findings) > most:
            lines.append(f"    … and {len(findings) - most} more (--format json lists all)")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """The report for programs."""
    rows = [
        {"severity": f.severity, "shape": f.shape, "focus": f.focus, "value": f.value, "message": dict(f.messages)}
        for f in report.findings
    ]
    counts: Mapping[str, int] = Counter(f.shape for f in report.findings)
    summary = {
        "violations": len(report.violations),
        "warnings": len(report.warnings),
        "by_shape": dict(sorted(counts.items())),
    }
    return json.dumps(summary | {"findings": rows}, ensure_ascii=False, indent=1) + "\n"


def _order(finding: Finding) -> tuple[bool, str, str, str]:
    return (finding.severity != "violation", finding.shape, finding.focus, finding.value)


def _names(shapes: Any) -> dict[str, str]:
    """A property's or constraint's IRI → the name of the node shape that it belongs to."""
    import rdflib

    sh = rdflib.Namespace(_SH)
    names = {}
    for shape in shapes.subjects(rdflib.RDF.type, sh.NodeShape):
        own = str(shape).rpartition("#")[2]
        names[str(shape)] = own
        for part in [*shapes.objects(shape, sh.property), *shapes.objects(shape, sh.sparql)]:
            names[str(part)] = own
    return names


def _result_nodes(results: Any) -> list[Any]:
    import rdflib

    return list(results.subjects(rdflib.RDF.type, rdflib.URIRef(_SH + "ValidationResult")))


def _finding(results: Any, rules: Any, node: Any, names: Mapping[str, str]) -> Finding:
    import rdflib

    sh = rdflib.Namespace(_SH)
    source = results.value(node, sh.sourceShape)
    severity = "violation" if results.value(node, sh.resultSeverity) == sh.Violation else "warning"
    # The engine keeps one message of several; the shape has them all.
    stated = rules.objects(results.value(node, sh.sourceConstraint) or source, sh.message)
    messages = sorted({(str(message.language or "en"), str(message)) for message in stated})
    path = results.value(node, sh.resultPath)
    focus = results.value(node, sh.focusNode)
    parts = (path, results.value(node, sh.value))
    value = " ".join(str(part) for part in parts if isinstance(part, rdflib.URIRef) and part != focus)
    return Finding(severity, names.get(str(source), str(source)), str(focus), value, tuple(messages))
