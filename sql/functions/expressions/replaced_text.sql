-- A text with another in place of each part of it; null where that would have more than a million bytes, which nested
-- replacements of a short text reach soon. Pure.
create or replace function thing.replaced_text(value text, part text, other text)
returns text
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when octet_length(value) + greatest(octet_length(other) - octet_length(part), 0)::bigint
                     * ((octet_length(value) - octet_length(replace(value, part, ''))) / nullif(octet_length(part), 0))
                     > 1000000 then null
                else replace(value, part, other) end
$$;
comment on function thing.replaced_text(text, text, text) is
    'A text with another in place of each part of it, or null where that has more than a million bytes: '
    'select thing.replaced_text(''a-b'', ''-'', ''+'').';
revoke all on function thing.replaced_text(text, text, text) from public;
grant execute on function thing.replaced_text(text, text, text) to thing_admin, thing_tenant;
