-- The names that the API has whatever the classes: types, and root fields as Query.<name>. A word that types of scalars
-- are named after (StringFilter, ValueAggregate) is treated as a class is: all that could be made of it is taken. What
-- begins with Schema or Tenant belongs to the API for administrators (thing.check_name). Pure.
create or replace function thing.static_names()
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array['Query', 'Mutation', 'Subscription', 'PageInfo', 'Highlight', 'Find', 'OrderDirection',
        'EventOperation', 'EventTransition',
        'OnConflict', 'WriteOutcome', 'DatePart', 'DateTimePart', 'Query.node', 'Query.nodes',
        'Query.thingHistory', 'Query.deletedThings', 'Query.changeCursor', 'Query.clientOperations'] || array(
        select w || s
          from unnest(thing.type_names('')) s
          cross join unnest(array['Int', 'Float', 'String', 'Boolean', 'ID', 'BigInt', 'Decimal', 'Date', 'Time',
              'DateTime', 'UUID', 'JSON', 'GeoJSON', 'Range',
              'IntegerRange', 'DecimalRange', 'DateRange', 'DatetimeRange', 'Node', 'Thing', 'Value', 'Tree', 'Vector',
              'SearchableString', 'JSONAt', 'Percentile', 'IntPercentile', 'FloatPercentile', 'StringPercentile',
              'BigIntPercentile', 'DecimalPercentile', 'DatePercentile', 'TimePercentile', 'DateTimePercentile',
              'GeoJSONNear', 'VectorNear']) w)
$$;
comment on function thing.static_names() is 'Names of the API that no class can have. Internal.';
revoke all on function thing.static_names() from public;
