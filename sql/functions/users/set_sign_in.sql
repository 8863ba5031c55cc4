-- Lets users of a tenant sign in with a password or a link, or no more; null leaves a setting as it is. They are things
-- of a class, which is made with the unique field `email` where it does not exist. Returns the settings.
-- Errors: TB022 UNKNOWN_FIELD, TB074 INVALID_SIGN_IN, those of thing.enter_tenant and thing.migrate. Definer: the table
-- is the core's to write.
create or replace function thing.set_sign_in(
    tenant text, enabled boolean, class text default null, role text default null, open boolean default null,
    session_days integer default null)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_set record;
    v_class text;
    v_class_id integer;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(set_sign_in.tenant);
    select * into v_set from sign_in s;
    v_class := coalesce(set_sign_in.class, (select c.name from thing_classes c where c.id = v_set.class_id), 'User');
    if set_sign_in.enabled and not exists (select from thing_classes c
                                            where c.name = v_class and c.dropped_version is null) then
        perform thing.create_class(set_sign_in.tenant, v_class,
            '[{"name": "email", "type": "email", "required": true, "unique": true, "label": "E-mail"}]',
            description => 'Who may sign in.');
    end if;
    v_class_id := (thing.class_row(v_class)).id;
    perform thing.field_id(v_class_id, 'email');
    perform thing.check_account_roles(array[coalesce(set_sign_in.role, v_set.role, 'viewer')]);
    if set_sign_in.session_days not between 1 and 365 then
        perform thing.fail('INVALID_SIGN_IN', 'a session may last 1 to 365 days');
    end if;
    insert into sign_in as s (enabled, class_id, role, open, session_days)
    values (coalesce(set_sign_in.enabled, v_set.enabled, false), v_class_id,
            coalesce(set_sign_in.role, v_set.role, 'viewer'), coalesce(set_sign_in.open, v_set.open, false),
            coalesce(set_sign_in.session_days, v_set.session_days, 30))
        on conflict (singleton) do update
        set (enabled, class_id, role, open, session_days) = (excluded.enabled, excluded.class_id, excluded.role,
                                                             excluded.open, excluded.session_days)
    returning s.* into v_set;
    return jsonb_build_object('enabled', v_set.enabled, 'class', v_class, 'role', v_set.role, 'open', v_set.open,
                              'sessionDays', v_set.session_days);
end
$$;
comment on function thing.set_sign_in(text, boolean, text, text, boolean, integer) is
    'Let users of a tenant sign in with a password or a link (enabled), or no more. Returns the settings. Example: '
    'select thing.set_sign_in(''acme'', true, role => ''editor'').';
revoke all on function thing.set_sign_in(text, boolean, text, text, boolean, integer) from public;
grant execute on function thing.set_sign_in(text, boolean, text, text, boolean, integer) to thing_admin;
