-- A checked expression as SQL over the row p_row of its class: an alias, or null for the bare columns of a generated
-- column. p_level: how many rows are around it (thing.path_sql). p_item: the alias of the thing of a list, within the
-- figure of one. Nothing of a tenant's text comes through but as quoted literals, not even of a tree that somebody made
-- by hand (of an archive). Runs inside the tenant's schema.
create or replace function thing.expression_sql(
    p_node jsonb, p_row text, p_level integer default 1, p_item text default null)
returns text
language plpgsql
stable
as $$
begin
    return case
        when p_node ? 'number' then format('%s::numeric',
            substring(p_node ->> 'number' from '^[0-9]+(?:[.][0-9]+)?$'))
        when p_node ? 'text' then format('(%s::text collate "C")', thing.literal_sql(p_node ->> 'text'))
        when p_node ? 'constant' then coalesce(substring(p_node ->> 'constant' from '^(?:true|false|null)$'), '')
        when p_node ? 'path' then thing.path_sql(p_node -> 'path', p_row, p_level)
        when p_node -> 'item' = '[]' then ''
        when p_node ? 'item' then thing.path_sql(p_node -> 'item', p_item, p_level)
        -- (a text that a function makes may have another collation than those that it was given)
        when p_node ->> 'type' = 'text' then format('(%s collate "C")',
            thing.call_sql(p_node, p_row, p_level, p_item))
        else thing.call_sql(p_node, p_row, p_level, p_item) end;
end
$$;
comment on function thing.expression_sql(jsonb, text, integer, text) is 'A checked expression as SQL. Internal.';
revoke all on function thing.expression_sql(jsonb, text, integer, text) from public;
