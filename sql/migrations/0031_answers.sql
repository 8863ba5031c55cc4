-- A server program that calls thing.refuse_answer needs a core that has it: nothing else changes.
select;
