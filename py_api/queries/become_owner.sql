set role thing_owner
