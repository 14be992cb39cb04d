//! A manifest in order: it compiles, and says what the files say.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "66ecb7feea03ec3e1812be48a9f315e30dab64cd9017b5d0ab73334efe7b3259",
        up: "files/002_orders.sql",
        down: "files/002_orders.down.sql"),
    (3, "items", "926b59bf0e3fd045d9f7e627e4878d0ec50996f428c008537442e0fbdf1597e4",
        up: "files/003_items.sql",
        down: "files/003_items.down.sql"),
    (4, "index", "abce7c0fdf97936511fad6da4b0d9b6dc0158622f52f6c13286371b8d1b08d79",
        up: "files/004_index.sql",
        down: "files/004_index.down.sql"),
}

fn main() {
    let migrations = &MIGRATIONS.migrations;
    let names: Vec<&str> = migrations.iter().map(|m| &*m.name).collect();
    assert_eq!(names, ["users", "orders", "items", "index"]);
    assert_eq!(migrations[0].version, 1);
    assert_eq!(&*migrations[0].up, "CREATE TABLE users (id bigint);\n");
    assert_eq!(migrations[0].down.as_deref(), Some("DROP TABLE users;\n"));
    assert!(migrations[0].transaction && migrations[0].down_transaction);
    assert!(!migrations[3].transaction && !migrations[3].down_transaction);
    assert!(MIGRATIONS.chain().is_some());
}
