-- An order by its number for people, and how often the links to it were made void.
alter table order_buyer add column number integer;
update order_buyer set number =
    (select json_extract(event, '$.fact.order.placed.number') from log where log.seq = order_buyer.seq);
create index order_number on order_buyer (number);
alter table order_buyer add column links integer not null default 0;
