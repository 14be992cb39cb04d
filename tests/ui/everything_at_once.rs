//! Every mistake is reported in one run, each at its row.

prismoid::migrations! {
    (1, "Users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "66ecb7feea03ec3e1812be48a9f315e30dab64cd9017b5d0ab73334efe7b3259",
        up: "files/002_orders.sql",
        down: "files/002_orders.down.sql"),
    (2, "alerts", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        up: "files/002_alerts.sql",
        down: "files/002_alerts.down.sql"),
    (4, "lost", "0000000000000000000000000000000000000000000000000000000000000000",
        up: "files/004_lost.sql",
        down: "files/004_lost.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
