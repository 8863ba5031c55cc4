-- Refuses to rename an option that is not there, or to what another is called. p_of: whose options, in words. Pure.
-- Errors: TB011 NAME_TAKEN, TB020 INVALID_CHANGE.
create or replace function thing.check_option_rename(p_of text, p_options jsonb, p_from text, p_to text)
returns void
language plpgsql
immutable
as $$
begin
    if not p_options ? p_from then
        perform thing.fail('INVALID_CHANGE', format('%s has no option %s', p_of, p_from),
            jsonb_build_object('options', p_options));
    elsif p_options ? p_to then
        perform thing.fail('NAME_TAKEN', format('%s already has an option %s', p_of, p_to),
            jsonb_build_object('options', p_options));
    end if;
end
$$;
comment on function thing.check_option_rename(text, jsonb, text, text) is
    'Refuse to rename an option that is not there, or to a name that is taken. Internal.';
revoke all on function thing.check_option_rename(text, jsonb, text, text) from public;
