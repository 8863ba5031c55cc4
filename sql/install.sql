-- Everything that is installed, in order: psql --single-transaction -v ON_ERROR_STOP=1 -f install.sql
-- Only comments and \ir lines: `./thingbase db install` reads this same list.
\ir 00_roles.sql
\ir 01_extensions.sql
\ir 02_schema.sql
\ir 10_errors.sql
\ir 30_tenants.sql
\ir 31_limits.sql
\ir 40_operations.sql

\ir functions/core/fail.sql
\ir functions/core/uuid_v7.sql
\ir functions/core/tenant_path.sql
\ir functions/core/enter_tenant.sql
\ir functions/core/assert_admin.sql

\ir functions/tenants/tenant_for_update.sql
\ir functions/tenants/tenant_tables_sql.sql
\ir functions/tenants/tenant_limits.sql
\ir functions/tenants/end_sessions.sql
\ir functions/tenants/create_tenant.sql
\ir functions/tenants/suspend_tenant.sql
\ir functions/tenants/resume_tenant.sql
\ir functions/tenants/rename_tenant.sql
\ir functions/tenants/drop_tenant.sql
