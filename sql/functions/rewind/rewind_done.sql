-- Writes a rewind, or does not (mode as in thing.rewind), and returns its report, with "applied". Runs inside the
-- tenant's schema. Errors: TB070 REWIND_CONFLICT.
create or replace function thing.rewind_done(
    p_steps thing.rewind_step[], p_links thing.rewind_link[], p_conflicts thing.rewind_conflict[], p_mode text,
    p_report jsonb)
returns jsonb
language plpgsql
as $$
begin
    if p_mode = 'refuse' and cardinality(p_conflicts) > 0 then
        perform thing.fail('REWIND_CONFLICT', format('%s conflict%s: later changes are in the way; nothing was changed',
            cardinality(p_conflicts), case when cardinality(p_conflicts) > 1 then 's' end),
            p_report -> 'conflictList');
    end if;
    if p_mode <> 'plan' then
        perform thing.rewind_write(p_steps, p_links);
    end if;
    return p_report || jsonb_build_object('applied', p_mode <> 'plan');
end
$$;
comment on function thing.rewind_done(thing.rewind_step[], thing.rewind_link[], thing.rewind_conflict[], text, jsonb) is
    'Writes a rewind, or refuses it. Internal.';
revoke all on function thing.rewind_done(thing.rewind_step[], thing.rewind_link[], thing.rewind_conflict[], text,
    jsonb) from public;
