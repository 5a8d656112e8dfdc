"""The service description of the endpoint (SPARQL 1.1 Service Description), in the RDF form that a client asks for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.server.negotiation import GRAPHS, choose

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TURTLE = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<{endpoint}> a sd:Service ;
    dcterms:title "Jejak"@en ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML ;
    sd:defaultDataset <{endpoint}#dataset> .
<{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{endpoint}#default-graph> .
<{endpoint}#default-graph> a sd:Graph .
"""


def respond(request: Request) -> Response:
    """The description; a browser is sent to the query page."""
    media = choose(request.headers.get("accept"), [*GRAPHS, "text/html"])
    if media == "text/html":
        return RedirectResponse("/", 303)
    if media is None:
        return PlainTextResponse(f"The description comes as one of: {', '.join(GRAPHS)}.\n", 406)
    endpoint = str(request.url.replace(query="", fragment=""))
    return Response(describe(endpoint, GRAPHS[media]), headers={"Content-Type": media, "Vary": "Accept"})


def describe(endpoint: str, form: str) -> bytes:
    """The description of an endpoint at an address."""
    import pyoxigraph as ox

    from kg.server.worker import graph_formats

    source = _TURTLE.format(endpoint=endpoint.replace("<", "%3C").replace(">", "%3E"))
    quads = ox.parse(source.encode(), format=ox.RdfFormat.TURTLE)
    triples = (quad.triple for quad in quads)
    prefixes = {"sd": _SD, "formats": _FORMATS, "dcterms": "http://purl.org/dc/terms/"} if form == "ttl" else None
    return ox.serialize(triples, format=graph_formats()[form], prefixes=prefixes) or b""
