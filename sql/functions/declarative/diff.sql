-- The changes from the live schema to a document, in an order that works: each is tried on the metadata, in a
-- subtransaction that is rolled back. What must make room (uniques, rules, dropped fields and classes) comes first, for
-- a new field may want its name. "renamedFrom" on a class, enum or field renames what has that name, or one of those
-- names; "renamedOptions" {new: [old, ...]} of a field or enum does so with its options; without it, the old one is
-- dropped and a new one made.
-- Errors: those of thing.enter_tenant, thing.check_document and of the changes; TB035 INVALID_INHERITANCE where a
-- parent differs. Definer: tries metadata for the tenant's role.
create or replace function thing.diff(tenant text, document jsonb)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_stages constant text[] := array['rename_classes', 'rename_enums', 'drop_policies', 'check_classes',
        'drop_rollups', 'release',
        'drop_fields', 'drop_classes', 'rename_fields',
        'rename_options', 'rename_enum_options', 'alter_enums', 'alter', 'create_classes', 'add_fields', 'order_fields',
        'set_rules', 'add_uniques', 'add_indexes', 'name_inverses', 'create_rollups',
        'drop_enums', 'put_roles', 'put_policies', 'drop_roles'];
    v_document jsonb;
    v_version integer;
    v_stage text;
    v_operations jsonb := '[]';
    v_next jsonb[];
    v_before jsonb[];
begin
    perform thing.enter_tenant(diff.tenant);
    v_document := thing.check_document(diff.document);
    v_version := thing.begin_migration(null) + 1;
    begin
        foreach v_stage in array v_stages loop
            v_before := '{}';
            loop
                execute format('select array(select o from thing.%I($1) o)',
                    'diff_' || v_stage) into v_next using v_document;
                exit when v_next = '{}';
                if v_next = v_before then
                    perform thing.fail('INVALID_CHANGE',
                        'the document asks for something that the schema cannot keep as written', v_next[1]);
                end if;
                perform thing.try_operations(v_next, v_version);
                v_operations := v_operations || to_jsonb(v_next);
                v_before := v_next;
            end loop;
        end loop;
        -- undo the metadata; variables keep what they have (a code that ends in 000 would catch its whole class)
        raise exception using errcode = 'TBZZZ';
    exception when sqlstate 'TBZZZ' then
        null;
    end;
    return v_operations;
end
$$;
comment on function thing.diff(text, jsonb) is
    'The changes that lead from the live schema to a document; empty when there is no difference. Changes nothing. '
    'Example: select thing.diff(''acme'', thing.document(''other'')).';
revoke all on function thing.diff(text, jsonb) from public;
grant execute on function thing.diff(text, jsonb) to thing_admin, thing_tenant;
