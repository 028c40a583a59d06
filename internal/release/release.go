// Package release says which edition of the product this is.
package release

// Version is what veche --version, the JSON contract's "version" and the sheet Audit say. It is the version of CHANGELOG.md's first section, with -dev until that
// is released.
const Version = "0.2.0-dev"
