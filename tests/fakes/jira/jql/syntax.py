"""Owns the grammar of JQL: from the text of a query to its clauses and its order, or to Jira's words for a mistake."""

from __future__ import annotations

from dataclasses import dataclass

from .words import KEYWORDS, JqlError, Sort, Word, words_of

DEEPEST = 100
"""How deep parentheses and negations may be nested."""
_MOST_ORDERS = 7
_OPERATORS = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'."
_HISTORY = ("was", "changed")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was written."""

    text: str
    is_quoted: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Empty:
    """EMPTY or NULL."""

    def __str__(self) -> str:
        return "EMPTY"


@dataclass(frozen=True, slots=True)
class Function:
    """A call like `currentUser()`."""

    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"


Single = Value | Empty | Function


@dataclass(frozen=True, slots=True)
class Listed:
    """Values in parentheses; their own parentheses mean nothing."""

    values: tuple[Single, ...]

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.values))})"


@dataclass(frozen=True, slots=True)
class Clause:
    """A field as it was written, an operator in small letters (`not in`, `is not`), and what it is held against."""

    field: str
    operator: str
    operand: Single | Listed


@dataclass(frozen=True, slots=True)
class Every:
    """All of them."""

    parts: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them."""

    parts: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Not that."""

    part: Restriction


Restriction = Clause | Every | Some | Otherwise


@dataclass(frozen=True, slots=True)
class Order:
    """A field to sort by; `is_descending` is `None` where the query leaves the direction to the field."""

    field: str
    is_descending: bool | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query: no restriction is everything."""

    restriction: Restriction | None
    orders: tuple[Order, ...]


def parse(text: str) -> Parsed:
    """What a query says; raises `JqlError`."""
    return _Parser(words_of(text)).query()


