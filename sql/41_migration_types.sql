-- What the migration engine passes from hand to hand.
do $$
begin
    if to_regtype('thing.ddl_phase') is null then
        create type thing.ddl_phase as enum (
            'checks',         -- of rows written meanwhile, under the lock
            'tables',
            'columns',
            'drops',          -- of constraints, indexes, columns, tables; of modifiers
            'rows',           -- what writes to things
            'indexes',        -- and unique constraints
            'foreign_keys',
            'not_nulls',
            'triggers',       -- and defaults
            'grants',         -- and what is forgotten or noted at the end
            'jobs'
        );
    end if;
    if to_regtype('thing.ddl_kind') is null then
        create type thing.ddl_kind as enum (
            'change',
            'instances',      -- writes rows of thing_instances for all things of a class, or deletes them
            'note'            -- notes what was done; thing.plan does not show it
        );
    end if;
    if to_regtype('thing.ddl_step') is null then
        create type thing.ddl_step as (   -- made by thing.ddl_step(phase => ...)
            phase      thing.ddl_phase,   -- steps run in order of phase, then as they came
            sql        text,
            table_name text,      -- unqualified; null when no lock on an existing table is needed
            lock_mode  text,      -- as in LOCK TABLE
            rewrites   boolean,   -- whether PostgreSQL rewrites the table
            job        jsonb,     -- not null: not run now but queued as a background job
            kind       thing.ddl_kind
        );
    end if;
    if to_regtype('thing.broken_rule') is null then
        create type thing.broken_rule as (
            rule integer,   -- number in the compiled rules, from 1
            item integer    -- place of the item of a list that breaks it, from 0; null: a rule of the whole value
        );
    end if;
    if to_regtype('thing.op_result') is null then
        create type thing.op_result as (
            inverse jsonb,           -- operations that undo this one
            changes jsonb,           -- what it means to clients: [{kind, class, field, impact, ...}]
            touched integer[],       -- classes whose physical state may differ now
            steps   thing.ddl_step[] -- work that metadata alone does not tell
        );
    end if;
    if to_regtype('thing.desired_object') is null then
        create type thing.desired_object as (
            table_name text,
            name       text,
            kind       text,      -- unique | foreign | index | not null | statistics
            signature  text,      -- equal signatures mean equal objects
            definition text,      -- behind `add constraint <name>`, `create index <name>`; columns
            lock_also  text,      -- a second table that is locked
            columns    text[],
            field_id   integer
        );
    end if;
end
$$;
comment on type thing.ddl_phase is 'The phases of a schema change, in their order.';
comment on type thing.ddl_kind is 'What a step of a schema change is about, where something decides by it.';
comment on type thing.ddl_step is 'One physical step of a schema change, with the lock that it takes.';
comment on type thing.broken_rule is 'A rule that a row breaks.';
comment on type thing.op_result is 'What a schema operation did to the metadata, how to undo it, and what it touched.';
comment on type thing.desired_object is 'A constraint or index that the metadata wants on a table.';
