-- Roles of a tenant, and what they may read and write.
create table if not exists thing_roles (
    name            text constraint thing_roles_pkey primary key,
    includes        text[] not null default '{}',
    description     text,
    created_version integer not null
);
comment on table thing_roles is
    'Roles of this tenant, which tokens name. A role may do what those that it includes may.';
create table if not exists thing_policies (
    role            text not null,
    class_id        integer not null constraint thing_policies_class_id_fkey references thing_classes (id),
    verb            text not null
                    constraint thing_policies_verb_check
                    check (verb in ('read', 'aggregate', 'create', 'update', 'delete')),
    name            text not null,
    fields          jsonb,
    condition       jsonb,
    new_condition   jsonb,
    presets         jsonb,
    created_version integer not null,
    constraint thing_policies_pkey primary key (class_id, role, verb, name)
);
comment on table thing_policies is
    'What roles may do with things of a class and of those that extend it. What no policy grants is not allowed.';
comment on column thing_policies.role is 'Empty: a restriction, which all roles of the tenant are held to.';
comment on column thing_policies.fields is
    'Which fields, as "#<id>" or a field of the system. Null: all of the class.';
comment on column thing_policies.condition is
    'Which things, as a filter of GraphQL with fields by their ids (thing.policy_condition). Null: all.';
comment on column thing_policies.new_condition is 'What a thing that is written must be like, likewise.';
comment on column thing_policies.presets is 'Values that a write sets: {"#<id>": value}.';
