-- An image of the log with what was left out of it, and the options that were renamed since (p_renames:
-- thing.option_renames). Runs inside the tenant's schema.
create or replace function thing.rewind_image(
    p_class_id integer, p_id uuid, p_seq bigint, p_image jsonb, p_renames jsonb)
returns jsonb
language plpgsql
stable
as $$
begin
    if p_image ? '_same' then
        p_image := thing.whole_image(p_class_id, p_id, p_seq, p_image);
    end if;
    return case when p_renames is null then p_image else thing.renamed_image(p_image, p_renames) end;
end
$$;
comment on function thing.rewind_image(integer, uuid, bigint, jsonb, jsonb) is
    'An image of the log as a rewind writes it. Internal.';
revoke all on function thing.rewind_image(integer, uuid, bigint, jsonb, jsonb) from public;
