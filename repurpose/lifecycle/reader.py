"""`[lifecycle]` as it is written -> sequences, every fault told at its line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from repurpose.errors import ConfigError, Location
from repurpose.ids import slug_fault, slugify
from repurpose.lifecycle.condition import Condition, read_condition
from repurpose.lifecycle.duration import Duration, read_duration
from repurpose.lifecycle.sequence import STAGE_OF, STOPS_OF, TONE_OF, WAIT, Lifecycle, Sequence, Step, Tone, Words
from repurpose.lifecycle.trigger import KINDS, Trigger, read_trigger
from repurpose.lifecycle.window import read_cap, read_quiet
from repurpose.model import Access, Stage
from repurpose.tables import Table, did_you_mean

Told = TypeVar("Told")

SEQUENCE_KEYS = ("trigger", "steps", "stage", "access", "stop", "again", "referred_from")
STEP_KEYS = (
    "asset", "delay", "name", "stage", "tone", "condition", "wait_for", "patience", "stop", "subject", "preheader",
    "intro", "cta", "whole",
)  # fmt: skip
MOST_STEPS = 99
ANY = "*"


class LifecycleReader:
    """Reads the section; `errors` are all its faults. `language` is the site's."""

    def __init__(self, table: Table, path: str, language: str) -> None:
        self._table, self._path, self._language = table, path, language
        self._stages: tuple[str, ...] = tuple(Stage)
        self._own: set[str] = set()
        self.errors: list[ConfigError] = []

    def read(self, section: Mapping[str, Any]) -> Lifecycle:
        """The settings; what is wrong of them is left out."""
        values = self._values(section)
        self._stages = Lifecycle(**values).all_stages
        sequences: dict[str, Sequence] = {}
        tables = {name: value for name, value in section.items() if isinstance(value, dict) and name not in VALUES}
        triggers = {name: self._trigger(name, value) for name, value in tables.items()}
        self._own = {one.event for one in triggers.values() if one and one.kind not in KINDS}
        for name, value in tables.items():
            if made := self._sequence(name, value, triggers[name]):
                sequences[name] = made
        return Lifecycle(**values, sequences=sequences)

    def _values(self, section: Mapping[str, Any]) -> dict[str, Any]:
        """What holds for all sequences."""
        values: dict[str, Any] = {}
        for key, value in section.items():
            if key in VALUES:
                made = self._read(f"lifecycle.{key}", f"[lifecycle] {key}", VALUES[key], value)
                values |= {key: made} if made is not None or value == "" else {}
            elif not isinstance(value, dict):
                self._unknown(f"lifecycle.{key}", "[lifecycle]", key, VALUES)
        return values

    def _trigger(self, name: str, table: Mapping[str, Any]) -> Trigger | None:
        if "trigger" not in table:
            self._wrong(f"lifecycle.{name}", f"[lifecycle.{name}] needs a trigger: one of {', '.join(KINDS)}")
            return None
        return self._read(f"lifecycle.{name}.trigger", f"[lifecycle.{name}] trigger", read_trigger, table["trigger"])

    def _sequence(self, name: str, table: Mapping[str, Any], trigger: Trigger | None) -> Sequence | None:
        dotted, shown = f"lifecycle.{name}", f"[lifecycle.{name}]"
        count = len(self.errors)
        if fault := slug_fault(name):
            self._wrong(dotted, f"{shown}: the name {fault}")
        for key in table:
            if key not in SEQUENCE_KEYS:
                self._unknown(f"{dotted}.{key}", shown, key, SEQUENCE_KEYS)
        kind = trigger.kind if trigger else ""
        stage = self._stage(f"{dotted}.stage", shown, table.get("stage", STAGE_OF.get(kind, Stage.ACQUISITION)))
        access = self._read(f"{dotted}.access", f"{shown} access", _access, table.get("access", "open"))
        stops = STOPS_OF.get(kind, ())
        if "stop" in table:
            stops = self._read(f"{dotted}.stop", f"{shown} stop", self._read_conditions, table["stop"]) or ()
        written = table.get("steps")
        if not isinstance(written, list) or not written or not all(isinstance(one, dict) for one in written):
            self._wrong(f"{dotted}.steps", f"{shown} needs steps: a list of tables, or [[lifecycle.{name}.steps]]")
            return None
        if len(written) > MOST_STEPS:
            self._wrong(f"{dotted}.steps", f"{shown} has more than {MOST_STEPS} steps")
            return None
        steps = [self._step(name, number, one, stage) for number, one in enumerate(written)]
        names = [step.name for step in steps if step]
        if twice := next((one for one in names if names.count(one) > 1), None):
            hint = "give one of them a `name` of its own"
            self._wrong(f"{dotted}.steps", f"{shown} has two steps named {twice!r}", hint)
        comes_again, rest = self._again(name, table.get("again"), trigger)
        first = table.get("referred_from")
        if first is not None and first not in names:
            self._wrong(f"{dotted}.referred_from", f"{shown} referred_from: no step is named {first!r}", _any_of(names))
        if trigger is None or access is None or len(self.errors) > count:
            return None
        return Sequence(
            name,
            trigger,
            tuple(step for step in steps if step),
            stage,
            access,
            stops,
            comes_again,
            rest,
            names.index(first) if first else 0,
            self._table.lines.get(dotted),
        )

    def _step(self, sequence: str, number: int, table: Mapping[str, Any], stage: str) -> Step | None:
        steps = f"lifecycle.{sequence}.steps"
        lines = self._table.items.get(steps, ())
        line = lines[number] if number < len(lines) else self._table.lines.get(steps)
        shown = f"[lifecycle.{sequence}] step {number + 1}"
        count = len(self.errors)

        def told(key: str, read: Callable[[Any], Told], usual: Told) -> Told:
            try:
                return read(table[key]) if key in table else usual
            except ValueError as error:
                self.errors.append(ConfigError(f"{shown}, {key}: {error}", Location(self._path, line)))
                return usual

        for key in table:
            if key not in STEP_KEYS:
                near = did_you_mean(key, STEP_KEYS)
                hint = f"did you mean {near}?" if near else f"known: {', '.join(STEP_KEYS)}"
                self.errors.append(ConfigError(f"{shown}: unknown key {key}", Location(self._path, line), hint))
        own_stage = told("stage", self._stage_of, stage)
        tone = told("tone", _tone, TONE_OF.get(own_stage, Tone.EDUCATION))
        asset = told("asset", _text, None)
        name = told("name", _name, slugify((asset or "").rpartition("/")[2]))
        if not name:
            hint = "an asset's id is its path below content/ without .md; a step that the calendar fills needs a name"
            self.errors.append(ConfigError(f"{shown}: needs an asset, or a name", Location(self._path, line), hint))
        nothing: tuple[Condition, ...] = ()
        is_cross = own_stage == Stage.CROSS_SELL
        usual_waits = (Condition("satisfied"), Condition("use")) if is_cross else nothing
        conditions = told("condition", self._read_conditions, nothing)
        unsaid: tuple[dict[str, str], dict[str, str]] = ({}, {})
        call = told("cta", self._call, unsaid)
        step = Step(
            name,
            asset,
            told("delay", read_duration, Duration()),
            own_stage,
            tone,
            # Nobody who is unhappy wants to be sold more.
            (*conditions, Condition("dissatisfied", negated=True)) if is_cross else conditions,
            told("wait_for", self._read_conditions, usual_waits),
            told("patience", read_duration, WAIT),
            told("stop", self._read_conditions, nothing),
            Words(
                told("subject", self._by_language, {}),
                told("preheader", self._by_language, {}),
                told("intro", self._by_language, {}),
                *call,
            ),
            told("whole", _true_or_false, tone is Tone.EDUCATION),
            line,
        )
        return step if len(self.errors) == count else None

    def _again(self, name: str, value: object, trigger: Trigger | None) -> tuple[bool, Duration]:
        usual = trigger.comes_again if trigger else False
        if value is None or isinstance(value, bool):
            return (usual if value is None else value), Duration()
        rest = self._read(f"lifecycle.{name}.again", f"[lifecycle.{name}] again", read_duration, value)
        return True, rest or Duration()

    def _stage(self, dotted: str, shown: str, value: object) -> str:
        return self._read(dotted, f"{shown} stage", self._stage_of, value) or Stage.ACQUISITION

    def _stage_of(self, value: object) -> str:
        if isinstance(value, str) and value in self._stages:
            return value
        near = did_you_mean(str(value), self._stages)
        raise ValueError(f"there is none named {value!r}; {f'did you mean {near}?' if near else _any_of(self._stages)}")

    def _read_conditions(self, value: object) -> tuple[Condition, ...]:
        return tuple(read_condition(one, self._own) for one in (value if isinstance(value, list) else [value]))

    def _by_language(self, value: object) -> dict[str, str]:
        table = value if isinstance(value, dict) else {self._language: value}
        return {str(language): _text(text) for language, text in table.items()}

    def _call(self, value: object) -> tuple[dict[str, str], dict[str, str]]:
        """A call to action: its text, or a table of `text` and `url`, each for itself by language."""
        if not isinstance(value, dict) or not set(value) & {"text", "url"}:
            return self._by_language(value), {}
        if unknown := sorted(set(value) - {"text", "url"}):
            raise ValueError(f"knows text and url, not {unknown[0]!r}")
        url = value.get("url", {})
        return (
            self._by_language(value.get("text", {})),
            {ANY: _text(url)} if isinstance(url, str) else self._by_language(url),
        )

    def _read(self, dotted: str, shown: str, read: Callable[[Any], Told], value: object) -> Told | None:
        try:
            return read(value)
        except ValueError as error:
            self._wrong(dotted, f"{shown}: {error}")
            return None

    def _unknown(self, dotted: str, shown: str, key: str, known: Collection[str]) -> None:
        near = did_you_mean(key, known)
        self._wrong(dotted, f"{shown} has no setting {key!r}", f"did you mean {near}?" if near else _any_of(known))

    def _wrong(self, dotted: str, message: str, hint: str | None = None) -> None:
        line = next((self._table.lines[part] for part in _upwards(dotted) if part in self._table.lines), None)
        self.errors.append(ConfigError(message, Location(self._path, line), hint))


