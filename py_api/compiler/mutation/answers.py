"""What a mutation answers: of the rows that a statement has written, or of things whose ids are known."""

from collections.abc import Sequence

from graphql import FieldNode

from py_api.catalog.model import Class
from py_api.compiler.context import Context, Scope, scope
from py_api.compiler.context_values import IDS, OUTCOMES
from py_api.compiler.fragment import EMPTY, Fragment, identifier, literal, sql
from py_api.compiler.mutation import statements as s
from py_api.compiler.select import own_scope, thing
from py_api.compiler.sql_json import SqlJson, constant, listed_from, members
from py_api.compiler.statement import Statement, answering
from py_api.compiler.values import InputValue, as_json
from py_api.schema.naming import BATCH


class Answers:
    """Makes {key: value} for the selection of a root field.

    concrete: the classes whose tables it writes. many: it answers with a batch. made: the things to be made, where it
    makes any. outcome: of all things alike; None where the writes say it of each.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        cls: Class,
        concrete: Sequence[Class],
        nodes: list[FieldNode],
        many: bool,
        made: InputValue | None,
        outcome: str | None,
    ) -> None:
        self.context, self.key, self.cls, self.concrete = context, key, cls, concrete
        self.nodes, self.many, self.made, self.outcome = nodes, many, made, outcome

    def value(self, rows: Scope) -> Fragment:
        """The selection over one row, with its key."""
        return members([(self.key, thing(self.context, rows, self.nodes))]).text

    def batch(self, rows: Scope, count: Fragment, tables: Fragment, order: Fragment = EMPTY) -> Fragment:
        """The selection of a batch, with its key. order: ORDER BY within the list."""
        definition = self.context.definition(self.cls.name + BATCH)
        pairs: list[tuple[str, Fragment | SqlJson]] = []
        for key, same in self.context.collected(definition, self.nodes).items():
            match same[0].name.value:
                case "__typename":
                    pairs.append((key, constant(definition.name)))
                case "count":
                    pairs.append((key, self._written(count)))
                case "outcomes":
                    pairs.append((key, self._outcomes(count)))
                case _:
                    rows_read = self.made or InputValue(self.context.limits.page_size)
                    with self.context.times(rows_read):
                        item = thing(self.context, rows, same)
                    pairs.append((key, listed_from(item, tables, order)))
        return members([(self.key, members(pairs))]).text

    def _outcomes(self, count: Fragment) -> Fragment:
        if self.outcome is None:
            return sql("({}::text)::json", self.context.context_param(OUTCOMES, as_json))
        outcome = literal(self.outcome)
        return sql("(select coalesce(json_agg({}::text), '[]'::json) from generate_series(1, {}))", outcome, count)

    def _written(self, count: Fragment) -> Fragment:
        if self.outcome is not None:
            return count
        outcomes = sql("json_array_elements_text({}) _o (_o)", self._outcomes(count))
        return sql("(select count(*) from {} where _o._o <> 'IGNORED')", outcomes)

    def has_nodes(self) -> bool:
        definition = self.context.definition(self.cls.name + BATCH)
        collected = self.context.collected(definition, self.nodes)
        return any(same[0].name.value == "nodes" for same in collected.values())

    def reads_written(self, answer: Fragment) -> bool:
        """Would the answer look at tables that the same statement or a trigger writes? It would see them as before."""
        text = answer.outline
        tables = [s.table(cls) for cls in self.concrete]
        tables += [identifier(table) for cls in self.concrete for table in cls.keeps]
        return "thing_instances" in text or any(table.outline in text for table in tables)

    def reading(self) -> Statement:
        """The answer, of things whose ids are a context value."""
        ids = self.context.context_param(IDS, as_json)
        alone = self.made is not None and len(self.concrete) == 1 and self.concrete[0] is self.cls
        rows = own_scope(self.context, self.cls) if alone else scope(self.context, self.cls)
        if not self.many:
            condition = sql("{} = (({}::text)::jsonb ->> 0)::uuid", rows.id, ids)
            return Statement.of(self.selected(self.value(rows), sql(" from {} where {}", rows.clause(), condition)))
        listed = sql("jsonb_array_elements_text(({}::text)::jsonb) with ordinality _x (_id, _n)", ids)
        tables = sql("{} join {} on {} = _x._id::uuid", listed, rows.clause(), rows.id)
        count = sql("jsonb_array_length(({}::text)::jsonb)", ids)
        return Statement.of(self.selected(self.batch(rows, count, tables, sql(" order by _x._n"))))

    def selected(self, answer: Fragment, source: Fragment = EMPTY) -> Fragment:
        """SELECT of it, the end of a statement. source: FROM and what follows."""
        return answering(answer, source, most=self.context.limits.answer_bytes)
