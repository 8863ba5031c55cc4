-- A persisted document may have limits of its own.
alter table persisted_documents add column if not exists limits jsonb not null default '{}';
create index if not exists persisted_documents_limits on persisted_documents (hash) where limits <> '{}';
comment on column persisted_documents.limits is
    'Of requests for this document, in place of the tenant''s: {name: number}.';
