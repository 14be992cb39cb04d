//! Two branches each added migration 2.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "66ecb7feea03ec3e1812be48a9f315e30dab64cd9017b5d0ab73334efe7b3259",
        up: "files/002_orders.sql",
        down: "files/002_orders.down.sql"),
    (2, "alerts", "adeb8a4ef851e1ed816d214f720f21f2ce7eb8b79c46eb69e28ff7cc7ae93bd7",
        up: "files/002_alerts.sql",
        down: "files/002_alerts.down.sql"),
    (3, "items", "926b59bf0e3fd045d9f7e627e4878d0ec50996f428c008537442e0fbdf1597e4",
        up: "files/003_items.sql",
        down: "files/003_items.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
