-- A value is turned into JSON by the parameters of its field, too: 1.5 of scale 2 is shown as 1.50.
drop function if exists thing.to_json_sql(text, text);
