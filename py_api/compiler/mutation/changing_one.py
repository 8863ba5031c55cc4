"""update and delete of one thing, by a key."""

from py_api.catalog.model import Class
from py_api.compiler.fragment import Fragment, join, number, sql
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.changing import Changing
from py_api.compiler.mutation.steps import VersionLookup, WriteStep
from py_api.compiler.statement import Statement
from py_api.compiler.values import as_is
from py_api.schema.sources import Root


class ChangingOne(Changing):
    def step(self) -> WriteStep:
        return self._update() if self.kind is Root.UPDATE else self._delete()

    def _update(self) -> WriteStep:
        context, input_value = self.context, self.args.input
        assert input_value is not None
        assigned = self._assigned(input_value, creating=False)
        if assigned is not None and self.concrete:
            ctes = {c.id: sql("_w{}", number(c.id)) for c in self.concrete}
            changes = [
                sql("{} as ({})", ctes[c.id], s.update(c, self._columns_of(c, assigned), self._at_version(c)))
                for c in self.concrete
            ]
            rows = s.written(context, self.cls, self.concrete, ctes)
            answer = self.answers.value(rows)
            if not self.answers.reads_written(answer):
                selected = self.answers.selected(answer, sql(" from {}", rows.clause()))
                whole = sql("with {}, {} {}", s.actor(context), join(", ", changes), selected)
                return self.statement_step("update", whole, version_lookup=self._version_lookup())
        return self._chosen_steps()

    def _delete(self) -> WriteStep:
        if not self.concrete:
            return self._chosen_steps()
        ctes = {c.id: sql("_w{}", number(c.id)) for c in self.concrete}
        changes = join(", ", [sql("{} as ({})", ctes[c.id], s.delete(c, self._at_version(c))) for c in self.concrete])
        rows = s.written(self.context, self.cls, self.concrete, ctes)
        # The statement reads its tables as they were before it: the thing, and what refers to it.
        answer = self.answers.value(rows)
        selected = self.answers.selected(answer, sql(" from {}", rows.clause()))
        whole = sql("with {}, {} {}", s.actor(self.context), changes, selected)
        return self.statement_step("delete", whole, version_lookup=self._version_lookup())

    def _at_version(self, concrete: Class) -> Fragment:
        if self.args.version is None:
            return self._of_key(concrete)
        version = self.context.param(self.args.version, as_is)
        return sql("{} and _u.version = {}::integer", self._of_key(concrete), version)

    def _version_lookup(self) -> VersionLookup:
        version = self.args.version
        selects = [sql("select _u.version from {} _u where {}", s.table(c), self._of_key(c)) for c in self.concrete]
        versions = join(" union all ", selects) or sql("select null::integer where false")
        version_of = sql("select json_build_object('version', _v._version) from ({}) _v (_version)", versions)
        return VersionLookup(
            Statement.of(version_of), lambda variables: None if version is None else version.plain(variables)
        )
