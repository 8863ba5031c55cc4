-- A new account, and its thing of the class that the users are. Returns its id; null where the e-mail has one already.
-- Where a thing has the e-mail and no account, only a verified one gets that thing: others could make it theirs.
-- Errors: TB074 INVALID_SIGN_IN where sign-in is off, refusals of the write, those of thing.enter_tenant. Definer: the
-- accounts are the core's to write.
create or replace function thing.sign_up(
    tenant text, email text, password_hash text, verified boolean, roles text[] default null)
returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_class record;
    v_id uuid;
    v_thing uuid;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(sign_up.tenant);
    perform thing.check_account_roles(sign_up.roles);
    select 'tc_' || c.physical_name as class_table, f.physical_name as email_column into v_class
      from sign_in s
      join thing_classes c on c.id = s.class_id and c.dropped_version is null
      join thing_class_fields f on f.class_id = c.id and f.name = 'email' and f.dropped_version is null
     where s.enabled;
    if not found then
        perform thing.fail('INVALID_SIGN_IN', format('users of tenant %s do not sign in here', sign_up.tenant));
    end if;
    delete from sign_in_accounts a
     where a.email = sign_up.email and not exists (select from thing_instances i where i.id = a.id);
    insert into sign_in_accounts (id, email, password_hash, roles, verified_at)
    values (thing.uuid_v7(), sign_up.email, sign_up.password_hash, sign_up.roles,
            case when sign_up.verified then now() end)
        on conflict (email) do nothing
    returning id into v_id;
    if v_id is not null then
        perform set_config('thing.actor', v_id::text, true);
        begin
            execute format('insert into %I (id, %I) values ($1, $2)', v_class.class_table, v_class.email_column)
              using v_id, sign_up.email;
        exception when unique_violation then
            if sign_up.verified then
                execute format('select u.id from %I u where lower(u.%I::text) = lower($1)', v_class.class_table,
                               v_class.email_column) into v_thing using sign_up.email;
            end if;
            delete from sign_in_accounts a where a.id = v_id;
            if v_thing is null then
                return null;
            end if;
            insert into sign_in_accounts (id, email, password_hash, roles, verified_at)
            values (v_thing, sign_up.email, sign_up.password_hash, sign_up.roles, now())
                on conflict do nothing
            returning id into v_id;
        end;
    end if;
    return v_id;
end
$$;
comment on function thing.sign_up(text, text, text, boolean, text[]) is
    'A new account of a tenant''s user, with its thing; null where the e-mail has one. The caller makes the argon2id '
    'hash of the password. Example: select thing.sign_up(''acme'', ''ann@example.org'', null, true).';
revoke all on function thing.sign_up(text, text, text, boolean, text[]) from public;
grant execute on function thing.sign_up(text, text, text, boolean, text[]) to thing_admin;
