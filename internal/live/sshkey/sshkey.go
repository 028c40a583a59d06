// Package sshkey reads the public keys that people register for SSH.
package sshkey

import (
	"crypto/rsa"
	"strings"

	"golang.org/x/crypto/ssh"

	"veche/internal/language"
)

// most is how long a line with a key may be: one of RSA with 16,384 bits is some 2,900 characters.
const most = 8 << 10

// Read reads one line as it stands in a file id_….pub. name is its comment.
func Read(line string) (fingerprint, name string, err error) {
	line = strings.TrimSpace(line)
	unread := language.Errorf("this is no public key: paste the one line of the file id_ed25519.pub or id_rsa.pub")
	if len(line) > most || strings.ContainsAny(line, "\r\n") {
		return "", "", unread
	}
	if strings.Contains(line, "PRIVATE KEY") {
		return "", "", language.Errorf("this is a private key, which nobody else should ever see: paste the public one, of the file that ends in .pub")
	}
	key, comment, options, _, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil || len(options) > 0 {
		return "", "", unread
	}
	if !Strong(key) {
		return "", "", language.Errorf("this kind of key is too weak or not known here: make one by ssh-keygen -t ed25519")
	}
	return ssh.FingerprintSHA256(key), comment, nil
}

// Strong reports whether a key is of a kind that is taken: Ed25519, ECDSA, either in a security key too, or RSA of 2,048 bits and more.
func Strong(key ssh.PublicKey) bool {
	switch key.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256:
		return true
	case ssh.KeyAlgoRSA:
		c, ok := key.(ssh.CryptoPublicKey)
		if !ok {
			return false
		}
		r, ok := c.CryptoPublicKey().(*rsa.PublicKey)
		return ok && r.N.BitLen() >= 2048
	}
	return false
}
