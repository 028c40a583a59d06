// Package licences holds the licences of what is linked into the command: the product's own, Go's, and those of every module, in full, as they ask to be passed on.
package licences

import _ "embed"

//go:generate go run ./generate

// Notices is the text, made by command generate from the module graph.
//
//go:embed notices.txt
var Notices string
