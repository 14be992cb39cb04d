//! Encryption of connections: what a URL asks for, as libpq understands it.
//!
//! The rules are those of PostgreSQL's manual, "SSL Support" and "Parameter Key Words": `prefer`
//! and `require` encrypt without asking who the server is, unless `sslrootcert` names authorities;
//! `verify-ca` checks the server's certificate, `verify-full` its host name as well.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::codes;
use crate::failure::{Failure, Result};

/// What must be true of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Verify {
    /// Nothing: the connection is encrypted, the server may be anyone.
    #[default]
    Nothing,
    /// It is signed by a known authority.
    Authority,
    /// It is, and for this host.
    Host,
}

/// What the URL says of certificates.
#[derive(Debug, Clone, Default)]
pub(super) struct Tls {
    verify: Verify,
    /// `sslrootcert`: a PEM file of authorities; `None` is the system's.
    authorities: Option<PathBuf>,
    /// `sslcert` and `sslkey`: PEM files with the client's certificate and its key.
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
}

impl Tls {
    /// Takes a parameter of the URL if it is about certificates; `sslmode` gives back the word
    /// that is left to say to the driver.
    pub(super) fn take(&mut self, key: &str, value: &str) -> Taken {
        match (key, value) {
            ("sslmode", "allow") => return Taken::Instead("sslmode=prefer"),
            ("sslmode", "verify-ca") => self.verify = Verify::Authority,
            ("sslmode", "verify-full") => self.verify = Verify::Host,
            ("sslaccept", "strict") | ("sslrootcert", "system") => {
                self.verify = Verify::Host;
                return Taken::Whole;
            }
            ("sslaccept", _) => return Taken::Whole,
            ("sslrootcert", file) => {
                self.authorities = Some(PathBuf::from(file));
                self.verify = match self.verify {
                    Verify::Nothing => Verify::Authority,
                    stronger @ (Verify::Authority | Verify::Host) => stronger,
                };
                return Taken::Whole;
            }
            ("sslcert", file) => {
                self.certificate = Some(PathBuf::from(file));
                return Taken::Whole;
            }
            ("sslkey", file) => {
                self.key = Some(PathBuf::from(file));
                return Taken::Whole;
            }
            _ => return Taken::No,
        }
        Taken::Instead("sslmode=require")
    }

    /// What opens connections that keep to it.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| unusable("TLS cannot be set up", &e))?
            .dangerous()
            .with_custom_certificate_verifier(self.verifier(provider)?);
        let config = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
                .map_err(|e| unusable("the client's certificate and key cannot be used", &e))?,
            (Some(_), None) | (None, _) => builder.with_no_client_auth(),
        };
        Ok(MakeRustlsConnect::new(config))
    }

    fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<Verifier>> {
        let verify = self.verify;
        let inner = if verify == Verify::Nothing {
            None
        } else {
            let mut roots = RootCertStore::empty();
            // Prisma's `sslcert` names the server's authority; only with a key is it the client's own.
            let alone = self.certificate.as_ref().filter(|_| self.key.is_none());
            let list = match self.authorities.as_ref().or(alone) {
                Some(file) => certificates(file)?,
                None => rustls_native_certs::load_native_certs().certs,
            };
            roots.add_parsable_certificates(list);
            let built =
                WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                    .build();
            Some(built.map_err(|e| unusable("no certificate authorities are known", &e))?)
        };
        Ok(Arc::new(Verifier {
            verify,
            inner,
            provider,
        }))
    }
}

/// What became of a parameter.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is none of ours.
    No,
    /// It is understood here, and nothing of it is for the driver.
    Whole,
    /// It is understood here, and the driver hears this.
    Instead(&'static str),
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let list = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    list.map_err(|e| unusable(&format!("{} holds no certificate", file.display()), &e))
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_file(file)
        .map_err(|e| unusable(&format!("{} holds no private key", file.display()), &e))
}

fn unusable(message: &str, reason: &dyn std::fmt::Display) -> Failure {
    Failure::new(&codes::BAD_DATABASE_URL, message)
        .note(reason.to_string())
        .help("see `sslmode`, `sslrootcert`, `sslcert` and `sslkey` in the database's URL")
}

/// Checks as much of a server's certificate as was asked for.
#[derive(Debug)]
struct Verifier {
    verify: Verify,
    /// `None` when nothing is verified.
    inner: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else {
            return Ok(ServerCertVerified::assertion());
        };
        let result =
            inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match result {
            // The host's name is checked last, so the chain is known to be good here.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.verify == Verify::Authority => Ok(ServerCertVerified::assertion()),
            result => result,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
