// Package contract is what commands say with --format json: the types of command.md's contract, and how each is filled from an outcome or a report of it.
// Keys are English in every language; messages follow the reader's.
package contract
