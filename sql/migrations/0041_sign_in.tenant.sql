-- Users may sign in with a password or a link.
create table if not exists sign_in (
    singleton     boolean constraint sign_in_pkey primary key default true
                  constraint sign_in_singleton_check check (singleton),
    enabled       boolean not null,
    class_id      integer not null,
    role          text not null,
    open          boolean not null,
    session_days  integer not null
);
comment on table sign_in is
    'How users sign in with a password or a link (thing.set_sign_in); no row: they cannot.';
comment on column sign_in.class_id is 'The class whose things the users are.';
comment on column sign_in.role is 'Of those who have no roles of their own.';
comment on column sign_in.open is 'Whether people may sign up by themselves.';
create table if not exists sign_in_accounts (
    id            uuid constraint sign_in_accounts_pkey primary key,
    email         text not null constraint sign_in_accounts_email_key unique
                  constraint sign_in_accounts_email_check check (length(email) <= 320),
    password_hash text constraint sign_in_accounts_password_hash_check check (password_hash ~ '^[$]argon2id[$]'),
    roles         text[],
    verified_at   timestamptz,
    failures      integer not null default 0,
    failed_at     timestamptz,
    created_at    timestamptz not null default now()
);
comment on table sign_in_accounts is
    'Who may sign in. Read by thing.sign_in_account alone: no role of the tenant, and no field of the API.';
comment on column sign_in_accounts.id is 'The user''s thing; the subject of tokens.';
comment on column sign_in_accounts.email is
    'In lower case. What stands in the user''s thing is for show: who may write that cannot sign in as another one.';
comment on column sign_in_accounts.failures is 'Wrong passwords since the last right one.';
create table if not exists sign_in_sessions (
    id         uuid constraint sign_in_sessions_pkey primary key default gen_random_uuid(),
    account_id uuid not null constraint sign_in_sessions_account_id_fkey
               references sign_in_accounts (id) on delete cascade,
    uses       integer not null default 0,
    began_at   timestamptz not null default clock_timestamp(),
    used_at    timestamptz not null default clock_timestamp()
);
create index if not exists sign_in_sessions_account_id_idx on sign_in_sessions (account_id, used_at);
comment on table sign_in_sessions is
    'Refresh tokens, a row a family. The tokens are not stored: each is a MAC of the session and of how many it had '
    'before, by a key that only server processes have.';
comment on column sign_in_sessions.uses is 'How many tokens it had: only the last one is good.';
create table if not exists sign_in_links (
    hash          bytea constraint sign_in_links_pkey primary key,
    account_id    uuid not null constraint sign_in_links_account_id_fkey
                  references sign_in_accounts (id) on delete cascade,
    password_hash text constraint sign_in_links_password_hash_check check (password_hash ~ '^[$]argon2id[$]'),
    expires_at    timestamptz not null
);
create index if not exists sign_in_links_account_id_idx on sign_in_links (account_id);
comment on table sign_in_links is 'Links in e-mails, each good once: SHA-256 of their secret.';
comment on column sign_in_links.password_hash is 'What becomes the password with it: that of who signed up.';