class _Parser:
    """Goes through the words once; every method takes what it names and leaves the rest."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._position = 0
        self._depth = 0

    def query(self) -> Parsed:
        restriction = None if self._word.sort is Sort.END or self._word.says("order") else self._some()
        orders = self._orders() if self._word.says("order") else ()
        if self._word.sort is not Sort.END:
            raise self._unexpected("Expecting either 'OR' or 'AND'")
        return Parsed(restriction, orders)

    @property
    def _word(self) -> Word:
        return self._words[self._position]

    def _take(self) -> Word:
        word = self._word
        self._position += word.sort is not Sort.END
        return word

    def _took(self, *texts: str) -> bool:
        found = self._word.says(*texts)
        if found:
            self._take()
        return found

    # --- what restricts ---

    def _some(self) -> Restriction:
        parts = [self._every()]
        while self._took("or", "||", "|"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self) -> Restriction:
        parts = [self._one()]
        while self._took("and", "&&", "&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Restriction:
        self._depth += 1
        if self._depth > DEEPEST:
            raise JqlError(f"Error in the JQL Query: It is nested more than {DEEPEST} deep. {self._word.place}")
        found = self._nested()
        self._depth -= 1
        return found

    def _nested(self) -> Restriction:
        if self._took("not", "!"):
            return Otherwise(self._one())
        if not self._took("("):
            return self._clause()
        inside = self._some()
        if not self._took(")"):
            raise self._missing("')'", "Expecting either 'OR' or 'AND'")
        return inside

    def _clause(self) -> Clause:
        field = self._field()
        operator = self._operator()
        return Clause(field, operator, self._operand())

    def _field(self) -> str:
        word = self._word
        if word.sort is Sort.END:
            raise JqlError("Error in the JQL Query: Expecting a field name at the end of the query.")
        if word.says("cf"):
            return self._custom_field()
        self._check_name(word, "Expecting a field name", "field name")
        return self._take().text

    def _custom_field(self) -> str:
        self._take()
        taken = [self._take() for _ in range(3)]
        if not (taken[0].says("[") and taken[1].text.isdigit() and taken[2].says("]")):
            raise JqlError(f"Error in the JQL Query: Expecting a custom field like cf[10001]. {taken[0].place}")
        return f"cf[{taken[1].text}]"

    def _operator(self) -> str:
        word = self._take()
        if word.says("=", "!=", "<", ">", "<=", ">=", "~", "!~", "in"):
            return word.text.lower()
        if word.says("is"):
            return "is not" if self._took("not") else "is"
        if word.says("not") and self._took("in"):
            return "not in"
        if word.says(*_HISTORY):
            raise JqlError(f"Error in the JQL Query: '{word.text}' searches in histories, which are not kept here.")
        if word.sort is Sort.END:
            raise JqlError(f"Error in the JQL Query: Expecting operator before the end of the query. {_OPERATORS}")
        raise JqlError(f"Error in the JQL Query: Expecting operator but got '{word.text}'. {_OPERATORS} {word.place}")

    # --- what fields are held against ---

    def _operand(self) -> Single | Listed:
        if not self._word.says("("):
            return self._single()
        opened, values = 0, list[Single]()
        while True:
            while self._took("("):
                opened += 1
            values.append(self._single())
            while opened and self._took(")"):
                opened -= 1
            if not opened:
                return Listed(tuple(values))
            if not self._took(","):
                raise self._missing("')' or ','", "Expecting either ')' or ','")

    def _single(self) -> Single:
        if self._took("empty", "null"):
            return Empty()
        word = self._word
        if word.sort is Sort.END:
            raise JqlError(
                "Error in JQL Query: Expecting either a value, list or function before the end of the query."
            )
        if word.sort is Sort.SIGN or _is_keyword(word):
            raise JqlError(
                f"Error in JQL Query: Expecting either a value, list or function but got '{word.text}'. "
                f"You must surround '{word.text}' in quotation marks to use it as a value. {word.place}"
            )
        self._take()
        return self._function(word) if self._took("(") else Value(word.text, word.sort is Sort.QUOTED)

    def _function(self, name: Word) -> Function:
        arguments = list[str]()
        while not self._took(")"):
            word = self._word
            if word.sort in {Sort.END, Sort.SIGN}:
                raise self._missing("')'", "Expecting ')'")
            arguments.append(self._take().text)
            if not self._took(",") and not self._word.says(")"):
                raise self._missing("')'", "Expecting ')'")
        return Function(name.text, tuple(arguments))

    # --- in what order ---

    def _orders(self) -> tuple[Order, ...]:
        self._take()
        if not self._took("by"):
            raise self._missing("'by'", "Expecting 'by'")
        orders = [self._order()]
        while self._took(","):
            orders.append(self._order())
        if len(orders) > _MOST_ORDERS:
            raise JqlError(f"The maximum of {_MOST_ORDERS} fields to sort by is exceeded.")
        return tuple(orders)

    def _order(self) -> Order:
        field = self._field()
        if self._took("desc"):
            return Order(field, is_descending=True)
        return Order(field, is_descending=False if self._took("asc") else None)

    # --- what is wrong ---

    def _check_name(self, word: Word, expected: str, use: str) -> None:
        if word.sort is Sort.SIGN or (_is_keyword(word) and word.says("and", "or", "not", "in", "is", "by")):
            raise JqlError(
                f"Error in the JQL Query: {expected} but got '{word.text}'. "
                f"You must surround '{word.text}' in quotation marks to use it as a {use}. {word.place}"
            )
        if _is_keyword(word):
            raise JqlError(
                f"Error in the JQL Query: '{word.text}' is a reserved JQL word. "
                f"You must surround it in quotation marks to use it in a query. {word.place}"
            )

    def _missing(self, what: str, otherwise: str) -> JqlError:
        if self._word.sort is Sort.END:
            return JqlError(f"Error in the JQL Query: Expecting {what} before the end of the query.")
        return self._unexpected(otherwise)

    def _unexpected(self, expected: str) -> JqlError:
        return JqlError(f"Error in the JQL Query: {expected} but got '{self._word.text}'. {self._word.place}")


def _is_keyword(word: Word) -> bool:
    return word.sort is Sort.WORD and word.text.lower() in KEYWORDS
