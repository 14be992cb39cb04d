//! The SQL of migration 2 is not the text that was locked.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        up: "files/002_orders.sql",
        down: "files/002_orders.down.sql"),
    (3, "items", "926b59bf0e3fd045d9f7e627e4878d0ec50996f428c008537442e0fbdf1597e4",
        up: "files/003_items.sql",
        down: "files/003_items.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
