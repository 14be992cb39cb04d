//! A row names the file of another migration.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "adeb8a4ef851e1ed816d214f720f21f2ce7eb8b79c46eb69e28ff7cc7ae93bd7",
        up: "files/002_alerts.sql",
        down: "files/002_alerts.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
