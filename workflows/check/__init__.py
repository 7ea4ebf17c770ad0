"""What is wrong with a workflow, before anybody depends on it. Pure: forms and effects are handed in."""

from collections.abc import Callable, Mapping

from forms.problems import Problem
from forms.schema import FormSchema
from workflows.check.graph import graph_problems
from workflows.check.joins import join_problems
from workflows.check.parts import part_problems
from workflows.check.rules import rule_problems
from workflows.check.scenarios import scenario_problems
from workflows.check.starting import starting_problems
from workflows.schema import EffectCall, WorkflowSchema

__all__ = ["check_workflow"]

Forms = Mapping[str, FormSchema]


def check_workflow(
    schema: WorkflowSchema,
    *,
    forms: Mapping[str, FormSchema],
    effect_problem: Callable[[EffectCall, Forms], str],
) -> list[Problem]:
    """Every problem of the workflow; none means it may be published.

    `forms` are the published forms by key; `effect_problem` says what is wrong with an effect among them, or
    nothing.
    """
    problems = [
        *part_problems(schema, forms, effect_problem),
        *join_problems(schema),
        *rule_problems(schema, forms),
        *starting_problems(schema, forms),
    ]
    # Reachability means something only when every arrow begins and ends somewhere.
    return problems or graph_problems(schema) or scenario_problems(schema, forms)
