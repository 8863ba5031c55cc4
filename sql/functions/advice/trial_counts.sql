-- How often and how long the lists ran that an index is tried for: those that have all of its keys. Runs inside the
-- tenant's schema.
create or replace function thing.trial_counts(
    p_class_id integer, p_field_ids integer[], out calls bigint, out ms double precision)
language plpgsql
stable
as $$
begin
    select coalesce(sum(a.calls), 0), coalesce(sum(a.ms), 0) into calls, ms
      from access_usage a
     where a.class_id = p_class_id
       and thing.shape_words(a.searched, 'indexed') || thing.shape_words(a.searched, 'searchable') = '{}'
       and p_field_ids <@ (a.equal || a.ranges || thing.shape_words(a.searched, 'shown')::integer[]
               || array(select split_part(w, ' ', 1)::integer from unnest(thing.shape_words(a.searched, 'through')) w)
               || array(select split_part(s, ' ', 2)::integer from unnest(a.sort) s));
end
$$;
comment on function thing.trial_counts(integer, integer[]) is 'What was counted of an index on trial. Internal.';
revoke all on function thing.trial_counts(integer, integer[]) from public;
