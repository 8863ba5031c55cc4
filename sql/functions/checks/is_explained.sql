-- Whether a part that thing.wanted_parts does not name belongs to a field (and so is judged elsewhere). Runs inside the tenant's schema.
create or replace function thing.is_explained(p_table text, p_part text, p_name text)
returns boolean
language plpgsql
stable
as $$
begin
    return case p_part
        when 'column' then exists (
            select from thing_class_fields f join thing_classes c on c.id = f.class_id
             where 'tc_' || c.physical_name = p_table and f.physical_name = p_name and f.type <> 'references')
        when 'constraint' then p_name ~ '^(t[fumn]_[0-9]+_|tj_.*_[st]$)' and p_table ~ '^t[cj]_'
        when 'index' then p_name ~ '^t[sium]_[0-9]+_' and p_table ~ '^tc_'
        when 'function' then p_name ~ '^retype_[0-9]+\(\)$'
        else false end;
end
$$;
comment on function thing.is_explained(text, text, text) is 'Whether a field explains a part of a table. Internal.';
revoke all on function thing.is_explained(text, text, text) from public;
