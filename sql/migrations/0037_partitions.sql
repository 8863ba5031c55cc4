-- It has one more argument now.
drop function if exists thing.expected_schema(text);
