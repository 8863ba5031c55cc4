-- Values that made-up ones must differ from.
select jsonb_build_array({columns}) from {table}
