-- thing.check says more, and takes an argument more.
drop function thing.check(text);
