//! A file of migration 2 and a rollback of migration 3 are missing.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "purchases", "0000000000000000000000000000000000000000000000000000000000000000",
        up: "files/002_purchases.sql",
        down: "files/002_purchases.down.sql"),
    (3, "items", "926b59bf0e3fd045d9f7e627e4878d0ec50996f428c008537442e0fbdf1597e4",
        up: "files/003_items.sql",
        down: "files/003_item.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
