-- The statement that copies a publication's tables and follows it: $1 its name, $2 where it is.
select format('create subscription %1$I connection %2$L publication %1$I '
              'with (slot_name = %1$L, create_slot = false)', $1::text, $2::text)
