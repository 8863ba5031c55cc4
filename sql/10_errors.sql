-- Every error the core raises on purpose: SQLSTATE class TB. docs/errors.md is checked against this table.
create table if not exists thing.error_codes (
    sqlstate    text primary key check (sqlstate ~ '^TB[0-9A-Z]{3}$'),
    code        text not null unique check (code ~ '^[A-Z][A-Z_]*$'),
    http_status integer not null check (http_status between 400 and 599),
    description text not null,
    hint        text not null
);
comment on table thing.error_codes is 'SQLSTATE -> GraphQL extensions.code -> HTTP status, with what it means and the way out.';
grant select on thing.error_codes to thing_admin, thing_tenant;

delete from thing.error_codes;
insert into thing.error_codes (sqlstate, code, http_status, description, hint) values
    ('TB001', 'VALIDATION_FAILED', 422, 'A row breaks rules; DETAIL lists every violation.', 'Correct the fields named in DETAIL and write again.'),
    ('TB002', 'VERSION_CONFLICT', 409, 'The thing has been changed since it was read.', 'Read it again and repeat the change on the newer version.'),
    ('TB010', 'INVALID_NAME', 400, 'A name is not a GraphQL name.', 'Use letters, digits and underscores, starting with a letter; any text may stand in the label.'),
    ('TB011', 'NAME_TAKEN', 409, 'The name is in use.', 'Choose another name, or rename what has it.'),
    ('TB012', 'RESERVED_NAME', 400, 'The name belongs to the system.', 'Choose another name; any text may stand in the label.'),
    ('TB020', 'INVALID_OPERATION', 400, 'A schema operation is malformed.', 'See docs/sql.md for the operations and their keys.'),
    ('TB021', 'UNKNOWN_CLASS', 404, 'There is no such class.', 'thing.catalog(tenant) lists the classes.'),
    ('TB022', 'UNKNOWN_FIELD', 404, 'The class has no such field.', 'thing.catalog(tenant) lists the fields.'),
    ('TB023', 'UNKNOWN_TYPE', 400, 'There is no such field type.', 'thing.field_types lists the types.'),
    ('TB024', 'UNKNOWN_RULE', 400, 'There is no such rule.', 'thing.rules lists the rules.'),
    ('TB025', 'INVALID_RULE', 400, 'A rule does not fit its field, or its argument is malformed.', 'thing.rules says what each rule takes and which types it fits.'),
    ('TB026', 'UNSAFE_PATTERN', 400, 'A pattern could take too long to match.', 'Write it without back-references, look-around and nested repeats, with small bounds.'),
    ('TB027', 'EXTENSION_MISSING', 501, 'This server lacks an extension that the type needs.', 'Install the extension named in the message, or choose another type.'),
    ('TB028', 'INVALID_DEFAULT', 400, 'A default value does not fit its field.', 'Give a value of the field''s type.'),
    ('TB030', 'SCHEMA_BUSY', 503, 'A table could not be locked in time; nothing was changed.', 'Try again; long transactions on the table are in the way.'),
    ('TB031', 'SCHEMA_CONFLICT', 409, 'The schema is no longer at the expected version.', 'Plan again on the current version.'),
    ('TB032', 'DATA_CONFLICT', 409, 'Existing rows break the new schema; DETAIL lists some.', 'Correct the rows, or pass "existing": "keep" where the operation allows it.'),
    ('TB033', 'CONVERSION_FAILED', 409, 'Existing values cannot be converted to the new type; DETAIL lists some.', 'Correct the values, or choose a type that holds them.'),
    ('TB034', 'DEPENDENCY', 409, 'Something else still depends on it.', 'Drop or change what DETAIL lists first.'),
    ('TB035', 'INVALID_INHERITANCE', 400, 'A class cannot extend that.', 'Extend exactly one existing class, without a cycle.'),
    ('TB036', 'NOT_REVERSIBLE', 409, 'What the rollback needs has been purged.', 'Roll back to a later version.'),
    ('TB037', 'INHERITED_FIELD', 409, 'The field comes from a parent class.', 'Change it in the parent; a child may only override rules.'),
    ('TB038', 'INVALID_TRANSACTION', 400, 'Schema changes need a READ COMMITTED, read-write transaction.', 'Begin the transaction without an isolation level.'),
    ('TB039', 'UNKNOWN_JOB', 409, 'There is no such job, or this session has not claimed it.', 'thing.jobs(tenant) lists the jobs; thing.claim_job takes one.'),
    ('TB040', 'UNKNOWN_TENANT', 404, 'There is no such tenant.', 'thing.tenants lists the tenants.'),
    ('TB041', 'TENANT_EXISTS', 409, 'The tenant, or its schema or role, is there already.', 'Choose another slug.'),
    ('TB042', 'TENANT_SUSPENDED', 403, 'The tenant is suspended.', 'thing.resume_tenant(slug) takes it up again.'),
    ('TB043', 'NOT_CONFIRMED', 400, 'What cannot be undone wants a confirmation.', 'Pass the slug once more as p_confirm.'),
    ('TB044', 'FORBIDDEN', 403, 'This role may not do that.', 'Connect as the tenant''s own role, or as a member of thing_admin.'),
    ('TB045', 'INVALID_LIMIT', 400, 'A limit is unknown or out of range.', 'See thing.tenant_limits in docs/sql.md.'),
    ('TB046', 'NOT_ADOPTABLE', 409, 'The schema holds what the core would not have made; DETAIL lists it.', 'Drop what DETAIL lists, or restore a dump that this core has made, with its owner.'),
    ('TB047', 'SESSIONS_OPEN', 503, 'A tenant is shut out, but some of its sessions have not ended yet.', 'Call thing.end_sessions() again; PostgreSQL may be overloaded.'),
    ('TB050', 'RESYNC', 410, 'Events after the cursor are no longer there, or it was not given out here.', 'Read the current state and go on from a new cursor.'),
    ('TB051', 'INVALID_CURSOR', 400, 'The cursor is not one of ours.', 'Pass a cursor exactly as it was given.'),
    ('TB060', 'UNKNOWN_THING', 404, 'There is no such thing, or no such version of it.', 'thing.history lists the versions.'),
    ('TB061', 'INVALID_REFERENCE', 409, 'A reference points to nothing, or to a thing of another class.', 'Refer to an existing thing of the target class.'),
    ('TB062', 'FORBIDDEN_WRITE', 403, 'That write would dodge the log or an identity.', 'Use DELETE for TRUNCATE; an id never changes.'),
    ('TB063', 'TOO_MANY_THINGS', 409, 'More things would be changed than the request allows.', 'Narrow the filter, or raise atMost.'),
    ('TB064', 'IDEMPOTENCY_MISMATCH', 422, 'The idempotency key came with another request before.', 'Take a new key for each new request; the same one only to repeat it unchanged.'),
    ('TB065', 'REGISTRY_FULL', 409, 'There are as many registered operations as there may be.', 'Forget those of clients that are gone: thing.forget_operations.'),
    ('TB066', 'TOO_MANY_GROUPS', 400, 'There are more groups than one answer may have.', 'Narrow the filter, or page with first and offset.');
