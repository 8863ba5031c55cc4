-- Texts of moments as the generator writes them.
select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true)
