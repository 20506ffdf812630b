-- When the clock is to look at the points of whom: a fold of the log. A store from before knows no points.
create table points (shopper blob primary key, due integer not null) strict, without rowid;
create index points_due on points (due);
