package service

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The files of a certificate made here.
const (
	certificateFile = "certificate.pem"
	keyFile         = "certificate-key.pem"
)

// certificateFor is how long a certificate made here is good.
const certificateFor = 365 * 24 * time.Hour

// certificate is the TLS the options ask for; nil for none.
func (o *Options) certificate(ready *Ready) (*tls.Config, error) {
	certificate, key := o.Cert, o.Key
	if o.TLSSelf {
		certificate, key = filepath.Join(o.Data, certificateFile), filepath.Join(o.Data, keyFile)
		if err := o.selfSigned(certificate, key); err != nil {
			return nil, err
		}
	}
	if certificate == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	if o.TLSSelf {
		sum := sha256.Sum256(pair.Certificate[0])
		ready.Fingerprint = colons(sum[:])
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// colons writes bytes as browsers show a certificate's fingerprint.
func colons(b []byte) string {
	parts := make([]string, len(b))
	for k := range b {
		parts[k] = strings.ToUpper(hex.EncodeToString(b[k : k+1]))
	}
	return strings.Join(parts, ":")
}

// selfSigned makes a certificate for the names the server goes by, unless there is one that is good for a day more at least.
func (o *Options) selfSigned(certificate, key string) error {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if u, err := url.Parse(o.URL); err == nil && u.Hostname() != "" {
		names = append(names, u.Hostname())
	}
	if good(certificate, names) {
		return nil
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return err
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Veche"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateFor),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true, IsCA: true}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600),
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
}

// good reports whether a certificate is there for all the names, for a day more at least.
func good(file string, names []string) bool {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return false
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return false
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil || time.Now().Add(24*time.Hour).After(c.NotAfter) {
		return false
	}
	for _, n := range names {
		if c.VerifyHostname(n) != nil {
			return false
		}
	}
	return true
}
