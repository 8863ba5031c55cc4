-- Figures of lists may be kept.
comment on column thing_class_fields.expression is
    'Of a computed field: {"tree", "uses": ["<class id>:<column>", ...], "storable", "single"} '
    '(thing.define_expression); where it is kept also "kept", "start" (what it is over empty lists), "filled".';
