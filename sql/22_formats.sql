-- Formats of text, for the rule "format". Adding one is adding a row; its examples are its test.
-- Patterns match in linear time: no back-references, no look-around (a test passes each through thing.check_pattern).
create table if not exists thing.formats (
    name            text primary key check (name ~ '^[a-z][A-Za-z0-9]*$'),
    pattern         text not null,
    max_length      integer not null,
    expects         text not null,
    examples        text[] not null,
    counterexamples text[] not null,
    builtin         boolean not null default false,
    condition       text
);
comment on table thing.formats is 'Registry of text formats for the rule "format".';
comment on column thing.formats.expects is 'Ends the message "must be <expects>".';
comment on column thing.formats.examples is 'Texts that have the format.';
comment on column thing.formats.counterexamples is 'Texts that have not.';
comment on column thing.formats.condition is 'What the pattern cannot say: SQL template over {value}.';
grant select on thing.formats to thing_admin, thing_tenant;

delete from thing.formats where builtin;
insert into thing.formats (builtin, name, pattern, max_length, expects, condition, examples, counterexamples)
select true, f.name, f.pattern, f.max_length, f.expects, f.condition, f.examples, f.counterexamples
  from (values
    -- RFC 5321, 6531, 5890: atoms of a local part and labels of a domain, of every script. No spaces, controls and
    -- marks of direction; no dots but the full stop. (What IDNA maps, "BÜCHER.de", is not refused, nor mapped.)
    ('email',
        '^[^\u0001-\u0020"(),.:;<>@[\\\]]+(?:\.[^\u0001-\u0020"(),.:;<>@[\\\]]+)*'
        '@[^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]'
        '(?:[^\u0001-\u002C./\u003A-\u0040\u005B-\u0060\u007B-\u007E]{0,61}'
        '[^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E])?'
        '(?:\.[^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]'
        '(?:[^\u0001-\u002C./\u003A-\u0040\u005B-\u0060\u007B-\u007E]{0,61}'
        '[^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E])?)+$',
        254, 'an e-mail address', 'octet_length(split_part({value}, ''@'', 1)) <= 64 and octet_length({value}) <= 254'
        ' and ({value} collate "C") !~ ''[\u007F-\u00A0\u1680\u2000-\u200B\u200E\u200F\u2028-\u202F\u205F-\u206F'
        '\u3000\u3002\uFEFF\uFF0E\uFF61\uFFFE\uFFFF]''',
        array['a@b.co', 'first.last+tag@sub.example-host.org', 'o''neil@example.com', U&'j\00f8rn@bl\00e5b\00e6r.no',
              U&'\7528\6237@\4f8b\5b50.\4e2d\56fd',
              U&'\03b4\03bf\03ba\03b9\03bc\03ae@\03c0\03b1\03c1\03ac\03b4\03b5\03b9\03b3\03bc\03b1.\03b5\03bb',
              'x@xn--bcher-kva.example',
              repeat('a', 64) || '@b.co', 'a@' || repeat('b', 63) || '.co'],
        array['', 'a', 'a@b', '@b.co', 'a@', 'a b@c.de', 'a..b@c.de', '.a@c.de', 'a@-c.de', 'a@c-.de', 'a@c..de',
              E'a@b.co\n', 'a@b.co,c@d.eu', 'a@b@c.de',
              U&'a\00a0b@c.de', U&'a@b\202ec.de', U&'a@b\3002c.de', U&'a\200b@c.de', repeat('a', 65) || '@b.co',
              repeat(U&'\00e5', 33) || '@b.co',
              'a@' || repeat('b', 64) || '.co', 'a@' || repeat(repeat('b', 49) || '.', 6) || 'co']),
    ('url',
        '^[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#@<>"]+@)?(?:[^\s/?#@:<>"\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?'
        '(?:[/?#][^\s<>"]*)?$',
        8000, 'a web address starting with http:// or https://', null,
        array['http://example.com', 'https://user@example.com:8080/a/b?c=d#e', 'HTTPS://[::1]/',
            U&'https://m\00fcnchen.de/stra\00dfe'],
        array['', 'example.com', 'ftp://example.com', 'http://', 'http:// a.b', 'http://a b', 'javascript:alert(1)',
            'http://a.b/"', E'http://a.b/\n']),
    ('uuid', '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$', 36, 'a UUID', null,
        array['01890a5d-ac96-774b-bcce-b302099a8057'],
        array['', '01890a5dac96774bbcceb302099a8057', '{01890a5d-ac96-774b-bcce-b302099a8057}',
            '01890a5d-ac96-774b-bcce-b302099a805g']),
    ('hostname', '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$',
        253, 'a host name', null,
        array['localhost', 'a.b-c.example', '1.2.3.4'],
        array['', '-a', 'a-', 'a..b', 'a_b', '.a', 'a.', repeat('a', 64), E'a\n']),
    ('ipv4',
        '^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$', 15,
        'an IPv4 address', null,
        array['0.0.0.0', '192.168.1.255'], array['', '1.2.3', '256.1.1.1', '1.2.3.4.5', '01.2.3.4', '1.2.3.4/8']),
    ('ipv6',
        '^(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,7}:'
        '|(?:[0-9A-Fa-f]{1,4}:){1,6}:[0-9A-Fa-f]{1,4}'
        '|(?:[0-9A-Fa-f]{1,4}:){1,5}(?::[0-9A-Fa-f]{1,4}){1,2}|(?:[0-9A-Fa-f]{1,4}:){1,4}(?::[0-9A-Fa-f]{1,4}){1,3}'
        '|(?:[0-9A-Fa-f]{1,4}:){1,3}(?::[0-9A-Fa-f]{1,4}){1,4}|(?:[0-9A-Fa-f]{1,4}:){1,2}(?::[0-9A-Fa-f]{1,4}){1,5}'
        '|[0-9A-Fa-f]{1,4}:(?::[0-9A-Fa-f]{1,4}){1,6}|:(?:(?::[0-9A-Fa-f]{1,4}){1,7}|:))$', 39,
        'an IPv6 address', null,
        array['::', '::1', 'fe80::1', '2001:db8::8a2e:370:7334', '1:2:3:4:5:6:7:8', '1::8', '1:2:3:4:5:6:7::'],
        array['', ':', ':::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', '1::2::3', 'g::', '1.2.3.4']),
    ('date',
        '^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)'
        '|02-(?:0[1-9]|1[0-9]|2[0-8]))'
        '|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$', 10,
        'a date like 2024-02-29', null,
        array['2024-02-29', '2000-02-29', '1999-12-31', '2023-04-30'],
        array['', '2023-02-29', '1900-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-1-1', '20230101']),
    ('time', '^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?$', 18,
        'a time of day like 23:59:00', null,
        array['00:00', '23:59:59', '12:30:00.123'], array['', '24:00', '1:00', '12:60', '12:00:60', '12:00Z']),
    ('datetime',
        '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]'
        '(?:\.[0-9]{1,9})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$',
        35, 'a point in time like 2024-02-29T23:59:00Z', null,
        array['2024-02-29T23:59:00Z', '2024-01-01t00:00:00.5+02:00'],
        array['', '2024-01-01', '2024-01-01T00:00:00', '2024-01-01 00:00:00Z', '2024-01-01T24:00:00Z']),
    ('phone', '^\+[1-9][0-9]{6,14}$', 16, 'a phone number like +4930123456 (E.164)', null,
        array['+4930123456', '+12025550123'],
        array['', '030123456', '+0123456789', '+49 30 123456', '+1234567890123456']),
    ('slug', '^[a-z0-9]+(?:-[a-z0-9]+)*$', 200, 'a slug: small letters, digits and single hyphens', null,
        array['a', 'a-b-2'], array['', '-a', 'a-', 'a--b', 'A', 'a_b', 'a b']),
    ('color', '^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$', 9, 'a color like #1e90ff', null,
        array['#fff', '#1E90FF', '#1e90ff80'], array['', 'fff', '#ff', '#ggg', '#12345']),
    ('countryCode', '^[A-Z]{2}$', 2, 'a country code of two capital letters', null, array['DE', 'US'],
        array['', 'de', 'DEU']),
    ('currencyCode', '^[A-Z]{3}$', 3, 'a currency code of three capital letters', null, array['EUR'],
        array['', 'eur', 'EU']),
    ('languageTag', '^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?$', 12,
        'a language tag like de-AT', null,
        array['de', 'de-AT', 'zh-Hant-TW', 'es-419'], array['', 'd', 'german', 'de_AT', 'de-']),
    ('semver',
        '^(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?'
        '(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$',
        200, 'a version like 1.4.0', null, array['1.4.0', '1.0.0-rc.1+build.5'], array['', '1.4', 'v1.4.0', '01.0.0']),
    ('duration',
        '^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)'
        '(?:T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+S)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?'
        '|T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+S)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))$', 60,
        'an ISO 8601 duration like P1DT12H', null,
        array['P1D', 'P1Y2M3DT4H5M6S', 'PT1H', 'P2W'], array['', '1D', 'P', 'PT', 'P1DT', 'P1H', 'P1S', '-P1D'])
  ) as f (name, pattern, max_length, expects, condition, examples, counterexamples)
on conflict (name) do nothing;
