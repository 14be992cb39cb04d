//! Encrypted connections: what each word of libpq's does on a server that speaks TLS.

use prismoid_xtask::server::Server;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use super::{Project, query};

/// An authority that nobody knows but the one who has its certificate.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("no name is fine");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("a certificate")
}

/// Makes a server speak TLS, with a certificate for `localhost`.
fn speak_tls(url: &str, authority: &CertifiedIssuer<'_, KeyPair>) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let files = [
        ("server.crt", certificate.pem()),
        ("server.key", key.serialize_pem()),
    ];
    for (file, text) in files {
        // The server writes them itself, so that they are its own and nobody else reads the key.
        for (number, line) in text.lines().enumerate() {
            let redirection = if number == 0 { ">" } else { ">>" };
            let program = format!("umask 077; cat {redirection} {file}");
            query(
                url,
                &format!("COPY (SELECT '{line}') TO PROGRAM '{program}'"),
            );
        }
    }
    query(url, "ALTER SYSTEM SET ssl = on");
    query(url, "SELECT pg_reload_conf()");
}

#[test]
fn each_mode_of_libpq_does_what_it_says() {
    let folder = TempDir::new().expect("a temporary folder");
    let server = Server::new(folder.path(), "tls");
    let running = server.ensure(&|_, _| {}).expect("the server starts");
    let (known, other) = (authority(), authority());
    speak_tls(&running.url("postgres"), &known);
    let project = Project::platform();
    project.write("known.pem", &known.pem());
    project.write("other.pem", &other.pem());

    let up_to_date = "up to date";
    let cases = [
        ("localhost", "sslmode=require", 0, up_to_date),
        ("localhost", "sslmode=disable", 0, up_to_date),
        (
            "localhost",
            "sslmode=verify-full&sslrootcert=known.pem",
            0,
            up_to_date,
        ),
        (
            "localhost",
            "sslmode=verify-full&sslrootcert=other.pem",
            2,
            "invalid peer certificate",
        ),
        (
            "localhost",
            "sslmode=verify-full",
            2,
            "invalid peer certificate",
        ),
        (
            "127.0.0.1",
            "sslmode=verify-full&sslrootcert=known.pem",
            2,
            "not valid for name",
        ),
        (
            "127.0.0.1",
            "sslmode=verify-ca&sslrootcert=known.pem",
            0,
            up_to_date,
        ),
        (
            "127.0.0.1",
            "sslmode=verify-ca&sslrootcert=other.pem",
            2,
            "invalid peer certificate",
        ),
        (
            "localhost",
            "sslmode=require&sslaccept=strict&sslcert=known.pem",
            0,
            up_to_date,
        ),
        (
            "localhost",
            "sslmode=require&sslrootcert=nowhere.pem",
            2,
            "nowhere.pem holds no",
        ),
    ];
    let url = |host: &str, parameters: &str| {
        format!(
            "postgres://postgres@{host}:{}/postgres?{parameters}",
            running.port
        )
    };
    let first = url("localhost", "sslmode=require");
    project.run(&["migrate", "--database-url", &first]).exits(0);
    for (host, parameters, code, text) in cases {
        let url = url(host, parameters);
        let ran = project
            .run(&["migrate", "status", "--database-url", &url])
            .exits(code);
        assert!(format!("{ran}").contains(text), "{parameters}\n{ran}");
    }
    server.remove(&|_, _| {}).expect("the server is removed");
}
