//! Rows that are none, among some that are.

prismoid::migrations! {
    (1, "users", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2 "orders"),
    (3, items, "00"),
    (4, "notes", "00", up: "files/004_notes.sql", back: "x"),
    five,
    (6, "six", "00"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
