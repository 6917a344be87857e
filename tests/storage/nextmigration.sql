-- For tst_storage only: what a next version of the program might add.
create table next_things (
    id {{identity}},
    name text not null
);
