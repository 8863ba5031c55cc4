-- Adds a change of what stays to a list of net changes (thing.fold_change): it joins the one of its kind about the same
-- thing. Rules that are again what they were are "@same": the next change may break what the first one broke. A type
-- that is again what it was may have other parameters; options that came back are not gone. p_new: the field is new,
-- and so is its type. Pure.
create or replace function thing.fold_alteration(p_net jsonb[], p_change jsonb, p_new boolean)
returns jsonb[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind text := p_change ->> 'kind';
    v_joins text := case v_kind when 'UNIQUE_DROPPED' then 'UNIQUE_ADDED' when 'CLASS_UNEXTENDED' then 'CLASS_EXTENDED'
                         when 'FIELD_TYPE_KEPT' then 'FIELD_TYPE_CHANGING' else v_kind end;
    v_net jsonb[] := p_net;
    v_before jsonb;
    v_joined jsonb := p_change;
    v_broke boolean;
    v_from jsonb;
    v_to jsonb;
begin
    if p_new and v_kind in ('FIELD_CHANGED', 'FIELD_TYPE_CHANGED', 'FIELD_TYPE_CHANGING', 'FIELD_TYPE_KEPT',
        'FIELD_NOT_NULL', 'OPTION_RENAMED', 'ENUM_CHANGED', 'ENUM_OPTION_RENAMED') then
        return p_net;
    end if;
    select e into v_before
      from unnest(p_net) e
     where e ->> 'kind' = v_joins and not e ? '@gone'
       and (e -> '@class', e -> '@field', e -> '@enum', e -> 'unique', e -> 'rule')
           is not distinct from (p_change -> '@class', p_change -> '@field', p_change -> '@enum',
               p_change -> 'unique', p_change -> 'rule')
       and (v_kind !~ 'OPTION_RENAMED$' or e -> 'to' = p_change -> 'from');
    if v_kind in ('FIELD_TYPE_CHANGED', 'OPTION_RENAMED') then
        v_net := array_remove(v_net, (select e from unnest(p_net) e
            where e ->> 'kind' = 'FIELD_TYPE_CHANGING' and not e ? '@gone' and e -> '@class' = p_change -> '@class'
              and e -> '@field' = p_change -> '@field'));
    end if;
    if v_before is null then
        return v_net || p_change;
    end if;
    if v_kind in ('FIELD_TYPE_CHANGED', 'RULES_CHANGED', 'OPTION_RENAMED', 'ENUM_OPTION_RENAMED') then
        v_joined := v_joined || jsonb_build_object('from', v_before -> 'from');
    elsif v_kind in ('FIELD_CHANGED', 'CLASS_CHANGED', 'ENUM_CHANGED') then
        v_joined := v_joined || jsonb_build_object('set', (v_before -> 'set') || (p_change -> 'set'));
    end if;
    if v_kind = 'ENUM_CHANGED' or v_before ? 'optionsGone' and p_change ? 'optionsGone' then
        v_joined := v_joined || thing.option_changes(
            coalesce(v_before -> 'optionsGone', '[]') || coalesce(p_change -> 'optionsGone', '[]'),
            coalesce(v_before -> 'optionsNew', '[]') || coalesce(p_change -> 'optionsNew', '[]'));
    else
        v_joined := v_joined - array['optionsGone', 'optionsNew'];
    end if;
    -- What broke changes on the way breaks them, unless it was taken back.
    v_broke := 'BREAKING' in (v_before ->> 'impact', p_change ->> 'impact');
    -- (Rules of a class may be for all its fields.)
    v_from := v_joined -> 'from' || coalesce(v_joined #> '{from,fields}', '{}');
    v_to := v_joined -> 'to' || coalesce(v_joined #> '{to,fields}', '{}');
    v_joined := v_joined || case v_kind
        when 'FIELD_TYPE_CHANGED' then jsonb_build_object('impact', case
            when v_joined ? 'optionsGone'
            then case v_joined -> 'optionsGone' when '[]' then 'DANGEROUS' else 'BREAKING' end
            when v_joined -> 'from' <> v_joined -> 'to'
              or v_broke and v_before -> 'from' = v_before -> 'to' and p_change -> 'from' = p_change -> 'to'
            then 'BREAKING'
            else 'DANGEROUS' end)
        when 'RULES_CHANGED' then jsonb_build_object('impact', case
            when v_broke and ((v_from ? 'required') <> (v_to ? 'required')
                              or v_from ? 'unique' and not v_to ? 'unique') then 'BREAKING'
            else 'DANGEROUS' end)
        when 'FIELD_CHANGED' then jsonb_build_object('impact', case
            when v_broke and (v_joined -> 'set' ?| array['searchable', 'inverse']
                              or v_joined #> '{set,default}' = 'null') then 'BREAKING' else 'SAFE' end)
        when 'ENUM_CHANGED' then jsonb_build_object('impact', case
            when v_broke and v_joined -> 'optionsGone' <> '[]' then 'BREAKING'
            when v_broke or 'DANGEROUS' in (v_before ->> 'impact', p_change ->> 'impact') then 'DANGEROUS'
            else 'SAFE' end)
        else '{}' end;
    v_net := array_remove(v_net, v_before);
    if v_joins <> v_kind
       or v_kind in ('OPTION_RENAMED', 'ENUM_OPTION_RENAMED') and v_joined -> 'from' = v_joined -> 'to' then
        return v_net;
    elsif v_kind = 'RULES_CHANGED' and v_joined -> 'from' = v_joined -> 'to' then
        return v_net || (v_joined || jsonb_build_object('@same', true,
                   'impact', case when v_broke then 'BREAKING' else 'DANGEROUS' end));
    end if;
    return v_net || v_joined;
end
$$;
comment on function thing.fold_alteration(jsonb[], jsonb, boolean) is
    'Add a change of what stays to a list of net changes. Internal.';
revoke all on function thing.fold_alteration(jsonb[], jsonb, boolean) from public;
