"""`because`: when explaining, a constraint holds only by the guard of its rule and subject; else nothing is guarded."""

from collections.abc import Hashable, Iterable

from ortools.sat.python import cp_model

Literal = cp_model.IntVar | cp_model.NotBooleanVariable
Guard = tuple[str, Hashable]
"""A rule's name and the subject of one instance of it; ("work", activity) for « this activity takes place »."""


class Guards:
    """The guards of a model. Not `explaining`: there are none, and every activity takes place."""

    def __init__(self, cp: cp_model.CpModel, *, explaining: bool) -> None:
        self.cp = cp
        self.explaining = explaining
        self.literals: dict[Guard, cp_model.IntVar] = {}
        self.always = cp.new_constant(1)

    def because(self, rule: str, subject: Hashable, *constraints: cp_model.Constraint, of: Iterable[str] = ()) -> None:
        """When explaining, constraints hold by the guard of (rule, subject) alone, while activities `of` take place."""
        if self.explaining:
            for constraint in constraints:
                constraint.only_enforce_if(*self.enforcement(rule, subject, of))

    def only_by(self, guards: Iterable[Guard], constraint: cp_model.Constraint) -> None:
        """When explaining, a constraint holds where all of these guards do."""
        if self.explaining:
            constraint.only_enforce_if(*(self.guard(rule, subject) for rule, subject in guards))

    def enforcement(self, rule: str, subject: Hashable, of: Iterable[str] = ()) -> list[Literal]:
        """The literals under which an instance of a rule holds for these activities; none when planning."""
        if not self.explaining:
            return []
        return [self.guard(rule, subject), *(self.takes_place(activity) for activity in dict.fromkeys(of))]

    def takes_place(self, activity_id: str) -> cp_model.IntVar:
        """Whether an activity takes place: always when planning, guarded as « work » when explaining."""
        return self.guard("work", activity_id) if self.explaining else self.always

    def guard(self, rule: str, subject: Hashable) -> cp_model.IntVar:
        """The guard of an instance of a rule."""
        key = (rule, subject)
        if key not in self.literals:
            self.literals[key] = self.cp.new_bool_var(f"because {rule} {subject}")
        return self.literals[key]
