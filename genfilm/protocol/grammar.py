"""The grammar of SPARQL queries as rules, LL(1) over tokens.

The rules are those of SPARQL 1.1 (section 19.8) with what the engine reads of SPARQL 1.2. They serve to tell
what is wrong with a query that the engine has refused, never to answer one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

END = "END"
_RULES = r"""
Unit = Prologue Query ValuesClause END
Prologue = ( BASE IRIREF | PREFIX NS IRIREF | VERSION STRING )*
Query = Select | Construct | Describe | Ask
Select = SelectClause DatasetClause* Where Modifiers
SubSelect = SelectClause Where Modifiers ValuesClause
SelectClause = SELECT ( DISTINCT | REDUCED )? ( SelectItem SelectItem* | '*' )
SelectItem = VAR | '(' Expression AS VAR ')'
Construct = CONSTRUCT ( Template DatasetClause* Where Modifiers | DatasetClause* WHERE Template Modifiers )
Template = '{' Triples? '}'
Describe = DESCRIBE ( VarOrIri VarOrIri* | '*' ) DatasetClause* Where? Modifiers
Ask = ASK DatasetClause* Where Modifiers
DatasetClause = FROM NAMED? Iri
Where = WHERE? Group
Modifiers = GroupClause? HavingClause? OrderClause? LimitOffset?
GroupClause = GROUP BY GroupCondition GroupCondition*
GroupCondition = VAR | BuiltIn | FunctionCall | '(' Expression ( AS VAR )? ')'
HavingClause = HAVING Constraint Constraint*
OrderClause = ORDER BY OrderCondition OrderCondition*
OrderCondition = ( ASC | DESC ) '(' Expression ')' | Constraint | VAR
LimitOffset = LIMIT INTEGER ( OFFSET INTEGER )? | OFFSET INTEGER ( LIMIT INTEGER )?
ValuesClause = ( VALUES DataBlock )?
Group = '{' ( SubSelect | GroupSub ) '}'
GroupSub = Triples? ( NotTriples '.'? Triples? )*
Triples = SameSubject ( '.' Triples? )?
NotTriples = Union | Optional | Minus | Graph | Service | Filter | Bind | Values
Union = Group ( UNION Group )*
Optional = ( OPTIONAL | LATERAL ) Group
Minus = MINUS Group
Graph = GRAPH VarOrIri Group
Service = SERVICE SILENT? VarOrIri Group
Filter = FILTER Constraint
Bind = BIND '(' Expression AS VAR ')'
Values = VALUES DataBlock
DataBlock = VAR '{' DataValue* '}' | ValuesNames '{' ValuesRow* '}'
ValuesNames = NIL | '(' VAR* ')'
ValuesRow = NIL | '(' DataValue* ')'
DataValue = Iri | Literal | UNDEF | TripleTerm
Constraint = '(' Expression ')' | BuiltIn | FunctionCall
FunctionCall = Iri ArgList
ArgList = NIL | '(' DISTINCT? Expression ( ',' Expression )* ')'
SameSubject = VarOrTerm PropertyList | TriplesNode PropertyList? | Reified PropertyList?
PropertyList = VerbObjects ( ';' VerbObjects? )*
VerbObjects = ( VAR | Path ) Object ( ',' Object )*
Object = GraphNode ( '~' ( VAR | Iri | BLANK )? | '{|' PropertyList '|}' )*
GraphNode = VarOrTerm | TriplesNode | Reified | TripleTerm
TriplesNode = '(' GraphNode GraphNode* ')' | '[' PropertyList ']'
Reified = '<<' GraphNode ( VAR | Iri | A ) GraphNode ( '~' ( VAR | Iri | BLANK )? )? '>>'
TripleTerm = '<<(' GraphNode ( VAR | Iri | A ) GraphNode ')>>'
Path = PathSequence ( '|' PathSequence )*
PathSequence = PathStep ( '/' PathStep )*
PathStep = '^'? PathPrimary ( '?' | '*' | '+' )?
PathPrimary = Iri | A | '!' PathNegated | '(' Path ')'
PathNegated = PathOne | NIL | '(' PathOne ( '|' PathOne )* ')'
PathOne = '^'? ( Iri | A )
VarOrIri = VAR | Iri
VarOrTerm = VAR | Iri | Literal | BLANK | ANON | NIL
Iri = IRIREF | PNAME | NS
Literal = ( '+' | '-' )? Number | Text
Number = INTEGER | DECIMAL
Text = STRING ( LANGTAG | '^^' Iri )? | TRUE | FALSE
Expression = And ( '||' And )*
And = Relation ( '&&' Relation )*
Relation = Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | IN ExpressionList | NOT IN ExpressionList )?
ExpressionList = NIL | '(' Expression ( ',' Expression )* ')'
Sum = Product ( ( '+' | '-' ) Product )*
Product = Unary ( ( '*' | '/' ) Unary )*
Unary = ( '!' | '+' | '-' ) Unary | Primary
Primary = '(' Expression ')' | BuiltIn | Iri ArgList? | Number | Text | VAR | TripleTerm
BuiltIn = Aggregate | F0 NIL | F1 One | F2 Two | F3 Three | Special
Special = BOUND '(' VAR ')' | BNODE ( NIL | One ) | FN ExpressionList | Long | EXISTS Group | NOT EXISTS Group
Long = F23 '(' Expression ',' Expression ( ',' Expression )? ')' | Replace
Replace = REPLACE '(' Expression ',' Expression ',' Expression ( ',' Expression )? ')'
One = '(' Expression ')'
Two = '(' Expression ',' Expression ')'
Three = '(' Expression ',' Expression ',' Expression ')'
Aggregate = COUNT '(' DISTINCT? ( '*' | Expression ) ')' | A1 '(' DISTINCT? Expression ')' | Concat
Concat = GROUP_CONCAT '(' DISTINCT? Expression ( ';' SEPARATOR '=' STRING )? ')'
"""
_FUNCTIONS = {
    "F0": "NOW RAND UUID STRUUID",
    "F1": "STR LANG DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY "
    "HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 isIRI isURI isBLANK isLITERAL isNUMERIC "
    "LANGDIR hasLANG hasLANGDIR isTRIPLE SUBJECT PREDICATE OBJECT",
    "F2": "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT sameTerm",
    "F3": "IF TRIPLE STRLANGDIR",
    "F23": "SUBSTR REGEX",
    "FN": "CONCAT COALESCE",
    "A1": "SUM MIN MAX AVG SAMPLE",
}
"""Functions by the number of their arguments, and aggregates."""
OF_FUNCTION = {name.upper(): kind for kind, names in _FUNCTIONS.items() for name in names.split()}
_WORD = re.compile(r"'[^']+'|[A-Za-z_0-9]+|[()*?|=]")
_CLASSES = frozenset(
    "IRIREF PNAME NS VAR STRING INTEGER DECIMAL LANGTAG BLANK ANON NIL A END UNKNOWN".split()  # noqa: SIM905
)


class Part(NamedTuple):
    """Part of a rule: ``terminal``, ``rule``, ``sequence``, ``choice``, ``option`` or ``many``."""

    kind: str
    name: str
    parts: tuple[Part, ...] = ()


@cache
def rules() -> dict[str, Part]:
    """The rules by name."""
    found = {}
    for line in _RULES.strip().splitlines():
        name, _, body = line.partition(" = ")
        words = [*_WORD.findall(body), ")"]
        found[name] = _choice(words)
    return found


def _choice(words: list[str]) -> Part:
    """The part up to the next closing parenthesis, which is taken away with it."""
    choices: list[tuple[Part, ...]] = []
    row: list[Part] = []
    while (word := words.pop(0)) != ")":
        if word == "|":
            choices.append(tuple(row))
            row = []
        elif word in ("?", "*"):
            row.append(Part("option" if word == "?" else "many", "", (row.pop(),)))
        elif word == "(":
            row.append(_choice(words))
        elif word.startswith("'"):
            row.append(Part("terminal", word[1:-1]))
        else:
            row.append(Part("terminal" if word.isupper() or word[1:].isdigit() else "rule", word))
    choices.append(tuple(row))
    rows = [each[0] if len(each) == 1 else Part("sequence", "", each) for each in choices]
    return rows[0] if len(rows) == 1 else Part("choice", "", tuple(rows))


@cache
def keywords() -> frozenset[str]:
    """The words of the grammar in capitals, but for the names of functions."""
    found = {word for line in _RULES.splitlines() for word in _WORD.findall(line.partition(" = ")[2])}
    return frozenset(w for w in found if w.isupper() and w.isidentifier()) - _CLASSES - {*_FUNCTIONS}


def functions(kind: str) -> list[str]:
    """The functions of a terminal, such as ``F1``; none for any other."""
    return _FUNCTIONS.get(kind, "").split()


@cache
def first(part: Part) -> tuple[frozenset[str], bool]:
    """The terminals with which a part may begin, and whether it may be empty."""
    if part.kind == "terminal":
        return frozenset({part.name}), False
    if part.kind == "rule":
        return first(rules()[part.name])
    if part.kind in ("option", "many"):
        return first(part.parts[0])[0], True
    begin: frozenset[str] = frozenset()
    empty = part.kind == "sequence"
    for each in part.parts:
        begins, may_be_empty = first(each)
        begin |= begins
        if part.kind == "choice":
            empty = empty or may_be_empty
        elif not may_be_empty:
            return begin, False
    return begin, empty
