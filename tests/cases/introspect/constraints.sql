CREATE TABLE parents (a integer, b integer, c text, PRIMARY KEY (a, b), UNIQUE (c));
CREATE TABLE children (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    c text REFERENCES parents (c) ON DELETE SET NULL ON UPDATE CASCADE,
    d integer CHECK (d > 0),
    e integer UNIQUE NULLS NOT DISTINCT,
    f integer CONSTRAINT f_positive CHECK (f > 0) NO INHERIT,
    CONSTRAINT to_parent FOREIGN KEY (a, b) REFERENCES parents (a, b) MATCH FULL DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (a, b) REFERENCES parents ON DELETE SET DEFAULT (a),
    CHECK (a < b OR a IS NULL),
    UNIQUE (a, b) INCLUDE (d) WITH (fillfactor = 80) DEFERRABLE
);
ALTER TABLE children ADD CONSTRAINT later FOREIGN KEY (d) REFERENCES children (id) NOT VALID;
ALTER TABLE children ADD CONSTRAINT unchecked CHECK (e <> 7) NOT VALID;
ALTER TABLE children ADD CONSTRAINT checked CHECK (e <> 8) NOT VALID;
ALTER TABLE children VALIDATE CONSTRAINT checked;
ALTER TABLE children ALTER CONSTRAINT to_parent DEFERRABLE INITIALLY IMMEDIATE;
COMMENT ON CONSTRAINT later ON children IS 'later';
CREATE TABLE bookings (
    room integer,
    during tstzrange,
    active boolean,
    EXCLUDE USING gist (during WITH &&) WHERE (active),
    CONSTRAINT no_overlap EXCLUDE USING gist (int4range(room, room + 1) WITH &&, during WITH &&) WITH (fillfactor = 90)
);
CREATE UNIQUE INDEX bookings_room ON bookings (room);
ALTER TABLE bookings ADD CONSTRAINT one_room UNIQUE USING INDEX bookings_room;
CREATE UNIQUE INDEX bookings_key ON bookings (during);
ALTER TABLE bookings ADD PRIMARY KEY USING INDEX bookings_key;
