"""What there is to choose from among the figures of a round, and the figures of one choice; each read once per page."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from assessments.domain.figure_layouts import Category
from assessments.domain.figure_sets import category_named, live_sets
from assessments.enums import FigureSource
from assessments.models import Figure, FigureSet
from partnerships.models import Area, Cycle


@dataclass(frozen=True)
class Choice:
    """Which figures: source, kind of period, areas as the source names them ("" is all), category ("" is the total)."""

    source: str
    monthly: bool
    area: str = ""
    category: str = ""


@dataclass(frozen=True)
class Options:
    """What there is to choose from in this round, read once per page."""

    sets: tuple[FigureSet, ...]
    whole: frozenset[str] = field(default=frozenset())  # areas that are a whole municipality: never added to its parts

    def sources(self) -> list[str]:
        return sorted({one.source for one in self.sets}, key=FigureSource.values.index)

    def areas(self, source: str) -> list[str]:
        return sorted({one.area_name for one in self.sets if one.source == source})

    def default(self) -> Choice | None:
        """The total of the first source, per month where there are months; None without figures."""
        if not self.sets:
            return None
        source = self.sources()[0]
        return Choice(source, monthly=any(one.monthly for one in self.sets if one.source == source))

    def chosen(self, choice: Choice) -> list[FigureSet]:
        """The sets of a choice. "All areas" leaves out a whole municipality when there are also parts of it."""
        fitting = [one for one in self.sets if one.source == choice.source and one.monthly == choice.monthly]
        if choice.area:
            return [one for one in fitting if one.area_name == choice.area]
        return [one for one in fitting if one.area_name not in self.whole] or fitting


class Count(NamedTuple):
    """One stored figure in the words of its file; `value` None is no figure, which is not nought."""

    figure_set: int
    key: str
    name: str
    is_total: bool
    period: date
    value: int | None


@dataclass(frozen=True)
class Chosen:
    """The sets of a choice with every figure in them."""

    choice: Choice
    sets: tuple[FigureSet, ...]
    counts: tuple[Count, ...]

    def categories(self) -> list[Category]:
        """Every category in these sets: totals first, then codes in their own order, then names."""
        found: dict[str, Category] = {}
        for words in dict.fromkeys((one.key, one.name, one.is_total) for one in self.counts):
            category = category_named(*words)
            found.setdefault(category.key, category)
        return sorted(found.values(), key=reading_order)

    def category(self) -> Category | None:
        """The category that was chosen; None when these sets do not have it."""
        return next((one for one in self.categories() if one.key == self.choice.category), None)


def options_of(cycle: Cycle) -> Options:
    """The live sets of a round, and which of their areas are a whole municipality."""
    covered = Area.objects.filter(coverage__partnership=cycle.partnership_id)
    names = covered.values_list("municipality__name", flat=True)
    bare = {re.sub(r"^(gemeente|stad) ", "", name.casefold()) for name in names}
    sets = tuple(live_sets(cycle))
    return Options(sets, frozenset(one.area_name for one in sets if one.area_name.casefold() in bare))


def read_chosen(options: Options, choice: Choice) -> Chosen:
    """The figures of a choice, in one query; categories and pictures are made from these."""
    sets = tuple(options.chosen(choice))
    rows = Figure.objects.filter(figure_set__in=[one.pk for one in sets]).order_by()
    words = rows.values_list("figure_set", "category", "category_name", "is_total", "period", "value")
    return Chosen(choice, sets, tuple(Count(*row) for row in words))


def reading_order(category: Category) -> tuple[bool, list[int], str]:
    """Totals first, then codes in their own order, then names."""
    numbers = [int(part) for part in category.code.split(".")] if category.code else [1000]
    return not category.is_total, numbers, category.name
