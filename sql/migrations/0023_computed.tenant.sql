-- Computed fields.
alter table thing_class_fields add column if not exists expression jsonb;
alter table thing_class_fields add column if not exists inlined boolean not null default false;
create index if not exists thing_class_fields_expression_idx on thing_class_fields (class_id)
    where expression is not null;
comment on column thing_class_fields.expression is
    'Of a computed field: {"tree", "uses": ["<class id>:<column>", ...], "storable", "single"} '
    '(thing.define_expression).';
comment on column thing_class_fields.inlined is
    'A computed field that has no column: it is worked out when it is read.';
