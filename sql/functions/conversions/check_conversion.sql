-- Fails unless a conversion between two field types is known. Errors: TB033 CONVERSION_FAILED, naming those that are.
create or replace function thing.check_conversion(p_from text, p_to text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from thing.conversions c where c.from_type = p_from and c.to_type = p_to) then
        perform thing.fail('CONVERSION_FAILED', format('no conversion from %s to %s keeps the values', p_from, p_to),
            jsonb_build_object('from', p_from, 'to', p_to, 'conversions',
                (select coalesce(jsonb_agg(c.to_type order by c.to_type), '[]') from thing.conversions c
                  where c.from_type = p_from and c.to_type <> p_from)),
            'DETAIL lists the types it can become; or add a new field and fill it.');
    end if;
end
$$;
comment on function thing.check_conversion(text, text) is 'Fail unless one field type can become another. Internal.';
revoke all on function thing.check_conversion(text, text) from public;
