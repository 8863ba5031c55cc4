insert into tc_artist (id, name)
select md5('artist' || i)::uuid, (array['Northern Light', 'The Quiet Hours', 'Blue Harbour', 'Paper Lions', 'Anna Grey',
    'Stone Garden', 'Late Train', 'Copper Sky', 'Small Giants', 'Winter Choir', 'River and Road', 'Red Balcony'])[i]
  from generate_series(1, 12) i;
insert into tc_album (id, title, artist)
select md5('album' || i)::uuid, 'Album ' || i || case when i % 4 = 0 then ' (live)' else '' end,
       md5('artist' || 1 + (i * i) % 11)::uuid
  from generate_series(1, 30) i;
insert into tc_genre (id, name)
select md5('genre' || i)::uuid, (array['Rock', 'Jazz', 'Metal', 'Classical', 'Folk', 'Blues'])[i] from generate_series(1, 6) i;
insert into tc_media_type (id, name)
select md5('media' || i)::uuid, (array['MPEG audio', 'AAC audio', 'Video'])[i] from generate_series(1, 3) i;
insert into tc_track (id, name, album, genre, media_type, composer, milliseconds, unit_price)
select md5('track' || i)::uuid,
       (array['Harbour', 'Rain', 'Morning', 'Stones', 'Letters', 'Lanterns', 'Snowfall'])[1 + i % 7] || ' ' || i,
       case when i % 17 > 0 then md5('album' || 1 + i % 30)::uuid end,
       case when i % 13 > 0 then md5('genre' || 1 + (i * i) % 5)::uuid end, md5('media' || 1 + i % 3)::uuid,
       case when i % 3 > 0 then 'Composer ' || i % 8 end, 90000 + (i * 7919) % 300000,
       case when i % 3 = 2 then 1.99 else 0.99 end
  from generate_series(1, 240) i;
insert into tc_playlist (id, name) select md5('list' || i)::uuid, 'Playlist ' || i from generate_series(1, 5) i;
do $$ begin
    execute format('create temporary view playlist_track as select * from tj_%s_tracks',
        (select c.id from thing_classes c where c.name = 'Playlist'));
end $$;
insert into playlist_track (source_id, target_id)
select md5('list' || l)::uuid, md5('track' || t)::uuid from generate_series(1, 4) l, generate_series(1, 240) t where t % (l * 7) = 0;
insert into tc_employee (id, name, title, reports_to)
select md5('employee' || i)::uuid, (array['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gus', 'Hana'])[i],
       case when i = 1 then 'General manager' when i < 4 then 'Manager' else 'Agent' end,
       case when i > 1 then md5('employee' || i / 2)::uuid end
  from generate_series(1, 8) i;
insert into tc_customer (id, name, country, city, support_rep)
select md5('customer' || i)::uuid, 'Customer ' || i,
       (array['Norway', 'Brazil', 'Canada', 'France', 'Japan', 'USA', 'Chile'])[1 + (i * i) % 7],
       case when i % 5 > 0 then 'City ' || i % 9 end,
       case when i % 10 > 0 then md5('employee' || 4 + i % 5)::uuid end
  from generate_series(1, 40) i;
insert into tc_invoice (id, customer, invoice_date, total)
select md5('invoice' || i)::uuid, md5('customer' || 1 + (i * 7) % 38)::uuid,
       timestamptz '2024-01-31 21:30Z' + i * interval '37 hours 11 minutes' + (i / 100) * interval '61 days', 0
  from generate_series(1, 300) i;
insert into tc_invoice_line (id, invoice, track, unit_price, quantity)
select md5('line' || i || '/' || n)::uuid, md5('invoice' || i)::uuid, t.id, t.unit_price, 1 + (i + n) % 3
  from generate_series(1, 300) i
 cross join lateral generate_series(1, 1 + i % 6) n
  join tc_track t on t.id = md5('track' || 1 + (i * 31 + n * n * 7) % 190)::uuid;
update tc_invoice i set total = l.total
  from (select invoice, sum(unit_price * quantity) as total from tc_invoice_line group by invoice) l
 where l.invoice = i.id;
