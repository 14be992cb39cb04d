//! A name that is not in snake case.

prismoid::migrations! {
    (1, "Users-Table", "b01af54bd3d61f746b0fb08f642d66514b91444168a77d7979eb9366ab716943",
        up: "files/001_users.sql",
        down: "files/001_users.down.sql"),
    (2, "orders", "66ecb7feea03ec3e1812be48a9f315e30dab64cd9017b5d0ab73334efe7b3259",
        up: "files/002_orders.sql",
        down: "files/002_orders.down.sql"),
}

fn main() {
    let _ = MIGRATIONS.migrations.len();
}
