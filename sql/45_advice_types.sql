-- One piece of advice about the indexes of a tenant (thing.suggest_indexes).
do $$
begin
    if to_regtype('thing.advice') is null then
        create type thing.advice as (
            name        text,     -- missing index, missing search index, unused index, redundant index
            level       text,     -- warning: it costs time with every such request; info: it costs writes and room
            class       text,
            fields      text[],   -- of the index
            detail      text,
            evidence    jsonb,
            remediation jsonb,    -- changes for thing.migrate
            gain        jsonb,    -- ms: of what was counted; or bytes
            cost        jsonb     -- bytes, writes: rows that were written in the same time
        );
    end if;
end
$$;
