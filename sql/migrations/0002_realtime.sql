-- Subscriptions.
drop function thing.notify(text, integer);  -- it says one thing more now
drop function thing.wake(text);          -- it can leave one out
