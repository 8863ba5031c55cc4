-- About how many rows an index reads for a shape of access: those that have the values of its first columns, or, where
-- the rest of it is the order that is wanted, as many as it takes to find p_rows. p_shares: column -> share of the rows
-- that one value of it has; {} for an index over nothing is a scan of the table. p_shown: all columns that are read,
-- {} where they are not known: a few rows whose columns an index has all count a fifth, for nothing is looked up in the
-- table. Pure.
create or replace function thing.rows_read(
    p_total double precision, p_shares jsonb, p_equal text[], p_ranges text[], p_sort_columns text[],
    p_sort_orders text[], p_paged boolean, p_rows double precision, p_shown text[], p_columns text[], p_orders text[])
returns double precision
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    c_range constant double precision := 0.25;   -- that a range leaves, as far as anybody knows
    v_rows double precision := p_total;
    v_fit double precision := 1;   -- share of the rows read that are wanted
    v_at integer := 1;
    v_same boolean;
    v_turned boolean;
    v_column text;
    v_wanted double precision;
    v_same_keys double precision;
begin
    while v_at <= cardinality(p_columns) and p_columns[v_at] = any (p_equal) loop
        v_rows := v_rows * coalesce((p_shares ->> p_columns[v_at])::double precision, 0.005);
        v_at := v_at + 1;
    end loop;
    foreach v_column in array p_equal loop
        if v_column <> all (p_columns[1:v_at - 1]) then
            v_fit := v_fit * coalesce((p_shares ->> v_column)::double precision, 0.005);
        end if;
    end loop;
    if p_paged then
        v_same := true;
        v_turned := true;
        for i in 1 .. cardinality(p_sort_columns) loop
            v_same := v_same and coalesce(p_columns[v_at + i - 1] = p_sort_columns[i]
                and p_orders[v_at + i - 1] = p_sort_orders[i], false);
            v_turned := v_turned and coalesce(p_columns[v_at + i - 1] = p_sort_columns[i]
                and p_orders[v_at + i - 1] = case p_sort_orders[i]
                    when 'ASC' then 'DESC' when 'DESC' then 'ASC' when 'ASC_NULLS_FIRST' then 'DESC_NULLS_LAST'
                    else 'ASC_NULLS_FIRST' end, false);
        end loop;
        if (v_same or v_turned) and (cardinality(p_sort_columns) > 0 or p_columns[v_at] = 'id') then
            -- a range on the first key is where the scan begins; any other is a filter
            v_fit := v_fit * c_range ^ (select count(*) from unnest(p_ranges) r
                where r is distinct from p_sort_columns[1]);
            v_wanted := p_rows / greatest(v_fit, 1e-9);
            if p_columns[v_at + cardinality(p_sort_columns)] is distinct from 'id' then
                -- all rows with the same keys are sorted by the id
                v_same_keys := v_rows;
                foreach v_column in array p_sort_columns loop
                    v_same_keys := v_same_keys * coalesce((p_shares ->> v_column)::double precision, 0.005);
                end loop;
                v_wanted := greatest(v_wanted, v_same_keys);
            end if;
            return least(v_rows, v_wanted);
        end if;
    end if;
    if p_columns[v_at] = any (p_ranges) then
        v_rows := v_rows * c_range;
    end if;
    if p_shown <> '{}' and p_shown <@ p_columns and v_rows < 0.1 * p_total then
        v_rows := v_rows * 0.2;
    end if;
    return v_rows;
end
$$;
comment on function thing.rows_read(double precision, jsonb, text[], text[], text[], text[], boolean, double precision,
    text[], text[], text[]) is 'About how many rows an index reads for a shape of access. Internal.';
revoke all on function thing.rows_read(double precision, jsonb, text[], text[], text[], text[], boolean,
    double precision, text[], text[], text[]) from public;
