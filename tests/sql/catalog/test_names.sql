-- What the API calls classes and their things.
begin;
select plan(62);
select is(thing.singular(c), s, c || ' -> ' || s) from (values
    ('Product', 'product'), ('URLEntry', 'urlEntry'), ('URL', 'url'), ('product', 'product'), ('SalesOrder', 'salesOrder'), ('ABTest', 'abTest'),
    ('A', 'a'), ('A1', 'a1'), ('URL2', 'url2'), ('IId', 'iId'), ('X_Y', 'x_Y'), ('Id', 'id')) n (c, s);
select is(thing.plural(s), p, s || ' -> ' || p) from (values
    ('product', 'products'), ('category', 'categories'), ('day', 'days'), ('box', 'boxes'), ('address', 'addresses'), ('status', 'statuses'), ('branch', 'branches'),
    ('wish', 'wishes'), ('analysis', 'analyses'), ('person', 'people'), ('salesPerson', 'salesPeople'), ('child', 'children'), ('news', 'newsList'), ('settings', 'settingsList'),
    ('people', 'peopleList'), ('openingHours', 'openingHoursList'), ('url', 'urls'), ('url2', 'url2s'), ('a', 'as'), ('x_Y', 'x_Ys'), ('human', 'humans'), ('hero', 'heroes'),
    ('photo', 'photos'), ('bus', 'buses'), ('series', 'seriesList'), ('quiz', 'quizzes'), ('aB', 'aBs'), ('a_', 'a_s'), ('lens', 'lenses'), ('employee', 'employees')) n (s, p);
select is_empty($$ select s from unnest('{s,es,list,aS,dataS,x_,news,A}'::text[]) s where thing.plural(s) = s $$, 'never the same word');
select is((select count(distinct n) from unnest(thing.type_names('C')) n), cardinality(thing.type_names('C'))::bigint);

-- No two classes share a name of the API.
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "state", "type": "select", "params": {"values": ["new", "old"]}}, {"name": "note", "type": "text"}]');
create function pg_temp.try(p_operations text) returns text language plpgsql as $$
begin
    perform thing.migrate('shop', p_operations::jsonb);
    raise exception 'accepted';
exception when others then
    return sqlstate || ' ' || sqlerrm;
end $$;
select is(pg_temp.try('[{"op": "create_class", "class": "ProductFilter"}]'), 'TB011 class ProductFilter would have the type ProductFilter in the API, which is class Product''s');
select is(pg_temp.try('[{"op": "create_class", "class": "product"}]'), 'TB011 class product would have the field product in the API, which is class Product''s');
select is(pg_temp.try('[{"op": "create_class", "class": "ProductsAggregate"}]'), 'TB011 class ProductsAggregate would have the field productsAggregate in the API, which is class Product''s');
select is(pg_temp.try('[{"op": "create_class", "class": "ProductState"}]'), 'TB011 class ProductState would have the type ProductState in the API, which is class Product''s', 'an enum');
select is(pg_temp.try('[{"op": "create_class", "class": "A"}, {"op": "rename_class", "class": "A", "to": "ProductEdge"}]'), 'TB011 class ProductEdge would have the type ProductEdge in the API, which is class Product''s');
select is(pg_temp.try('[{"op": "create_class", "class": "ProductNote"}, {"op": "drop_field", "class": "Product", "field": "note"}, {"op": "rename_field", "class": "Product", "field": "state", "to": "note"}]'),
    'TB011 class Product would have the type ProductNote in the API, which is class ProductNote''s', 'an enum''s field renamed');
select is(pg_temp.try('[{"op": "create_class", "class": "ProductNote"}, {"op": "alter_field", "class": "Product", "field": "note", "set": {"type": "select", "params": {"values": ["a"]}}}]'),
    'TB011 class Product would have the type ProductNote in the API, which is class ProductNote''s', 'a field made an enum');
select is(pg_temp.try('[{"op": "add_field", "class": "Product", "field": {"name": "orderBy", "type": "multiselect", "params": {"values": ["a"]}}}]'),
    'TB011 class Product would have the type ProductOrderBy in the API, which is there twice', 'within one class');
select is(pg_temp.try('[{"op": "create_class", "class": "X", "fields": [{"name": "s", "type": "select", "params": {"values": ["a"]}}, {"name": "sFilter", "type": "select", "params": {"values": ["a"]}}]}]'),
    'TB011 class X would have the type XSFilter in the API, which is there twice');
select is(pg_temp.try('[{"op": "create_class", "class": "Searchable", "fields": [{"name": "string", "type": "select", "params": {"values": ["a"]}}]}]'),
    'TB011 class Searchable would have the type SearchableString in the API, which is the API''s own');
select is(pg_temp.try('[{"op": "create_class", "class": "node"}]'), 'TB011 class node would have the field node in the API, which is the API''s own');
select is(pg_temp.try('[{"op": "rename_class", "class": "Product", "to": "ProductFilter"}, {"op": "create_class", "class": "Product"}]'), 'TB011 class ProductFilter would have the type ProductFilter in the API, which is class Product''s');
select is(pg_temp.try('[{"op": "rename_class", "class": "Product", "to": "Ware"}, {"op": "create_class", "class": "ProductFilter"}]'), 'P0001 accepted', 'what is left is free');
select is(pg_temp.try('[{"op": "create_class", "class": "ProductState"}, {"op": "drop_field", "class": "Product", "field": "state"}]'), 'P0001 accepted', 'what counts is what there is in the end');
select thing.drop_class('shop', 'Product');
select thing.create_class('shop', 'ProductState', '[]');
select is(pg_temp.try('[{"op": "restore_class", "id": 1}]'), 'TB011 class Product would have the type ProductState in the API, which is class ProductState''s', 'a class comes back');

-- What is the API's own is reserved.
select is_empty($$
    select w from unnest('{BigInt,Decimal,Date,Time,DateTime,UUID,JSON,GeoJSON,Range,PageInfo,OrderDirection,Query,Int,ID,StringFilter,IDListFilter,ValueAggregate,Schema,SchemaClass,Tenant,Tenants,tenantX,SCHEMAClass,TENANTS}'::text[]) w
     where pg_temp.try(format('[{"op": "create_class", "class": "%s"}]', w)) !~ '^TB012' $$);
select is_empty($$
    select w from unnest('{Schematic,Tenancy,MySchema,Dates,Times,Document,Text,List,Item}'::text[]) w
     where pg_temp.try(format('[{"op": "create_class", "class": "%s"}]', w)) <> 'P0001 accepted' $$);
-- A value of an enum is a GraphQL name that is none of three.
select is_empty($$
    select v from unnest('{true,false,null,__a,a-b,1a,a b}'::text[]) v
     where pg_temp.try(format('[{"op": "create_class", "class": "E", "fields": [{"name": "e", "type": "select", "params": {"values": ["%s"]}}]}]', v)) !~ '^TB02[05]' $$);
select * from finish();
rollback;
