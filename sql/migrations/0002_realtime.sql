-- Subscriptions.
drop function thing.notify(text, integer);  -- it says one thing more now
