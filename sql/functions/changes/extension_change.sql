-- What it means to the class that this one extends, that it came (or went): the first class that extends one with
-- things of its own makes an interface of its type, and its own things are of the type <Class>Itself from then on;
-- without the last it is as it was. To clients that is another __typename. A list of no or one change, like
-- thing.op_result.changes. Runs inside the tenant's schema.
create or replace function thing.extension_change(p_class_id integer, p_version integer, p_came boolean)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'kind', case when p_came then 'CLASS_EXTENDED' else 'CLASS_UNEXTENDED' end, 'class', p.name,
                   'impact', case when p.created_version < p_version then 'BREAKING' else 'SAFE' end)), '[]')
          from thing_classes c
          join thing_classes p on p.id = c.extends_id and not p.abstract and p.dropped_version is null
         where c.id = p_class_id
           and not exists (select from thing_classes o
                            where o.extends_id = p.id and o.id <> p_class_id and o.dropped_version is null));
end
$$;
comment on function thing.extension_change(integer, integer, boolean) is
    'What a new or dropped class means to its parent. Internal.';
revoke all on function thing.extension_change(integer, integer, boolean) from public;
