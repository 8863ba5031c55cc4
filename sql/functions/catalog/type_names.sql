-- The GraphQL types that the API makes of a class. Pure.
create or replace function thing.type_names(p_class text)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select p_class || s
          from unnest(array['', 'Itself', 'Connection', 'Edge', 'Filter', 'ListFilter', 'OrderBy', 'ListOrderBy',
              'DistinctOn', 'Aggregate', 'AggregateFields', 'AggregateOrderBy', 'AggregateFieldsOrderBy',
              'Key', 'GroupBy', 'Having', 'HavingFields', 'CreateInput', 'UpdateInput', 'LinkInput', 'LinksInput',
              'UpsertInput', 'UpdateItemInput', 'Batch', 'Unique', 'UniqueInput', 'Event',
              'Snapshot', 'ItselfSnapshot']) s)
$$;
comment on function thing.type_names(text) is 'The GraphQL types of a class. Internal.';
revoke all on function thing.type_names(text) from public;