def _upwards(dotted: str) -> Iterator[str]:
    parts = dotted.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _any_of(known: Iterable[str]) -> str:
    return f"known: {', '.join(known)}"


def _caps(value: object) -> tuple[Any, ...]:
    return tuple(read_cap(one) for one in (value if isinstance(value, list) else [value]))


def _stages(value: object) -> tuple[str, ...]:
    names = tuple(_text(one) for one in (value if isinstance(value, list) else [value]))
    if bad := next((one for one in names if slugify(one) != one), None):
        raise ValueError(f"{bad!r} must be written in small letters, with hyphens")
    return names


def _score(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"must be a number, not {value!r}")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return " ".join(value.split())


def _name(value: object) -> str:
    name = slugify(_text(value))
    if not name:
        raise ValueError("must hold a letter or digit")
    return name


def _access(value: object) -> Access:
    try:
        return Access(str(value))
    except ValueError:
        raise ValueError(f"must be one of {', '.join(Access)}, not {value!r}") from None


def _tone(value: object) -> Tone:
    try:
        return Tone(str(value))
    except ValueError:
        near = did_you_mean(str(value), list(Tone))
        raise ValueError(
            f"there is none named {value!r}; {f'did you mean {near}?' if near else _any_of(Tone)}"
        ) from None


def _true_or_false(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


VALUES: Mapping[str, Callable[[Any], Any]] = {
    "quiet": read_quiet,
    "cap": _caps,
    "satisfied": _score,
    "stages": _stages,
}
